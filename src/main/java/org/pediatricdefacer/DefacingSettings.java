package org.pediatricdefacer;

import java.util.Objects;

import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.removal.Removal;

/**
 * Says what is to be done with a scan.
 *
 * @param cleaning which regions to remove, with what margin and guard
 * @param removal what is erased around them
 * @param fill what to put in their place
 * @param series which volume of a scan of more than three dimensions the face is found in
 */
public record DefacingSettings(CleaningSettings cleaning, Removal removal, Fill fill, Series series) {

	/** Removes face, eyes and ears in a smooth region, fills it with the scan's own air, and looks at the first volume of a series. */
	public static final DefacingSettings DEFAULT = new DefacingSettings(CleaningSettings.DEFAULT, Removal.SMOOTH,
		Fill.background(0), Series.FIRST);

	/** Which volume of a series the face is found in; the facemask applies to all. */
	public enum Series {
		/** The first volume. */
		FIRST,
		/** The mean of all volumes: for series whose single volumes are too noisy. */
		MEAN
	}

	/** Checks that nothing is missing. */
	public DefacingSettings {
		Objects.requireNonNull(cleaning, "cleaning");
		Objects.requireNonNull(removal, "removal");
		Objects.requireNonNull(fill, "fill");
		Objects.requireNonNull(series, "series");
	}

	/**
	 * Changes the cleaning.
	 *
	 * @param value new cleaning settings
	 * @return these settings otherwise
	 */
	public DefacingSettings withCleaning(final CleaningSettings value) {
		return new DefacingSettings(value, removal, fill, series);
	}

	/**
	 * Changes what is erased.
	 *
	 * @param value a smooth region or the facemask
	 * @return these settings otherwise
	 */
	public DefacingSettings withRemoval(final Removal value) {
		return new DefacingSettings(cleaning, value, fill, series);
	}

	/**
	 * Changes the fill.
	 *
	 * @param value new fill
	 * @return these settings otherwise
	 */
	public DefacingSettings withFill(final Fill value) {
		return new DefacingSettings(cleaning, removal, value, series);
	}

	/**
	 * Changes the volume that the face is found in.
	 *
	 * @param value first or mean
	 * @return these settings otherwise
	 */
	public DefacingSettings withSeries(final Series value) {
		return new DefacingSettings(cleaning, removal, fill, value);
	}
}
