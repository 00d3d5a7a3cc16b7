package org.pediatricdefacer.lattice;

/** The mean of each voxel and its 26 neighbors; beyond the border the voxels at the border go on. */
public final class BoxMean {

	private BoxMean() {}

	/** Returns the means of values on a lattice. */
	public static float[] of(final float[] values, final Lattice lattice) {
		float[] sums = values;
		int step = 1;
		for (int d = 0; d < 3; d++) {
			sums = threeAlong(sums, lattice.size(d), step);
			step *= lattice.size(d);
		}
		for (int i = 0; i < sums.length; i++)
			sums[i] /= 27;
		return sums;
	}

	private static float[] threeAlong(final float[] values, final int size, final int step) {
		final float[] sums = new float[values.length];
		for (int i = 0; i < values.length; i++) {
			final int at = i / step % size;
			sums[i] = values[at == 0 ? i : i - step] + values[i] + values[at == size - 1 ? i : i + step];
		}
		return sums;
	}
}
