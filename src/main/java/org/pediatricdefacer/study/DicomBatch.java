package org.pediatricdefacer.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.dicom.DicomIndex;
import org.pediatricdefacer.dicom.DicomIndex.Excluded;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.Uids;
import org.pediatricdefacer.study.WithheldTable.Fate;


/** Defaces DICOM files study by study, and accounts for every file. */
public final class DicomBatch {

	private final Defacer defacer;
	private final FileSettings settings;
	private final DicomOptions options;
	private final DicomInputs inputs;
	private final Path outFolder;
	private final Optional<Path> privateFolder;
	private final WithheldTable table;

	/**
	 * Makes a batch.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 * @param options how to write DICOM
	 * @param inputs the files
	 * @param outFolder folder for what may be shared
	 * @param privateFolder folder for what identifies a person; empty if none of that is to be written but the table of files, which
	 *          then lies among the outputs
	 */
	public DicomBatch(final Defacer defacer, final FileSettings settings, final DicomOptions options, final DicomInputs inputs,
		final Path outFolder, final Optional<Path> privateFolder)
	{
		this.defacer = defacer;
		this.settings = settings;
		this.options = options;
		this.inputs = inputs;
		this.outFolder = outFolder;
		this.privateFolder = privateFolder;
		table = new WithheldTable(inputs.files());
	}

	/**
	 * Defaces all series.
	 *
	 * @param listener hears each step
	 * @param progress is asked whether to stop while files are looked at
	 * @return how the series ended; files that are in no series are in the table only
	 * @throws IOException if the table cannot be written
	 */
	public BatchSummary run(final BatchListener listener, final Progress progress) throws IOException {
		final AtomicReference<DicomIndex> looked = new AtomicReference<>();
		try {
			Parallelization.runWithNumThreads(settings.threads(), () -> looked.set(DicomIndex.of(List.copyOf(inputs.files().keySet()), progress)));
		}
		catch (final DefacingCanceledException e) {
			return new BatchSummary(1, List.of());
		}
		final DicomIndex index = looked.get();
		for (final Excluded file : index.excluded())
			table.put(file.file(), file.refused() ? Fate.REFUSED : Fate.WITHHELD, file.reason());
		final int count = index.series().size();
		final DicomOptions made = count == 0 ? options : options.withUids(options.uids().orElseGet(SaltFile::uids));
		BatchSummary summary = new BatchSummary(0, List.of());
		int begun = 0;
		for (final List<DicomSeries> study : index.studies()) {
			summary = summary.and(new StudyBatch(defacer, settings, made, table, study, series -> item(series, made.uids().get())).run(listener
				.after(begun, count)));
			begun += study.size();
			if (summary.canceled()) break;
		}
		table.write(tableFolder());
		return summary.and(new BatchSummary(count - begun, List.of()));
	}

	private BatchItem item(final DicomSeries series, final Uids uids) {
		final Path file = series.files().get(0);
		final String more = series.files().size() == 1 ? "" : " and " + (series.files().size() - 1) + " more";
		final Path path = Path.of(series.path(uids));
		return new BatchItem(file, series.label() + " (" + inputs.files().get(file) + more + ")", outFolder.resolve(path), privateFolder.map(folder -> folder
			.resolve(path)));
	}

	/** Accounts for all files in one line, after the run. */
	public String account() {
		return table.text() + (table.isEmpty() ? "" : "; see " + tableFolder().resolve(WithheldTable.FILE_NAME));
	}

	/**
	 * Tells whether a file was refused, which no series need tell.
	 *
	 * @return true if one is damaged or its series makes no volume
	 */
	public boolean hasRefused() {
		return table.has(Fate.REFUSED);
	}

	/** Names of files may name people. */
	private Path tableFolder() {
		return privateFolder.orElse(outFolder);
	}
}
