package org.pediatricdefacer.mask;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;

/**
 * Adds to a face the air in front of it, and what the model left of it at the border of the field of view.
 * <p>
 * Partial volume and ringing leave a ghost of the skin in the air; a network that pads its input leaves the outermost
 * voxels of a cut face. Both would show the face's shape.
 */
final class FaceAir {

	/** How far from the border the model may be unsure, in voxels of its grid. */
	private static final int BORDER = 2;

	private FaceAir() {}

	/** Adds the air within a distance of the skin of the face; where the size of the head is sure, as much as the model's face has. */
	static void addAir(final ModelHead head, final Surroundings surroundings, final HeadFrame frame, final double air_mm) {
		if (air_mm == 0)
			return;
		final boolean firm = frame != null && frame.basis() == Basis.EYES_AND_BRAIN;
		final double reach_mm = firm ? Math.max(air_mm, FaceZone.AIR * frame.unit_mm()) : air_mm;
		final boolean[] reached = DistanceTransform.dilate(surroundings.solidFace(head), head.lattice, reach_mm);
		for (int i = 0; i < reached.length; i++) {
			if (reached[i] && surroundings.exterior[i] && head.classes[i] == 0)
				head.reclassify(i, Region.FACE.label());
		}
	}

	/** Continues face, eyes and ears straight to the border where they end just before it. */
	static void reachBorder(final ModelHead head) {
		final Lattice lattice = head.lattice;
		final int[] strides = { 1, lattice.nx(), lattice.nx() * lattice.ny() };
		for (int d = 0; d < 3; d++) {
			final int n = lattice.size(d);
			if (n <= 2 * BORDER)
				continue;
			for (int i = 0; i < head.classes.length; i++) {
				final int at = d == 0 ? lattice.x(i) : d == 1 ? lattice.y(i) : lattice.z(i);
				if (at == BORDER)
					extend(head, i, -strides[d]);
				else if (at == n - 1 - BORDER)
					extend(head, i, strides[d]);
			}
		}
	}

	private static void extend(final ModelHead head, final int from, final int step) {
		final int label = head.classes[from];
		for (int k = 1; k <= BORDER && label > Region.BRAIN.label(); k++) {
			if (head.classes[from + k * step] == 0)
				head.reclassify(from + k * step, label);
		}
	}
}
