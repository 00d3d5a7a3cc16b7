package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.DistanceTransform;

/**
 * Where the model holds brain possible, though another class is more probable.
 * <p>
 * A brain voxel that is lost cannot be had again, so near the brain a small probability is enough to keep a voxel and what lies
 * within the guard of it. Measured on real scans, this leaves half to all of the brain voxels that the most probable class gives
 * away, and changes Dice of the facemask by less than 0.01.
 */
final class PossibleBrain {

	/** Above this probability a voxel may be brain. */
	private static final float LEAST = 0.1f;

	/** What lies farther from the brain than this is none: fat and muscle of face and neck are doubtful, too. */
	private static final double REACH_MM = 8;

	private final ModelHead head;
	private final boolean[] possible;

	/** Looks at the head before the cleaning changes its probabilities. */
	PossibleBrain(final ModelHead head) {
		this.head = head;
		possible = new boolean[head.classes.length];
		for (int i = 0; i < possible.length; i++)
			possible[i] = head.probability(i, Region.BRAIN.label()) > LEAST;
	}

	/**
	 * Takes face, eyes and ears away where brain is possible near the cleaned brain, and within the guard around that.
	 *
	 * @return the voxels where nothing may be removed
	 */
	boolean[] guard(final boolean[] brain, final double guard_mm) {
		final boolean[] near = DistanceTransform.dilate(brain, head.lattice, REACH_MM);
		for (int i = 0; i < near.length; i++)
			near[i] &= possible[i];
		final boolean[] guarded = DistanceTransform.dilate(near, head.lattice, guard_mm);
		for (int i = 0; i < guarded.length; i++)
			if (guarded[i] && head.classes[i] > Region.BRAIN.label())
				head.reclassify(i, 0);
		return guarded;
	}
}
