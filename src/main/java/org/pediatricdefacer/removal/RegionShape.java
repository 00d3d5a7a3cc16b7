package org.pediatricdefacer.removal;

import org.pediatricdefacer.frame.FaceZone;

/**
 * The removed region of a head in its frame, in u: all that lies before the face's surface in the face zone, and all that lies beside
 * an ear's surface in that ear's window.
 * <p>
 * It reaches through the air to the border of the field of view; above, below and behind it ends on the zone's fixed borders.
 *
 * @param face surface y over (x, z), null if the face is not removed
 * @param slack by how much the face zone is grown
 * @param lowest height z at which the face's part ends below, if it does before the zone
 * @param highest height z at which it ends above, likewise
 * @param left surface -x over (y, z), null without a left ear
 * @param right surface x over (y, z), null without a right ear
 * @param leftSlack by how much the left ear's window is grown
 * @param rightSlack by how much the right ear's window is grown
 */
record RegionShape(PolynomialSurface face, double slack, double lowest, double highest, PolynomialSurface left, double leftSlack, PolynomialSurface right,
	double rightSlack)
{

	/** The window of an ear: y and z. Ears of the heads that are measured lie in it with their dilated borders. */
	static final double[] EAR_Y = { -114, -48 };
	static final double[] EAR_Z = { -68, 20 };

	/** Nothing further inward than this is ever beside an ear. */
	static final double LEAST_EAR_X = 36;

	/** Returns whether a place is in the window of an ear. */
	static boolean besideEar(final double y, final double z, final double slack) {
		return y > EAR_Y[0] - slack && y < EAR_Y[1] + slack && z > EAR_Z[0] - slack && z < EAR_Z[1] + slack;
	}

	/** Returns whether a place is where a face or an ear may be, whether or not it is removed. */
	boolean zoneContains(final double x, final double y, final double z) {
		return FaceZone.hasFace(y, z, slack) || Math.abs(x) > LEAST_EAR_X && besideEar(y, z, x > 0 ? rightSlack : leftSlack);
	}

	/** Returns whether a place is removed, but for the sake of the brain. */
	boolean contains(final double x, final double y, final double z) {
		if (face != null && z > lowest && z < highest && FaceZone.hasFace(y, z, slack) && y > face.at(x, z)) return true;
		if (x > 0) return right != null && x > LEAST_EAR_X && besideEar(y, z, rightSlack) && x > right.at(y, z);
		return left != null && x < -LEAST_EAR_X && besideEar(y, z, leftSlack) && -x > left.at(y, z);
	}
}
