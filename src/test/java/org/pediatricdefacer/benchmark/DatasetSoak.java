package org.pediatricdefacer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.bids.DatasetDefacer;
import org.pediatricdefacer.bids.DatasetOptions;
import org.pediatricdefacer.bids.DatasetPlan;
import org.pediatricdefacer.bids.DatasetSummary;
import org.pediatricdefacer.session.RigidTransform;
import org.pediatricdefacer.session.SessionFixture;

/**
 * Memory over the subjects of a data set of phantoms, four scans each: a T1w and a T2w scan that are registered, and two that follow.
 * <p>
 * Usage: {@code java -Xmx512m -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.DatasetSoak FOLDER [SUBJECTS
 * [EVERY]]}. The data set is made in FOLDER, which must be empty, and defaced with one thread. After every EVERY subjects the heap that
 * is used after a collection is printed; in the end the slope of the line through the points of the second half.
 */
public final class DatasetSoak implements BatchListener {

	private static final int SCANS = 4;
	private static final double MEBIBYTE = 1 << 20;

	private final int every;
	private final List<double[]> points = new ArrayList<>();

	private DatasetSoak(final int every) {
		this.every = every;
	}

	/**
	 * Runs the soak.
	 *
	 * @param args folder, number of subjects (default 200), subjects between two lines (default 10)
	 * @throws IOException if the disk fails
	 */
	public static void main(final String[] args) throws IOException {
		final Path folder = Path.of(args[0]);
		final int subjects = args.length > 1 ? Integer.parseInt(args[1]) : 200;
		final DatasetSoak soak = new DatasetSoak(args.length > 2 ? Integer.parseInt(args[2]) : 10);
		final Path dataset = folder.resolve("in"), out = folder.resolve("out");
		make(dataset, subjects);
		final DatasetPlan plan = DatasetPlan.of(dataset, out, DatasetOptions.DEFAULT);
		final long start = System.nanoTime();
		try (Defacer defacer = SessionFixture.defacer()) {
			final DatasetSummary summary = new DatasetDefacer(defacer, FileSettings.DEFAULT.withThreads(1), DatasetOptions.DEFAULT, true, plan, out, Optional
				.empty()).run(soak, Progress.NONE);
			System.out.printf(Locale.ROOT, "%s; %.0f s, slope %.4f MiB per subject%n", summary.text(), (System.nanoTime() - start) / 1e9, soak.slope());
		}
	}

	/** All subjects have the same scans, as links of those of the first where the disk has links. */
	private static void make(final Path dataset, final int subjects) throws IOException {
		final Path first = anat(dataset, 1);
		SessionFixture.t1(first.resolve(name(1, "T1w")));
		SessionFixture.t2(first.resolve(name(1, "T2w")), RigidTransform.IDENTITY);
		SessionFixture.uniform(first.resolve(name(1, "UNIT1")));
		SessionFixture.t2(first.resolve(name(1, "T2map")), RigidTransform.IDENTITY);
		Files.writeString(dataset.resolve("dataset_description.json"), "{\"Name\": \"Phantoms\", \"BIDSVersion\": \"1.9.0\"}");
		for (int subject = 2; subject <= subjects; subject++)
			for (final String suffix : List.of("T1w", "T2w", "UNIT1", "T2map"))
				Files.createLink(Files.createDirectories(anat(dataset, subject)).resolve(name(subject, suffix)), first.resolve(name(1, suffix)));
	}

	private static Path anat(final Path dataset, final int subject) {
		return dataset.resolve(String.format(Locale.ROOT, "sub-%03d/anat", subject));
	}

	private static String name(final int subject, final String suffix) {
		return String.format(Locale.ROOT, "sub-%03d_%s.nii.gz", subject, suffix);
	}

	@Override
	public Progress started(final int number, final int count, final BatchItem item) {
		return Progress.NONE;
	}

	@Override
	public void finished(final int number, final int count, final ScanOutcome outcome) {
		if (number % (SCANS * every) != 0) return;
		System.gc();
		final double used = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / MEBIBYTE;
		points.add(new double[] {number / SCANS, used});
		System.out.printf(Locale.ROOT, "%d subjects: %.1f MiB%n", number / SCANS, used);
	}

	/** Least squares over the second half, when all caches are warm. */
	private double slope() {
		final List<double[]> half = points.subList(points.size() / 2, points.size());
		final double x = half.stream().mapToDouble(p -> p[0]).average().orElse(Double.NaN), y = half.stream().mapToDouble(p -> p[1]).average().orElse(
			Double.NaN);
		return half.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum() / half.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
	}
}
