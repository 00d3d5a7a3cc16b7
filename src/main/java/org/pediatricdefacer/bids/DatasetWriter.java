package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;

/**
 * Puts files into the data set that is written: each of them whole or not at all, none of them over a file that says something else.
 * <p>
 * What is there already with the same bytes stays, so that a run that was stopped goes on, and two runs may share what they both
 * write.
 */
final class DatasetWriter {

	private static final String LOCK = ".lock";

	/** A lock of a file is that of a whole Java machine, in which several runs may work. */
	private static final Object ONE_IN_HERE = new Object();

	private final Path out;

	DatasetWriter(final Path out) {
		this.out = out;
	}

	/** Returns the place of a file. */
	Path at(final Path path) {
		return out.resolve(path);
	}

	/**
	 * Copies a file: by a hard link where the file system has them, else byte by byte.
	 *
	 * @param file the original; of a link what it leads to
	 * @param path below the data set that is written
	 * @throws DefacingException if another file is there
	 * @throws IOException if the disk fails
	 */
	void copy(final Path file, final Path path) throws IOException {
		final Path real = file.toRealPath();
		final Path target = at(path);
		if (isThere(real, target)) return;
		Files.createDirectories(target.toAbsolutePath().getParent());
		try {
			Files.createLink(target, real);
		}
		catch (final FileAlreadyExistsException e) {
			// Another run that shares this file was faster.
			if (!isThere(real, target)) throw e;
		}
		catch (final UnsupportedOperationException | IOException noLinks) {
			try {
				duplicate(real, path);
			}
			catch (final DefacingException e) {
				if (!isThere(real, target)) throw e;
			}
		}
	}

	/**
	 * Copies a file byte by byte, never as a link.
	 *
	 * @param file the original
	 * @param path below the data set that is written, where nothing is yet
	 * @throws IOException if the disk fails
	 */
	void duplicate(final Path file, final Path path) throws IOException {
		Files.createDirectories(at(path).toAbsolutePath().getParent());
		try (AtomicFile copy = AtomicFile.create(at(path), false)) {
			Files.copy(file, copy.stream());
			copy.commit();
		}
	}

	private static boolean isThere(final Path file, final Path target) throws IOException {
		if (!Files.exists(target)) return false;
		if (Files.isSameFile(file, target) || Files.mismatch(file, target) < 0) return true;
		throw new DefacingException(target + " is there already and is not what " + file + " holds; choose another folder to write to.");
	}

	/**
	 * Writes a file of this program; an older one of the same place is replaced.
	 *
	 * @param path below the data set that is written
	 * @param bytes all of it
	 * @throws IOException if the disk fails
	 */
	void put(final Path path, final byte[] bytes) throws IOException {
		final Path target = at(path);
		if (Files.exists(target) && Files.size(target) == bytes.length && Arrays.equals(Files.readAllBytes(target), bytes)) return;
		Files.createDirectories(target.toAbsolutePath().getParent());
		try (AtomicFile file = AtomicFile.create(target, true)) {
			file.stream().write(bytes);
			file.commit();
		}
	}

	/** Writes a text of this program. */
	void put(final Path path, final String text) throws IOException {
		put(path, text.getBytes(StandardCharsets.UTF_8));
	}

	/** Work on files that several runs write. */
	@FunctionalInterface
	interface Shared {

		void run() throws IOException;
	}

	/**
	 * Does work while no other run does such.
	 *
	 * @param own folder of the program's own files below the data set that is written
	 * @param work what to do
	 * @throws IOException if the disk fails
	 */
	void alone(final Path own, final Shared work) throws IOException {
		synchronized (ONE_IN_HERE) {
			lock(own, work);
		}
	}

	/** Tells whether a run began in a folder, though it may not yet have marked it as the program's. */
	boolean isBegun(final Path own) {
		return Files.exists(at(own).resolve(LOCK));
	}

	private void lock(final Path own, final Shared work) throws IOException {
		Files.createDirectories(at(own));
		try (FileChannel channel = FileChannel.open(at(own).resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = channel.lock()) {
			if (lock.isValid()) work.run();
		}
	}
}
