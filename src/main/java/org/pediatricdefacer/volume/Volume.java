package org.pediatricdefacer.volume;

import java.util.Arrays;
import java.util.Objects;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * Holds the pixels of a scan and where they lie.
 * <p>
 * Dimensions 0, 1, 2 are i, j, k of the grid; further dimensions (time, echoes, directions) are further volumes on the same
 * grid. All minima are 0.
 *
 * @param pixels at least three dimensions, of which the first three have the size of the grid
 * @param grid where the voxels lie
 */
public record Volume(RandomAccessibleInterval<? extends RealType<?>> pixels, VoxelGrid grid) {

	/**
	 * Checks that pixels and grid agree.
	 *
	 * @throws IllegalArgumentException if they do not
	 */
	public Volume {
		Objects.requireNonNull(pixels, "pixels");
		Objects.requireNonNull(grid, "grid");
		final long[] size = Intervals.dimensionsAsLongArray(pixels);
		if (size.length < 3) throw new IllegalArgumentException("pixels must have at least 3 dimensions, had " + size.length);
		if (!Arrays.equals(Arrays.copyOf(size, 3), grid.size()))
			throw new IllegalArgumentException("pixels of size " + Arrays.toString(size) + " do not fit a grid of " + grid);
		for (int d = 0; d < size.length; d++) {
			if (pixels.min(d) != 0) throw new IllegalArgumentException("pixels must start at 0, started at " + Arrays.toString(pixels.minAsLongArray()));
			if (size[d] < 1) throw new IllegalArgumentException("pixels must not be empty, were " + Arrays.toString(size));
		}
	}

	/**
	 * Returns the number of 3D volumes.
	 *
	 * @return 1 for a 3D scan
	 */
	public long count() {
		return Intervals.numElements(pixels) / grid.voxels();
	}

	/**
	 * Returns one 3D volume.
	 *
	 * @param index in [0, {@link #count()}); the fourth dimension counts fastest
	 * @return a view of the pixels, i, j, k
	 */
	public RandomAccessibleInterval<? extends RealType<?>> get(final long index) {
		return slice(pixels, index);
	}

	/**
	 * Returns the first 3D volume.
	 *
	 * @return a view of the pixels, i, j, k
	 */
	public RandomAccessibleInterval<? extends RealType<?>> first() {
		return get(0);
	}

	/**
	 * Returns the mean of all 3D volumes.
	 *
	 * @return i, j, k; a view for a 3D scan, else a new image
	 */
	public RandomAccessibleInterval<? extends RealType<?>> mean() {
		final int count = Math.toIntExact(count());
		if (count == 1) return first();
		final FloatPlanes[] volumes = new FloatPlanes[count];
		for (int v = 0; v < count; v++)
			volumes[v] = FloatPlanes.of(get(v));
		final int size = Math.toIntExact(grid.size(0) * grid.size(1));
		final float[] mean = new float[Math.multiplyExact(size, Math.toIntExact(grid.size(2)))];
		Resampler.forRanges(Math.toIntExact(grid.size(2)), (from, to) -> meanOfPlanes(volumes, size, mean, from, to));
		return ArrayImgs.floats(mean, grid.size());
	}

	private static void meanOfPlanes(final FloatPlanes[] volumes, final int size, final float[] mean, final int from, final int to) {
		final float[] plane = new float[size];
		for (int k = from; k < to; k++) {
			final double[] sum = new double[size];
			for (final FloatPlanes volume : volumes) {
				volume.independentCopy().copy(k, plane);
				for (int p = 0; p < size; p++)
					sum[p] += plane[p];
			}
			for (int p = 0; p < size; p++)
				mean[k * size + p] = (float) (sum[p] / volumes.length);
		}
	}

	private static <T extends RealType<?>> RandomAccessibleInterval<T> slice(final RandomAccessibleInterval<T> pixels, final long index) {
		RandomAccessibleInterval<T> view = pixels;
		long rest = index;
		while (view.numDimensions() > 3) {
			final long size = view.dimension(3);
			view = Views.hyperSlice(view, 3, rest % size);
			rest /= size;
		}
		return view;
	}
}
