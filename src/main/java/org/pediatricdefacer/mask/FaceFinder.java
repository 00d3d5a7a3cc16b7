package org.pediatricdefacer.mask;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.mask.BrainFinder.Brain;

/**
 * Cleans face and eyes of a head: takes away what no face can be, keeps the face's pieces, fills cavities.
 * <p>
 * What lies outside the face zone of the head's frame, or deeper in the head than the outer layer that counts as face, is no
 * face: a network that sees voxels draws these borders less surely than the geometry that defines them. A border that would
 * take away much of the face rests on a wrong frame or a wrong depth and takes away nothing: a face left behind is no smaller
 * harm than some of the head removed. Nor is deep what is the skin of a thick face: then there is a ghost in the air before it.
 */
final class FaceFinder {

	/** Face this far beyond the slack, in u, or the depth, in mm, is no blurred border but a mistake. */
	private static final double MISTAKE = 10;

	private static final byte FACE_VOXEL = 1;
	private static final byte OUTSIDE = 2;
	private static final byte DEEP = 4;
	private static final byte MISTAKEN = 8;

	/** Eyes lie deeper than the layer; what is this near to one is left alone. */
	private static final double AROUND_EYES_MM = 6;

	/** A piece of face inside the zone of a firm frame is kept from this volume on. */
	private static final double LEAST_PIECE_ML = 1;

	/** Without a firm frame, a further piece is kept from this share of the main one on. */
	private static final double LEAST_SHARE = 0.1;

	/** How much an eye counts when the main piece is chosen, as a multiple of its volume. */
	private static final int EYE_WEIGHT = 20;

	/** What was found and taken away. */
	record Face(int pieces, double fenced_ml, boolean fenceTrusted, double dropped_ml) {}

	private final ModelHead head;
	private final HeadFrame frame;
	private final Surroundings surroundings;

	FaceFinder(final ModelHead head, final HeadFrame frame, final Surroundings surroundings) {
		this.head = head;
		this.frame = frame;
		this.surroundings = surroundings;
	}

	/** Cleans face and eyes in place and says what it did. */
	Face clean(final Brain brain) {
		final Fence fence = fence();
		if (fence.trusted)
			FaceLayer.complete(head, frame, surroundings);
		final boolean[] completed = head.voxelsOf(Region.FACE, Region.EYES);
		final ConnectedComponents pieces = new ConnectedComponents(completed, head.lattice, Connectivity.CORNERS);
		final boolean[] kept = kept(pieces, brain);
		int keptPieces = 0;
		for (final boolean keep : kept)
			keptPieces += keep ? 1 : 0;
		final boolean[] clean = pieces.select(kept);
		long dropped = 0;
		for (int i = 0; i < clean.length; i++) {
			if (completed[i] && !clean[i]) {
				head.reclassify(i, 0);
				dropped++;
			}
		}
		fillCavities(clean);
		return new Face(keptPieces, head.volume_ml(fence.mistaken), fence.trusted, head.volume_ml(dropped));
	}

	/** What lies outside the zone or too deep: how many voxels do so by far, and whether both borders are believed. */
	private record Fence(long mistaken, boolean trusted) {}

	/** Takes away face outside the zone, and face too deep in the head; each only if that is a small share of the face. */
	private Fence fence() {
		if (frame == null || frame.basis() == Basis.BRAIN)
			return new Fence(0, true);
		final boolean[] face = head.voxelsOf(Region.FACE, Region.EYES);
		final boolean[] aroundEyes = DistanceTransform.dilate(head.voxelsOf(Region.EYES), head.lattice, AROUND_EYES_MM);
		final FaceByDirection found = new FaceByDirection(head, frame, surroundings);
		final byte[] where = new byte[face.length];
		Slabs.run(head.lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < head.lattice.ny(); y++)
					for (int x = 0; x < head.lattice.nx(); x++) {
						final int i = head.lattice.index(x, y, z);
						if (face[i])
							where[i] = (byte) (FACE_VOXEL | (aroundEyes[i] ? 0 : where(x, y, z, found)));
					}
		});
		final double most = most() * count(where, FACE_VOXEL);
		boolean trusted = true;
		for (final byte border : new byte[] { OUTSIDE, DEEP }) {
			if (count(where, border) > most) {
				trusted = false;
				continue;
			}
			for (int i = 0; i < where.length; i++)
				if ((where[i] & border) != 0 && head.classes[i] != 0)
					head.reclassify(i, 0);
		}
		return new Fence(count(where, MISTAKEN), trusted);
	}

	private byte where(final int x, final int y, final int z, final FaceByDirection found) {
		final double slack = slack();
		final double deepest_mm =
			surroundings.visible ? FaceZone.DEPTH * frame.unit_mm() : Double.POSITIVE_INFINITY;
		final double depth_mm = surroundings.leastDepth_mm(x, y, z);
		final boolean deep = depth_mm > deepest_mm && !found.skin(head.lattice.index(x, y, z));
		final boolean outside = !FaceZone.contains(head.lattice, frame, x, y, z, slack);
		final boolean mistaken =
			deep && depth_mm > deepest_mm + MISTAKE || outside && !FaceZone.contains(head.lattice, frame, x, y, z, slack + MISTAKE);
		return (byte) ((outside ? OUTSIDE : 0) | (deep ? DEEP : 0) | (mistaken ? MISTAKEN : 0));
	}

	/** By how much the zone is grown, in u: more where the frame is less sure. */
	private double slack() {
		return switch (frame.basis()) {
			case EYES_AND_BRAIN -> 1;
			case BRAIN_SURFACE -> 4;
			case EYES, BRAIN -> 35;
		};
	}

	/**
	 * A border that takes away more than this share of the face is not believed. The less of a head is in view, the more the network takes
	 * for face that is none; but if the pitch is a guess, so is the border.
	 */
	private double most() {
		return switch (frame.basis()) {
			case EYES_AND_BRAIN -> 0.2;
			case BRAIN_SURFACE -> 0.5;
			case EYES, BRAIN -> 0.1;
		};
	}

	private static long count(final byte[] values, final byte bit) {
		long count = 0;
		for (final byte value : values)
			count += (value & bit) != 0 ? 1 : 0;
		return count;
	}

	private boolean[] kept(final ConnectedComponents pieces, final Brain brain) {
		final boolean[] kept = new boolean[pieces.count() + 1];
		final long[] weight = new long[kept.length];
		final long[] inside = new long[kept.length];
		final double front_mm = brain.found() ? brain.center_mm()[1] : 0;
		for (int i = 0; i < head.classes.length; i++) {
			final int p = pieces.labels()[i];
			if (p == 0)
				continue;
			weight[p] += head.is(i, Region.EYES) ? EYE_WEIGHT : 1;
			if (frame == null || frame.basis() != Basis.EYES_AND_BRAIN)
				inside[p] += head.lattice.y(i) * head.lattice.dy_mm() > front_mm ? 1 : 0;
			else
				inside[p] += FaceZone.contains(head.lattice, frame, head.lattice.x(i), head.lattice.y(i), head.lattice.z(i), 0) ? 1 : 0;
		}
		int main = 0;
		for (int p = 1; p < kept.length; p++)
			if (main == 0 || weight[p] > weight[main])
				main = p;
		final boolean firm = frame != null && frame.basis() == Basis.EYES_AND_BRAIN;
		for (int p = 1; p < kept.length; p++) {
			final double least_ml =
				firm ? LEAST_PIECE_ML : Math.max(LEAST_PIECE_ML, LEAST_SHARE * head.volume_ml(pieces.size(main)));
			kept[p] = p == main || head.volume_ml(pieces.size(p)) >= least_ml && 2 * inside[p] > pieces.size(p);
		}
		return kept;
	}

	private void fillCavities(final boolean[] face) {
		final boolean[] filled = ConnectedComponents.fillHoles(face, head.lattice);
		for (int i = 0; i < filled.length; i++) {
			if (filled[i] && head.classes[i] == 0)
				head.reclassify(i, Region.FACE.label());
		}
	}
}
