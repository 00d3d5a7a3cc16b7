package org.pediatricdefacer.evaluate;

import java.util.Arrays;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;

/**
 * Distances from each surface voxel of one mask to the nearest surface voxel of another, both ways.
 * <p>
 * A surface voxel is a voxel of the mask with a face neighbor that is not, the outside of the array included: the mask minus
 * its erosion by the six-connected cross, as in MONAI and scipy.
 *
 * @param fromReference mm, ascending; infinite if the predicted mask is empty
 * @param fromPredicted mm, ascending; infinite if the reference is empty
 */
record SurfaceDistances(double[] fromReference, double[] fromPredicted) {

	/**
	 * Measures two masks on one grid.
	 *
	 * @param reference one flag per voxel, x-fastest
	 * @param predicted likewise
	 * @param lattice size and spacing
	 * @return the distances
	 */
	static SurfaceDistances between(final boolean[] reference, final boolean[] predicted, final Lattice lattice) {
		final int[] box = unionBox(reference, predicted, lattice);
		if (box[3] < box[0]) return new SurfaceDistances(new double[0], new double[0]);
		final Lattice cropped = new Lattice(box[3] - box[0] + 1, box[4] - box[1] + 1, box[5] - box[2] + 1, lattice.dx_mm(), lattice.dy_mm(), lattice
			.dz_mm());
		// Nothing outside the common box matters, and distance transforms cost time in proportion to its volume.
		final boolean[] referenceSurface = surface(crop(reference, lattice, box, cropped), cropped);
		final boolean[] predictedSurface = surface(crop(predicted, lattice, box, cropped), cropped);
		return new SurfaceDistances(collect(referenceSurface, DistanceTransform.distance_mm(predictedSurface, cropped)), collect(predictedSurface,
			DistanceTransform.distance_mm(referenceSurface, cropped)));
	}

	/** Low corner, then high corner, inclusive; the high corner below the low one if both masks are empty. */
	private static int[] unionBox(final boolean[] a, final boolean[] b, final Lattice lattice) {
		final int[] box = { Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1, -1 };
		for (int i = 0; i < a.length; i++) {
			if (!a[i] && !b[i]) continue;
			final int[] at = { lattice.x(i), lattice.y(i), lattice.z(i) };
			for (int d = 0; d < 3; d++) {
				box[d] = Math.min(box[d], at[d]);
				box[3 + d] = Math.max(box[3 + d], at[d]);
			}
		}
		return box;
	}

	private static boolean[] crop(final boolean[] mask, final Lattice lattice, final int[] box, final Lattice cropped) {
		final boolean[] crop = new boolean[cropped.voxels()];
		for (int z = 0; z < cropped.nz(); z++)
			for (int y = 0; y < cropped.ny(); y++)
				System.arraycopy(mask, lattice.index(box[0], box[1] + y, box[2] + z), crop, cropped.index(0, y, z), cropped.nx());
		return crop;
	}

	/**
	 * Returns the voxels of a mask that have a face neighbor outside the mask or outside the array.
	 *
	 * @param mask one flag per voxel, x-fastest
	 * @param lattice size
	 * @return the surface
	 */
	static boolean[] surface(final boolean[] mask, final Lattice lattice) {
		final int dy = lattice.nx();
		final int dz = lattice.nx() * lattice.ny();
		final boolean[] surface = new boolean[mask.length];
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++)
					surface[i] = mask[i] && (lattice.onBorder(x, y, z) || !mask[i - 1] || !mask[i + 1] || !mask[i - dy] || !mask[i + dy] || !mask[i - dz]
						|| !mask[i + dz]);
		return surface;
	}

	private static double[] collect(final boolean[] surface, final float[] distance_mm) {
		final double[] collected = new double[surface.length];
		int n = 0;
		for (int i = 0; i < surface.length; i++)
			if (surface[i]) collected[n++] = distance_mm[i];
		final double[] distances = Arrays.copyOf(collected, n);
		Arrays.sort(distances);
		return distances;
	}
}
