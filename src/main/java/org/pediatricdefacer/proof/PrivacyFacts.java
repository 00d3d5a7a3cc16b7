package org.pediatricdefacer.proof;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What two scans, one before and one after defacing, tell about privacy and brain, whichever tool defaced them.
 *
 * @param left what is left of the face
 * @param proven whether the program's own proof of this scan is known, which saw brain and ears
 * @param changed_ml volume of the voxels that changed
 * @param brain what became of the brain
 * @param alike structural similarity of the front views over the face zone, before and after; NaN if not known
 * @param detected views in which a face detector still finds a face, per view in which it did before; empty if it did not run or
 *            found none before
 */
public record PrivacyFacts(FaceLeft left, boolean proven, double changed_ml, Brain brain, double alike, OptionalDouble detected)
{

	/**
	 * One feature by which people are told apart.
	 *
	 * @param name for reports, such as nose or left ear
	 * @param ear whether it is an ear
	 * @param inView whether its place is in the field of view
	 * @param residual share of its original skin within 2 mm of the new surface; NaN if there was none to measure
	 * @param depthMedian_mm median distance from that skin to the new surface, infinite if nothing is left; NaN as above
	 * @param standsOut_mm of an ear, by how much what is left stands out from the scalp carried on under it; NaN as above
	 */
	public record Feature(String name, boolean ear, boolean inView, double residual, double depthMedian_mm, double standsOut_mm) {

		/** Returns whether there was skin to measure. */
		public boolean measured() {
			return !Double.isNaN(residual);
		}
	}

	/**
	 * What became of the brain, by a brain mask that the facemask's network has not made.
	 *
	 * @param given whether the user gave the mask; then it is exact, else its edge is uncertain by 2 to 3 mm
	 * @param plausible whether the mask has the shape of a brain
	 * @param removed_voxels voxels of the mask that changed
	 * @param removedInside_voxels those of them that lie at least 3 mm inside the mask
	 * @param removed_ml volume of all voxels of the mask that changed
	 * @param labeled_voxels voxels that the labels call brain and that changed
	 */
	public record Brain(boolean given, boolean plausible, long removed_voxels, long removedInside_voxels, double removed_ml, long labeled_voxels) {

		/** Returns the volume of the voxels that lie inside the mask. */
		double removedInside_ml() {
			return removed_voxels == 0 ? 0 : removed_ml * removedInside_voxels / removed_voxels;
		}
	}

	/** Checks that nothing is missing. */
	public PrivacyFacts {
		Objects.requireNonNull(left, "left");
		Objects.requireNonNull(brain, "brain");
		Objects.requireNonNull(detected, "detected");
	}
}
