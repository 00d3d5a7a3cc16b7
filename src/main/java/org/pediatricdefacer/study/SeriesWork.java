package org.pediatricdefacer.study;

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
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.DefacingRecord;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.RunKey;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.SeriesProof;
import org.pediatricdefacer.dicom.SeriesWriter;
import org.pediatricdefacer.dicom.WriteSettings;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.Judgment.Reason;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.study.SeriesDefacer.GroupResult;
import org.pediatricdefacer.study.SeriesDefacer.PlacedRegion;


/** Defaces one series, judges it as a whole and writes it: all of its instances, or none. */
final class SeriesWork {

	private final Defacer defacer;
	private final FileSettings settings;
	private final DicomOptions options;
	private final RunKey key;

	/**
	 * What was done.
	 *
	 * @param outcome for the user
	 * @param results one for each group of volumes
	 */
	record Done(ScanOutcome outcome, List<GroupResult> results) {}

	/**
	 * Prepares work.
	 *
	 * @param defacer what does it
	 * @param settings what to do and to write
	 * @param options how to write DICOM
	 * @param key what the result hangs on
	 */
	SeriesWork(final Defacer defacer, final FileSettings settings, final DicomOptions options, final RunKey key) {
		this.defacer = defacer;
		this.settings = settings;
		this.options = options;
		this.key = key;
	}

	/**
	 * Defaces a series.
	 *
	 * @param item its outputs
	 * @param series not refused
	 * @param work takes its volumes through the defacer
	 * @param region of another series in the same space, for slices in which no face can be looked for
	 * @param progress hears how far it has come, and says whether to stop
	 * @return how it ended
	 * @throws IOException if the disk fails
	 */
	Done deface(final BatchItem item, final DicomSeries series, final SeriesDefacer work, final Optional<PlacedRegion> region,
		final Progress progress) throws IOException
	{
		final long start = System.nanoTime();
		try (DicomOutputs outputs = new DicomOutputs(item, settings)) {
			outputs.requireFree();
			progress.stage("read");
			final List<GroupResult> results = work.deface(series, region, progress.part(0.05, 0.85));
			final List<String> reasons = reasons(results, series);
			Verdict verdict = verdict(results);
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

	private static List<String> reasons(final List<GroupResult> results, final DicomSeries series) {
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
			final WriteSettings how = new WriteSettings(options.uids().orElseThrow(), options.newUids(), options.keepSourceReference(), verdict == Verdict.PASS, method());
			proof = SeriesWriter.write(series, results.stream().map(GroupResult::defaced).toList(), how, outputs.instances(failed), progress);
			if (options.alsoNifti() && !failed) for (int g = 0; g < results.size(); g++)
				outputs.nifti(results.get(g), g + 1, results.size(), progress);
		}
		outputs.record(DicomRecord.json(record(results, proof != null, outputs.checksums(proof)), verdict, reasons, options, proof));
		return outputs.commit();
	}

	/** The record of the group of volumes whose verdict is the gravest; of slices in which nothing was looked for what it hangs on. */
	private String record(final List<GroupResult> results, final boolean written, final Map<String, String> checksums) {
		final Optional<DefacingResult<?>> gravest = results.stream().filter(one -> one.result().isPresent()).max((a, b) -> a.verdict().compareTo(b
			.verdict())).flatMap(GroupResult::result);
		if (gravest.isEmpty()) return DicomRecord.ofKey(key, defacer.model(), checksums);
		final DefacingResult<?> result = gravest.get();
		return DefacingRecord.json(defacer, settings, result, result.judgment(), written, result.warnings(), new LinkedHashMap<>(result.seconds()), key,
			checksums);
	}

	private String method() {
		final String regions = settings.defacing().cleaning().regions().stream().sorted().map(Region::text).collect(Collectors.joining(", "));
		final String text = ProgramVersion.NAME + " " + ProgramVersion.get() + ": " + (settings.applyMask().isPresent() ? "given facemask" :
			regions) + " removed";
		return text.substring(0, Math.min(64, text.length()));
	}
}
