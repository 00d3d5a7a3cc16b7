package org.pediatricdefacer.study;

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
import java.util.function.Function;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.RegionTransfer;
import org.pediatricdefacer.study.SeriesDefacer.PlacedRegion;
import org.pediatricdefacer.study.WithheldTable.Fate;


/**
 * Defaces the series of one study.
 * <p>
 * Series in which a face can be looked for come first, those with the smallest voxels before others; they share what is found. Localizers
 * and slabs that are too thin then get the region of a defaced series whose coordinates count in the same space, or are withheld.
 */
final class StudyBatch {

	/** A region that covers less of the slices than this says too little about them. */
	private static final double LEAST_SHARE_IN_VIEW = 0.5;
	private static final Comparator<PlacedRegion> BETTER = Comparator.comparing(PlacedRegion::passed).thenComparingDouble(
		PlacedRegion::view_mm3);

	private final Defacer defacer;
	private final FileSettings settings;
	private final DicomOptions options;
	private final WithheldTable table;
	private final List<DicomSeries> first;
	private final List<DicomSeries> pending;
	private final Map<DicomSeries, BatchItem> items = new LinkedHashMap<>();
	private final FinishedSeries finished;
	/** How series ended that need not be done again. */
	private final Map<DicomSeries, ScanOutcome> before = new HashMap<>();
	private final Map<DicomSeries, PlacedRegion> regions = new LinkedHashMap<>();
	private Optional<StudyHeads> heads = Optional.empty();

	/**
	 * Prepares a study.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 * @param options how to write DICOM
	 * @param table is told what becomes of each file
	 * @param study all series
	 * @param outputs names the outputs of a series
	 */
	StudyBatch(final Defacer defacer, final FileSettings settings, final DicomOptions options, final WithheldTable table,
		final List<DicomSeries> study, final Function<DicomSeries, BatchItem> outputs)
	{
		this.defacer = defacer;
		this.settings = settings;
		this.options = options;
		this.table = table;
		pending = study.stream().filter(series -> series.refusal().isEmpty() && !series.isFindable()).toList();
		first = study.stream().filter(series -> !pending.contains(series)).sorted(Comparator.comparingDouble(StudyBatch::finest_mm3)).toList();
		study.forEach(series -> items.put(series, outputs.apply(series)));
		finished = new FinishedSeries(defacer, settings, options, study);
	}

	private static double finest_mm3(final DicomSeries series) {
		return series.groups().stream().mapToDouble(group -> group.grid().voxelVolume_mm3()).min().orElse(Double.MAX_VALUE);
	}

	/**
	 * Defaces the series.
	 *
	 * @param listener hears each step
	 * @return how those ended that are not withheld
	 * @throws IOException if an earlier record cannot be read
	 */
	BatchSummary run(final BatchListener listener) throws IOException {
		if (options.skipExisting()) findFinished();
		final Map<DicomSeries, BatchItem> findable = new LinkedHashMap<>();
		first.stream().filter(series -> series.refusal().isEmpty()).forEach(series -> findable.put(series, items.get(series)));
		if (settings.applyMask().isEmpty()) heads = Optional.of(new StudyHeads(defacer, settings.defacing(), findable));
		final BatchSummary found = run(first, listener);
		final List<DicomSeries> covered = found.canceled() ? List.of() : pending.stream().filter(this::isCovered).toList();
		return found.and(run(covered, listener.after(first.size(), first.size() + covered.size())));
	}

	/** Finds what was done before; nothing of it counts if a region is needed that only doing it again gives. */
	private void findFinished() throws IOException {
		for (final DicomSeries series : items.keySet())
			if (series.refusal().isEmpty()) finished.of(items.get(series), series).ifPresent(outcome -> before.put(series, outcome));
		if (pending.stream().anyMatch(series -> !before.containsKey(series) && mayBeCovered(series))) before.clear();
	}

	private boolean mayBeCovered(final DicomSeries series) {
		return first.stream().filter(other -> !before.containsKey(other) || !before.get(other).status().failed()).filter(series::sharesSpace).flatMap(
			other -> other.groups().stream()).anyMatch(group -> series.groups().stream().allMatch(own -> RegionTransfer.shareInView(group.grid(), own
				.grid()) >= LEAST_SHARE_IN_VIEW));
	}

	private BatchSummary run(final List<DicomSeries> all, final BatchListener listener) {
		final Map<BatchItem, DicomSeries> byItem = new LinkedHashMap<>();
		final Map<BatchItem, String> refused = new HashMap<>();
		for (final DicomSeries series : all) {
			final BatchItem item = items.get(series);
			byItem.put(item, series);
			series.refusal().ifPresent(reason -> refused.put(item, item.name() + " is refused: " + reason + (reason.endsWith(".") ? "" : ".")));
		}
		final BatchSummary summary = new BatchRunner((item, progress) -> deface(item, byItem.get(item), progress)).run(new BatchPlan(List.copyOf(byItem
			.keySet()), refused), listener);
		for (final ScanOutcome outcome : summary.outcomes())
			account(byItem.get(outcome.item()), outcome);
		return summary;
	}

	private void account(final DicomSeries series, final ScanOutcome outcome) {
		final Fate fate = series.refusal().isPresent() ? Fate.REFUSED : outcome.status().failed() ? Fate.FAILED : Fate.DEFACED;
		final String reason = String.join(" ", outcome.reasons());
		for (final Path file : series.files())
			table.put(file, fate, fate == Fate.REFUSED ? "its series is refused: " + series.refusal().get() : reason);
	}

	/** Says whether a series gets a region from elsewhere; else its files are withheld. */
	private boolean isCovered(final DicomSeries series) {
		if (before.containsKey(series)) return true;
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
		if (before.containsKey(series)) return before.get(series);
		final FileSettings wanted = options.skipExisting() && finished.mayReplace(item, series) ? settings.withOverwrite(true) : settings;
		final Optional<PlacedRegion> known = region(series).filter(region -> covers(region, series));
		final AtomicReference<SeriesWork.Done> done = new AtomicReference<>();
		try {
			Parallelization.runWithNumThreads(settings.threads(), () -> {
				try {
					done.set(new SeriesWork(defacer, wanted, options, finished.key(series)).deface(item, series, new SeriesDefacer(defacer, wanted, heads), known,
						progress));
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
			});
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
		if (!done.get().outcome().status().failed() && !pending.isEmpty()) SeriesDefacer.largest(series, done.get().results()).ifPresent(
			region -> keep(series, region));
		return done.get().outcome();
	}
}
