package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.VoxelBox;

/** Grows and shrinks facemasks on all sides. */
public final class MaskGrowth {

	private static final byte BRAIN = (byte) Region.BRAIN.label();
	private static final byte EARS = (byte) Region.EARS.label();

	private MaskGrowth() {}

	/**
	 * Grows a mask; a new voxel is of the region it is nearest to, ears or the rest.
	 *
	 * @param labels of the mask on the scan's grid, x-fastest; changed
	 * @param classes the class of each voxel; the brain is never grown into
	 * @param lattice the scan's grid
	 * @param by_mm voxels whose centers are within this distance of a voxel's of the mask are added
	 * @param rest label of what is not nearest to ears
	 */
	public static void grow(final byte[] labels, final byte[] classes, final Lattice lattice, final double by_mm, final byte rest) {
		final VoxelBox box = VoxelBox.around(labels, (byte) 0, lattice, by_mm);
		if (box == null)
			return;
		final boolean[] ears = new boolean[box.lattice().voxels()];
		final boolean[] others = new boolean[ears.length];
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++) {
				ears[inBox + x] = labels[voxel + x] == EARS;
				others[inBox + x] = labels[voxel + x] > 0 && labels[voxel + x] != EARS;
			}
		});
		final float[] toEars = DistanceTransform.squared_mm2(ears, box.lattice(), by_mm);
		final float[] toRest = DistanceTransform.squared_mm2(others, box.lattice(), by_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++) {
				final boolean reached = Math.min(toEars[inBox + x], toRest[inBox + x]) < Float.POSITIVE_INFINITY;
				if (reached && labels[voxel + x] == 0 && classes[voxel + x] != BRAIN)
					labels[voxel + x] = toEars[inBox + x] < toRest[inBox + x] ? EARS : rest;
			}
		});
	}

	/**
	 * Shrinks a mask from all sides but the border of the field of view.
	 *
	 * @param labels of the mask on the scan's grid, x-fastest; changed
	 * @param lattice the scan's grid
	 * @param by_mm voxels whose centers are within this distance of a voxel's beside the mask are taken away
	 */
	public static void shrink(final byte[] labels, final Lattice lattice, final double by_mm) {
		final VoxelBox box = VoxelBox.around(labels, (byte) 0, lattice, by_mm);
		if (box == null)
			return;
		final boolean[] outside = new boolean[box.lattice().voxels()];
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++)
				outside[inBox + x] = labels[voxel + x] == 0;
		});
		final float[] toOutside = DistanceTransform.squared_mm2(outside, box.lattice(), by_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++)
				if (toOutside[inBox + x] < Float.POSITIVE_INFINITY) labels[voxel + x] = 0;
		});
	}
}
