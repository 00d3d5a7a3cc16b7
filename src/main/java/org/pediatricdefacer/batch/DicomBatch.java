package org.pediatricdefacer.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.SeriesDefacer.PlacedRegion;
import org.pediatricdefacer.batch.WithheldTable.Fate;
import org.pediatricdefacer.dicom.DicomIndex;
import org.pediatricdefacer.dicom.DicomIndex.Excluded;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.RegionTransfer;

/**
 * Defaces DICOM files series by series, and accounts for every file.
 * <p>
 * Series in which a face can be looked for come first, those with the smallest voxels before others. Localizers and slabs that are too
 * thin then get the region of a defaced series whose coordinates count in the same space, or are withheld. So does a series that does
 * not pass its own check, if one in the same space did before.
 */
public final class DicomBatch {

	/** A region that covers less of the slices than this says too little about them. */
	private static final double LEAST_SHARE_IN_VIEW = 0.5;
	private static final Comparator<PlacedRegion> BETTER = Comparator.comparing(PlacedRegion::passed).thenComparingDouble(
		PlacedRegion::view_mm3);

	private final Defacer defacer;
	private final FileSettings settings;
	private final DicomOptions options;
	private final DicomInputs inputs;
	private final Path outFolder;
	private final Optional<Path> privateFolder;
	private final WithheldTable table;
	private final Map<DicomSeries, PlacedRegion> regions = new LinkedHashMap<>();

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
		final List<DicomSeries> pending = index.series().stream().filter(series -> series.refusal().isEmpty() && !series.isFindable()).toList();
		final List<DicomSeries> first = index.series().stream().filter(series -> !pending.contains(series)).sorted(Comparator.comparingDouble(
			DicomBatch::finest_mm3)).toList();
		final BatchSummary found = run(first, listener);
		final List<DicomSeries> covered = found.canceled() ? List.of() : pending.stream().filter(this::isCovered).toList();
		final BatchSummary transferred = run(covered, listener);
		table.write(tableFolder());
		return found.and(transferred);
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

	private static double finest_mm3(final DicomSeries series) {
		return series.groups().stream().mapToDouble(group -> group.grid().voxelVolume_mm3()).min().orElse(Double.MAX_VALUE);
	}

	private BatchSummary run(final List<DicomSeries> all, final BatchListener listener) {
		final Map<BatchItem, DicomSeries> items = new LinkedHashMap<>();
		final Map<BatchItem, String> refused = new HashMap<>();
		for (final DicomSeries series : all) {
			final Path file = series.files().get(0);
			final String first = inputs.files().get(file);
			final BatchItem item = new BatchItem(file, series.label() + " (" + first + (series.files().size() == 1 ? "" : " and " + (series.files()
				.size() - 1) + " more") + ")", outFolder.resolve(series.path()), privateFolder.map(folder -> folder.resolve(series.path())));
			items.put(item, series);
			series.refusal().ifPresent(reason -> refused.put(item, item.name() + " is refused: " + end(reason)));
		}
		final BatchRunner runner = new BatchRunner((item, progress) -> deface(item, items.get(item), progress));
		final BatchSummary summary = runner.run(new BatchPlan(List.copyOf(items.keySet()), refused), listener);
		for (final ScanOutcome outcome : summary.outcomes())
			account(items.get(outcome.item()), outcome);
		return summary;
	}

	private static String end(final String sentence) {
		return sentence.endsWith(".") ? sentence : sentence + ".";
	}

	private void account(final DicomSeries series, final ScanOutcome outcome) {
		final Fate fate = series.refusal().isPresent() ? Fate.REFUSED : outcome.status().failed() ? Fate.FAILED : Fate.DEFACED;
		final String reason = String.join(" ", outcome.reasons());
		for (final Path file : series.files())
			table.put(file, fate, fate == Fate.REFUSED ? "its series is refused: " + series.refusal().get() : reason);
	}

	/** Names of files may name people. */
	private Path tableFolder() {
		return privateFolder.orElse(outFolder);
	}

	/** Says whether a series gets a region from elsewhere; else its files are withheld. */
	private boolean isCovered(final DicomSeries series) {
		final Optional<PlacedRegion> region = region(series);
		final String reason;
		if (region.isEmpty()) reason = (series.isLocalizer() ? "it is a localizer" : "its series is too thin to find a face in") +
			", and no volume in the same frame of reference was defaced whose removed region could be taken";
		else if (!covers(region.get(), series)) reason = "less than half of it lies in the field of view of the volume whose removed region could be taken";
		else return true;
		for (final Path file : series.files())
			table.put(file, Fate.WITHHELD, reason);
		return false;
	}

	private static boolean covers(final PlacedRegion region, final DicomSeries series) {
		return series.groups().stream().allMatch(group -> RegionTransfer.shareInView(region.grid(), group.grid()) >= LEAST_SHARE_IN_VIEW);
	}

	/** Keeps one region for each space: one that passed before others, then the one that shows most. */
	private void keep(final DicomSeries series, final PlacedRegion region) {
		final Optional<PlacedRegion> known = region(series);
		if (known.isPresent() && BETTER.compare(known.get(), region) >= 0) return;
		regions.keySet().removeIf(series::sharesSpace);
		regions.put(series, region);
	}

	private Optional<PlacedRegion> region(final DicomSeries series) {
		return regions.entrySet().stream().filter(entry -> entry.getKey().sharesSpace(series)).map(Map.Entry::getValue).max(BETTER);
	}

	private ScanOutcome deface(final BatchItem item, final DicomSeries series, final Progress progress) throws IOException {
		final Optional<PlacedRegion> known = region(series).filter(region -> covers(region, series));
		final AtomicReference<SeriesWork.Done> done = new AtomicReference<>();
		try {
			Parallelization.runWithNumThreads(settings.threads(), () -> {
				try {
					done.set(new SeriesWork(defacer, settings, options).deface(item, series, known, progress));
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
			});
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
		if (!done.get().outcome().status().failed()) SeriesDefacer.largest(series, done.get().results()).ifPresent(region -> keep(series,
			region));
		return done.get().outcome();
	}
}
