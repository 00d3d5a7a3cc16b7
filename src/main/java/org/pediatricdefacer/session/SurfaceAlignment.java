package org.pediatricdefacer.session;

import java.util.List;
import java.util.stream.IntStream;

import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * Lays the surfaces of brain and skin of one head on those of another.
 * <p>
 * Least squares of the distances from the points of one head to the surfaces of the other (chamfer matching: Borgefors, IEEE TPAMI
 * 10, 1988), large ones shortened (Huber), by Levenberg and Marquardt, from several starts.
 */
final class SurfaceAlignment {

	/** Beyond this distance a point counts linearly: jaws and necks move, fields of view end. */
	private static final double HUBER_MM = 3;

	/** Skin moves and is pressed flat by cushions; a brain is neither. */
	private static final double SKIN_WEIGHT = 0.5;

	/** Brings turns to the scale of millimeters: half the length of a brain. */
	private static final double RADIUS_MM = 80;

	/** Pitches to begin with, radians. */
	private static final double[] PITCHES = { 0, -0.3, 0.3 };

	private static final double STEP = 0.01;
	private static final int MOST_ITERATIONS = 60;
	private static final double ENOUGH = 1e-6;

	private final HeadShape fixed;
	private final HeadShape moving;
	private final RigidTransform start;

	private SurfaceAlignment(final HeadShape fixed, final HeadShape moving, final RigidTransform start) {
		this.fixed = fixed;
		this.moving = moving;
		this.start = start;
	}

	/** Returns the transform from the moving to the fixed head that brings the surfaces together best. */
	static RigidTransform align(final HeadShape fixed, final HeadShape moving) {
		final double[] from = moving.center_mm(), to = fixed.center_mm();
		final double[] shift = { to[0] - from[0], to[1] - from[1], to[2] - from[2] };
		RigidTransform best = RigidTransform.IDENTITY;
		double least = Double.POSITIVE_INFINITY;
		final List<RigidTransform> starts = IntStream.rangeClosed(0, PITCHES.length).mapToObj(i -> i == 0 ? RigidTransform.IDENTITY :
			RigidTransform.of(new double[] { PITCHES[i - 1], 0, 0 }, from, shift)).toList();
		for (final RigidTransform start : starts) {
			final SurfaceAlignment alignment = new SurfaceAlignment(fixed, moving, start);
			final double[] found = alignment.solve();
			final double cost = MatrixUtils.createRealVector(alignment.residuals(found)).getNorm();
			if (cost < least) {
				least = cost;
				best = alignment.moved(found);
			}
		}
		return best;
	}

	private double[] solve() {
		final RealVector none = MatrixUtils.createRealVector(new double[6]);
		final var problem = new LeastSquaresBuilder().start(none).model(this::valueAndSlopes).target(new double[points()]).maxEvaluations(
			MOST_ITERATIONS).maxIterations(MOST_ITERATIONS).checker((iteration, before, after) -> before.getCost() - after.getCost() <= ENOUGH *
				before.getCost()).build();
		try {
			return new LevenbergMarquardtOptimizer().optimize(problem).getPoint().toArray();
		}
		catch (final MathIllegalStateException noOptimum) {
			return new double[6]; // the start, whose cost decides
		}
	}

	private int points() {
		return moving.brainPoints_mm().length + moving.skinPoints_mm().length;
	}

	private Pair<RealVector, RealMatrix> valueAndSlopes(final RealVector at) {
		final double[] value = residuals(at.toArray());
		final double[][] slopes = new double[value.length][6];
		for (int k = 0; k < 6; k++) {
			final double[] high = residuals(at.add(MatrixUtils.createRealVector(step(k))).toArray());
			final double[] low = residuals(at.subtract(MatrixUtils.createRealVector(step(k))).toArray());
			for (int i = 0; i < value.length; i++)
				slopes[i][k] = (high[i] - low[i]) / (2 * STEP);
		}
		return new Pair<>(MatrixUtils.createRealVector(value), MatrixUtils.createRealMatrix(slopes));
	}

	private static double[] step(final int k) {
		final double[] step = new double[6];
		step[k] = STEP;
		return step;
	}

	/** A change is a turn about the center of the fixed head, in millimeters at its radius, and a shift in millimeters. */
	private RigidTransform moved(final double[] change) {
		return change(change, fixed.center_mm()).after(start);
	}

	static RigidTransform change(final double[] change, final double[] center_mm) {
		return RigidTransform.of(new double[] { change[0] / RADIUS_MM, change[1] / RADIUS_MM, change[2] / RADIUS_MM }, center_mm, new double[] {
			change[3], change[4], change[5] });
	}

	private double[] residuals(final double[] change) {
		final RigidTransform transform = moved(change);
		final double[] residuals = new double[points()];
		final double[][] brain = moving.brainPoints_mm(), skin = moving.skinPoints_mm();
		for (int i = 0; i < brain.length; i++)
			residuals[i] = robust(fixed.at(fixed.toBrain_mm(), transform.apply(brain[i])));
		for (int i = 0; i < skin.length; i++)
			residuals[brain.length + i] = SKIN_WEIGHT * robust(fixed.at(fixed.toSkin_mm(), transform.apply(skin[i])));
		return residuals;
	}

	/** What leaves the field of view counts as a point that does not fit, or a head outside of it would fit best. */
	private static double robust(final double distance_mm) {
		final double size = Double.isNaN(distance_mm) ? 2 * HUBER_MM : Math.abs(distance_mm);
		return size <= HUBER_MM ? distance_mm : Math.sqrt(2 * HUBER_MM * size - HUBER_MM * HUBER_MM) * (distance_mm < 0 ? -1 : 1);
	}
}
