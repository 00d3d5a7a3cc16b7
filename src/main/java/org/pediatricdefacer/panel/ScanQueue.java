package org.pediatricdefacer.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.batch.BatchPlan;

/**
 * The scans of a folder, one after the other.
 *
 * @param folder that was given; the parent of a single file
 * @param files scans in the order of a batch
 * @param index of the one that is looked at
 */
record ScanQueue(Path folder, List<Path> files, int index) {

	/**
	 * Begins with a single file, or with the first of a folder.
	 *
	 * @param given a file or a folder
	 * @param endings of scans beside those that the program reads itself
	 * @throws IOException if the folder cannot be read
	 */
	static ScanQueue of(final Path given, final List<String> endings) throws IOException {
		if (Files.isDirectory(given)) return new ScanQueue(given, BatchPlan.scans(given, endings), 0);
		return new ScanQueue(given.toAbsolutePath().getParent(), List.of(given), 0);
	}

	Path file() {
		return files.get(index);
	}

	/** Returns the queue at the next file; empty at the end. */
	Optional<ScanQueue> next() {
		return index + 1 < files.size() ? Optional.of(new ScanQueue(folder, files, index + 1)) : Optional.empty();
	}

	/** Returns where outputs of the file lie below a folder for all: at its own place below the folder that was given. */
	Path below(final Path outputs) {
		final Path parent = file().toAbsolutePath().getParent();
		final Path from = folder.toAbsolutePath();
		return parent.startsWith(from) ? outputs.resolve(from.relativize(parent).toString()) : outputs;
	}
}
