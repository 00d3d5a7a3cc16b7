package org.pediatricdefacer.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;

import org.pediatricdefacer.volume.AxisMap.Taps;

/**
 * Brings a scan to the spacing of a model, along the scan's own axes.
 * <p>
 * The kernel is a triangle of half-width max(1, new/old spacing) old voxels, its weights normalized over the voxels inside the
 * image: linear interpolation when enlarging, an antialiasing average when shrinking. Every new voxel is summed in one fixed
 * order, so the result does not depend on the number of threads. As old and new grid have the same center, resampling and
 * reversing or exchanging axes commute: a scan may be resampled as it is stored, and turned to RAS afterwards.
 */
public final class Resampler {

	private Resampler() {}

	/**
	 * Holds a resampled scan.
	 *
	 * @param pixels i, j, k of the new grid
	 * @param grid the new grid: same axes and center as the old one
	 * @param nonFinite number of stored values that were not finite, and counted as 0
	 */
	public record Resampled(ArrayImg<FloatType, FloatArray> pixels, VoxelGrid grid, long nonFinite) {}

	/**
	 * Describes the grid that {@link #toSpacing} gives.
	 *
	 * @param grid a scan's grid
	 * @param newSpacing_mm spacing of the new grid, the same along all axes
	 * @return same axes and center; along each axis max(1, round(n * old / new spacing)) voxels, where .5 rounds to even
	 */
	public static VoxelGrid gridOf(final VoxelGrid grid, final double newSpacing_mm) {
		final double[] affine = grid.voxelToWorld();
		final long[] size = new long[3];
		final double[] first = new double[3];
		for (int d = 0; d < 3; d++) {
			final AxisMap axis = axis(grid, d, newSpacing_mm);
			size[d] = axis.newSize;
			first[d] = axis.toOld(0);
		}
		final double[] origin = grid.toWorld(first);
		for (int r = 0; r < 3; r++) {
			for (int d = 0; d < 3; d++)
				affine[4 * r + d] *= newSpacing_mm / grid.spacing_mm(d);
			affine[4 * r + 3] = origin[r];
		}
		return new VoxelGrid(size, affine);
	}

	/**
	 * Resamples a scan to an isotropic spacing.
	 *
	 * @param image i, j, k; any real type, minimum 0, size of the grid
	 * @param grid the scan's grid
	 * @param newSpacing_mm spacing of the new grid, the same along all axes
	 * @return a new image on {@link #gridOf}
	 */
	public static Resampled toSpacing(final RandomAccessibleInterval<? extends RealType<?>> image, final VoxelGrid grid,
		final double newSpacing_mm)
	{
		final AxisMap x = axis(grid, 0, newSpacing_mm), y = axis(grid, 1, newSpacing_mm), z = axis(grid, 2, newSpacing_mm);
		final int newPlane = Math.multiplyExact(x.newSize, y.newSize);
		final float[][] shrunk = new float[z.oldSize][];
		final LongAdder nonFinite = new LongAdder();
		final FloatPlanes planes = FloatPlanes.of(image);
		final Taps xTaps = x.taps(), yTaps = y.taps(), zTaps = z.taps();
		forRanges(z.oldSize, (from, to) -> {
			final FloatPlanes mine = planes.independentCopy();
			final float[] plane = new float[Math.multiplyExact(x.oldSize, y.oldSize)];
			final float[] rows = new float[y.oldSize * x.newSize];
			for (int k = from; k < to; k++) {
				mine.copy(k, plane);
				nonFinite.add(zeroNonFinite(plane));
				shrunk[k] = shrinkPlane(plane, x, xTaps, y, yTaps, rows);
			}
		});
		final float[] pixels = new float[Math.multiplyExact(newPlane, z.newSize)];
		forRanges(z.newSize, (from, to) -> {
			final double[] sum = new double[newPlane];
			for (int k = from; k < to; k++) {
				Arrays.fill(sum, 0);
				for (int t = 0; t < zTaps.count[k]; t++)
					add(sum, zTaps.weights[k * zTaps.stride + t], shrunk[zTaps.start[k] + t], 0);
				store(sum, pixels, k * newPlane);
			}
		});
		return new Resampled(ArrayImgs.floats(pixels, x.newSize, y.newSize, z.newSize), gridOf(grid, newSpacing_mm), nonFinite.sum());
	}

	/** Shrinks one plane along x, then along y. */
	private static float[] shrinkPlane(final float[] plane, final AxisMap x, final Taps xTaps, final AxisMap y, final Taps yTaps,
		final float[] rows)
	{
		for (int j = 0; j < y.oldSize; j++)
			for (int i = 0; i < x.newSize; i++) {
				final int from = j * x.oldSize + xTaps.start[i];
				final int weight = i * xTaps.stride;
				double sum = 0;
				for (int t = 0; t < xTaps.count[i]; t++)
					sum += xTaps.weights[weight + t] * plane[from + t];
				rows[j * x.newSize + i] = (float) sum;
			}
		final float[] shrunk = new float[x.newSize * y.newSize];
		final double[] sum = new double[x.newSize];
		for (int j = 0; j < y.newSize; j++) {
			Arrays.fill(sum, 0);
			for (int t = 0; t < yTaps.count[j]; t++)
				add(sum, yTaps.weights[j * yTaps.stride + t], rows, (yTaps.start[j] + t) * x.newSize);
			store(sum, shrunk, j * x.newSize);
		}
		return shrunk;
	}

	private static void add(final double[] sum, final double weight, final float[] values, final int offset) {
		for (int i = 0; i < sum.length; i++)
			sum[i] += weight * values[offset + i];
	}

	private static void store(final double[] sum, final float[] values, final int offset) {
		for (int i = 0; i < sum.length; i++)
			values[offset + i] = (float) sum[i];
	}

	private static int zeroNonFinite(final float[] values) {
		int count = 0;
		for (int i = 0; i < values.length; i++)
			if (!Float.isFinite(values[i])) {
				values[i] = 0;
				count++;
			}
		return count;
	}

	private static AxisMap axis(final VoxelGrid grid, final int d, final double newSpacing_mm) {
		return new AxisMap(Math.toIntExact(grid.size(d)), grid.spacing_mm(d), newSpacing_mm);
	}

	/** Does work on [from, to). */
	interface Range {

		void run(int from, int to);
	}

	/** Splits [0, size) among the threads that ImgLib2's {@link Parallelization} grants. */
	static void forRanges(final int size, final Range work) {
		final TaskExecutor executor = Parallelization.getTaskExecutor();
		final int tasks = Math.max(1, Math.min(size, executor.suggestNumberOfTasks()));
		final List<int[]> ranges = new ArrayList<>();
		for (int t = 0; t < tasks; t++)
			ranges.add(new int[] { (int) ((long) size * t / tasks), (int) ((long) size * (t + 1) / tasks) });
		executor.forEach(ranges, range -> work.run(range[0], range[1]));
	}
}
