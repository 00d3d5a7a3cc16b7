package org.pediatricdefacer.volume;

import java.util.Arrays;
import java.util.Objects;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
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
	 * Returns the first 3D volume.
	 *
	 * @return a view of the pixels, x, y, z
	 */
	public RandomAccessibleInterval<? extends RealType<?>> first() {
		return firstOf(pixels);
	}

	/**
	 * Returns the mean of all 3D volumes.
	 *
	 * @return x, y, z; a view for a 3D scan, else a new image
	 */
	public RandomAccessibleInterval<FloatType> mean() {
		if (count() == 1) return asFloat(first());
		final ArrayImg<FloatType, FloatArray> mean = ArrayImgs.floats(grid.size());
		meanInto(mean, pixels);
		return mean;
	}

	private static <T extends RealType<?>> RandomAccessibleInterval<T> firstOf(final RandomAccessibleInterval<T> pixels) {
		RandomAccessibleInterval<T> view = pixels;
		while (view.numDimensions() > 3)
			view = Views.hyperSlice(view, view.numDimensions() - 1, 0);
		return view;
	}

	private static <T extends RealType<?>> RandomAccessibleInterval<FloatType> asFloat(final RandomAccessibleInterval<T> pixels) {
		return Converters.convert(pixels, (in, out) -> out.set(in.getRealFloat()), new FloatType());
	}

	private static <T extends RealType<?>> void meanInto(final RandomAccessibleInterval<FloatType> mean, final RandomAccessibleInterval<T> pixels) {
		final int n = pixels.numDimensions();
		final long[] further = Arrays.copyOfRange(Intervals.dimensionsAsLongArray(pixels), 3, n);
		final long volumes = Intervals.numElements(further);
		final RandomAccess<T> access = pixels.randomAccess();
		final long[] position = new long[n];
		final Cursor<FloatType> cursor = mean.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.localize(position);
			double sum = 0;
			for (long v = 0; v < volumes; v++) {
				long rest = v;
				for (int d = 3; d < n; d++) {
					position[d] = rest % further[d - 3];
					rest /= further[d - 3];
				}
				sum += access.setPositionAndGet(position).getRealDouble();
			}
			cursor.get().set((float) (sum / volumes));
		}
	}
}
