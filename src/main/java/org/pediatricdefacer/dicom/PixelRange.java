package org.pediatricdefacer.dicom;

/**
 * The smallest and the largest pixel of an instance and of its series.
 *
 * @param least of the instance
 * @param most of the instance
 * @param leastOfSeries of all instances
 * @param mostOfSeries of all instances
 */
record PixelRange(int least, int most, int leastOfSeries, int mostOfSeries) {}
