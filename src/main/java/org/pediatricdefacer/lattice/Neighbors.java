package org.pediatricdefacer.lattice;

import java.util.function.IntConsumer;


/** Face neighbors of voxels in an array that is x-fastest. */
public final class Neighbors {

	private Neighbors() {}

	/**
	 * Visits the voxels of one mask that have a face neighbor in another.
	 *
	 * @param mask voxels to visit
	 * @param other mask that they must touch
	 * @param lattice size
	 * @param visitor hears the index of each
	 */
	public static void forEachTouching(final boolean[] mask, final boolean[] other, final Lattice lattice, final IntConsumer visitor) {
		final int nx = lattice.nx();
		final int plane = nx * lattice.ny();
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < nx; x++, i++)
					if (mask[i] && (x > 0 && other[i - 1] || x < nx - 1 && other[i + 1] || y > 0 && other[i - nx] || y < lattice.ny() - 1 && other[i + nx]
						|| z > 0 && other[i - plane] || z < lattice.nz() - 1 && other[i + plane])) visitor.accept(i);
	}

	/**
	 * Tells whether a voxel lies at the border of the field of view on any side but the lower one.
	 *
	 * @param inView voxels in the field of view
	 * @param lattice size
	 * @param i index of the voxel
	 * @param plane voxels of a plane
	 * @return true if a neighbor beside or above it is out of view or out of the array
	 */
	public static boolean touchesOutOfView(final boolean[] inView, final Lattice lattice, final int i, final int plane) {
		final int x = lattice.x(i);
		final int y = lattice.y(i);
		return x == 0 || !inView[i - 1] || x == lattice.nx() - 1 || !inView[i + 1] || y == 0 || !inView[i - lattice.nx()] || y == lattice.ny() - 1
			|| !inView[i + lattice.nx()] || i + plane >= inView.length || !inView[i + plane];
	}
}
