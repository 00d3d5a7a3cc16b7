package org.pediatricdefacer.render;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;

/** The largest value in each block of 8 voxels, by which rays skip what cannot matter. */
final class BlockMaxima {

	private static final int SIDE = 8;
	/** Puts a skipping ray safely inside the next block. */
	private static final double NUDGE = 1e-6;

	private final int bx;
	private final int by;
	private final int bz;
	private final float[] maxima;
	private final float lowest;
	private final float highest;

	/**
	 * Collects the maxima.
	 *
	 * @param values x-fastest
	 * @param lattice size of the volume
	 */
	BlockMaxima(final float[] values, final Lattice lattice) {
		bx = (lattice.nx() + SIDE - 1) / SIDE;
		by = (lattice.ny() + SIDE - 1) / SIDE;
		bz = (lattice.nz() + SIDE - 1) / SIDE;
		maxima = new float[bx * by * bz];
		final float[] minima = new float[bz];
		Slabs.run(bz, (from, to) -> {
			for (int block = from * bx * by; block < to * bx * by; block++) {
				final int z = block / (bx * by);
				final float smallest = collect(values, lattice, block);
				minima[z] = block % (bx * by) == 0 ? smallest : Math.min(minima[z], smallest);
			}
		});
		float low = minima[0];
		float high = maxima[0];
		for (final float minimum : minima)
			low = Math.min(low, minimum);
		for (final float maximum : maxima)
			high = Math.max(high, maximum);
		lowest = low;
		highest = high;
	}

	/** One voxel beyond the block belongs to it, too: interpolation inside the block reaches there. */
	private float collect(final float[] values, final Lattice lattice, final int block) {
		final int x = block % bx * SIDE;
		final int y = block / bx % by * SIDE;
		final int z = block / (bx * by) * SIDE;
		float high = Float.NEGATIVE_INFINITY;
		float low = Float.POSITIVE_INFINITY;
		for (int k = z; k < Math.min(lattice.nz(), z + SIDE + 1); k++)
			for (int j = y; j < Math.min(lattice.ny(), y + SIDE + 1); j++)
				for (int i = x; i < Math.min(lattice.nx(), x + SIDE + 1); i++) {
					final float value = values[lattice.index(i, j, k)];
					high = Math.max(high, value);
					low = Math.min(low, value);
				}
		maxima[block] = high;
		return low;
	}

	/** Returns the smallest value of the volume. */
	float lowest() {
		return lowest;
	}

	/** Returns the largest value of the volume. */
	float highest() {
		return highest;
	}

	/**
	 * Returns where a ray leaves a block that stays under a value.
	 *
	 * @param origin of the ray, voxels
	 * @param direction unit vector of the ray
	 * @param at where the ray is
	 * @param sought value that matters
	 * @return where the ray enters the next block; {@code at} itself if this block reaches the value
	 */
	double skip(final double[] origin, final double[] direction, final double at, final double sought) {
		final int i = block(origin[0] + at * direction[0], bx);
		final int j = block(origin[1] + at * direction[1], by);
		final int k = block(origin[2] + at * direction[2], bz);
		if (maxima[(k * by + j) * bx + i] >= sought) return at;
		final double leave = Math.min(leave(origin[0], direction[0], i), Math.min(leave(origin[1], direction[1], j), leave(origin[2],
			direction[2], k)));
		return Math.max(leave, at) + NUDGE;
	}

	/**
	 * Returns how far a ray surely stays in a block.
	 *
	 * @param origin of the ray, voxels
	 * @param direction unit vector of the ray
	 * @param at where the ray is
	 * @return a place before which {@link #skip} sees the same block as here
	 */
	double stay(final double[] origin, final double[] direction, final double at) {
		final double i = leave(origin[0], direction[0], block(origin[0] + at * direction[0], bx));
		final double j = leave(origin[1], direction[1], block(origin[1] + at * direction[1], by));
		final double k = leave(origin[2], direction[2], block(origin[2] + at * direction[2], bz));
		return Math.min(i, Math.min(j, k)) - NUDGE;
	}

	private static int block(final double position, final int count) {
		return Math.max(0, Math.min(count - 1, (int) position / SIDE));
	}

	private static double leave(final double origin, final double direction, final int block) {
		if (Math.abs(direction) < 1e-9) return Double.POSITIVE_INFINITY;
		return ((direction > 0 ? block + 1 : block) * SIDE - origin) / direction;
	}
}
