package org.pediatricdefacer.mask;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;

/**
 * Cleans the ears of a head: keeps at most one on each side, where an ear can be and of a size an ear can have, and makes it whole.
 */
final class EarFinder {

	/** Half the smallest ear that a field of view left in the training data. */
	private static final double LEAST_ML = 0.4;

	/** Twice the largest ear of the training data, its margin included. */
	private static final double MOST_ML = 55;

	/** Fragments this near to each other are one ear. */
	private static final double NEAR_MM = 8;

	/** Slack in u of the place of an ear when the pitch of the frame is known, and when it is not. */
	private static final double SLACK = 12;
	private static final double SLACK_UPRIGHT = 30;

	/** How deep below the skin an ear reaches, in u. */
	private static final double DEPTH = 8;

	/** How far the air around an ear counts as the ear's, in u. */
	private static final double AIR = 3.5;

	/** The ears found; 0 for none. */
	record Ears(double left_ml, double right_ml, double dropped_ml) {}

	private final ModelHead head;
	private final HeadFrame frame;

	EarFinder(final ModelHead head, final HeadFrame frame) {
		this.head = head;
		this.frame = frame;
	}

	/** Cleans the ears in place and says what it found. */
	Ears clean() {
		final boolean[] ears = head.voxelsOf(Region.EARS);
		// Half the gap on each side makes fragments touch.
		final ConnectedComponents parts = new ConnectedComponents(
			DistanceTransform.dilate(ears, head.lattice, NEAR_MM / 2), head.lattice, Connectivity.CORNERS);
		final long[] size = parts.sizes(ears);
		final double[][] centers_mm = parts.centers_mm(ears);
		final int left = best(size, centers_mm, -1);
		final int right = best(size, centers_mm, 1);
		long dropped = 0;
		for (int i = 0; i < ears.length; i++) {
			final int p = parts.labels()[i];
			if (ears[i] && p != left && p != right) {
				head.reclassify(i, replacement(i));
				dropped++;
			}
		}
		return new Ears(left == 0 ? 0 : head.volume_ml(size[left]), right == 0 ? 0 : head.volume_ml(size[right]),
			head.volume_ml(dropped));
	}

	/**
	 * Grows the ears that were found by a voxel of the tissue around them, down to the scalp carried on beneath, so that no stump stays,
	 * and takes a voxel of the air around them away where it lies farther from their tissue than their margin.
	 */
	void complete(final Surroundings surroundings) {
		if (!surroundings.visible)
			return;
		final boolean[] whole = DistanceTransform.dilate(head.voxelsOf(Region.EARS), head.lattice, head.lattice.dx_mm());
		final double unit_mm = frame == null ? 1 : frame.unit_mm();
		for (int i = 0; i < whole.length; i++) {
			if (whole[i] && head.classes[i] == 0 && !surroundings.exterior[i] && surroundings.depth_mm[i] <= DEPTH * unit_mm)
				head.reclassify(i, Region.EARS.label());
		}
		trim(surroundings.exterior, AIR * unit_mm);
	}

	/**
	 * Takes from the outside of the ears a voxel of the air that lies farther from their tissue than a reach; more may be an ear too dark
	 * to be told from air.
	 */
	private void trim(final boolean[] exterior, final double reach_mm) {
		final boolean[] tissue = head.voxelsOf(Region.EARS);
		final boolean[] rest = new boolean[tissue.length];
		for (int i = 0; i < tissue.length; i++) {
			rest[i] = !tissue[i];
			tissue[i] &= !exterior[i];
		}
		final boolean[] near = DistanceTransform.dilate(tissue, head.lattice, reach_mm);
		final boolean[] border = DistanceTransform.dilate(rest, head.lattice, head.lattice.dx_mm());
		for (int i = 0; i < near.length; i++) {
			if (!rest[i] && !near[i] && border[i])
				head.reclassify(i, 0);
		}
	}

	/** A false ear inside the face is face; brain was settled before and gets no new voxels. */
	private int replacement(final int voxel) {
		final int other = head.mostProbable(voxel, Region.EARS.label());
		return other == Region.BRAIN.label() ? 0 : other;
	}

	/** Returns the largest plausible part on a side (-1 left, 1 right), or 0. */
	private int best(final long[] size, final double[][] centers_mm, final int side) {
		int best = 0;
		for (int p = 1; p < size.length; p++) {
			final double volume_ml = head.volume_ml(size[p]);
			if (volume_ml < LEAST_ML || volume_ml > MOST_ML || best > 0 && size[p] <= size[best])
				continue;
			if (plausible(centers_mm[p][0], centers_mm[p][1], centers_mm[p][2], side))
				best = p;
		}
		return best;
	}

	private boolean plausible(final double x_mm, final double y_mm, final double z_mm, final int side) {
		if (frame == null)
			return side * (x_mm - 0.5 * (head.lattice.nx() - 1) * head.lattice.dx_mm()) > 0;
		final double x = frame.coordinate(0, x_mm, y_mm, z_mm);
		final double slack = frame.basis() == Basis.EYES_AND_BRAIN || frame.basis() == Basis.BRAIN_SURFACE ? SLACK : SLACK_UPRIGHT;
		return side * x > 0
			&& FaceZone.hasEar(x, frame.coordinate(1, x_mm, y_mm, z_mm), frame.coordinate(2, x_mm, y_mm, z_mm), slack);
	}
}
