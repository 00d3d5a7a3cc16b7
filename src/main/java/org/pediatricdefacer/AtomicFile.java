package org.pediatricdefacer;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file that appears under its name only when it is whole.
 * <p>
 * The bytes go to a hidden temporary file in the same folder, are forced to the disk by {@link #finish()}, and are moved in one
 * step by {@link #commit()}. Without a commit, closing deletes the temporary file, and so does the end of the Java machine. An
 * existing file is replaced only if asked for. Use in try-with-resources; not thread-safe.
 */
public final class AtomicFile implements Closeable {

	private static final int NAME_LETTERS = 50;
	private static final int UUID_LETTERS = 36;
	private static final String ENDING = ".tmp";

	private final Path target;
	private final boolean overwrite;
	private final Path temporary;
	private final FileChannel channel;
	private final OutputStream stream;
	private final Thread cleaner;

	private AtomicFile(final Path target, final boolean overwrite, final Path temporary) throws IOException {
		this.target = target;
		this.overwrite = overwrite;
		this.temporary = temporary;
		channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		stream = new Unclosed(Channels.newOutputStream(channel));
		cleaner = new Thread(this::discard, "delete " + temporary.getFileName());
		Runtime.getRuntime().addShutdownHook(cleaner);
	}

	/**
	 * Starts a file.
	 *
	 * @param target name of the finished file, in an existing folder
	 * @param overwrite whether an existing file of that name is to be replaced
	 * @return the file, empty so far
	 * @throws DefacingException if the folder does not exist, or the file does and is not to be replaced
	 * @throws IOException if the disk fails
	 */
	public static AtomicFile create(final Path target, final boolean overwrite) throws IOException {
		final Path absolute = target.toAbsolutePath();
		if (!Files.isDirectory(absolute.getParent())) throw new DefacingException(target + " cannot be written: the folder " +
			absolute.getParent() + " does not exist; create it first.");
		if (Files.isDirectory(absolute)) throw new DefacingException(target + " is a folder; give the name of a file.");
		if (!overwrite && Files.exists(absolute)) throw exists(target, null);
		return new AtomicFile(target, overwrite, absolute.resolveSibling(beginning(absolute) + UUID.randomUUID() + ENDING));
	}

	/**
	 * File systems allow 255 bytes; the beginning of a name tells enough to whoever finds the file after a power cut, and a checksum of a
	 * longer one tells the program. Whole letters only: half of one of those that take two chars, such as an emoji, is no name.
	 */
	private static String beginning(final Path target) {
		final String name = target.getFileName().toString();
		if (name.codePointCount(0, name.length()) <= NAME_LETTERS) return "." + name + ".";
		return "." + name.substring(0, name.offsetByCodePoints(0, NAME_LETTERS)) + "." + Integer.toHexString(name.hashCode()) + ".";
	}

	/**
	 * Deletes what processes that were killed left of a file under temporary names; for who knows that nobody writes the file now.
	 *
	 * @param target name of the finished file, whose folder need not exist
	 * @throws IOException if the disk fails
	 */
	public static void deleteLeftovers(final Path target) throws IOException {
		final Path absolute = target.toAbsolutePath();
		if (!Files.isDirectory(absolute.getParent())) return;
		final String beginning = beginning(absolute);
		final DirectoryStream.Filter<Path> isLeftover = file -> {
			final String name = file.getFileName().toString();
			return name.startsWith(beginning) && name.endsWith(ENDING) && name.length() == beginning.length() + UUID_LETTERS + ENDING.length();
		};
		try (DirectoryStream<Path> files = Files.newDirectoryStream(absolute.getParent(), isLeftover)) {
			for (final Path file : files)
				Files.deleteIfExists(file);
		}
	}

	private static DefacingException exists(final Path target, final Throwable cause) {
		return new DefacingException(target + " exists already; move it away, or ask for it to be overwritten.", cause);
	}

	/**
	 * Returns the name under which the file will appear.
	 *
	 * @return the target as it was given
	 */
	public Path target() {
		return target;
	}

	/**
	 * Returns where to write to.
	 *
	 * @return unbuffered, so write large blocks; closing it does nothing, since the channel has still to be forced
	 */
	public OutputStream stream() {
		return stream;
	}

	/**
	 * Ends the writing and forces all bytes to the disk; the file has not yet appeared under its name.
	 *
	 * @return the temporary file, for reading back what was written
	 * @throws IOException if the disk fails
	 */
	public Path finish() throws IOException {
		if (channel.isOpen()) {
			channel.force(true);
			channel.close();
		}
		return temporary;
	}

	/**
	 * Makes the file appear under its name, whole and on the disk.
	 *
	 * @throws DefacingException if a file of that name has appeared meanwhile and is not to be replaced
	 * @throws IOException if the disk fails; then nothing has appeared
	 */
	public void commit() throws IOException {
		finish();
		if (overwrite) move();
		else link();
		forceFolder();
	}

	private void move() throws IOException {
		try {
			Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException e) {
			throw new DefacingException(target + " cannot be written in one step on this file system; choose a folder on a local disk.", e);
		}
	}

	/** A link fails if the name is taken, which a move would not; where links are unknown, looking first has to do. */
	private void link() throws IOException {
		try {
			// The temporary name of the same file goes when this is closed.
			Files.createLink(target, temporary);
		}
		catch (final FileAlreadyExistsException e) {
			throw exists(target, e);
		}
		catch (final UnsupportedOperationException | IOException e) {
			if (Files.exists(target)) throw exists(target, e);
			move();
		}
	}

	/** Makes the new name itself durable where the system lets folders be forced; elsewhere the file is whole all the same. */
	private void forceFolder() {
		try (FileChannel folder = FileChannel.open(temporary.getParent(), StandardOpenOption.READ)) {
			folder.force(true);
		}
		catch (final IOException e) {
			return;
		}
	}

	private void discard() {
		try {
			channel.close();
			Files.deleteIfExists(temporary);
		}
		catch (final IOException e) {
			temporary.toFile().deleteOnExit();
		}
	}

	/** Deletes the temporary file unless it was committed. */
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

	/** Passes everything on but the end. */
	private static final class Unclosed extends FilterOutputStream {

		Unclosed(final OutputStream out) {
			super(out);
		}

		@Override
		public void write(final byte[] bytes, final int offset, final int length) throws IOException {
			out.write(bytes, offset, length);
		}

		@Override
		public void close() throws IOException {
			flush();
		}
	}
}
