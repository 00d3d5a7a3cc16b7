package org.pediatricdefacer.proof;

import java.util.Objects;

/**
 * How much of a face can be got back from what is published of a scan: the shape of the removed region and what fills it.
 *
 * @param outer where the region ends in the air before the face; without rays where it reaches the border of the field of view
 * @param inner where the region ends inside the head, seen from the front
 * @param leftEar where the region ends beside the left ear, seen from that side
 * @param rightEar the same of the right ear
 * @param fillLevel mean of the fill less that of the air beside the region, in standard deviations of that air; 0 if both are one constant,
 *            NaN if there is no air beside it
 * @param fillSpread standard deviation of the fill over that of the air beside the region; 1 if both are one constant
 */
public record Recovery(Surface outer, Surface inner, Surface leftEar, Surface rightEar, double fillLevel, double fillSpread) {

	/** Nothing was looked at. */
	public static final Recovery NONE = new Recovery(Surface.NONE, Surface.NONE, Surface.NONE, Surface.NONE, Double.NaN, Double.NaN);

	/**
	 * A surface of the removed region as an attacker sees it, against the skin that was there.
	 *
	 * @param rays on how many parallel rays both were seen
	 * @param correlation of the two once both are freed of their best quadratic surface; 0 for too few rays, or a surface that is quadratic
	 * @param spread_mm standard deviation of their distance, which is how far a guess is off that shifts the surface by the best
	 *            offset; NaN for too few rays
	 * @param average_mm the same of the average face, which anybody may guess; NaN for ears and too few rays
	 */
	public record Surface(int rays, double correlation, double spread_mm, double average_mm) {

		/** A surface that nobody sees. */
		public static final Surface NONE = new Surface(0, 0, Double.NaN, Double.NaN);
	}

	/** Checks that nothing is missing. */
	public Recovery {
		Objects.requireNonNull(outer, "outer");
		Objects.requireNonNull(inner, "inner");
		Objects.requireNonNull(leftEar, "leftEar");
		Objects.requireNonNull(rightEar, "rightEar");
	}
}
