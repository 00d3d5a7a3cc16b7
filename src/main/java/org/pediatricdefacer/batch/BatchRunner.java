package org.pediatricdefacer.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;

/** Defaces the scans of a batch one after the other, and goes on after a failure. */
public final class BatchRunner {

	/** Defaces one scan of a batch. */
	@FunctionalInterface
	public interface Work {

		/**
		 * Defaces a scan.
		 *
		 * @param item the scan
		 * @param progress hears how far it has come, and says whether to stop
		 * @return how it ended
		 * @throws IOException if the disk fails
		 */
		ScanOutcome deface(BatchItem item, Progress progress) throws IOException;
	}

	private final Work work;

	/**
	 * Makes a runner.
	 *
	 * @param work what to do with each scan; {@link ScanDefacer#deface} in the program
	 */
	public BatchRunner(final Work work) {
		this.work = work;
	}

	/**
	 * Defaces all scans of a plan.
	 * <p>
	 * A scan that is refused or fails in whatever way has an outcome that says so, and the next one follows. When the progress of a scan asks
	 * to stop, this scan leaves nothing behind and the batch ends.
	 *
	 * @param plan the scans
	 * @param listener hears each step
	 * @return how the scans ended
	 */
	public BatchSummary run(final BatchPlan plan, final BatchListener listener) {
		final int count = plan.items().size();
		final List<ScanOutcome> outcomes = new ArrayList<>();
		for (final BatchItem item : plan.items()) {
			final Progress progress = listener.started(outcomes.size() + 1, count, item);
			final ScanOutcome outcome;
			try {
				progress.check();
				outcome = plan.refused().containsKey(item) ? error(item, plan.refused().get(item), System.nanoTime()) : run(item, progress);
			}
			catch (final DefacingCanceledException e) {
				break;
			}
			outcomes.add(outcome);
			listener.finished(outcomes.size(), count, outcome);
		}
		return new BatchSummary(count, outcomes);
	}

	/**
	 * Defaces one scan; whatever fails becomes an outcome that says so.
	 *
	 * @param item the scan
	 * @param progress hears how far it has come, and says whether to stop
	 * @return how it ended
	 * @throws DefacingCanceledException if the progress asked to stop
	 */
	public ScanOutcome run(final BatchItem item, final Progress progress) {
		final long start = System.nanoTime();
		try {
			return work.deface(item, progress);
		}
		catch (final DefacingCanceledException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			// When Java is told to end, it deletes the unfinished files at once, so that writing them fails.
			progress.check();
			// Not even a defect of the program must cost the user the rest of the night's batch.
			return error(item, DefacingException.of(e).getMessage(), start);
		}
	}

	/**
	 * Tells of a scan that could not be defaced.
	 *
	 * @param item the scan
	 * @param message why, in a sentence for the user
	 * @param start of the work on it, as {@link System#nanoTime()} gave it
	 * @return an outcome whose reason begins with the scan's name
	 */
	public static ScanOutcome error(final BatchItem item, final String message, final long start) {
		final String sentence = message.startsWith(item.name()) ? message : item.name() + ": " + message;
		return new ScanOutcome(item, Status.ERROR, List.of(sentence), List.of(), List.of(), (System.nanoTime() - start) / 1e9);
	}
}
