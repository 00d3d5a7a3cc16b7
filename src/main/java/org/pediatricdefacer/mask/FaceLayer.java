package org.pediatricdefacer.mask;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;

/**
 * The outer layer of a head in its face zone: what the model was trained to call face, told by geometry alone.
 * <p>
 * Where eyes and a whole brain give a firm frame, the layer follows from it voxel by voxel. The network finds the landmarks;
 * where it then hesitates over a piece of skin, such as under the chin or beside the jaw, the layer fills the gap. A layer that
 * the network has not found most of by itself is not believed: then the frame is wrong, or the head is no common one. In a direction
 * in which the network found a thick face, what lies apart from it is none either: the air may have been taken for solid there
 * (a ghost before the face), or the dark wall of a throat for the skin. Of such a wall only the surface goes. Depths are those below the
 * open air: a void of metal or a dark jaw behind the face that was found is none.
 */
final class FaceLayer {

	/** Share of the layer that the network must have found before the rest is added. */
	private static final double LEAST_AGREEMENT = 0.6;

	/** The layer ends this far inside the zone's border, so that an error of the frame adds nothing beyond it; in u. */
	private static final double INSET = 1;

	/** This near to the brain may be a cavity or a dark lesion of it: there the layer is only added where the network hints at face. */
	private static final double NEAR_BRAIN_MM = 20;
	private static final double LEAST_HINT = 0.1;

	/** What is this near to a thick face may still belong to it. */
	private static final double NEAR_FOUND_MM = 4;

	/** What of the layer lies behind a thick face is the wall of a throat, or of a void that a face with metal shows; this much of it goes. */
	private static final double WALL_MM = 5;

	/** How far air may reach behind the outer end of the face that was found, and still be the air before it; in u. */
	private static final double OPEN = 8;

	private FaceLayer() {}

	/** Makes face of the voxels of the layer that have no class yet. */
	static void complete(final ModelHead head, final HeadFrame frame, final Surroundings surroundings) {
		if (frame == null || frame.basis() != Basis.EYES_AND_BRAIN || !surroundings.visible)
			return;
		final boolean[] open = surroundings.openBefore(head.voxelsOf(Region.FACE, Region.EYES), OPEN * frame.unit_mm());
		final float[] depth_mm = DistanceTransform.distance_mm(open, head.lattice, FaceZone.DEPTH * frame.unit_mm());
		final boolean[] layer = layer(head.lattice, frame, surroundings, depth_mm);
		final boolean[] nearBrain = DistanceTransform.dilate(head.voxelsOf(Region.BRAIN), head.lattice, NEAR_BRAIN_MM);
		long size = 0;
		long missing = 0;
		for (int i = 0; i < layer.length; i++) {
			layer[i] &= !head.is(i, Region.BRAIN);
			size += layer[i] ? 1 : 0;
			missing += layer[i] && head.classes[i] == 0 ? 1 : 0;
		}
		if (size - missing < LEAST_AGREEMENT * size)
			return;
		final FaceByDirection found = new FaceByDirection(head, frame, surroundings);
		final boolean[] near = DistanceTransform.dilate(found.voxels, head.lattice, NEAR_FOUND_MM);
		for (int i = 0; i < layer.length; i++) {
			if (!layer[i] || head.classes[i] != 0)
				continue;
			final boolean doubtful = nearBrain[i] && head.probability(i, Region.FACE.label()) < LEAST_HINT;
			if (!doubtful && (near[i] || !found.thick(i) || depth_mm[i] <= WALL_MM && found.behind(i)))
				head.reclassify(i, Region.FACE.label());
		}
	}

	private static boolean[] layer(final Lattice lattice, final HeadFrame frame, final Surroundings surroundings, final float[] depth_mm) {
		final boolean[] layer = new boolean[lattice.voxels()];
		final double deepest_mm = FaceZone.DEPTH * frame.unit_mm();
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++)
					for (int x = 0; x < lattice.nx(); x++) {
						final int i = lattice.index(x, y, z);
						if (surroundings.exterior[i] || depth_mm[i] > deepest_mm)
							continue;
						layer[i] = FaceZone.contains(lattice, frame, x, y, z, -INSET);
					}
		});
		return layer;
	}
}
