package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.VoxelBox;

/** Keeps the brain, and what lies near it, out of what is removed. */
public final class BrainGuard {

	private static final byte BRAIN = (byte) Region.BRAIN.label();

	private BrainGuard() {}

	/**
	 * Takes the brain and all voxels near it out of a mask.
	 * <p>
	 * Distances are worked out where they matter only: where the boxes around mask and brain overlap.
	 *
	 * @param mask on the scan's grid, x-fastest; becomes 0 near the brain
	 * @param classes the class of each voxel
	 * @param lattice the scan's grid
	 * @param guard_mm voxels whose centers are within this distance of a brain voxel's stay
	 */
	public static void keep(final byte[] mask, final byte[] classes, final Lattice lattice, final double guard_mm) {
		final VoxelBox around = VoxelBox.around(mask, (byte) 0, lattice, guard_mm);
		final VoxelBox brain = VoxelBox.around(classes, BRAIN, lattice, guard_mm);
		final VoxelBox box = around == null || brain == null ? null : around.overlap(brain);
		if (box == null) return;
		final boolean[] features = new boolean[box.lattice().voxels()];
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++)
				features[inBox + x] = classes[voxel + x] == BRAIN;
		});
		final float[] toBrain = DistanceTransform.squared_mm2(features, box.lattice(), guard_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++)
				if (toBrain[inBox + x] < Float.POSITIVE_INFINITY) mask[voxel + x] = 0;
		});
	}
}
