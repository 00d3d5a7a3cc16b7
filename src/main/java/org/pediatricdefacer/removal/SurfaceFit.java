package org.pediatricdefacer.removal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.MersenneTwister;

/**
 * Moves and bends an average surface so that what must go lies before it, at the least loss of tissue that need not go.
 * <p>
 * The sum over all rays of what each costs, with a small weight on the distance from the average and a large one on what is told of the
 * skin: the squared correlation, along the rays, between where the region ends and where the skin is, once both are freed of their best
 * quadratic surface. Minimized by CMA-ES (Hansen and Ostermeier, Evolutionary Computation 9, 2001) from a fixed seed; then the
 * surface is lowered as a whole until nothing stays that must go.
 */
final class SurfaceFit {

	/** What is usual of a surface: its average coefficients, and by how much they differ between heads, in u. */
	record Usual(PolynomialSurface.Domain domain, double[] average, double[] deviation) {}

	/** Milliliters that a coefficient costs that differs from its average as much as usual. */
	private static final double UNUSUAL_ML = 0.1;

	/** Milliliters that a correlation of 1 costs, in each set of rays. */
	private static final double TOLD_ML = 450;

	/** Fewer rays tell nothing. */
	private static final int FEWEST_RAYS = 40;

	/** Half the width in u of the parts of the face that count: all of it, and its middle, where features are. */
	private static final double[] WATCHED = { Double.POSITIVE_INFINITY, 50 };

	private static final int MOST_EVALUATIONS = 1800;
	private static final int POPULATION = 12;

	/** What is lowered at a time and at most, in u, and what may stay in ml: slivers that are removed all the same. */
	private static final double LOWERED = 0.5;
	private static final double MOST_LOWERED = 20;
	private static final double MAY_STAY_ML = 0.8;

	private final Rays rays;
	private final Usual usual;
	/** Of each coefficient, its factor on every ray. */
	private final double[][] terms;
	private final double[] heights;
	private final List<Told> told = new ArrayList<>();

	private SurfaceFit(final Rays rays, final Usual usual, final boolean tellNothing) {
		this.rays = rays;
		this.usual = usual;
		heights = new double[rays.p.length];
		terms = terms(rays, usual.domain(), IntStream.range(0, heights.length).toArray(), usual.average().length);
		for (final double width : tellNothing ? WATCHED : new double[0]) {
			final int[] chosen = rays.withSkin(width);
			if (chosen.length >= FEWEST_RAYS) told.add(new Told(rays, usual.domain(), chosen));
		}
	}

	/** Returns for each term its value on each of some rays. */
	private static double[][] terms(final Rays rays, final PolynomialSurface.Domain domain, final int[] chosen, final int count) {
		final double[][] terms = new double[count][chosen.length];
		for (int k = 0; k < chosen.length; k++) {
			final double[] values = domain.terms(rays.p[chosen[k]], rays.q[chosen[k]], count);
			for (int i = 0; i < count; i++)
				terms[i][k] = values[i];
		}
		return terms;
	}

	/**
	 * Fits a surface.
	 *
	 * @param rays what it costs
	 * @param usual where to begin, and what to stay near
	 * @param tellNothing whether the skin's shape counts
	 * @return the surface
	 */
	static PolynomialSurface fit(final Rays rays, final Usual usual, final boolean tellNothing) {
		final SurfaceFit fit = new SurfaceFit(rays, usual, tellNothing);
		final int n = usual.average().length;
		final double[] sigma = new double[n];
		Arrays.fill(sigma, 0.7);
		final CMAESOptimizer optimizer = new CMAESOptimizer(MOST_EVALUATIONS, 0, true, 0, 0, new MersenneTwister(1), false, (iteration, before,
			now) -> iteration * POPULATION >= MOST_EVALUATIONS - POPULATION);
		final MultivariateFunction cost = fit::cost;
		final double[] best = optimizer.optimize(new MaxEval(MOST_EVALUATIONS), new ObjectiveFunction(cost), GoalType.MINIMIZE,
			new InitialGuess(new double[n]), SimpleBounds.unbounded(n), new CMAESOptimizer.Sigma(sigma), new CMAESOptimizer.PopulationSize(
				POPULATION)).getPoint();
		PolynomialSurface surface = new PolynomialSurface(usual.domain(), fit.coefficients(best));
		double lowered = 0;
		while (lowered < MOST_LOWERED && rays.mustLeft_ml(surface) > MAY_STAY_ML) {
			surface = surface.lowered(LOWERED);
			lowered += LOWERED;
		}
		return surface;
	}

	private double[] coefficients(final double[] deviations) {
		final double[] coefficients = usual.average().clone();
		for (int i = 0; i < coefficients.length; i++)
			coefficients[i] += deviations[i] * usual.deviation()[i];
		return coefficients;
	}

	private double cost(final double[] deviations) {
		final double[] c = coefficients(deviations);
		Arrays.fill(heights, 0);
		for (int i = 0; i < c.length; i++)
			add(heights, c[i], terms[i]);
		double sum = 0;
		for (int ray = 0; ray < heights.length; ray++)
			sum += rays.cost(ray, heights[ray]);
		for (final double deviation : deviations)
			sum += UNUSUAL_ML * deviation * deviation;
		for (final Told set : told) {
			final double r = set.correlation(heights);
			sum += TOLD_ML * r * r;
		}
		return sum;
	}

	private static void add(final double[] sum, final double factor, final double[] values) {
		for (int i = 0; i < sum.length; i++)
			sum[i] += factor * values[i];
	}

	/** What the end of a region tells of the skin on some rays. */
	private static final class Told {

		private final int[] chosen;
		private final double[] floor;
		/** Orthonormal columns that span the quadratic surfaces over the rays. */
		private final double[][] quadratic;
		/** What is left of the skin without its best quadratic surface, of length 1. */
		private final double[] skin;
		private final double[] ends;

		Told(final Rays rays, final PolynomialSurface.Domain domain, final int[] chosen) {
			this.chosen = chosen;
			floor = new double[chosen.length];
			ends = new double[chosen.length];
			skin = new double[chosen.length];
			for (int i = 0; i < chosen.length; i++) {
				floor[i] = rays.floor[chosen[i]];
				skin[i] = rays.skin[chosen[i]];
			}
			quadratic = OrthonormalColumns.of(terms(rays, domain, chosen, PolynomialSurface.QUADRATIC));
			final double length = free(skin);
			for (int i = 0; i < skin.length; i++)
				skin[i] /= Math.max(length, 1e-9);
		}

		/** Takes the best quadratic surface off, and returns the length of what is left. */
		private double free(final double[] heights) {
			double along = 0;
			for (int i = 0; i < heights.length; i++)
				along += quadratic[0][i] * heights[i];
			for (int k = 1; k < quadratic.length; k++)
				along = free(heights, along, quadratic[k - 1], quadratic[k]);
			along = free(heights, along, quadratic[quadratic.length - 1], heights);
			return Math.sqrt(along);
		}

		/** Takes a column off, as much of it as is told, and returns how much is left along the next, or its square for the heights themselves. */
		private static double free(final double[] heights, final double along, final double[] column, final double[] next) {
			double left = 0;
			for (int i = 0; i < heights.length; i++) {
				heights[i] -= along * column[i];
				left += next[i] * heights[i];
			}
			return left;
		}

		double correlation(final double[] surface) {
			for (int i = 0; i < ends.length; i++)
				ends[i] = Math.max(floor[i], surface[chosen[i]]);
			// A surface that is quadratic to half a unit is as good as one that is so exactly.
			final double length = Math.max(free(ends), 0.5 * Math.sqrt(ends.length));
			double product = 0;
			for (int i = 0; i < ends.length; i++)
				product += ends[i] * skin[i];
			return product / length;
		}
	}
}
