package org.pediatricdefacer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.evaluate.EvaluationFiles;
import org.pediatricdefacer.evaluate.FacemaskEvaluation;
import org.pediatricdefacer.evaluate.MaskPairing;
import org.pediatricdefacer.evaluate.Participants;
import org.pediatricdefacer.evaluate.SampleSummary;
import org.pediatricdefacer.evaluate.Score;
import org.pediatricdefacer.privacy.FaceFeature;
import org.pediatricdefacer.privacy.FeatureRemoval;
import org.pediatricdefacer.privacy.PrivacyCheck;
import org.pediatricdefacer.privacy.PrivacyEvaluation;
import org.pediatricdefacer.privacy.PrivacyFiles;
import org.pediatricdefacer.privacy.PrivacyFolders;

/**
 * Defaces the scans of a folder, compares the facemasks with the references beside them, looks at what is left of the faces and what
 * became of the brains, and prints the README's tables.
 * <p>
 * Usage: {@code java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.AccuracyTable SCANS OUT [THREADS]}, with
 * {@code NAME.nii.gz} and {@code NAME_regions.nii.gz} in SCANS. All tables and the page of the evaluation come into OUT, what may be shared of the
 * scans into OUT/defaced, and what identifies into OUT/private.
 */
public final class AccuracyTable {

	private static final String REFERENCE = "_regions.nii.gz";

	private AccuracyTable() {}

	/**
	 * Makes the tables.
	 *
	 * @param args folder of scans and references, folder to write to, threads (default 2)
	 * @throws IOException if files cannot be read or written
	 */
	public static void main(final String[] args) throws IOException {
		final Path scans = Path.of(args[0]);
		final Path out = Path.of(args[1]);
		final Path defaced = Files.createDirectories(out.resolve("defaced"));
		final Path facemasks = Files.createDirectories(out.resolve("private"));
		deface(scans, defaced, facemasks, args.length > 2 ? Integer.parseInt(args[2]) : 2);
		print(HoleTable.of(defaced));
		final FacemaskEvaluation evaluation = FacemaskEvaluation.of(MaskPairing.of(facemasks, scans, null), Participants.NONE, Progress.NONE);
		new EvaluationFiles(evaluation, null, SampleSummary.SEED).write(out, null);
		final PrivacyEvaluation privacy = PrivacyEvaluation.of(PrivacyFolders.of(scans, defaced, scans, null, null), Optional.empty(), Progress.NONE);
		PrivacyFiles.write(privacy, out);
		print(scores(evaluation) + "\n" + leftovers(privacy));
		privacy.unmatched().forEach(file -> print("not checked: " + file.file() + ": " + file.reason()));
		privacy.failures().forEach(failure -> print("not checked: " + failure.item().name() + ": " + failure.reason()));
	}

	private static void deface(final Path scans, final Path out, final Path facemasks, final int threads) throws IOException {
		final List<Path> references;
		try (Stream<Path> files = Files.list(scans)) {
			references = files.filter(file -> file.toString().endsWith(REFERENCE)).sorted().toList();
		}
		final Map<String, Integer> statuses = new TreeMap<>();
		try (Defacer defacer = Defacer.open(null, "cpu", threads)) {
			// A scan that fails is written, too, so that it counts.
			final ScanDefacer files = new ScanDefacer(defacer, FileSettings.DEFAULT.withOverwrite(true).withWriteFailed(true).withThreads(threads));
			for (final Path reference : references) {
				final Path scan = Path.of(reference.toString().replace(REFERENCE, ".nii.gz"));
				final ScanOutcome outcome = files.deface(BatchItem.of(scan, out).withPrivate(out, facemasks), Progress.NONE);
				statuses.merge(outcome.status().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
				if (outcome.status() != ScanOutcome.Status.PASS) print(scan.getFileName() + ": " + outcome.status() + " - " + String.join(" ", outcome.reasons()));
			}
		}
		print(references.size() + " scans by the program's own proof: " + statuses);
	}

	private static String scores(final FacemaskEvaluation evaluation) {
		final StringBuilder table = new StringBuilder("\n| facemask | median | mean | SD |\n| --- | --- | --- | --- |\n");
		for (final String region : new String[] { "facemask", "face", "ears" })
			for (final Score score : new Score[] { Score.DICE, Score.SENSITIVITY, Score.HD95 })
				table.append(line(region + ": " + score.title(), FacemaskEvaluation.summary(region, score, evaluation.scans(), SampleSummary.SEED), score
					.unit().isEmpty() ? "%.3f" : "%.2f"));
		return table.toString();
	}

	private static String leftovers(final PrivacyEvaluation privacy) {
		final StringBuilder table = new StringBuilder("| without a reference | median | mean | SD | most |\n| --- | --- | --- | --- | --- |\n");
		most(table, "face residual (%)", privacy, check -> 100 * check.face().map(face -> face.face().residual()).orElse(Double.NaN));
		for (final FaceFeature feature : FaceFeature.values())
			most(table, feature.text() + " residual (%)", privacy, check -> 100 * check.face().map(face -> face.features().get(feature)).map(
				FeatureRemoval::residual).orElse(Double.NaN));
		most(table, "brain voxels by the references", privacy, PrivacyCheck::labeled_voxels);
		most(table, "brain voxels 3 mm deep by our mask", privacy, check -> check.brain().removedInside_voxels());
		return table + "verdicts without a reference: " + privacy.scans().stream().collect(Collectors.groupingBy(scan -> scan.check().judgment().verdict().text(), TreeMap::new, Collectors
			.counting())).toString();
	}

	private static void most(final StringBuilder table, final String name, final PrivacyEvaluation privacy, final ToDoubleFunction<PrivacyCheck> value) {
		final double[] values = privacy.scans().stream().map(PrivacyEvaluation.Scan::check).mapToDouble(value).toArray();
		final String line = line(name, SampleSummary.of(values, SampleSummary.SEED), "%.1f").stripTrailing();
		table.append(String.format(Locale.ROOT, "%s %.1f |%n", line, Arrays.stream(values).filter(v -> !Double.isNaN(v)).max().orElse(Double.NaN)));
	}

	private static String line(final String name, final SampleSummary summary, final String format) {
		return String.format(Locale.ROOT, "| %s | " + format + " | " + format + " | " + format + " |%n", name, summary.median(), summary.mean(), summary.sd());
	}

	private static void print(final String text) {
		System.out.println(text);
	}
}
