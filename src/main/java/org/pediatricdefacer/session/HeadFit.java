package org.pediatricdefacer.session;

import java.util.Arrays;

/**
 * How well the surfaces of a head in one scan lie on those in another, both ways, the worse of the two.
 *
 * @param brain_mm median distance between the surfaces of the brain; NaN where there is none to compare
 * @param brainNinety_mm distance that nine of ten points of it stay within
 * @param skin_mm median distance between the skins; NaN where there is none to compare
 */
public record HeadFit(double brain_mm, double brainNinety_mm, double skin_mm) {

	/** Fewer points in both fields of view than this tell nothing. */
	private static final int LEAST_POINTS = 200;

	/**
	 * Measures a fit.
	 *
	 * @param fixed the head that stays
	 * @param moving the head that is moved
	 * @param transform from the world of the moving head to that of the fixed one
	 * @return the distances
	 */
	public static HeadFit of(final HeadShape fixed, final HeadShape moving, final RigidTransform transform) {
		final RigidTransform back = transform.inverse();
		final double[] there = sorted(fixed, fixed.toBrain_mm(), moving.brainPoints_mm(), transform);
		final double[] here = sorted(moving, moving.toBrain_mm(), fixed.brainPoints_mm(), back);
		final double skin = Math.max(quantile(sorted(fixed, fixed.toSkin_mm(), moving.skinPoints_mm(), transform), 0.5), quantile(sorted(moving,
			moving.toSkin_mm(), fixed.skinPoints_mm(), back), 0.5));
		return new HeadFit(Math.max(quantile(there, 0.5), quantile(here, 0.5)), Math.max(quantile(there, 0.9), quantile(here, 0.9)), skin);
	}

	private static double[] sorted(final HeadShape head, final float[] field, final double[][] points_mm, final RigidTransform transform) {
		return Arrays.stream(points_mm).mapToDouble(point -> Math.abs(head.at(field, transform.apply(point)))).filter(d -> !Double.isNaN(d))
			.sorted().toArray();
	}

	private static double quantile(final double[] sorted, final double share) {
		return sorted.length < LEAST_POINTS ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
	}
}
