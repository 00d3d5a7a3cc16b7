package org.pediatricdefacer.batch;

import java.util.List;
import java.util.stream.Stream;

import org.pediatricdefacer.batch.ScanOutcome.Status;

/**
 * Says what became of a batch.
 *
 * @param planned number of scans in the plan
 * @param outcomes one per scan that was worked on, in order; fewer than planned if the user stopped the batch
 */
public record BatchSummary(int planned, List<ScanOutcome> outcomes) {

	/** Copies the list. */
	public BatchSummary {
		outcomes = List.copyOf(outcomes);
	}

	/**
	 * Counts the scans that ended in a way.
	 *
	 * @param status how they ended
	 * @return their number
	 */
	public long count(final Status status) {
		return outcomes.stream().filter(outcome -> outcome.status() == status).count();
	}

	/**
	 * Tells whether the user stopped the batch.
	 *
	 * @return true if scans of the plan were not worked on
	 */
	public boolean canceled() {
		return outcomes.size() < planned;
	}

	/**
	 * Tells whether every scan of the plan is there, defaced or for review.
	 *
	 * @return false if one failed or the user stopped the batch
	 */
	public boolean succeeded() {
		return !canceled() && outcomes.stream().noneMatch(outcome -> outcome.status().failed());
	}

	/**
	 * Adds the scans of another batch.
	 *
	 * @param other batch that followed
	 * @return both as one
	 */
	public BatchSummary and(final BatchSummary other) {
		return new BatchSummary(planned + other.planned, Stream.concat(outcomes.stream(), other.outcomes.stream()).toList());
	}

	/**
	 * Sums up in one line.
	 *
	 * @return such as {@code 12 scans: 10 pass, 1 review, 1 failed}
	 */
	public String text() {
		final StringBuilder text = new StringBuilder();
		text.append(outcomes.size()).append(outcomes.size() == 1 ? " scan: " : " scans: ");
		text.append(count(Status.PASS)).append(" pass, ").append(count(Status.REVIEW)).append(" review, ");
		text.append(count(Status.FAIL) + count(Status.ERROR)).append(" failed");
		if (count(Status.SKIPPED) > 0) text.append(", ").append(count(Status.SKIPPED)).append(" skipped");
		if (canceled()) text.append("; stopped on request with ").append(planned - outcomes.size()).append(" left");
		return text.toString();
	}
}
