package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;

/**
 * Passes over scans that were done before in the same way, and has the others done.
 * <p>
 * A scan was done if its record is that of a run with the same settings, model, version of the program and bytes of the scan, and the files
 * that it tells of are there with the bytes that it tells. What is left of such a run where files are missing or damaged is replaced, as is
 * what a run left that was killed before its record was written. All else that exists is up to the settings, as without this class.
 */
public final class FinishedScans implements BatchRunner.Work {

	private final ScanDefacer work;
	private final ScanDefacer again;
	private final Defacer defacer;
	private final FileSettings settings;

	/**
	 * Makes the work of a batch.
	 *
	 * @param defacer does what was not done before; not closed by this class
	 * @param settings what to do and to write
	 * @param reader reads scans
	 */
	public FinishedScans(final Defacer defacer, final FileSettings settings, final ScanReader reader) {
		this.defacer = defacer;
		this.settings = settings;
		work = new ScanDefacer(defacer, settings, reader);
		again = new ScanDefacer(defacer, settings.withOverwrite(true), reader);
	}

	@Override
	public ScanOutcome deface(final BatchItem item, final Progress progress) throws IOException {
		final long start = System.nanoTime();
		final Optional<CommittedRecord> record = CommittedRecord.read(item);
		if (record.isEmpty()) return (isLeftover(item) ? again : work).deface(item, progress);
		progress.stage("compare");
		if (!record.get().key().equals(RunKey.of(item.input(), settings, defacer))) return work.deface(item, progress);
		return record.get().isWhole() ? record.get().outcome((System.nanoTime() - start) / 1e9) : again.deface(item, progress);
	}

	/** Tells whether what exists comes from a run that was killed between its first file and its record, and of it nothing that people edit. */
	private static boolean isLeftover(final BatchItem item) {
		return !Files.exists(item.record()) && !Files.exists(item.defaced()) && !Files.exists(item.failed()) && Stream.concat(item
			.facemask().stream(), item.landmarks().stream()).noneMatch(Files::exists);
	}
}
