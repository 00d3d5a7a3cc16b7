package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.batch.SeriesDefacer.GroupResult;
import org.pediatricdefacer.batch.SeriesDefacer.PlacedRegion;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.SeriesProof;
import org.pediatricdefacer.dicom.SeriesWriter;
import org.pediatricdefacer.dicom.WriteSettings;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.Judgment.Reason;
import org.pediatricdefacer.proof.Verdict;

/** Defaces one series, judges it as a whole and writes it: all of its instances, or none. */
final class SeriesWork {

	private final Defacer defacer;
	private final FileSettings settings;
	private final DicomOptions options;

	/**
	 * What was done.
	 *
	 * @param outcome for the user
	 * @param results one for each group of volumes
	 */
	record Done(ScanOutcome outcome, List<GroupResult> results) {}

	SeriesWork(final Defacer defacer, final FileSettings settings, final DicomOptions options) {
		this.defacer = defacer;
		this.settings = settings;
		this.options = options;
	}

	/**
	 * Defaces a series.
	 *
	 * @param item its outputs
	 * @param series not refused
	 * @param region of another series in the same space: for slices in which no face can be looked for, and for volumes in which none is
	 *          found well enough
	 * @param progress hears how far it has come, and says whether to stop
	 * @return how it ended
	 * @throws IOException if the disk fails
	 */
	Done deface(final BatchItem item, final DicomSeries series, final Optional<PlacedRegion> region, final Progress progress)
		throws IOException
	{
		final long start = System.nanoTime();
		try (DicomOutputs outputs = new DicomOutputs(item, settings)) {
			outputs.requireFree();
			progress.stage("read");
			final SeriesDefacer work = new SeriesDefacer(defacer, settings);
			List<GroupResult> results = work.deface(series, region, progress.part(0.05, 0.85));
			final List<String> reasons = reasons(series, results);
			Verdict verdict = verdict(results);
			// Only a region that passed is better than the series' own.
			if (verdict == Verdict.FAIL && region.map(PlacedRegion::passed).orElse(false)) {
				results = work.transfer(series, region.get(), progress);
				verdict = verdict(results);
				reasons.add(0, "The region was taken by coordinates from " + region.get().name() + ", since the series' own did not pass its check:");
			}
			if (verdict == Verdict.PASS && !series.notes().isEmpty()) verdict = Verdict.REVIEW;
			progress.stage("write");
			final List<Path> written = write(outputs, series, results, verdict, reasons, progress);
			progress.fraction(1);
			final List<String> warnings = results.stream().flatMap(one -> one.result().stream()).flatMap(result -> result.warnings().stream())
				.distinct().toList();
			return new Done(new ScanOutcome(item, Status.valueOf(verdict.name()), reasons, warnings, written, (System.nanoTime() - start) / 1e9),
				results);
		}
	}

	private static Verdict verdict(final List<GroupResult> results) {
		return results.stream().map(GroupResult::verdict).max(Verdict::compareTo).orElseThrow();
	}

	private static List<String> reasons(final DicomSeries series, final List<GroupResult> results) {
		final List<String> reasons = new ArrayList<>();
		for (final GroupResult one : results) {
			one.result().ifPresent(result -> result.judgment().reasons().stream().map(Reason::text).forEach(reasons::add));
			one.source().ifPresent(source -> reasons.add("The region was taken by coordinates from " + source +
				" and nothing was looked for in these slices."));
		}
		reasons.addAll(series.notes());
		return new ArrayList<>(new LinkedHashSet<>(reasons));
	}

	private List<Path> write(final DicomOutputs outputs, final DicomSeries series, final List<GroupResult> results, final Verdict verdict,
		final List<String> reasons, final Progress progress) throws IOException
	{
		final boolean failed = verdict == Verdict.FAIL;
		for (int g = 0; g < results.size(); g++)
			outputs.identifying(results.get(g), g + 1, results.size(), progress);
		SeriesProof proof = null;
		if (!failed || settings.writeFailed()) {
			final WriteSettings how = new WriteSettings(options.newUids(), options.keepSourceReference(), verdict == Verdict.PASS, method());
			proof = SeriesWriter.write(series, results.stream().map(GroupResult::defaced).toList(), how, outputs.instances(failed), progress);
			if (options.alsoNifti() && !failed) for (int g = 0; g < results.size(); g++)
				outputs.nifti(results.get(g), g + 1, results.size(), progress);
		}
		outputs.record(DicomRecord.json(record(series, results, proof != null), verdict, reasons, options, proof));
		return outputs.commit();
	}

	/** The record of the group of volumes whose verdict is the gravest. */
	private String record(final DicomSeries series, final List<GroupResult> results, final boolean written) throws IOException {
		final Optional<DefacingResult<?>> gravest = results.stream().filter(one -> one.result().isPresent()).max((a, b) -> a.verdict().compareTo(b
			.verdict())).flatMap(GroupResult::result);
		if (gravest.isEmpty()) return "";
		final DefacingResult<?> result = gravest.get();
		final Map<String, Double> seconds = new LinkedHashMap<>(result.seconds());
		final RunKey first = RunKey.of(series.files().get(0), settings, defacer);
		final RunKey key = new RunKey(series.sha256(), first.settings(), first.weights(), first.version());
		return DefacingRecord.json(defacer, settings, result, result.judgment(), written, result.warnings(), seconds, key, Map.of());
	}

	private String method() {
		final String regions = settings.defacing().cleaning().regions().stream().sorted().map(Region::text).collect(Collectors.joining(", "));
		final String text = ProgramVersion.NAME + " " + ProgramVersion.get() + ": " + (settings.applyMask().isPresent() ? "given facemask" :
			regions) + " removed";
		return text.substring(0, Math.min(64, text.length()));
	}
}
