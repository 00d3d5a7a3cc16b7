package org.pediatricdefacer.bids;

import java.util.List;

import org.pediatricdefacer.bids.SessionLog.ScanEnd;

/** Says what became of the scans of a data set. */
public final class DatasetSummary {

	private final int planned;
	private final List<ScanEnd> ends;
	private final boolean canceled;
	private final int withheld;

	DatasetSummary(final int planned, final List<ScanEnd> ends, final boolean canceled, final int withheld) {
		this.planned = planned;
		this.ends = List.copyOf(ends);
		this.canceled = canceled;
		this.withheld = withheld;
	}

	/**
	 * Counts scans that ended in a way.
	 *
	 * @param status pass, review, fail or error
	 * @return how many
	 */
	public long count(final String status) {
		return ends.stream().filter(end -> end.status().equals(status)).count();
	}

	/**
	 * Tells whether all scans are in the output.
	 *
	 * @return false if one failed, or the user stopped the run
	 */
	public boolean succeeded() {
		return !canceled && ends.stream().noneMatch(ScanEnd::failed);
	}

	/**
	 * Tells whether the user stopped the run.
	 *
	 * @return true if scans were not worked on
	 */
	public boolean canceled() {
		return canceled;
	}

	/**
	 * Says the same in one line.
	 *
	 * @return for people
	 */
	public String text() {
		final String stopped = canceled ? "; stopped on request with " + (planned - ends.size()) + " left" : "";
		return String.format("%d %s: %d pass, %d review, %d failed; %d %s withheld%s", ends.size(), ends.size() == 1 ? "scan" : "scans", count("pass"),
			count("review"), count("fail") + count("error"), withheld, withheld == 1 ? "file" : "files", stopped);
	}
}
