package org.pediatricdefacer.plan;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanReader;

/**
 * Defaces the scans of a shard that have not been defaced yet.
 * <p>
 * It may be killed at any moment, started again, and run on several machines at once: each scan is claimed before the work, and one with a
 * record of the same settings, model, version and bytes is passed over. Images come out with the same bytes as in one run, given the same
 * kind of processor; records but for their seconds.
 */
public final class ShardRunner {

	private static final long WAIT_MS = 500;

	private final DefacingPlan plan;
	private final Defacer defacer;
	private final ScanReader reader;
	private final Optional<Path> scratch;

	/**
	 * Makes a runner.
	 *
	 * @param plan whose shards are to be run
	 * @param defacer does the work; not closed by this class
	 * @param reader reads scans
	 * @param scratch folder on a disk of this machine that scans are copied to before they are read, if any
	 * @throws DefacingException if the defacer has another model than the plan
	 */
	public ShardRunner(final DefacingPlan plan, final Defacer defacer, final ScanReader reader, final Optional<Path> scratch) {
		this.plan = plan;
		this.defacer = defacer;
		this.reader = reader;
		this.scratch = scratch;
		if (!defacer.model().weights().sha256().equals(plan.settings().weights())) throw new DefacingException(plan.folder() +
			" was planned for another model than " + defacer.model().name() + " " + defacer.model().version() +
			"; name its folder with --model, or make a new plan.");
	}

	/**
	 * Runs a shard.
	 * <p>
	 * Scans that other processes work on come last: when those have ended, they are passed over, or done if that process was killed.
	 *
	 * @param shard of the plan
	 * @param retryCrashed whether scans that ended the program too often are tried again
	 * @param listener hears each step
	 * @return how the scans ended
	 * @throws DefacingException if the plan was edited, or its file system has no locks
	 * @throws IOException if the ledger cannot be kept
	 */
	public BatchSummary run(final Shard shard, final boolean retryCrashed, final BatchListener listener) throws IOException {
		final List<PlannedScan> scans = plan.scans(shard);
		final List<ScanOutcome> outcomes = new ArrayList<>();
		try (Ledger ledger = Ledger.open(plan.folder(shard))) {
			final PlannedWork work = new PlannedWork(plan, ledger, defacer, reader, scratch);
			List<PlannedScan> waiting = scans;
			while (!waiting.isEmpty()) {
				final List<PlannedScan> held = new ArrayList<>();
				for (final PlannedScan scan : waiting)
					if (!run(scan, ledger, work, retryCrashed, scans.size(), outcomes, listener)) held.add(scan);
				if (held.size() == waiting.size()) pause();
				waiting = held;
			}
		}
		catch (final DefacingCanceledException e) {
			return new BatchSummary(scans.size(), outcomes);
		}
		return new BatchSummary(scans.size(), outcomes);
	}

	/** Returns false if another process works on the scan. */
	private boolean run(final PlannedScan scan, final Ledger ledger, final PlannedWork work, final boolean retryCrashed, final int count,
		final List<ScanOutcome> outcomes, final BatchListener listener) throws IOException
	{
		final BatchItem item = plan.item(scan);
		final Progress progress = listener.started(outcomes.size() + 1, count, item);
		progress.check();
		final Optional<Closeable> claim = ledger.claim(scan.number());
		if (claim.isEmpty()) return false;
		final Closeable held = claim.get();
		try (held) {
			if (retryCrashed && ledger.attempts(scan.number()) >= Ledger.MOST_ATTEMPTS) ledger.forgetAttempts(scan.number());
			outcomes.add(work.deface(scan, item, progress));
		}
		listener.finished(outcomes.size(), count, outcomes.get(outcomes.size() - 1));
		return true;
	}

	private static void pause() {
		try {
			Thread.sleep(WAIT_MS);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new DefacingCanceledException();
		}
	}
}
