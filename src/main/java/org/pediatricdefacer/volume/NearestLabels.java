package org.pediatricdefacer.volume;

import java.util.Arrays;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.Slabs;

/** Carries label images from grid to grid by nearest neighbors through the world. */
public final class NearestLabels {

	/** Given to voxels of the target that the label image does not cover. */
	public static final byte OUTSIDE = -1;

	private NearestLabels() {}

	/**
	 * Carries labels to a grid.
	 *
	 * @param target grid of the result
	 * @param labels values 0 to 127; larger ones count as 127 on any grid; the first volume is taken
	 * @return one label per voxel of the target, x-fastest; 0 outside the label image
	 */
	public static byte[] onto(final VoxelGrid target, final Volume labels) {
		return zeroOutside(ontoMarked(target, labels));
	}

	/** As {@link #onto}, with {@link #OUTSIDE} for voxels that the label image does not cover. */
	public static byte[] ontoMarked(final VoxelGrid target, final Volume labels) {
		return ontoMarked(target, copy(labels.first()), labels.grid());
	}

	/**
	 * Carries labels to a grid.
	 *
	 * @param target grid of the result
	 * @param labels one per voxel of their grid, x-fastest
	 * @param grid where the labels lie
	 * @return one label per voxel of the target; 0 outside the label image
	 */
	public static byte[] onto(final VoxelGrid target, final byte[] labels, final VoxelGrid grid) {
		return zeroOutside(ontoMarked(target, labels, grid));
	}

	/**
	 * Carries a mask to a grid.
	 *
	 * @param target grid of the result
	 * @param mask one flag per voxel of its grid, x-fastest
	 * @param grid where the mask lies
	 * @return one flag per voxel of the target; false outside the mask's grid
	 */
	public static boolean[] onto(final VoxelGrid target, final boolean[] mask, final VoxelGrid grid) {
		final byte[] labels = new byte[mask.length];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (byte) (mask[i] ? 1 : 0);
		return above0(onto(target, labels, grid));
	}

	/** Returns where labels are above 0. */
	public static boolean[] above0(final byte[] labels) {
		final boolean[] mask = new boolean[labels.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = labels[i] > 0;
		return mask;
	}

	private static byte[] zeroOutside(final byte[] carried) {
		for (int i = 0; i < carried.length; i++)
			if (carried[i] == OUTSIDE) carried[i] = 0;
		return carried;
	}

	private static byte[] ontoMarked(final VoxelGrid target, final byte[] source, final VoxelGrid grid) {
		if (target.equalsWithin(grid, 1e-4)) return source.clone();
		final int nx = Math.toIntExact(target.size(0));
		final int ny = Math.toIntExact(target.size(1));
		final byte[] carried = new byte[Math.toIntExact(target.voxels())];
		Slabs.run(Math.toIntExact(target.size(2)), (from, to) -> {
			for (int row = from * ny; row < to * ny; row++) {
				final double[] first = grid.toVoxel(target.toWorld(0, row % ny, row / ny));
				final double[] second = grid.toVoxel(target.toWorld(1, row % ny, row / ny));
				if (first[1] == second[1] && first[2] == second[2]) straight(source, grid, first, second[0] - first[0], carried, row * nx, nx);
				else oblique(source, grid, first, second, carried, row * nx, nx);
			}
		});
		return carried;
	}

	private static void oblique(final byte[] source, final VoxelGrid grid, final double[] first, final double[] second, final byte[] carried,
		final int start, final int n)
	{
		final int width = (int) grid.size(0);
		final int height = (int) grid.size(1);
		final int depth = (int) grid.size(2);
		for (int x = 0; x < n; x++) {
			final double u = first[0] + x * (second[0] - first[0]);
			final double v = first[1] + x * (second[1] - first[1]);
			final double w = first[2] + x * (second[2] - first[2]);
			carried[start + x] = outside(u, width) || outside(v, height) || outside(w, depth) ? OUTSIDE : source[(Math.min(depth - 1, rounded(w)) * height +
				Math.min(height - 1, rounded(v))) * width + Math.min(width - 1, rounded(u))];
		}
	}

	/** Carries a row that runs along one of the source's: it lies in that row, or outside. */
	private static void straight(final byte[] source, final VoxelGrid grid, final double[] first, final double step, final byte[] carried,
		final int start, final int n)
	{
		if (outside(first[1], grid.size(1)) || outside(first[2], grid.size(2))) {
			Arrays.fill(carried, start, start + n, OUTSIDE);
			return;
		}
		final int width = (int) grid.size(0);
		final long across = Math.min(grid.size(2) - 1, rounded(first[2])) * grid.size(1) + Math.min(grid.size(1) - 1, rounded(first[1]));
		final int row = (int) (across * width);
		for (int x = 0; x < n; x++) {
			final double at = first[0] + x * step;
			carried[start + x] = outside(at, width) ? OUTSIDE : source[row + Math.min(width - 1, rounded(at))];
		}
	}

	/** A hair is allowed, so that ties of grids that share their edges fall inside. */
	private static boolean outside(final double at, final long size) {
		return at < -0.5 - 1e-6 || at > size - 0.5 + 1e-6;
	}

	/** Rounds half up as {@link Math#round(double)} does, but faster; 0 for negative numbers. */
	private static int rounded(final double at) {
		final int whole = (int) at;
		return Math.max(0, at - whole >= 0.5 ? whole + 1 : whole);
	}

	private static <T extends RealType<?>> byte[] copy(final RandomAccessibleInterval<T> labels) {
		final byte[] copy = new byte[Math.toIntExact(labels.size())];
		final Cursor<T> cursor = Views.flatIterable(labels).cursor();
		for (int i = 0; i < copy.length; i++) {
			final double value = cursor.next().getRealDouble();
			copy[i] = value > 0 ? (byte) Math.min(Byte.MAX_VALUE, Math.round(value)) : 0;
		}
		return copy;
	}
}
