package org.pediatricdefacer.mask;

import org.pediatricdefacer.frame.HeadFrame;

/** Facemasks whose head is known to lie elsewhere than it was found. */
public final class KnownHead {

	private KnownHead() {}

	/**
	 * Gives a facemask another frame.
	 *
	 * @param facemask that was found
	 * @param frame in mm from the first voxel of the model's grid; null for none
	 * @return the same facemask, on which nothing is known of probabilities and skin
	 */
	public static Facemask withFrame(final Facemask facemask, final HeadFrame frame) {
		final HeadGeometry found = facemask.evidence().geometry();
		final HeadGeometry head = new HeadGeometry(found.lattice(), found.scan(), found.part(), frame, found.depth_mm(), found.airVisible(), found.guarded());
		final int voxels = found.lattice().voxels();
		return new Facemask(facemask.labels(), facemask.classes(), facemask.grid(), facemask.regions(), facemask.facts(), new MaskEvidence(head,
			new float[voxels], new boolean[voxels]), facemask.check());
	}
}
