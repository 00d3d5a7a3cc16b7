package org.pediatricdefacer.report;

import java.util.Objects;

/**
 * Says what a report shows.
 *
 * @param showBefore whether there are pictures of the originals, which identify people
 * @param ratings ratings given before
 * @param scansPerPage how many scans go into one HTML file, at least 1
 * @param pixel_mm edge of a pixel of the pictures, and of the voxels in which is measured what is left
 */
public record ReportSettings(boolean showBefore, Ratings ratings, int scansPerPage, double pixel_mm) {

	/** Browsers show pages of this many scans at ease. */
	public static final int DEFAULT_SCANS_PER_PAGE = 500;

	/** Finer pixels show no more of a face. */
	public static final double DEFAULT_PIXEL_MM = 1;

	/** No pictures of the originals, no ratings. */
	public static final ReportSettings DEFAULT = new ReportSettings(false, Ratings.NONE, DEFAULT_SCANS_PER_PAGE, DEFAULT_PIXEL_MM);

	/**
	 * Checks the settings.
	 *
	 * @throws IllegalArgumentException if a page would hold no scan, or a pixel has no size
	 */
	public ReportSettings {
		Objects.requireNonNull(ratings, "ratings");
		if (scansPerPage < 1) throw new IllegalArgumentException("scansPerPage must be >= 1, was " + scansPerPage);
		if (!(pixel_mm > 0)) throw new IllegalArgumentException("pixel_mm must be > 0, was " + pixel_mm);
	}

	/**
	 * Changes whether the originals are shown.
	 *
	 * @param value true to show them
	 * @return these settings otherwise
	 */
	public ReportSettings withShowBefore(final boolean value) {
		return new ReportSettings(value, ratings, scansPerPage, pixel_mm);
	}

	/**
	 * Changes the ratings.
	 *
	 * @param value ratings given before
	 * @return these settings otherwise
	 */
	public ReportSettings withRatings(final Ratings value) {
		return new ReportSettings(showBefore, value, scansPerPage, pixel_mm);
	}

	/**
	 * Changes how many scans go into one HTML file.
	 *
	 * @param value at least 1
	 * @return these settings otherwise
	 */
	public ReportSettings withScansPerPage(final int value) {
		return new ReportSettings(showBefore, ratings, value, pixel_mm);
	}

	/**
	 * Changes the size of pixels.
	 *
	 * @param value in mm, positive
	 * @return these settings otherwise
	 */
	public ReportSettings withPixel_mm(final double value) {
		return new ReportSettings(showBefore, ratings, scansPerPage, value);
	}
}
