package org.pediatricdefacer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * Writes a folder of files that appears under its name only when it is whole.
 * <p>
 * The files go to a hidden folder beside it, which is moved in one step by {@link #commit()}. Without a commit, closing deletes it with
 * all that is in it, and so does the end of the Java machine. Use in try-with-resources; not thread-safe.
 */
public final class AtomicFolder implements Closeable {

	private final Path target;
	private final boolean overwrite;
	private final Path temporary;
	private final Thread cleaner;

	private AtomicFolder(final Path target, final boolean overwrite) throws IOException {
		this.target = target;
		this.overwrite = overwrite;
		temporary = hidden(target);
		Files.createDirectory(temporary);
		cleaner = new Thread(this::discard, "delete " + temporary.getFileName());
		Runtime.getRuntime().addShutdownHook(cleaner);
	}

	private static Path hidden(final Path target) {
		return target.toAbsolutePath().resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
	}

	/**
	 * Starts a folder.
	 *
	 * @param target name of the finished folder, in an existing one
	 * @param overwrite whether an existing folder of that name is to be replaced, with all that is in it
	 * @return the folder, empty so far
	 * @throws DefacingException if there is one of that name that is not to be replaced, or a file
	 * @throws IOException if the disk fails
	 */
	public static AtomicFolder create(final Path target, final boolean overwrite) throws IOException {
		if (Files.exists(target) && (!overwrite || !Files.isDirectory(target))) throw exists(target);
		return new AtomicFolder(target, overwrite);
	}

	private static DefacingException exists(final Path target) {
		return new DefacingException(target + " exists already; move it away, choose another folder, or ask for it to be overwritten.");
	}

	/**
	 * Returns the name under which the folder will appear.
	 *
	 * @return the target as it was given
	 */
	public Path target() {
		return target;
	}

	/**
	 * Returns where to write to.
	 *
	 * @return an existing folder under a temporary name
	 */
	public Path path() {
		return temporary;
	}

	/**
	 * Makes the folder appear under its name, with all files in it.
	 *
	 * @throws DefacingException if there is one of that name by now, or this file system knows no such moves
	 * @throws IOException if the disk fails; then nothing has appeared, and what was there before is there again
	 */
	public void commit() throws IOException {
		final Path old = hidden(target);
		final boolean replaces = Files.exists(target);
		if (replaces && !overwrite) throw exists(target);
		if (replaces) move(target, old);
		try {
			move(temporary, target);
		}
		catch (final IOException | RuntimeException e) {
			if (replaces) move(old, target);
			throw e;
		}
		if (replaces) delete(old);
	}

	private void move(final Path from, final Path to) throws IOException {
		try {
			Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException e) {
			throw new DefacingException(target + " cannot be written in one step on this file system; choose a folder on a local disk.", e);
		}
	}

	/**
	 * Deletes a folder with all that is in it; links are deleted, not followed.
	 *
	 * @param folder that need not exist
	 * @throws IOException if the disk fails
	 */
	public static void delete(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		Files.walkFileTree(folder, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(final Path below, final IOException failure) throws IOException {
				if (failure != null) throw failure;
				Files.delete(below);
				return FileVisitResult.CONTINUE;
			}
		});
	}

	private void discard() {
		try {
			delete(temporary);
		}
		catch (final IOException e) {
			temporary.toFile().deleteOnExit();
		}
	}

	/** Deletes the temporary folder unless it was committed. */
	@Override
	public void close() {
		discard();
		try {
			Runtime.getRuntime().removeShutdownHook(cleaner);
		}
		catch (final IllegalStateException e) {
			// The Java machine is ending and runs the hook itself.
			return;
		}
	}
}
