package org.pediatricdefacer.privacy;

import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * A brain mask from intensities and morphology alone, so that a facemask is not judged by the network that made it.
 * <p>
 * On a 2 mm grid, with slow shading evened out: tissue brighter than 0.55 or 0.65 and darker than 1.7 times the median of what lies
 * more than 20 mm deep, more than 6 mm under the skin; eroded by 3 to 6 mm; the largest piece grown back. Of these eight candidates
 * the largest is taken that no part of lies farther than 100 mm from its center: those that leaked into neck or face do. Of it stays
 * what is reached from its depth by a brighter way than from the skin: bone parts the brain from the skin, but not the fat of the
 * orbits. It is closed by 8 mm, grown by 2 mm of cerebrospinal fluid, its holes are filled, and it is opened by 12 mm, which takes off
 * eyes and muscles. Depths shrink with small heads. Erosion, largest piece and growing back follow Lemieux et al., Magnetic Resonance in
 * Medicine 42 (1999), sharing out between seeds Meyer, Signal Processing 38 (1994).
 * <p>
 * Limits: made for T1w, T2w and FLAIR of whole or nearly whole heads. Where brain, muscle and fat are alike (PD) it leaks through
 * the skull; then {@link #plausible()} is false. The edge is uncertain by 2 to 3 mm (in slices of 5 mm and more by half a slice), worst at the base of
 * the skull; the mask may miss the lowest cerebellum and brainstem and may hold some of the orbits. It fails on heads whose
 * skull is bright (CT) or whose brain was removed or masked before. Where a brain mask made with care is at hand, give that one.
 */
public final class BrainMask {

	private final boolean[] voxels;
	private final boolean plausible;

	private BrainMask(final boolean[] voxels, final boolean plausible) {
		this.voxels = voxels;
		this.plausible = plausible;
	}

	/**
	 * Finds the brain of a scan.
	 *
	 * @param head any orientation and spacing
	 * @param target grid of the result
	 * @return the mask
	 */
	public static BrainMask of(final Volume head, final VoxelGrid target) {
		final IsotropicScan scan = IsotropicScan.of(head, BrainSearch.GRID_MM);
		final BrainSearch search = new BrainSearch(scan, AirThreshold.of(scan).skin());
		return new BrainMask(NearestLabels.onto(target, search.brain(), scan.grid()), search.plausible());
	}

	/** Returns one flag per voxel of the target, x-fastest, all false if no brain was found; not a copy. */
	public boolean[] voxels() {
		return voxels;
	}

	/** Returns whether the mask has the size of a brain: false if it leaked or nothing was found. */
	public boolean plausible() {
		return plausible;
	}
}
