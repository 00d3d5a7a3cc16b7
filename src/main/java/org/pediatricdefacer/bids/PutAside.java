package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.CommittedRecord;
import org.pediatricdefacer.bids.DatasetPlan.SessionFiles;
import org.pediatricdefacer.bids.FileFate.Kind;
import org.pediatricdefacer.io.FolderTree;

/**
 * Keeps the originals of a data set that is defaced in place, in {@code sourcedata/pre-deface}.
 * <p>
 * A scan that is there and not in the data set failed, or the run was killed before it was written: it still belongs to the data set, and is
 * tried again by the next run, with what was put aside with it.
 */
final class PutAside {

	private final Path dataset;
	private final DatasetWriter writer;

	PutAside(final Path dataset) {
		this.dataset = dataset;
		writer = new DatasetWriter(dataset);
	}

	/** The place of what is kept of a file, whether it is there or not. */
	private Path kept(final Path path) {
		return dataset.resolve(Placement.ORIGINALS).resolve(path);
	}

	/** Finds what a file was before this program wrote to the data set: the original that is kept, or else the file itself. */
	Path before(final Path path) {
		return Files.exists(kept(path)) ? kept(path) : dataset.resolve(path);
	}

	/**
	 * Lists what is kept and not in the data set.
	 *
	 * @return with the places where it was
	 * @throws IOException if a folder cannot be read
	 */
	List<DatasetFile> missing() throws IOException {
		final List<DatasetFile> missing = new ArrayList<>();
		final Path originals = dataset.resolve(Placement.ORIGINALS);
		if (!Files.isDirectory(originals)) return missing;
		for (final Path file : FolderTree.files(originals)) {
			final Path path = originals.relativize(file);
			if (!Files.exists(dataset.resolve(path)) && path.getNameCount() > 1 && FileFate.isSubject(path.getName(0).toString())) missing.add(new DatasetFile(
				path, FileFate.of(path)));
		}
		return missing;
	}

	/**
	 * Puts back what belongs to scans that are to be tried again: sidecars, gradients, rows of the table of scans. Never a scan itself.
	 *
	 * @param session with its files, those that are missing included
	 * @throws IOException if the disk fails
	 */
	void restore(final SessionFiles session) throws IOException {
		final List<DatasetFile> missing = session.scans().stream().filter(scan -> !Files.exists(dataset.resolve(scan.path()))).toList();
		for (final DatasetFile file : session.files()) {
			if (file.fate().kind() == Kind.SCAN || !Files.exists(kept(file.path()))) continue;
			if (!Files.exists(dataset.resolve(file.path()))) writer.duplicate(kept(file.path()), file.path());
			else if (file.fate().kind() == Kind.SCANS_TABLE) restore(file.path(), missing);
		}
	}

	/** A table that someone has changed since is left as it is. */
	private void restore(final Path table, final List<DatasetFile> missing) throws IOException {
		final byte[] whole = Files.readAllBytes(kept(table));
		final byte[] left = TableRows.without(whole, "filename", name -> missing.stream().anyMatch(scan -> scan.path().equals(table.resolveSibling(name)
			.normalize())));
		if (Arrays.equals(left, Files.readAllBytes(dataset.resolve(table)))) writer.put(table, whole);
	}

	/**
	 * Keeps the original of a scan; it is put there first, whole, and never again.
	 *
	 * @param item the scan as it will be written
	 * @param scan path below the data set
	 * @return the original
	 * @throws DefacingException if another scan is in the place of the one that is kept
	 * @throws IOException if the disk fails
	 */
	Path keep(final BatchItem item, final Path scan) throws IOException {
		final Path now = dataset.resolve(scan);
		if (!Files.exists(kept(scan))) writer.duplicate(now, Placement.ORIGINALS.resolve(scan));
		else if (Files.exists(now) && !isOurs(item, scan)) throw new DefacingException(now + " is neither its original in " + Placement.ORIGINALS +
			" nor what this program made of it; move one of the two away.");
		return kept(scan);
	}

	private boolean isOurs(final BatchItem item, final Path scan) throws IOException {
		if (Files.mismatch(kept(scan), dataset.resolve(scan)) < 0) return true;
		final var record = CommittedRecord.read(item);
		return record.isPresent() && record.get().wrote(dataset.resolve(scan));
	}
}
