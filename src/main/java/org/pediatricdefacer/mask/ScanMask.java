package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;

/**
 * Makes the facemask on the scan's own grid from the classes there: chosen regions, margin, brain guard.
 * <p>
 * Distances are worked out where they matter only: margins in the box around the mask, the guard where the boxes around mask
 * and brain overlap.
 */
final class ScanMask {

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
			MaskGrowth.grow(labels, classes, lattice, settings.margin_mm(), grown);
		BrainGuard.keep(labels, classes, lattice, settings.brainGuard_mm());
		return labels;
	}
}
