package org.pediatricdefacer.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Says how well the intensities of one head predict those of another, whatever their contrasts, and finds the place nearby where
 * they do best.
 * <p>
 * Normalized mutual information in and around the brain (Studholme, Hill and Hawkes, Pattern Recognition 32, 1999), by the simplex of
 * Nelder and Mead (The Computer Journal 7, 1965).
 */
final class MutualInformation {

	private static final int BINS = 32;

	/** Skull and meninges around a brain tell where it lies; farther off, necks bend and jaws open. */
	private static final double AROUND_MM = 12;

	/** Points to compare; more of them change the optimum by hundredths of a millimeter. */
	private static final int MOST_POINTS = 24_000;

	/** With fewer points in both fields of view nothing can be said. */
	private static final int LEAST_POINTS = 2000;

	/** Share of values that are brighter than the highest bin begins: vessels and fat. */
	private static final double BRIGHT = 0.01;

	private static final int MOST_EVALUATIONS = 2000;
	private static final double ENOUGH = 1e-5;

	/** Edge of the first simplex: twice the error of the surfaces. */
	private static final double SIMPLEX_MM = 2;


	private final HeadShape fixed;
	private final double[][] points_mm;
	private final int[] bins;
	private final double low;
	private final double width;

	/** Prepares to compare a moving head with a fixed one. */
	MutualInformation(final HeadShape fixed, final HeadShape moving) {
		this.fixed = fixed;
		final List<Integer> inside = around(moving);
		final int stride = Math.max(1, inside.size() / MOST_POINTS);
		points_mm = new double[inside.size() / stride][];
		final float[] values = new float[points_mm.length];
		for (int n = 0; n < points_mm.length; n++) {
			final int i = inside.get(n * stride);
			points_mm[n] = moving.scan().grid().toWorld(moving.scan().lattice().x(i), moving.scan().lattice().y(i), moving.scan().lattice().z(i));
			values[n] = moving.scan().values()[i];
		}
		final double[] range = range(values);
		bins = new int[values.length];
		for (int n = 0; n < bins.length; n++)
			bins[n] = (int) Math.max(0, Math.min(BINS - 1, (values[n] - range[0]) / range[1] * BINS));
		final List<Integer> there = around(fixed);
		final float[] others = new float[there.size()];
		for (int n = 0; n < others.length; n++)
			others[n] = fixed.scan().values()[there.get(n)];
		final double[] fixedRange = range(others);
		low = fixedRange[0];
		width = fixedRange[1] / (BINS - 1);
	}

	/** What lies in and around the brain; everything where none was found. */
	private static List<Integer> around(final HeadShape head) {
		final List<Integer> inside = new ArrayList<>();
		for (int i = 0; i < head.toBrain_mm().length; i++)
			if (head.scan().inView()[i] && (head.toBrain_mm()[i] < AROUND_MM || !head.hasBrain())) inside.add(i);
		return inside;
	}

	/** Lowest value and extent of most of the values. */
	private static double[] range(final float[] values) {
		if (values.length == 0) return new double[] { 0, 1 };
		final float[] sorted = values.clone();
		Arrays.sort(sorted);
		final double low = sorted[(int) (BRIGHT / 2 * sorted.length)], high = sorted[(int) ((1 - BRIGHT) * (sorted.length - 1))];
		return new double[] { low, Math.max(high - low, Float.MIN_NORMAL) };
	}

	/**
	 * Measures how well the heads fit.
	 *
	 * @param transform from the moving to the fixed head
	 * @return 1 for no relation to 2 for a perfect one; 0 if too little is in both fields of view
	 */
	double at(final RigidTransform transform) {
		final double[] joint = new double[BINS * BINS];
		int count = 0;
		for (int n = 0; n < bins.length; n++) {
			final double value = fixed.at(fixed.scan().values(), transform.apply(points_mm[n]));
			if (Double.isNaN(value)) continue;
			final double place = Math.max(0, Math.min(BINS - 1.0, (value - low) / width));
			final int bin = (int) Math.min(BINS - 2.0, place);
			// Between two bins, so that the measure is smooth.
			joint[bins[n] * BINS + bin] += bin + 1 - place;
			joint[bins[n] * BINS + bin + 1] += place - bin;
			count++;
		}
		return count < LEAST_POINTS ? 0 : normalized(joint, count);
	}

	private static double normalized(final double[] joint, final double count) {
		final double[] rows = new double[BINS], columns = new double[BINS];
		for (int i = 0; i < joint.length; i++) {
			rows[i / BINS] += joint[i];
			columns[i % BINS] += joint[i];
		}
		final double both = entropy(joint, count);
		return both == 0 ? 1 : (entropy(rows, count) + entropy(columns, count)) / both;
	}

	private static double entropy(final double[] counts, final double total) {
		double sum = 0;
		for (final double count : counts)
			if (count > 0) sum -= count / total * Math.log(count / total);
		return sum;
	}

	/** Returns the transform near another one at which the heads fit best. */
	RigidTransform refine(final RigidTransform start) {
		final double[] center_mm = fixed.center_mm();
		final MultivariateFunction measure = change -> at(SurfaceAlignment.change(change, center_mm).after(start));
		try {
			final double[] best = new SimplexOptimizer(ENOUGH, ENOUGH).optimize(new MaxEval(MOST_EVALUATIONS), new ObjectiveFunction(measure),
				GoalType.MAXIMIZE, new InitialGuess(new double[6]), new NelderMeadSimplex(6, SIMPLEX_MM)).getPoint();
			final RigidTransform refined = SurfaceAlignment.change(best, center_mm).after(start);
			return at(refined) > at(start) ? refined : start;
		}
		catch (final TooManyEvaluationsException noOptimum) {
			return start;
		}
	}
}
