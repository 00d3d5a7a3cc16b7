package org.pediatricdefacer.plan;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.io.PairedFiles;
import org.pediatricdefacer.table.TableFiles;

/** Makes plans: sums up every scan, and deals the scans out to shards of about the same work. */
public final class PlanWriter {

	/** Of more at once neither disks nor networks get faster. */
	private static final int MOST_READERS = 8;

	/** What a scan costs whatever its size, in the bytes of a larger file that take as long. */
	static final long BYTES_PER_SCAN = 8_000_000;

	/** So that names are as long in small plans. */
	private static final int LEAST_DIGITS = 3;

	private PlanWriter() {}

	/**
	 * Writes a plan, whole or not at all.
	 * <p>
	 * A scan that is refused, or cannot be read now, is in the plan as one that fails. The largest scans are dealt out first, each to the
	 * shard with the least work so far; within a shard they stay in order.
	 *
	 * @param batch all scans, with absolute paths; private outputs are those of the settings
	 * @param settings of all scans
	 * @param shards how many parts, at least 1; no more than there are scans are made
	 * @param folder of the plan, which must not exist
	 * @param refused hears of each scan that is in the plan as one that fails
	 * @param progress hears how far it has come, and says whether to stop
	 * @return the plan
	 * @throws DefacingException if the folder exists, or lies in the one for outputs or around it
	 * @throws IOException if the disk fails
	 */
	public static DefacingPlan write(final BatchPlan batch, final PlanSettings settings, final int shards, final Path folder,
		final Consumer<PlannedScan> refused, final Progress progress) throws IOException
	{
		if (shards < 1) throw new IllegalArgumentException("shards must be >= 1, was " + shards);
		if (!BatchPlan.isApart(folder, settings.out())) throw new DefacingException("The plan " + folder +
			" names the original files and is not apart from " + settings.out() + ", which is shared; choose a folder beside it with --plan.");
		Files.createDirectories(folder.toAbsolutePath().getParent());
		try (AtomicFolder plan = AtomicFolder.create(folder, false)) {
			final List<PlannedScan> scans = scans(batch, settings, progress);
			scans.stream().filter(PlannedScan::isRefused).forEach(refused);
			final List<List<PlannedScan>> dealt = deal(scans, shards);
			final int digits = Math.max(LEAST_DIGITS, Integer.toString(dealt.size() - 1).length());
			final List<Shard> written = new ArrayList<>();
			for (int i = 0; i < dealt.size(); i++)
				written.add(write(plan.path(), String.format(Locale.ROOT, "%0" + digits + "d", i), dealt.get(i)));
			TableFiles.write(plan.path().resolve(DefacingPlan.FILE), PlanJson.write(settings, written));
			plan.commit();
			return new DefacingPlan(folder, settings, written);
		}
	}

	private static Shard write(final Path plan, final String name, final List<PlannedScan> scans) throws IOException {
		final Path folder = Files.createDirectory(plan.resolve(name));
		Ledger.make(folder);
		final Path file = folder.resolve(DefacingPlan.SCANS);
		try (BufferedWriter lines = Files.newBufferedWriter(file)) {
			lines.write(PlannedScan.HEADER + "\n");
			for (final PlannedScan scan : scans)
				lines.write(scan.line() + "\n");
		}
		return new Shard(name, scans.size(), scans.stream().mapToLong(PlannedScan::bytes).sum(), FileChecksum.sha256(file));
	}

	/** Sums up the scans, several at once. */
	private static List<PlannedScan> scans(final BatchPlan batch, final PlanSettings settings, final Progress progress) throws IOException {
		final ExecutorService readers = Executors.newFixedThreadPool(Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors()));
		try {
			final List<Future<PlannedScan>> begun = new ArrayList<>();
			for (final BatchItem item : batch.items())
				begun.add(readers.submit(() -> scan(item, settings.out(), batch.refused().getOrDefault(item, ""), progress)));
			final List<PlannedScan> scans = new ArrayList<>();
			for (final Future<PlannedScan> one : begun) {
				scans.add(one.get());
				progress.fraction((double) scans.size() / begun.size());
			}
			return scans;
		}
		catch (final ExecutionException e) {
			if (e.getCause() instanceof RuntimeException failure) throw failure;
			throw new IOException(e.getCause());
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", e);
		}
		finally {
			readers.shutdownNow();
		}
	}

	private static PlannedScan scan(final BatchItem item, final Path out, final String refused, final Progress progress) {
		progress.check();
		final String output = out.relativize(item.outputBase()).toString().replace('\\', '/');
		if (!refused.isEmpty()) return new PlannedScan(0, item.name(), output, 0, "", refused);
		final String input = item.input().toString();
		if (!item.input().equals(Path.of(input))) return new PlannedScan(0, input, output, 0, "", input +
			" has a name that is no text in UTF-8, so that a plan cannot hold it; rename it.");
		try {
			long bytes = 0;
			for (final Path file : PairedFiles.filesOf(item.input()))
				bytes += Files.size(file);
			return new PlannedScan(0, input, output, bytes, FileChecksum.ofScan(item.input()), "");
		}
		catch (final IOException e) {
			return new PlannedScan(0, input, output, 0, "", "It could not be read when it was planned: " + DefacingException.of(e).getMessage());
		}
	}

	/** Deals scans out, the largest first, each to the shard with the least work. */
	static List<List<PlannedScan>> deal(final List<PlannedScan> scans, final int shards) {
		final int count = Math.max(1, Math.min(shards, scans.size()));
		final long[] work = new long[count];
		final PriorityQueue<Integer> next = new PriorityQueue<>(Comparator.<Integer>comparingLong(shard -> work[shard]).thenComparing(Comparator
			.naturalOrder()));
		IntStream.range(0, count).forEach(next::add);
		final int[] shardOf = new int[scans.size()];
		IntStream.range(0, scans.size()).boxed().sorted(Comparator.<Integer>comparingLong(i -> -scans.get(i).bytes())).forEach(i -> {
			final int shard = next.remove();
			shardOf[i] = shard;
			work[shard] += scans.get(i).bytes() + BYTES_PER_SCAN;
			next.add(shard);
		});
		final List<List<PlannedScan>> dealt = new ArrayList<>();
		for (int i = 0; i < count; i++)
			dealt.add(new ArrayList<>());
		for (int i = 0; i < scans.size(); i++)
			dealt.get(shardOf[i]).add(scans.get(i).withNumber(dealt.get(shardOf[i]).size()));
		return dealt;
	}
}
