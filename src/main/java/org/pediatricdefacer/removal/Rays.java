package org.pediatricdefacer.removal;

import java.util.Arrays;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.mask.HeadGeometry;

/**
 * Parallel rays through a head, from the air inward, and what it costs to end a removed region anywhere on them.
 * <p>
 * A ray stands at (p, q) of a plane of the head's frame and is sampled at heights c over that plane, all in u; what lies
 * higher than a surface is removed.
 */
final class Rays {

	/** Distance of rays and of samples on them, in u. */
	private static final double RAY_STEP = 4;
	private static final double LEVEL_STEP = 1;

	/**
	 * In the middle of the face what lies deeper than this behind the skin, in u, need not go: the walls of a void that metal leaves in the
	 * mouth look like skin, too.
	 */
	private static final double DEEP = 24;
	private static final double MIDDLE = 45;

	/** Milliliters removed in vain that a milliliter of facemask weighs that stays; little, since it lies deep. */
	private static final double LEFT = 0.18;
	/** The same for one that must not stay. */
	private static final double MUST = 30;

	/** The same for one of thin tissue. */
	private static final double THIN = 0.2;

	/** What lies at a sample. */
	enum Sample {
		/** Beyond the field of view, or no part of what may be removed. */
		NOTHING,
		/** Air around the head, where it may be removed. */
		AIR,
		/** Tissue that stays whatever the surface is: the brain and its guard. */
		GUARDED,
		/** Tissue that is no part of the facemask. */
		OTHER,
		/** The same so near to the air that it may be a thin part that was missed. */
		THIN,
		/** Tissue of the facemask. */
		WANTED,
		/** Tissue that must not stay. */
		MUST
	}

	/** Tells what lies at a voxel of the lattice. */
	@FunctionalInterface
	interface Probe {

		/** Returns the sample at a voxel, whose coordinates in the frame are given. */
		Sample at(int voxel, double x, double y, double z);
	}

	/** Turns coordinates of rays into those of the frame. */
	@FunctionalInterface
	interface Direction {

		/** Returns x, y and z of a place. */
		double[] place(double p, double q, double c);
	}

	/** Where rays stand and how far they reach. */
	record Extent(double minP, double maxP, double minQ, double maxQ, double minC, double maxC) {}

	final double[] p;
	final double[] q;
	final int levels;
	private final double low;
	private final double sample_ml;
	/** For each ray and end, what it costs to end there: before the first sample, after the first, ... */
	private final float[] cost;
	/** Volume in ml that must not stay and does, likewise. */
	private final float[] mustLeft_ml;
	/** Height of the skin on each ray, NaN where the field of view does not show it. */
	final double[] skin;
	/** Height at which the removed region ends on each ray, however low the surface is. */
	final double[] floor;

	Rays(final HeadGeometry geometry, final Extent extent, final Direction direction, final Probe probe) {
		final int across = (int) ((extent.maxP() - extent.minP()) / RAY_STEP) + 1;
		final int up = (int) ((extent.maxQ() - extent.minQ()) / RAY_STEP) + 1;
		levels = (int) ((extent.maxC() - extent.minC()) / LEVEL_STEP);
		low = extent.minC();
		final double unit_mm = geometry.frame().unit_mm();
		sample_ml = RAY_STEP * RAY_STEP * LEVEL_STEP * unit_mm * unit_mm * unit_mm / 1000;
		p = new double[across * up];
		q = new double[p.length];
		skin = new double[p.length];
		floor = new double[p.length];
		cost = new float[p.length * (levels + 1)];
		mustLeft_ml = new float[cost.length];
		Slabs.run(up, (from, to) -> {
			final Sample[] samples = new Sample[levels];
			for (int b = from; b < to; b++)
				for (int a = 0; a < across; a++) {
					final int ray = b * across + a;
					p[ray] = extent.minP() + a * RAY_STEP;
					q[ray] = extent.minQ() + b * RAY_STEP;
					probe(geometry, direction, probe, ray, samples);
					tabulate(ray, samples);
				}
		});
	}

	private void probe(final HeadGeometry geometry, final Direction direction, final Probe probe, final int ray, final Sample[] samples) {
		final HeadFrame frame = geometry.frame();
		final Lattice lattice = geometry.lattice();
		for (int k = 0; k < levels; k++) {
			final double[] place = direction.place(p[ray], q[ray], low + (k + 0.5) * LEVEL_STEP);
			final double[] mm = frame.place_mm(place[0], place[1], place[2]);
			final int x = (int) Math.round(mm[0] / lattice.dx_mm());
			final int y = (int) Math.round(mm[1] / lattice.dy_mm());
			final int z = (int) Math.round(mm[2] / lattice.dz_mm());
			final boolean inView = x >= 0 && y >= 0 && z >= 0 && x < lattice.nx() && y < lattice.ny() && z < lattice.nz();
			samples[k] = inView ? probe.at(lattice.index(x, y, z), place[0], place[1], place[2]) : Sample.NOTHING;
		}
	}

	private void tabulate(final int ray, final Sample[] samples) {
		findEnds(ray, samples);
		final int first = ray * (levels + 1);
		for (int k = 0; Math.abs(p[ray]) < MIDDLE && height(k) < skin[ray] - DEEP; k++)
			if (samples[k] == Sample.MUST) samples[k] = Sample.WANTED;
		double other = 0;
		for (int k = levels - 1; k >= 0; k--) {
			if (samples[k] == Sample.OTHER) other += sample_ml;
			if (samples[k] == Sample.THIN) other += THIN * sample_ml;
			cost[first + k] = (float) other;
		}
		double left = 0;
		double must = 0;
		for (int k = 0; k < levels; k++) {
			if (samples[k] == Sample.WANTED) left += sample_ml;
			if (samples[k] == Sample.MUST) must += sample_ml;
			cost[first + k + 1] += (float) (LEFT * left + MUST * must);
			mustLeft_ml[first + k + 1] = (float) must;
		}
	}

	private void findEnds(final int ray, final Sample[] samples) {
		int k = levels - 1;
		while (k >= 0 && samples[k] == Sample.NOTHING)
			k--;
		final boolean seen = k >= 0 && samples[k] == Sample.AIR;
		while (k >= 0 && samples[k] == Sample.AIR)
			k--;
		skin[ray] = seen && k >= 0 && samples[k] != Sample.NOTHING ? height(k + 1) : Double.NaN;
		while (k >= 0 && samples[k] != Sample.NOTHING && samples[k] != Sample.GUARDED)
			k--;
		floor[ray] = height(k + 1);
	}

	private double height(final int level) {
		return low + level * LEVEL_STEP;
	}

	/** Returns the cost in ml of ending on a ray at a height. */
	double cost(final int ray, final double height) {
		return interpolated(cost, ray, height);
	}

	private double interpolated(final float[] table, final int ray, final double height) {
		final double above = (height - low) / LEVEL_STEP;
		final double at = above < 0 ? 0 : above > levels ? levels : above;
		final int below = Math.min(levels - 1, (int) at);
		final int i = ray * (levels + 1) + below;
		return table[i] + (at - below) * (table[i + 1] - table[i]);
	}

	/** Returns the volume in ml below a surface that must not stay. */
	double mustLeft_ml(final PolynomialSurface surface) {
		double sum = 0;
		for (int ray = 0; ray < p.length; ray++)
			sum += interpolated(mustLeft_ml, ray, surface.at(p[ray], q[ray]));
		return sum;
	}

	/** Returns the rays on which the skin is seen, at most so far from the middle. */
	int[] withSkin(final double mostP) {
		final int[] rays = new int[p.length];
		int n = 0;
		for (int ray = 0; ray < p.length; ray++)
			if (!Double.isNaN(skin[ray]) && Math.abs(p[ray]) <= mostP) rays[n++] = ray;
		return Arrays.copyOf(rays, n);
	}
}
