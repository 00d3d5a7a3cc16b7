package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.lattice.VoxelBox;

/**
 * Makes the facemask on the scan's own grid from the classes there: chosen regions, margin, brain guard.
 * <p>
 * Distances are worked out where they matter only: margins in the box around the mask, the guard where the boxes around mask
 * and brain overlap.
 */
final class ScanMask {

	private static final byte BRAIN = (byte) Region.BRAIN.label();
	private static final byte EARS = (byte) Region.EARS.label();

	private final byte[] classes;
	private final Lattice lattice;
	private final byte[] labels;

	ScanMask(final byte[] classes, final Lattice lattice) {
		this.classes = classes;
		this.lattice = lattice;
		labels = new byte[classes.length];
	}

	/** Returns the labels of the mask; no voxel within the guard of a brain voxel, nor the brain itself, is in it. */
	byte[] make(final CleaningSettings settings) {
		final byte[] map = new byte[Region.CLASSES];
		for (final Region region : settings.regions())
			map[region.label()] = (byte) region.label();
		Slabs.run(lattice.nz(), (from, to) -> {
			final int plane = lattice.nx() * lattice.ny();
			for (int i = from * plane; i < to * plane; i++)
				labels[i] = map[classes[i]];
		});
		final byte grown = map[Region.FACE.label()] > 0 ? map[Region.FACE.label()] : map[Region.EYES.label()];
		if (settings.margin_mm() > 0)
			grow(settings.margin_mm(), grown);
		BrainGuard.keep(labels, classes, lattice, settings.brainGuard_mm());
		return labels;
	}

	/** Grows the mask; a new voxel is of the region it is nearest to, ears or the rest. */
	private void grow(final double margin_mm, final byte face) {
		final VoxelBox box = VoxelBox.around(labels, (byte) 0, lattice, margin_mm);
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
		final float[] toEars = DistanceTransform.squared_mm2(ears, box.lattice(), margin_mm);
		final float[] toFace = DistanceTransform.squared_mm2(others, box.lattice(), margin_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice().nx(); x++) {
				final boolean reached = Math.min(toEars[inBox + x], toFace[inBox + x]) < Float.POSITIVE_INFINITY;
				if (reached && labels[voxel + x] == 0 && classes[voxel + x] != BRAIN)
					labels[voxel + x] = toEars[inBox + x] < toFace[inBox + x] ? EARS : face;
			}
		});
	}
}
