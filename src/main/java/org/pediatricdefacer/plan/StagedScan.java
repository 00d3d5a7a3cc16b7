package org.pediatricdefacer.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.io.PairedFiles;

/** A scan that is read from a copy on a disk of this machine, or from where it lies. Closing deletes the copy. */
final class StagedScan implements Closeable {

	private final BatchItem original;
	private final BatchItem item;
	private final Optional<Path> folder;

	private StagedScan(final BatchItem original, final BatchItem item, final Optional<Path> folder) {
		this.original = original;
		this.item = item;
		this.folder = folder;
	}

	/**
	 * Copies a scan.
	 *
	 * @param original where it lies
	 * @param scratch folder to copy to; empty for none
	 * @return to be closed
	 * @throws IOException if a file cannot be read or written; then nothing is left
	 */
	static StagedScan of(final BatchItem original, final Optional<Path> scratch) throws IOException {
		if (scratch.isEmpty()) return new StagedScan(original, original, scratch);
		final Path folder = Files.createDirectories(scratch.get().toAbsolutePath().resolve("deface-" + UUID.randomUUID()));
		try {
			for (final Path file : PairedFiles.filesOf(original.input()))
				Files.copy(file, folder.resolve(file.getFileName()));
		}
		catch (final IOException | RuntimeException e) {
			AtomicFolder.delete(folder);
			throw e;
		}
		final Path copy = folder.resolve(original.input().getFileName());
		return new StagedScan(original, new BatchItem(copy, original.name(), original.outputBase(), original.privateBase(), original.images()),
			Optional.of(folder));
	}

	/** Returns what is to be read. */
	BatchItem item() {
		return item;
	}

	/** Returns an outcome of the copy as one of the scan. */
	ScanOutcome outcome(final ScanOutcome outcome) {
		return new ScanOutcome(original, outcome.status(), texts(outcome.reasons()), texts(outcome.warnings()), outcome.written(), outcome
			.seconds());
	}

	/** Returns a failure with the copy as one with the scan. */
	DefacingException failure(final Throwable failure) {
		return failure instanceof DefacingCanceledException canceled ? canceled : new DefacingException(text(DefacingException.of(failure)
			.getMessage()), failure);
	}

	private List<String> texts(final List<String> sentences) {
		return sentences.stream().map(this::text).toList();
	}

	private String text(final String sentence) {
		return folder.isEmpty() ? sentence : sentence.replace(folder.get().toString(), original.input().getParent().toString());
	}

	@Override
	public void close() throws IOException {
		if (folder.isPresent()) AtomicFolder.delete(folder.get());
	}
}
