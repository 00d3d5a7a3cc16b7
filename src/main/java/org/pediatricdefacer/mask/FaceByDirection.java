package org.pediatricdefacer.mask;

import java.util.Arrays;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;

/**
 * How far away and how thick a face was found, by direction from the middle of the head; directions fall into cones of a few
 * degrees. It tells what belongs to a face where the air around the head does not: a ghost in the air before a face can look as solid
 * as the face, a throat as empty as the air.
 */
final class FaceByDirection {

	/** A place in a head from which all of its face is seen outwards: behind the mouth, below the ears; in u. */
	private static final double[] MIDDLE = { 0, -55, -35 };

	/** A face this thick needs no completing; in u. */
	private static final double THICK = 8;

	/** What is this thick is a face and no speck inside a head, and what is so near to its outer end is its skin; in u. */
	private static final double LEAST_THICK = 6;
	private static final double SKIN = 10;

	private static final int CONE_DEGREES = 2;
	private static final int TURNS = 360 / CONE_DEGREES;
	private static final int CONES = (180 / CONE_DEGREES + 1) * TURNS;

	/** Downwards from here a face ends with the field of view or the neck, not with its skin. */
	private static final double STEEP_DEGREES = -40;

	/** Face and eyes of the head, without what of them is air. */
	final boolean[] voxels;
	private final Lattice lattice;
	private final HeadFrame frame;
	/** Distances from the middle, in u, at which the face of each cone begins and ends. */
	private final double[] nearest = new double[CONES];
	private final double[] farthest = new double[CONES];

	/** Measures the face of a head as it is now. */
	FaceByDirection(final ModelHead head, final HeadFrame frame, final Surroundings surroundings) {
		lattice = head.lattice;
		this.frame = frame;
		Arrays.fill(nearest, Double.POSITIVE_INFINITY);
		voxels = surroundings.solidFace(head);
		for (int i = 0; i < voxels.length; i++) {
			if (!voxels[i])
				continue;
			final Ray ray = ray(i);
			nearest[ray.cone] = Math.min(nearest[ray.cone], ray.away);
			farthest[ray.cone] = Math.max(farthest[ray.cone], ray.away);
		}
	}

	/** Returns whether a thick face was found in the direction of a voxel. */
	boolean thick(final int index) {
		return thickness(ray(index)) >= THICK;
	}

	/** Returns whether a voxel lies nearer to the middle than the outer end of the face in its direction. */
	boolean behind(final int index) {
		final Ray ray = ray(index);
		return ray.away < farthest[ray.cone];
	}

	/** Returns whether a voxel lies in the outer part of a face, whatever lies before it; never for directions that go down. */
	boolean skin(final int index) {
		final Ray ray = ray(index);
		return ray.around >= STEEP_DEGREES && thickness(ray) >= LEAST_THICK && farthest[ray.cone] - ray.away <= SKIN;
	}

	/** Thickness in u of the face along a ray; negative where there is none. */
	private double thickness(final Ray ray) {
		return farthest[ray.cone] - nearest[ray.cone];
	}

	/** The way from the middle to a voxel: its length in u, its angle about the head's right axis (0 forward, 90 up), its cone. */
	private record Ray(double away, double around, int cone) {}

	private Ray ray(final int index) {
		final double[] place_mm = lattice.place_mm(index);
		final double x = frame.coordinate(0, place_mm[0], place_mm[1], place_mm[2]) - MIDDLE[0];
		final double y = frame.coordinate(1, place_mm[0], place_mm[1], place_mm[2]) - MIDDLE[1];
		final double z = frame.coordinate(2, place_mm[0], place_mm[1], place_mm[2]) - MIDDLE[2];
		final double away = Math.sqrt(x * x + y * y + z * z);
		final double aside = Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, x / Math.max(away, 1e-6)))));
		final double around = Math.toDegrees(Math.atan2(z, y));
		return new Ray(away, around, (int) ((aside + 90) / CONE_DEGREES) * TURNS + (int) ((around + 180) / CONE_DEGREES) % TURNS);
	}
}
