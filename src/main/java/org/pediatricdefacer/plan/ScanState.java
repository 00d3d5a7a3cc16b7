package org.pediatricdefacer.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.pediatricdefacer.batch.CommittedRecord;

/**
 * How far a scan of a plan has come.
 *
 * @param kind what became of it
 * @param reasons sentences for the user; empty for a plain pass and what has not been done
 * @param record of the run that defaced it, or found it to fail
 */
record ScanState(Kind kind, List<String> reasons, Optional<CommittedRecord> record) {

	/** What can become of a scan. */
	enum Kind {
		/** Defaced, and every check passed. */
		PASS,
		/** Defaced, and a person should look at it. */
		REVIEW,
		/** A check failed. */
		FAIL,
		/** It could not be read, defaced or written, or was refused. */
		ERROR,
		/** The program ended too often while it worked on it. */
		CRASHED,
		/** Not done yet, or its outputs are not there any more. */
		MISSING;

		/** Returns the name as tables have it. */
		String text() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	/** Copies the list. */
	ScanState {
		reasons = List.copyOf(reasons);
	}
}
