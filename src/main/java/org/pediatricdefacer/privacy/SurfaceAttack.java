package org.pediatricdefacer.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

import org.pediatricdefacer.proof.Recovery.Surface;
import org.pediatricdefacer.removal.OrthonormalColumns;

/** Holds a surface that is published against the skin that was there, ray by ray. */
final class SurfaceAttack {

	/** Fewer rays tell nothing: 40 rays 3 u apart are as large as a nose. */
	private static final int FEWEST = 40;

	/** A surface that differs from a quadratic one by less than a sample has no shape of its own; in u. */
	private static final double LEAST_SHAPE = 0.5;

	private static final int QUADRATIC = 6;
	private static final double SCALE = 60;

	/** One ray: where it stands, in u, and the heights of skin and surface on it. */
	private record Ray(double p, double q, double skin, double surface) {}

	private final List<Ray> rays = new ArrayList<>();

	void add(final double p, final double q, final double skin, final double surface) {
		rays.add(new Ray(p, q, skin, surface));
	}

	/**
	 * Measures what the surface tells.
	 *
	 * @param unit_mm length of u
	 * @param average the skin that anybody may guess at (p, q), NaN where unknown; null without one
	 */
	Surface measure(final double unit_mm, final AverageFace average) {
		if (rays.size() < FEWEST) return new Surface(rays.size(), 0, Double.NaN, Double.NaN);
		final double[] guesses = rays.stream().filter(ray -> average != null && !Double.isNaN(average.skin(ray.p(), ray.q()))).mapToDouble(
			ray -> ray.skin() - average.skin(ray.p(), ray.q())).toArray();
		return new Surface(rays.size(), correlation(), unit_mm * new StandardDeviation().evaluate(values(ray -> ray.skin() - ray.surface())),
			guesses.length < FEWEST ? Double.NaN : unit_mm * new StandardDeviation().evaluate(guesses));
	}

	private double[] values(final ToDoubleFunction<Ray> value) {
		return rays.stream().mapToDouble(value).toArray();
	}

	private double correlation() {
		final double[][] terms = new double[QUADRATIC][rays.size()];
		for (int i = 0; i < rays.size(); i++) {
			final double a = rays.get(i).p() / SCALE;
			final double b = rays.get(i).q() / SCALE;
			final double[] row = { 1, a, b, a * a, a * b, b * b };
			for (int k = 0; k < QUADRATIC; k++)
				terms[k][i] = row[k];
		}
		final RealMatrix basis = new BlockRealMatrix(OrthonormalColumns.of(terms)).transpose();
		final double[] skin = free(values(Ray::skin), basis);
		final double[] surface = free(values(Ray::surface), basis);
		final StandardDeviation spread = new StandardDeviation();
		if (spread.evaluate(skin) < LEAST_SHAPE || spread.evaluate(surface) < LEAST_SHAPE) return 0;
		return new PearsonsCorrelation().correlation(skin, surface);
	}

	/** Takes the best quadratic surface off. */
	private static double[] free(final double[] heights, final RealMatrix basis) {
		final double[] fitted = basis.operate(basis.preMultiply(heights));
		for (int i = 0; i < heights.length; i++)
			heights[i] -= fitted[i];
		return heights;
	}
}
