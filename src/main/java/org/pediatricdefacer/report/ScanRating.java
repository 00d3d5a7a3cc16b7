package org.pediatricdefacer.report;

import java.util.Objects;

/**
 * A rating of one result.
 *
 * @param scan name of the scan in the report
 * @param result identifies the files that were looked at; empty if not known. A rating of other files says nothing about these
 * @param rating what was found
 * @param note a remark of one line, or empty
 * @param rater who looked, or empty
 * @param ratedAt when, as ISO 8601, or empty
 */
public record ScanRating(String scan, String result, Rating rating, String note, String rater, String ratedAt) {

	/** Takes line breaks and tabs out of what people type. */
	public ScanRating {
		Objects.requireNonNull(rating, "rating");
		scan = oneCell(scan);
		result = oneCell(result);
		note = oneCell(note);
		rater = oneCell(rater);
		ratedAt = oneCell(ratedAt);
	}

	private static String oneCell(final String text) {
		return text.replaceAll("\\s+", " ").strip();
	}
}
