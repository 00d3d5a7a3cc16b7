package org.pediatricdefacer.frame;

import java.util.Optional;

import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.MathArrays;
import org.apache.commons.math3.util.Pair;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.Lattice;

/**
 * Finds the frame of a head by the surface of its brain.
 * <p>
 * A field of view that cuts a brain moves the brain's center, and a frame that rests on it; the surface that is left still tells
 * how the head lies. The frame is sought in which it lies best on that of an average brain, distances weighed against what
 * heads, pitches and sizes are usual. On held-out heads whose brain is cut, half the frames with both eyes are within 2.3
 * degrees of the true one, and half of those without eyes within 8 degrees and 9 mm ({@code models/training/frames.py}).
 */
public final class BrainFit {

	/** Standard deviation of the distance between a brain's surface and the average one, in u. */
	private static final double SPREAD = 5;

	/** Beyond so many spreads a point counts linearly (Huber): it may be a cut, a hole, or no brain. */
	private static final double HUBER = 2;

	/** A whole surface is worth so many independent distances beside what is usual. */
	private static final double INDEPENDENT = 20;

	/** Standard deviations of pitch, roll and yaw in degrees, and of the logarithm of the unit about its middle in mm. */
	private static final double PITCH = 13;
	private static final double ROLL = 7;
	private static final double YAW = 8;
	private static final double UNIT_MM = 1.1;
	private static final double LOG_UNIT = 0.12;

	/** Standard deviation of the distance between the eyes, in u. */
	private static final double EYES_APART_SPREAD = 3.5;

	/** Pitches to begin with, radians. */
	private static final double[] STARTS = { -0.3, 0, 0.3 };

	private static final int LEAST_POINTS = 300;

	/** Mean square of the distances, in spreads, up to which a surface is believed to be that of a brain. */
	private static final double MOST_MISFIT = 2.5;

	private static final double STEP = 1e-5;
	private static final int MOST_ITERATIONS = 200;
	private static final double ENOUGH = 1e-9;

	private final double[][] points_mm;
	private final HeadFrame start;
	/** Distance between the eyes; NaN if they are not known. */
	private final double apart_mm;

	private BrainFit(final double[][] points_mm, final HeadFrame start, final double apart_mm) {
		this.points_mm = points_mm;
		this.start = start;
		this.apart_mm = apart_mm;
	}

	/** Finds the frame whose origin lies midway between two eyes; empty if the surface does not look like a brain's. */
	public static Optional<HeadFrame> withEyes(final boolean[] brain, final Lattice lattice, final double[] left, final double[] right) {
		final double apart_mm = MathArrays.distance(left, right);
		final HeadFrame upright = HeadFrame.of(left, right);
		return best(brain, lattice, upright, upright.place_mm(0, 0, 0), apart_mm, Basis.EYES_AND_BRAIN);
	}

	/** Finds the frame of a head without eyes; empty if the surface does not look like a brain's. */
	public static Optional<HeadFrame> withoutEyes(final boolean[] brain, final Lattice lattice, final double[] center_mm, final double width_mm) {
		return best(brain, lattice, HeadFrame.of(center_mm, width_mm), center_mm, Double.NaN, Basis.BRAIN_SURFACE);
	}

	private static Optional<HeadFrame> best(final boolean[] brain, final Lattice lattice, final HeadFrame upright,
		final double[] pivot_mm, final double apart_mm, final Basis basis)
	{
		final double[][] points_mm = BrainShape.surface_mm(brain, lattice);
		if (points_mm.length < LEAST_POINTS)
			return Optional.empty();
		HeadFrame best = null;
		double least = Double.POSITIVE_INFINITY;
		for (final double pitch : STARTS) {
			final HeadFrame found = new BrainFit(points_mm, upright.pitched(pitch, pivot_mm), apart_mm).solve();
			final double misfit = misfit(points_mm, found);
			if (misfit < least) {
				least = misfit;
				best = found;
			}
		}
		return least <= MOST_MISFIT ? Optional.of(best.restingOn(basis)) : Optional.empty();
	}

	private static double misfit(final double[][] points_mm, final HeadFrame frame) {
		double sum = 0;
		for (final double[] point : points_mm)
			sum += Math.pow(distance(frame, point), 2);
		return sum / points_mm.length;
	}

	/** Distance of a point from the average surface, in spreads; a large one is shortened so that its square grows linearly (Huber). */
	private static double distance(final HeadFrame frame, final double[] point_mm) {
		final double distance = BrainShape.distance(frame, point_mm) / SPREAD;
		final double size = Math.abs(distance);
		return size <= HUBER ? distance : Math.signum(distance) * Math.sqrt(2 * HUBER * size - HUBER * HUBER);
	}

	private HeadFrame solve() {
		final int unknowns = Double.isNaN(apart_mm) ? 7 : 2;
		final RealVector none = MatrixUtils.createRealVector(new double[unknowns]);
		final var problem = new LeastSquaresBuilder().start(none).model(this::valueAndSlopes)
			.target(new double[residuals(none.toArray()).length]).maxEvaluations(MOST_ITERATIONS).maxIterations(MOST_ITERATIONS)
			.checker((iteration, before, after) -> before.getCost() - after.getCost() <= ENOUGH * before.getCost()).build();
		try {
			return moved(new LevenbergMarquardtOptimizer().optimize(problem).getPoint().toArray());
		}
		catch (final MathIllegalStateException noOptimum) {
			return start; // whose misfit decides
		}
	}

	/** Residuals and, by central differences, their derivatives. */
	private Pair<RealVector, RealMatrix> valueAndSlopes(final RealVector at) {
		final double[] change = at.toArray();
		final double[] value = residuals(change);
		final double[][] slopes = new double[value.length][change.length];
		for (int k = 0; k < change.length; k++) {
			final double[] up = change.clone();
			final double[] down = change.clone();
			up[k] += STEP;
			down[k] -= STEP;
			final double[] high = residuals(up);
			final double[] low = residuals(down);
			for (int i = 0; i < value.length; i++)
				slopes[i][k] = (high[i] - low[i]) / (2 * STEP);
		}
		return new Pair<>(MatrixUtils.createRealVector(value), MatrixUtils.createRealMatrix(slopes));
	}

	/** A change is the logarithm of the size and the pitch; without eyes also roll and yaw, and a shift in u. */
	private HeadFrame moved(final double[] change) {
		final boolean free = change.length > 2;
		return start.moved(change[0], new double[] { change[1], free ? change[2] : 0, free ? change[3] : 0 },
			free ? new double[] { change[4], change[5], change[6] } : new double[3]);
	}

	private double[] residuals(final double[] change) {
		final HeadFrame frame = moved(change);
		final double[] unlikely = unlikely(frame);
		final double[] residuals = new double[points_mm.length + unlikely.length];
		final double weight = Math.sqrt(INDEPENDENT / points_mm.length);
		for (int i = 0; i < points_mm.length; i++)
			residuals[i] = weight * distance(frame, points_mm[i]);
		System.arraycopy(unlikely, 0, residuals, points_mm.length, unlikely.length);
		return residuals;
	}

	/** How far a frame is from what is usual, in standard deviations. */
	private double[] unlikely(final HeadFrame frame) {
		final double pitch = degrees(frame.axis(1, 2)) / PITCH;
		final double size = Math.log(frame.unit_mm() / UNIT_MM) / LOG_UNIT;
		if (Double.isNaN(apart_mm))
			return new double[] { pitch, degrees(frame.axis(0, 2)) / ROLL, degrees(frame.axis(0, 1)) / YAW, size };
		return new double[] { pitch, size, (apart_mm / frame.unit_mm() - HeadFrame.BETWEEN_EYES) / EYES_APART_SPREAD };
	}

	private static double degrees(final double sine) {
		return Math.toDegrees(Math.asin(sine));
	}
}
