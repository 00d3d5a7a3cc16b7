package org.pediatricdefacer.frame;

import org.pediatricdefacer.lattice.Lattice;

/**
 * The surface of an average brain in the upright frame of a head.
 * <p>
 * It is star-shaped around a center: its distance from there is a polynomial in the anterior and superior components of the
 * direction, hence the same on the left and on the right. The coefficients were fitted to the brains of the model's training
 * heads, warped to all ages from 4 months on ({@code models/training/average_brain.py}).
 */
final class BrainShape {

	/** So many points of a surface say as much as all of them. */
	private static final int POINTS = 400;

	/** The center in u, along the frame's axes. */
	private static final double[] CENTER = { 0, -72.4, 25.3 };

	/** Coefficients in u: row i, column j belong to anterior^i superior^j. */
	private static final double[][] RADIUS = {
		{ 59.4, 1.3, 7.2, -1.8, -39.0, 2.2, 31.2 },
		{ -3.8, -6.0, 6.7, 40.9, -25.7, -4.2, 0.0 },
		{ -3.9, -44.0, 152.5, 51.1, -120.7, 0.0, 0.0 },
		{ 14.6, 4.2, -33.6, -29.3, 0.0, 0.0, 0.0 },
		{ 35.9, 63.3, -218.1, 0.0, 0.0, 0.0, 0.0 },
		{ -7.5, 37.4, 0.0, 0.0, 0.0, 0.0, 0.0 },
		{ -16.8, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0 } };

	private BrainShape() {}

	/** Returns by how much a point in mm lies outside the average surface in a frame, in u; negative inside. */
	static double distance(final HeadFrame frame, final double[] point_mm) {
		final double[] away = new double[3];
		double square = 0;
		for (int d = 0; d < 3; d++) {
			away[d] = frame.coordinate(d, point_mm[0], point_mm[1], point_mm[2]) - CENTER[d];
			square += away[d] * away[d];
		}
		final double radius = Math.max(1e-9, Math.sqrt(square));
		return radius - radius(away[1] / radius, away[2] / radius);
	}

	/** Returns the distance in u of the average surface from its center along a direction. */
	static double radius(final double anterior, final double superior) {
		double sum = 0;
		for (int i = RADIUS.length - 1; i >= 0; i--) {
			double row = 0;
			for (int j = RADIUS[i].length - 1; j >= 0; j--)
				row = row * superior + RADIUS[i][j];
			sum = sum * anterior + row;
		}
		return sum;
	}

	/**
	 * Returns places in mm on the surface of a brain: voxels with a face neighbor outside it, but not at the border of the
	 * lattice, where the field of view ends and not the brain; evenly taken if there are many.
	 */
	static double[][] surface_mm(final boolean[] brain, final Lattice lattice) {
		final int nx = lattice.nx();
		final int plane = nx * lattice.ny();
		final int[] edge = new int[brain.length];
		int count = 0;
		for (int z = 1; z < lattice.nz() - 1; z++)
			for (int y = 1; y < lattice.ny() - 1; y++)
				for (int x = 1; x < nx - 1; x++) {
					final int i = lattice.index(x, y, z);
					if (brain[i] && !(brain[i - 1] && brain[i + 1] && brain[i - nx] && brain[i + nx] && brain[i - plane] && brain[i + plane]))
						edge[count++] = i;
				}
		final double[][] points_mm = new double[Math.min(count, POINTS)][];
		for (int p = 0; p < points_mm.length; p++) {
			final int i = count <= POINTS ? edge[p] : edge[(int) ((long) p * count / POINTS)];
			points_mm[p] = lattice.place_mm(i);
		}
		return points_mm;
	}
}
