package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.Optional;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.table.Quantiles;

/**
 * The scalp carried on under an ear that was cut off: what stands out from it is a stump, and what never did was no ear.
 * <p>
 * It is a cubic surface over the side view, fitted to the skin in a ring of 24 u around the cut, whose heights are
 * weighted down the farther they stand out, since what is left of an ear would. On the validation heads, whose ears are gone by their references,
 * nothing stands out from it by more than 1.6 mm (4.9 mm beside an ear that the side of the field of view cuts).
 */
final class CarriedScalp {

	/** Width of the ring around the cut in u, and of the rim of the cut that belongs to neither. */
	private static final double RING = 24;
	private static final double RIM = 2;
	/** How far around the cut a stump is looked for, in u: it may go on where nothing was removed. */
	private static final double AROUND = 6;
	/** The ring ends before the cheeks and above the neck, which are no scalp; in u. */
	private static final double FRONT = -30;
	private static final double BOTTOM = -90;
	/** Heights within this of the fit count nearly in full, those that stand out within half of it; in u. */
	private static final double SPREAD = 3;
	private static final double SPREAD_OUT = 1.5;
	private static final int ROUNDS = 12;
	/** With fewer rays in the ring there is nothing to carry on, and with fewer in the cut nothing was cut. */
	private static final int LEAST_RING = 60;
	private static final int LEAST_CUT = 20;
	/** Where more than a fifth of the ring lies farther than this from the fit there is no telling how the scalp goes on; heads have 2.6 u at most. */
	private static final double MOST_MISFIT = 3;
	private static final double MOST = 0.8;
	private static final double HIGH = 0.95;
	private static final double SCALE = 60;

	private final SideView before;
	private final SideView after;
	private final Lattice rays;
	private final boolean[] cut;
	private final RealVector scalp;

	private CarriedScalp(final SideView before, final SideView after, final double near) {
		this.before = before;
		this.after = after;
		rays = new Lattice(before.width(), before.height(), 1, before.step(), before.step(), before.step());
		cut = opened(cut(near));
		final boolean[] ring = DistanceTransform.dilate(cut, rays, RING);
		final boolean[] inner = DistanceTransform.dilate(cut, rays, RIM);
		for (int i = 0; i < ring.length; i++)
			ring[i] &= !inner[i] && seen(i) && !before.cut(rays.x(i), rays.y(i)) && y(i) < FRONT && z(i) > BOTTOM;
		scalp = count(cut) < LEAST_CUT || count(ring) < LEAST_RING ? null : fit(ring);
	}

	/**
	 * Finds the scalp carried on under a cut.
	 *
	 * @param before view from the left or the right
	 * @param after the same of the defaced scan
	 * @param near skin that lies at most so far before what is seen now is not cut, in u
	 * @return the scalp; empty if nothing was cut where an ear can be, or there is no smooth scalp around it
	 */
	static Optional<CarriedScalp> of(final SideView before, final SideView after, final double near) {
		final CarriedScalp scalp = new CarriedScalp(before, after, near);
		return scalp.scalp == null ? Optional.empty() : Optional.of(scalp);
	}

	/** Returns by how much the skin stood out before, in u. */
	double stoodOut(final int a, final int b) {
		final int ray = rays.index(a, b, 0);
		return before(ray) - terms(ray).dotProduct(scalp);
	}

	/** Returns by how much the place of the ear stands out now, 95th percentile in u. */
	double standsOut() {
		final boolean[] around = DistanceTransform.dilate(cut, rays, AROUND);
		final double[] out = new double[count(around)];
		int n = 0;
		for (int i = 0; i < around.length; i++)
			if (around[i] && seen(i) && possible(i)) out[n++] = Math.max(before.side().end, now(i)) - terms(i).dotProduct(scalp);
		final double[] sorted = Arrays.copyOf(out, n);
		Arrays.sort(sorted);
		return Quantiles.ofSorted(sorted, HIGH);
	}

	private boolean[] cut(final double near) {
		final boolean[] lower = new boolean[rays.voxels()];
		for (int i = 0; i < lower.length; i++)
			lower[i] = seen(i) && possible(i) && before(i) - now(i) > near;
		return lower;
	}

	/** Takes off what is thinner than three rays: noise, and slits beside an ear. */
	private boolean[] opened(final boolean[] mask) {
		return DistanceTransform.dilate(DistanceTransform.erode(mask, rays, before.step()), rays, before.step());
	}

	private static int count(final boolean[] mask) {
		int count = 0;
		for (final boolean value : mask)
			if (value) count++;
		return count;
	}

	/** Fits by least squares, weighted anew in each round; null if the ring is no smooth surface. */
	private RealVector fit(final boolean[] ring) {
		final int n = count(ring);
		final RealMatrix terms = new Array2DRowRealMatrix(n, terms(0).getDimension());
		final double[] heights = new double[n];
		int row = 0;
		for (int i = 0; i < ring.length; i++)
			if (ring[i]) {
				terms.setRowVector(row, terms(i));
				heights[row++] = before(i);
			}
		final RealVector wanted = new ArrayRealVector(heights, false);
		final double[] weights = new double[n];
		Arrays.fill(weights, 1);
		RealVector fit = null;
		for (int round = 0; round < ROUNDS; round++) {
			fit = solve(terms, wanted, weights);
			final RealVector off = wanted.subtract(terms.operate(fit));
			for (int k = 0; k < n; k++)
				weights[k] = 1 / (1 + Math.pow(off.getEntry(k) / SPREAD, 2) + Math.pow(Math.max(0, off.getEntry(k)) / SPREAD_OUT, 2));
		}
		final double[] misfits = wanted.subtract(terms.operate(fit)).map(Math::abs).toArray();
		Arrays.sort(misfits);
		return Quantiles.ofSorted(misfits, MOST) > MOST_MISFIT ? null : fit;
	}

	/** Solves the normal equations; where the ring does not tell, the surface of least coefficients is taken. */
	private static RealVector solve(final RealMatrix terms, final RealVector wanted, final double[] weights) {
		final RealMatrix weighted = terms.copy();
		for (int k = 0; k < weights.length; k++)
			weighted.setRowVector(k, weighted.getRowVector(k).mapMultiplyToSelf(weights[k]));
		final RealMatrix transposed = weighted.transpose();
		return new SingularValueDecomposition(transposed.multiply(terms)).getSolver().solve(transposed.operate(wanted));
	}

	private RealVector terms(final int ray) {
		final double p = (y(ray) - EarRelief.CENTER_Y) / SCALE;
		final double q = (z(ray) - EarRelief.CENTER_Z) / SCALE;
		return new ArrayRealVector(new double[] { 1, p, q, p * p, p * q, q * q, p * p * p, p * p * q, p * q * q, q * q * q }, false);
	}

	private boolean possible(final int ray) {
		return EarRelief.possible(before.place(rays.x(ray), rays.y(ray), before(ray)));
	}

	private double y(final int ray) {
		return before.place(rays.x(ray), rays.y(ray), 0)[1];
	}

	private double z(final int ray) {
		return before.place(rays.x(ray), rays.y(ray), 0)[2];
	}

	private boolean seen(final int ray) {
		return Double.isFinite(before(ray));
	}

	private double before(final int ray) {
		return before.at(rays.x(ray), rays.y(ray));
	}

	/** Height that is seen now; negative infinity if nothing is. */
	private double now(final int ray) {
		final float height = after.at(rays.x(ray), rays.y(ray));
		return Float.isNaN(height) ? Double.NEGATIVE_INFINITY : height;
	}
}
