package org.pediatricdefacer.volume;

import java.util.concurrent.atomic.LongAdder;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.pediatricdefacer.DefacingException;

/** Takes labels from the grid of one scan to that of another of the same session. */
public final class LabelTransfer {

	/** Grids that agree this well are the same: files store affines as floats. */
	private static final double SAME_MM = 0.01;

	private LabelTransfer() {}

	/**
	 * Gives each voxel of a grid the label of the nearest voxel of another grid, through world coordinates.
	 *
	 * @param labels i, j, k of the grid they come from; whole numbers from 0 to 255; minimum 0
	 * @param from grid of the labels
	 * @param to grid to bring them to
	 * @return i, j, k of the new grid; 0 outside the old one
	 * @throws DefacingException if a label is no whole number from 0 to 255, or the grids have no place in common
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> nearest(final RandomAccessibleInterval<? extends RealType<?>> labels,
		final VoxelGrid from, final VoxelGrid to)
	{
		final ArrayImg<UnsignedByteType, ByteArray> whole = wholeNumbers(labels);
		if (from.equalsWithin(to, SAME_MM)) return whole;
		final Steps steps = new Steps(from, to);
		final byte[] source = whole.update(null).getCurrentStorageArray();
		final byte[] moved = new byte[Math.toIntExact(to.voxels())];
		final LongAdder common = new LongAdder();
		Resampler.forRanges((int) to.size(2), (first, end) -> common.add(steps.move(source, moved, first, end)));
		if (common.sum() == 0) throw new DefacingException("The mask (" + from + ") and the scan (" + to +
			") have no place in common; choose a mask of the same session.");
		return ArrayImgs.unsignedBytes(moved, to.size());
	}

	/** Walks through the new grid and knows where each voxel lies in the old one: a step along an axis is always the same. */
	private static final class Steps {

		private final VoxelGrid from;
		private final VoxelGrid to;
		private final double[] origin;
		private final double[][] step = new double[3][3];

		Steps(final VoxelGrid from, final VoxelGrid to) {
			this.from = from;
			this.to = to;
			origin = from.toVoxel(to.toWorld(0, 0, 0));
			for (int axis = 0; axis < 3; axis++) {
				final double[] next = from.toVoxel(to.toWorld(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0));
				for (int d = 0; d < 3; d++)
					step[axis][d] = next[d] - origin[d];
			}
		}

		/** Fills planes of the new grid; returns how many of their voxels lie in the old one. */
		long move(final byte[] source, final byte[] moved, final int firstPlane, final int endPlane) {
			final int nx = (int) to.size(0), ny = (int) to.size(1);
			long common = 0;
			for (int k = firstPlane; k < endPlane; k++)
				for (int j = 0; j < ny; j++)
					for (int i = 0; i < nx; i++) {
						final long x = nearest(0, i, j, k), y = nearest(1, i, j, k), z = nearest(2, i, j, k);
						if (x < 0 || y < 0 || z < 0 || x >= from.size(0) || y >= from.size(1) || z >= from.size(2)) continue;
						moved[(k * ny + j) * nx + i] = source[(int) (x + from.size(0) * (y + from.size(1) * z))];
						common++;
					}
			return common;
		}

		private long nearest(final int d, final int i, final int j, final int k) {
			return (long) Math.floor(origin[d] + i * step[0][d] + j * step[1][d] + k * step[2][d] + 0.5);
		}
	}

	private static <T extends RealType<?>> ArrayImg<UnsignedByteType, ByteArray> wholeNumbers(final RandomAccessibleInterval<T> labels) {
		final byte[] whole = new byte[Math.toIntExact(labels.size())];
		final Cursor<T> cursor = Views.flatIterable(labels).cursor();
		for (int i = 0; i < whole.length; i++) {
			final double value = cursor.next().getRealDouble();
			if (value != (int) value || value < 0 || value > 255) throw new DefacingException("A mask holds whole numbers from 0 to 255, this one holds " +
				value + "; choose a label image.");
			whole[i] = (byte) (int) value;
		}
		return ArrayImgs.unsignedBytes(whole, labels.dimensionsAsLongArray());
	}
}
