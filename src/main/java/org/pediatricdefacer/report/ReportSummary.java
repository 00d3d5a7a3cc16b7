package org.pediatricdefacer.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.pediatricdefacer.proof.Verdict;

/**
 * What a report says in one line.
 *
 * @param files the pages that were written, in order
 * @param verdicts how many scans have which verdict
 * @param rated how many scans have a rating that was given for just these files
 * @param withoutResult how many originals have no result
 * @param strangers how many scans the tables of ratings name that are not among the results
 */
public record ReportSummary(List<Path> files, Map<Verdict, Integer> verdicts, int rated, int withoutResult, int strangers) {

	/** Copies the collections. */
	public ReportSummary {
		files = List.copyOf(files);
		verdicts = Map.copyOf(verdicts);
	}

	/** Returns the counts as a sentence for people. */
	public String text() {
		final int all = verdicts.values().stream().mapToInt(Integer::intValue).sum();
		final StringBuilder text = new StringBuilder(all + (all == 1 ? " scan" : " scans"));
		String separator = ": ";
		for (final Verdict verdict : Verdict.values()) {
			text.append(separator).append(verdicts.getOrDefault(verdict, 0)).append(' ').append(verdict.text());
			separator = ", ";
		}
		if (rated > 0) text.append(String.format(Locale.ROOT, ", %d rated", rated));
		if (withoutResult > 0) text.append(String.format(Locale.ROOT, "; %d originals without a result", withoutResult));
		if (strangers > 0) text.append(String.format(Locale.ROOT, "; %d rated scans are not among the results", strangers));
		return text.toString();
	}
}
