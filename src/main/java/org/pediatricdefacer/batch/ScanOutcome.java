package org.pediatricdefacer.batch;

import java.nio.file.Path;
import java.util.List;

/**
 * Says what became of one scan of a batch.
 *
 * @param item which scan
 * @param status how it ended
 * @param reasons sentences for the user: why it needs review or failed; empty for a plain pass
 * @param warnings sentences for the user on what was assumed
 * @param written files that this run wrote for the scan
 * @param seconds wall time of the scan, reading and writing included
 */
public record ScanOutcome(BatchItem item, Status status, List<String> reasons, List<String> warnings, List<Path> written, double seconds) {

	/** How a scan can end. */
	public enum Status {
		/** Defaced, and every check passed. */
		PASS,
		/** Defaced, and a person should look at it. */
		REVIEW,
		/** Passed over, since it was done before in the same way and passed or needs review. */
		SKIPPED,
		/** A check failed, now or before in the same way; no defaced scan was written, unless asked for. */
		FAIL,
		/** The scan could not be read, defaced or written; it has no outputs. */
		ERROR;

		/**
		 * Tells whether the scan counts as failed in the exit status.
		 *
		 * @return true for {@link #FAIL} and {@link #ERROR}
		 */
		public boolean failed() {
			return this == FAIL || this == ERROR;
		}
	}

	/** Copies the lists. */
	public ScanOutcome {
		reasons = List.copyOf(reasons);
		warnings = List.copyOf(warnings);
		written = List.copyOf(written);
	}
}
