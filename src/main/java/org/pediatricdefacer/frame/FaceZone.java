package org.pediatricdefacer.frame;

import org.pediatricdefacer.lattice.Lattice;

/** Where face and ears lie in the upright frame of a head, in u; the definition of the model's training regions. */
public final class FaceZone {

	/** How far the zone reaches above the eyes. */
	public static final double TOP = 32;
	/** How far it reaches below them. */
	public static final double BOTTOM = -130;

	/** Thickness of the outer layer of the head that counts as face. */
	public static final double DEPTH = 15;

	/** Height of the air above the skin that counts as face. */
	public static final double AIR = 5;

	/** Heights, and how far back the zone reaches at each. */
	private static final double[] HEIGHTS = { -130, -60, -20, 0, 15, 32 };
	private static final double[] BACKS = { -40, -52, -55, -45, -28, -8 };
	private static final double FARTHEST_BACK = -55;

	/** Points on the skin of an average face: brow, beside each eye, nose, mouth, chin and both cheeks. */
	public static final double[][] LANDMARKS = { { 0, 22, 20 }, { -30, 12, 0 }, { 30, 12, 0 }, { 0, 31, -30 }, { 0, 24, -60 },
		{ 0, 13, -90 }, { -54, -20, -45 }, { 54, -20, -45 } };

	/** The center of a right ear; the left one has the opposite x. */
	public static final double[] RIGHT_EAR = { 66, -77, -25 };

	private FaceZone() {}

	private static double back(final double z) {
		int i = 1;
		while (i < HEIGHTS.length - 1 && z > HEIGHTS[i])
			i++;
		final double share = Math.min(1, Math.max(0, (z - HEIGHTS[i - 1]) / (HEIGHTS[i] - HEIGHTS[i - 1])));
		return BACKS[i - 1] + share * (BACKS[i] - BACKS[i - 1]);
	}

	/**
	 * Returns whether a point is in the face zone.
	 *
	 * @param y anterior coordinate in u
	 * @param z superior coordinate in u
	 * @param slack by how much the zone is grown (or, if negative, shrunk), in u
	 */
	public static boolean hasFace(final double y, final double z, final double slack) {
		return y > FARTHEST_BACK - slack && z < TOP + slack && z > BOTTOM - slack && y > back(z) - slack;
	}

	/** Returns whether a voxel of a lattice, in whose mm the frame is, lies in the face zone. */
	public static boolean contains(final Lattice lattice, final HeadFrame frame, final int x, final int y, final int z,
		final double slack)
	{
		final double x_mm = x * lattice.dx_mm();
		final double y_mm = y * lattice.dy_mm();
		final double z_mm = z * lattice.dz_mm();
		return hasFace(frame.coordinate(1, x_mm, y_mm, z_mm), frame.coordinate(2, x_mm, y_mm, z_mm), slack);
	}

	/** Returns whether a point is where an ear can be, on either side. */
	public static boolean hasEar(final double x, final double y, final double z, final double slack) {
		return Math.abs(x) > 55 - slack && y > -130 - slack && y < -45 + slack && z > -80 - slack && z < 35 + slack;
	}
}
