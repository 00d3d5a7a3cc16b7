package org.pediatricdefacer.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.ResultRecord.Remark;

/**
 * One line of a report's table.
 *
 * @param name of the scan
 * @param result identifies the files that were looked at, by their bytes
 * @param verdict the gravest of the reasons
 * @param reasons the gravest first
 * @param values what could be measured
 */
record ScanEntry(String name, String result, Verdict verdict, List<Remark> reasons, Map<ReportMeasure, Double> values) {

	/** Copies the collections; numbers that are not finite count as not measured. */
	ScanEntry {
		reasons = reasons.stream().sorted((a, b) -> b.weight().compareTo(a.weight())).toList();
		final Map<ReportMeasure, Double> finite = new EnumMap<>(ReportMeasure.class);
		values.forEach((measure, value) -> {
			if (Double.isFinite(value)) finite.put(measure, value);
		});
		values = Collections.unmodifiableMap(finite);
	}

	/** Makes an entry whose verdict is the gravest of the reasons and of what was found before. */
	static ScanEntry of(final String name, final String result, final Verdict before, final List<Remark> reasons,
		final Map<ReportMeasure, Double> values)
	{
		return new ScanEntry(name, result, reasons.stream().map(Remark::weight).reduce(before, Verdict::or), reasons, values);
	}
}
