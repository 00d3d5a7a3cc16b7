package org.pediatricdefacer.privacy;

import java.util.Optional;

import org.apache.commons.math3.util.MathArrays;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Neighbors;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.render.IsotropicScan;

/**
 * Finds the upright frame of a head from a label image: from both eyes and the brain, else from both eyes, else from the brain.
 * <p>
 * The eyes are the two largest pieces of that label, if they lie side by side 35 to 80 mm apart. A brain that the field of view
 * cuts badly (more than 25 cm^2 of cut face) has no center to speak of; the head is then taken to be upright.
 */
final class LabelFrame {

	private static final double LEAST_EYE_ML = 0.5;
	private static final double LEAST_APART_MM = 35;
	private static final double MOST_APART_MM = 80;
	private static final double LEAST_BRAIN_ML = 100;
	private static final double MOST_CUT_CM2 = 25;

	private final byte[] labels;
	private final IsotropicScan scan;
	private final Lattice lattice;

	private LabelFrame(final byte[] labels, final IsotropicScan scan) {
		this.labels = labels;
		this.scan = scan;
		lattice = scan.lattice();
	}

	/**
	 * Finds the frame.
	 *
	 * @param labels one label per voxel of the scan's grid, as in {@link Region}
	 * @param scan the grid
	 * @return the frame in world coordinates; empty if there are neither two eyes nor a brain
	 */
	static Optional<HeadFrame> of(final byte[] labels, final IsotropicScan scan) {
		return new LabelFrame(labels, scan).frame();
	}

	private Optional<HeadFrame> frame() {
		final boolean[] brain = mask(Region.BRAIN);
		final ConnectedComponents pieces = new ConnectedComponents(brain, lattice, Connectivity.FACES);
		final boolean[] main = pieces.selectLargest();
		final double[] center = center(pieces, brain, pieces.largest());
		final boolean found = pieces.count() > 0 && pieces.size(pieces.largest()) * lattice.voxelVolume_mm3() >= 1000 * LEAST_BRAIN_ML;
		final double[][] eyes = eyes();
		if (eyes == null) return found ? Optional.of(HeadFrame.of(center, width_mm(main))) : Optional.empty();
		return Optional.of(found && cut_cm2(main) <= MOST_CUT_CM2 ? HeadFrame.of(eyes[0], eyes[1], center) : HeadFrame.of(eyes[0], eyes[1]));
	}

	private boolean[] mask(final Region region) {
		final boolean[] mask = new boolean[labels.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = labels[i] == region.label();
		return mask;
	}

	/** The left and the right eye, or null. */
	private double[][] eyes() {
		final boolean[] mask = mask(Region.EYES);
		final ConnectedComponents pieces = new ConnectedComponents(mask, lattice, Connectivity.CORNERS);
		int first = 0;
		int second = 0;
		for (int p = 1; p <= pieces.count(); p++) {
			if (pieces.size(p) * lattice.voxelVolume_mm3() < 1000 * LEAST_EYE_ML) continue;
			if (first == 0 || pieces.size(p) > pieces.size(first)) {
				second = first;
				first = p;
			} else if (second == 0 || pieces.size(p) > pieces.size(second)) second = p;
		}
		if (second == 0) return null;
		final double[] a = center(pieces, mask, first);
		final double[] b = center(pieces, mask, second);
		final double apart = MathArrays.distance(a, b);
		final boolean sideBySide = Math.abs(a[0] - b[0]) > 0.7 * apart;
		if (apart < LEAST_APART_MM || apart > MOST_APART_MM || !sideBySide) return null;
		return a[0] < b[0] ? new double[][] { a, b } : new double[][] { b, a };
	}

	/** Center of mass of a piece in the world. */
	private double[] center(final ConnectedComponents pieces, final boolean[] mask, final int piece) {
		final double[] center_mm = pieces.centers_mm(mask)[piece];
		return scan.grid().toWorld(center_mm[0] / lattice.dx_mm(), center_mm[1] / lattice.dy_mm(), center_mm[2] / lattice.dz_mm());
	}

	private double width_mm(final boolean[] mask) {
		int low = Integer.MAX_VALUE;
		int high = 0;
		for (int i = 0; i < mask.length; i++)
			if (mask[i]) {
				low = Math.min(low, lattice.x(i));
				high = Math.max(high, lattice.x(i));
			}
		return (high - low + 1) * lattice.dx_mm();
	}

	private double cut_cm2(final boolean[] mask) {
		final boolean[] unseen = new boolean[mask.length];
		for (int i = 0; i < unseen.length; i++)
			unseen[i] = !scan.inView()[i];
		final long[] count = new long[1];
		Neighbors.forEachTouching(mask, unseen, lattice, i -> count[0]++);
		for (int i = 0; i < mask.length; i++)
			if (mask[i] && lattice.onBorder(lattice.x(i), lattice.y(i), lattice.z(i))) count[0]++;
		return count[0] * lattice.dx_mm() * lattice.dy_mm() / 100;
	}
}
