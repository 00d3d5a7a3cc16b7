package org.pediatricdefacer.report;

import java.util.List;

/**
 * All that a report says about one scan.
 *
 * @param entry its line in the table
 * @param pictures what it looks like
 * @param brainSource where the outline of the brain comes from
 * @param warnings what was assumed
 * @param settings how it was defaced
 * @param features a line for each feature of the face: name, share left, thinnest cut, median cut, as text
 */
record ExaminedScan(ScanEntry entry, HeadPictures pictures, String brainSource, List<String> warnings, List<String> settings,
	List<List<String>> features)
{}
