package org.pediatricdefacer.mask;

import org.pediatricdefacer.mask.BrainFinder.Brain;
import org.pediatricdefacer.mask.ConnectedComponents.Connectivity;
import org.pediatricdefacer.mask.HeadFrame.Basis;

/**
 * Cleans face and eyes of a head: takes away what no face can be, keeps the face's pieces, fills cavities.
 * <p>
 * What lies outside the face zone of the head's frame, or deeper in the head than the outer layer that counts as face, is no
 * face: a network that sees voxels draws these borders less surely than the geometry that defines them. If this would take
 * away much of it, then frame or depth are wrong and nothing is taken away: a face left behind is no smaller harm than some
 * of the head removed.
 */
final class FaceFinder {

	/** Slack of the fence in u when the frame has eyes and brain, and when its pitch is unknown. */
	private static final double SLACK = 1;
	private static final double SLACK_UPRIGHT = 35;

	/** Face this far beyond the slack, in u, or the depth, in mm, is no blurred border but a mistake. */
	private static final double MISTAKE = 10;

	private static final byte STRAY = 1;
	private static final byte MISTAKEN = 2;

	/** By how much face may lie deeper than the layer that counts as face. */
	private static final double DEEPER_MM = 1;

	/** Eyes lie deeper than the layer; what is this near to one is left alone. */
	private static final double AROUND_EYES_MM = 6;

	/** A fence that takes away more than this share of the face is not trusted, less so if the pitch of the head is a guess. */
	private static final double MOST_FENCED = 0.2;
	private static final double MOST_FENCED_UPRIGHT = 0.1;

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
		final boolean[] face = face();
		final boolean[] aroundEyes =
			DistanceTransform.dilate(head.voxelsOf(Region.EYES), head.lattice, AROUND_EYES_MM);
		final byte[] fenced = fenced(face, aroundEyes);
		final double most = frame != null && frame.basis() == Basis.EYES_AND_BRAIN ? MOST_FENCED : MOST_FENCED_UPRIGHT;
		final boolean trusted = count(fenced, STRAY) + count(fenced, MISTAKEN) <= most * count(face);
		for (int i = 0; trusted && i < face.length; i++) {
			if (fenced[i] != 0)
				head.reclassify(i, 0);
		}
		if (trusted)
			FaceLayer.complete(head, frame, surroundings);
		final boolean[] completed = face();
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
		return new Face(keptPieces, head.volume_ml(count(fenced, MISTAKEN)), trusted, head.volume_ml(dropped));
	}

	private boolean[] face() {
		final boolean[] face = new boolean[head.classes.length];
		for (int i = 0; i < face.length; i++)
			face[i] = head.is(i, Region.FACE) || head.is(i, Region.EYES);
		return face;
	}

	private static long count(final boolean[] mask) {
		long count = 0;
		for (final boolean set : mask)
			count += set ? 1 : 0;
		return count;
	}

	private static long count(final byte[] values, final byte wanted) {
		long count = 0;
		for (final byte value : values)
			count += value == wanted ? 1 : 0;
		return count;
	}

	/** Marks the face voxels that lie outside the zone or too deep, and those that do so by far. */
	private byte[] fenced(final boolean[] face, final boolean[] aroundEyes) {
		final byte[] fenced = new byte[face.length];
		if (frame == null || frame.basis() == Basis.BRAIN)
			return fenced;
		final double slack = frame.basis() == Basis.EYES_AND_BRAIN ? SLACK : SLACK_UPRIGHT;
		final double deepest_mm =
			surroundings.visible ? FaceZone.DEPTH * frame.unit_mm() + DEEPER_MM : Double.POSITIVE_INFINITY;
		final Lattice lattice = head.lattice;
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++)
					for (int x = 0; x < lattice.nx(); x++) {
						final int i = lattice.index(x, y, z);
						if (!face[i] || aroundEyes[i])
							continue;
						final double depth_mm = surroundings.leastDepth_mm(x, y, z);
						if (depth_mm > deepest_mm + MISTAKE || !FaceZone.contains(lattice, frame, x, y, z, slack + MISTAKE))
							fenced[i] = MISTAKEN;
						else if (depth_mm > deepest_mm || !FaceZone.contains(lattice, frame, x, y, z, slack))
							fenced[i] = STRAY;
					}
		});
		return fenced;
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
