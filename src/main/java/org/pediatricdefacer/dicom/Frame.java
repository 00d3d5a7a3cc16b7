package org.pediatricdefacer.dicom;

import java.util.List;

/**
 * One slice of an instance: where it lies, and what tells it from slices at the same place.
 *
 * @param index of the frame in its instance, from 0
 * @param position x, y, z of its first pixel, mm, to the patient's left, posterior and superior; null if not told
 * @param orientation directions of the rows and of the columns, six numbers; null if not told
 * @param spacing_mm distance of the rows and of the columns; null if not told
 * @param thickness_mm of the slice, or distance of slices where only that is told; 0 if nothing is
 * @param slope what a stored value is multiplied with
 * @param intercept what is then added
 * @param kind echo, time, image type, b-value and such: slices of different kinds are of different volumes
 * @param finer what else may tell volumes apart, of which each is used only where positions repeat without it
 */
record Frame(int index, double[] position, double[] orientation, double[] spacing_mm, double thickness_mm, double slope, double intercept,
	String kind, List<String> finer)
{

	/** Cosines of the same direction differ by what was rounded when they were written. */
	private static final double SAME_DIRECTION = 1e-3;
	private static final double SAME_SPACING = 1e-3;

	/** Returns whether the scanner tells where this slice lies. */
	boolean isPlaced() {
		return position != null && orientation != null && spacing_mm != null;
	}

	/** Returns whether another slice is parallel and has pixels of the same size. */
	boolean isParallel(final Frame other) {
		for (int i = 0; i < 6; i++)
			if (!(Math.abs(orientation[i] - other.orientation[i]) <= SAME_DIRECTION)) return false;
		for (int i = 0; i < 2; i++)
			if (!(Math.abs(spacing_mm[i] - other.spacing_mm[i]) <= SAME_SPACING * spacing_mm[i])) return false;
		return true;
	}

	/** Returns the direction that is perpendicular to the slice, of length 1. */
	double[] normal() {
		final double[] o = orientation;
		final double[] n = {o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]};
		final double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
		return new double[] {n[0] / length, n[1] / length, n[2] / length};
	}
}
