package org.pediatricdefacer.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;

/**
 * What processes tell each other of the scans of a shard, by files in its folder: who works on which, how often that was begun in vain, and
 * what failed without a record.
 * <p>
 * A scan is claimed by a POSIX lock on one byte of the file {@code claims}, which ends with the process that holds it, in whatever way that
 * ends. It holds on other machines, too, if the file system has such locks: local disks, NFS 4, NFS 3 with its lock daemon, Lustre mounted
 * with {@code flock}, and others. One ledger for a shard in a Java machine: closing one would end the claims of all.
 */
final class Ledger implements Closeable {

	/** A process that ends so often while it works on a scan does not by accident. */
	static final int MOST_ATTEMPTS = 3;

	private static final String CLAIMS = "claims";
	private static final String FOLDER = "ledger";

	/** Ends the name of an attempt that found no outputs when it began, so that those found after it are its own. */
	private static final String FREE = "-free";

	private final Path folder;
	private final Path claims;
	private final FileChannel channel;

	private Ledger(final Path folder, final Path claims, final FileChannel channel) {
		this.folder = folder;
		this.claims = claims;
		this.channel = channel;
	}

	/** Makes the empty ledger of a shard. */
	static void make(final Path shard) throws IOException {
		Files.createDirectory(shard.resolve(FOLDER));
		Files.createFile(shard.resolve(CLAIMS));
	}

	/**
	 * Opens the ledger of a shard.
	 *
	 * @throws IOException if it cannot be written to
	 */
	static Ledger open(final Path shard) throws IOException {
		final Path claims = shard.resolve(CLAIMS);
		return new Ledger(shard.resolve(FOLDER), claims, FileChannel.open(claims, StandardOpenOption.WRITE));
	}

	/**
	 * Claims a scan.
	 *
	 * @return empty if another process works on it; else to be closed when the work has ended
	 * @throws DefacingException if this file system has no locks
	 */
	Optional<Closeable> claim(final int scan) {
		try {
			final FileLock lock = channel.tryLock(scan, 1, false);
			return lock == null ? Optional.empty() : Optional.of(lock::close);
		}
		catch (final OverlappingFileLockException e) {
			return Optional.empty();
		}
		catch (final IOException e) {
			throw new DefacingException(claims + " cannot be locked (" + e.getMessage() +
				"), without which two machines could work on one scan; make the plan in a folder on a file system with locks, with --plan.", e);
		}
	}

	/** Returns how many processes began to work on a scan and ended without a word. */
	static int attempts(final Path shard, final int scan) {
		int attempts = 0;
		while (attempts < MOST_ATTEMPTS && attempt(shard.resolve(FOLDER), scan, attempts + 1).isPresent())
			attempts++;
		return attempts;
	}

	int attempts(final int scan) {
		return attempts(folder.getParent(), scan);
	}

	/** Tells whether there were no outputs before one of the attempts, so that what there is without a record is left of them. */
	boolean leftOutputs(final int scan) {
		return IntStream.rangeClosed(1, MOST_ATTEMPTS).mapToObj(i -> attemptFile(folder, scan, i, true)).anyMatch(Files::exists);
	}

	/** Writes down, before the work, that it is begun; by the name of an empty file, which is there whole or not at all. */
	void begin(final int scan, final boolean outputsAreFree) throws IOException {
		Files.createFile(attemptFile(folder, scan, attempts(scan) + 1, outputsAreFree));
	}

	/** Forgets the attempts at a scan, since it ended, or since a person wants it to be tried again. */
	void forgetAttempts(final int scan) throws IOException {
		// The last one first: what is left when this is interrupted counts from 1.
		for (int i = attempts(scan); i > 0; i--)
			Files.deleteIfExists(attempt(folder, scan, i).orElseThrow());
	}

	/** Forgets the attempt that was begun last, which a person stopped. */
	void forgetLastAttempt(final int scan) throws IOException {
		Files.deleteIfExists(attempt(folder, scan, attempts(scan)).orElseThrow());
	}

	/** Writes down why a scan failed that has no record. */
	void failed(final int scan, final List<String> reasons) throws IOException {
		try (AtomicFile file = AtomicFile.create(failureFile(folder, scan), true)) {
			file.stream().write(String.join("\n", reasons.stream().map(PlannedScan::escape).toList()).getBytes(StandardCharsets.UTF_8));
			file.commit();
		}
	}

	/** Writes down that a scan has a record. */
	void succeeded(final int scan) throws IOException {
		Files.deleteIfExists(failureFile(folder, scan));
	}

	/** Returns why a scan failed that has no record, if it did. */
	static Optional<List<String>> failure(final Path shard, final int scan) throws IOException {
		final Path file = failureFile(shard.resolve(FOLDER), scan);
		return Files.isRegularFile(file) ? Optional.of(Stream.of(Files.readString(file).split("\n")).map(PlannedScan::unescape)
			.toList()) : Optional.empty();
	}

	private static Optional<Path> attempt(final Path folder, final int scan, final int attempt) {
		return Stream.of(true, false).map(free -> attemptFile(folder, scan, attempt, free)).filter(Files::exists).findFirst();
	}

	private static Path attemptFile(final Path folder, final int scan, final int attempt, final boolean free) {
		return folder.resolve(String.format(Locale.ROOT, "%06d.attempt%d%s", scan, attempt, free ? FREE : ""));
	}

	private static Path failureFile(final Path folder, final int scan) {
		return folder.resolve(String.format(Locale.ROOT, "%06d.failed", scan));
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}
}
