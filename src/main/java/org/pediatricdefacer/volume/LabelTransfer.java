package org.pediatricdefacer.volume;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
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
		final ArrayImg<UnsignedByteType, ByteArray> moved = ArrayImgs.unsignedBytes(to.size());
		final RandomAccess<UnsignedByteType> source = whole.randomAccess();
		final Cursor<UnsignedByteType> target = moved.localizingCursor();
		final long[] position = new long[3];
		final double[] voxel = new double[3];
		boolean common = false;
		while (target.hasNext()) {
			target.fwd();
			target.localize(voxel);
			final double[] place = from.toVoxel(to.toWorld(voxel));
			boolean inside = true;
			for (int d = 0; d < 3; d++) {
				position[d] = (long) Math.floor(place[d] + 0.5);
				inside &= position[d] >= 0 && position[d] < from.size(d);
			}
			if (inside) target.get().set(source.setPositionAndGet(position));
			common |= inside;
		}
		if (!common) throw new DefacingException("The mask (" + from + ") and the scan (" + to +
			") have no place in common; choose a mask of the same session.");
		return moved;
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
