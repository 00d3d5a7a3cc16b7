package org.pediatricdefacer.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.bids.DatasetDefacer;
import org.pediatricdefacer.bids.DatasetFile;
import org.pediatricdefacer.bids.DatasetOptions;
import org.pediatricdefacer.bids.DatasetPlan;
import org.pediatricdefacer.bids.DatasetPlan.SessionFiles;
import org.pediatricdefacer.bids.Placement;

/**
 * Compares what a data set costs with what its scans cost one by one, in one process, subject by subject in turns, so that what else the machine
 * does falls on both.
 * <p>
 * Usage: {@code java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.benchmark.DatasetCost DATASET OUT}, where OUT is empty.
 * The first subject warms up and does not count. Seconds are those of the processor, of the whole process, with one thread.
 */
public final class DatasetCost implements BatchListener {

	private static final FileSettings SETTINGS = FileSettings.DEFAULT.withThreads(1);

	private DatasetCost() {}

	/**
	 * Prints the seconds of both.
	 *
	 * @param args data set, folder to write to
	 * @throws IOException if the disk fails
	 */
	public static void main(final String[] args) throws IOException {
		final Path dataset = Path.of(args[0]), out = Path.of(args[1]);
		final List<String> subjects;
		try (Stream<Path> folders = Files.list(dataset)) {
			subjects = folders.map(folder -> folder.getFileName().toString()).filter(name -> name.startsWith("sub-")).sorted().toList();
		}
		double together_s = 0, alone_s = 0;
		int scans = 0;
		try (Defacer defacer = Defacer.open(null, "cpu", 1)) {
			for (final String subject : subjects) {
				final DatasetOptions options = new DatasetOptions(Set.of(subject.substring(4)), Set.of(), Set.of(), Placement.COPY, DatasetOptions.Series.DEFACE);
				final DatasetPlan plan = DatasetPlan.of(dataset, out.resolve("set"), options);
				final double start_s = seconds();
				new DatasetDefacer(defacer, SETTINGS.withOverwrite(true), options, true, plan, out.resolve("set"), Optional.empty()).run(new DatasetCost(),
					Progress.NONE);
				final double middle_s = seconds();
				final int count = alone(defacer, plan, out.resolve("alone").resolve(subject));
				if (subject.equals(subjects.get(0))) continue;
				together_s += middle_s - start_s;
				alone_s += seconds() - middle_s;
				scans += count;
			}
		}
		System.out.printf(Locale.ROOT, "%d scans: %.1f s as a data set, %.1f s one by one, ratio %.2f%n", scans, together_s, alone_s, together_s / alone_s);
	}

	private static int alone(final Defacer defacer, final DatasetPlan plan, final Path out) throws IOException {
		int count = 0;
		for (final SessionFiles session : plan.sessions())
			for (final DatasetFile scan : session.scans()) {
				new ScanDefacer(defacer, SETTINGS).deface(BatchItem.of(plan.dataset().resolve(scan.path()), out), Progress.NONE);
				count++;
			}
		return count;
	}

	private static double seconds() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
	}

	@Override
	public Progress started(final int number, final int count, final BatchItem item) {
		return Progress.NONE;
	}

	@Override
	public void finished(final int number, final int count, final ScanOutcome outcome) {}
}
