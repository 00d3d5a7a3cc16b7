package org.pediatricdefacer.report;

import java.util.Optional;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.render.IsotropicScan;

/**
 * One head on one isotropic grid, before and after defacing, with its masks.
 *
 * @param after the defaced scan, if one was written
 * @param before the original, if it is at hand
 * @param removed one label per voxel as in {@link org.pediatricdefacer.mask.Region}, 0 for what was kept
 * @param brain one label per voxel, 0 for what is no brain
 * @param lattice size of the grid
 */
record HeadImages(Optional<IsotropicScan> after, Optional<IsotropicScan> before, byte[] removed, byte[] brain, Lattice lattice) {

	/**
	 * Checks the lengths.
	 *
	 * @throws IllegalArgumentException if there is no scan, or a mask has another number of voxels
	 */
	HeadImages {
		if (after.isEmpty() && before.isEmpty()) throw new IllegalArgumentException("a head needs a scan before or after defacing");
		if (removed.length != lattice.voxels() || brain.length != lattice.voxels())
			throw new IllegalArgumentException("expected " + lattice.voxels() + " voxels, were " + removed.length + " and " + brain.length);
	}

	/** Returns the scan that tells air from skin best: the original if there is one. */
	IsotropicScan reference() {
		return before.or(this::after).orElseThrow();
	}
}
