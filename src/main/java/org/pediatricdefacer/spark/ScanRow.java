package org.pediatricdefacer.spark;

import java.io.Serializable;
import java.util.Locale;

/**
 * A row of the table of a run.
 *
 * @param uri name of the scan
 * @param status how it ended, in the words of {@link org.pediatricdefacer.batch.ScanOutcome.Status} in lower case, or
 *           {@value #CRASHED}
 * @param notes reasons and warnings, in sentences
 * @param record name of the record; empty if there is none
 * @param defaced name of the defaced scan; empty if there is none
 * @param removed name of the removed region; empty if there is none
 * @param bytes size of the scan
 * @param seconds wall time, fetching and uploading included
 */
public record ScanRow(String uri, String status, String notes, String record, String defaced, String removed, long bytes, double seconds)
	implements Serializable
{

	/** Says that a scan ended the process too often. */
	static final String CRASHED = "crashed";

	/**
	 * Tells of the scan in one line.
	 *
	 * @return such as {@code pass      2.3 s  hdfs:///scans/a.nii.gz}
	 */
	String line() {
		return String.format(Locale.ROOT, "%-7s %5.1f s  %s%s", status, seconds, uri, notes.isEmpty() ? "" : " - " + notes);
	}
}
