package org.pediatricdefacer.volume;

import java.util.Objects;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * One volume of a scan as floats in memory, x-fastest; values that are not finite count as 0.
 *
 * @param values one per voxel of the grid; shared, not to be written to
 * @param grid where they lie
 * @param stored the grid of the scan that they were read from, which may be finer along some axes and coarser along others
 */
public record FloatVolume(float[] values, VoxelGrid grid, VoxelGrid stored) {

	/** Checks that nothing is missing. */
	public FloatVolume {
		Objects.requireNonNull(values, "values");
		Objects.requireNonNull(grid, "grid");
		Objects.requireNonNull(stored, "stored");
	}

	/**
	 * Reads one volume of a scan, no finer than needed.
	 *
	 * @param scan any orientation and spacing
	 * @param index which volume, as {@link Volume#get} counts
	 * @param finest_mm a scan whose voxels are smaller than cubes of this edge is brought to it by {@link Resampler}
	 * @return a copy
	 */
	public static FloatVolume of(final Volume scan, final long index, final double finest_mm) {
		final VoxelGrid grid = scan.grid();
		final RandomAccessibleInterval<? extends RealType<?>> pixels = scan.get(index);
		if (grid.voxelVolume_mm3() < Math.pow(0.99 * finest_mm, 3)) {
			final Resampler.Resampled resampled = Resampler.toSpacing(pixels, grid, finest_mm);
			return new FloatVolume(resampled.pixels().update(null).getCurrentStorageArray(), resampled.grid(), grid);
		}
		final int plane = Math.toIntExact(Math.multiplyExact(grid.size(0), grid.size(1)));
		final int nz = Math.toIntExact(grid.size(2));
		final float[] values = new float[Math.multiplyExact(plane, nz)];
		final FloatPlanes planes = FloatPlanes.of(pixels);
		Resampler.forRanges(nz, (from, to) -> {
			final FloatPlanes mine = planes.independentCopy();
			final float[] one = new float[plane];
			for (int k = from; k < to; k++) {
				mine.copy(k, one);
				for (int i = 0; i < plane; i++)
					values[k * plane + i] = Float.isFinite(one[i]) ? one[i] : 0;
			}
		});
		return new FloatVolume(values, grid, grid);
	}

	/**
	 * Returns how far a stored voxel reaches along a direction: the thickness of slices along their normal.
	 *
	 * @param direction unit vector in the world
	 * @return mm
	 */
	public double edge_mm(final double... direction) {
		final double[] affine = stored.voxelToWorld();
		double most = 0;
		for (int d = 0; d < 3; d++)
			most = Math.max(most, Math.abs(affine[d] * direction[0] + affine[4 + d] * direction[1] + affine[8 + d] * direction[2]));
		return most;
	}
}
