package org.pediatricdefacer.mask;

/**
 * The connected components of a three-dimensional mask, found by union-find.
 * <p>
 * Components are numbered 1, 2, ... in the order of their first voxel in the array, so the numbering depends on nothing
 * but the mask.
 * <p>
 * Source: Hoshen and Kopelman, Phys. Rev. B 14 (1976); path halving after van Leeuwen and Tarjan.
 */
public final class ConnectedComponents {

	/** Which voxels count as neighbours. */
	public enum Connectivity {
		/** Voxels that share a face. */
		FACES(1),
		/** Voxels that share a face, an edge or a corner. */
		CORNERS(3);

		private final int steps;

		Connectivity(final int steps) {
			this.steps = steps;
		}
	}

	private final int[] labels;
	private final int[] sizes;

	/**
	 * Finds the components of a mask.
	 *
	 * @param mask one flag per voxel, x-fastest
	 * @param lattice the size of the mask
	 * @param connectivity which voxels count as neighbours
	 */
	public ConnectedComponents(final boolean[] mask, final Lattice lattice, final Connectivity connectivity) {
		if (mask.length != lattice.voxels())
			throw new IllegalArgumentException("expected " + lattice.voxels() + " voxels, were " + mask.length);
		final int[] parent = new int[mask.length];
		unite(mask, parent, lattice, earlierNeighbors(connectivity));
		labels = parent;
		sizes = number(mask, parent);
	}

	/** Returns the component of every voxel, 0 outside the mask; x-fastest, not a copy. */
	public int[] labels() {
		return labels;
	}

	/** Returns the number of components. */
	public int count() {
		return sizes.length - 1;
	}

	/** Returns the number of voxels of component {@code label} (1 to {@link #count()}). */
	public int size(final int label) {
		return sizes[label];
	}

	/** Returns the component with the most voxels (the first of equals), or 0 if the mask is empty. */
	public int largest() {
		int best = 0;
		for (int label = 1; label < sizes.length; label++) {
			if (best == 0 || sizes[label] > sizes[best])
				best = label;
		}
		return best;
	}

	/** Returns the voxels of the components whose entry in {@code wanted} (indexed by label) is true. */
	public boolean[] select(final boolean[] wanted) {
		final boolean[] result = new boolean[labels.length];
		for (int i = 0; i < result.length; i++)
			result[i] = labels[i] > 0 && wanted[labels[i]];
		return result;
	}

	/** Returns the voxels of the largest component. */
	public boolean[] selectLargest() {
		final boolean[] wanted = new boolean[sizes.length];
		wanted[largest()] = true;
		return select(wanted);
	}

	/**
	 * Returns a mask with its cavities filled: background that cannot reach the border of the array through voxels that
	 * share a face.
	 */
	public static boolean[] fillHoles(final boolean[] mask, final Lattice lattice) {
		final boolean[] background = new boolean[mask.length];
		for (int i = 0; i < mask.length; i++)
			background[i] = !mask[i];
		final ConnectedComponents parts = new ConnectedComponents(background, lattice, Connectivity.FACES);
		final boolean[] open = new boolean[parts.count() + 1];
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++)
					open[parts.labels[i]] |= lattice.onBorder(x, y, z);
		final boolean[] filled = new boolean[mask.length];
		for (int i = 0; i < mask.length; i++)
			filled[i] = mask[i] || !open[parts.labels[i]];
		return filled;
	}

	/** Returns the neighbours of a voxel that come before it in the array, as rows of dx, dy, dz. */
	private static int[][] earlierNeighbors(final Connectivity connectivity) {
		final int[][] neighbors = new int[connectivity == Connectivity.FACES ? 3 : 13][];
		int n = 0;
		for (int k = 0; k < 13; k++) {
			final int[] step = { k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1 };
			if (Math.abs(step[0]) + Math.abs(step[1]) + Math.abs(step[2]) <= connectivity.steps)
				neighbors[n++] = step;
		}
		return neighbors;
	}

	private static void unite(final boolean[] mask, final int[] parent, final Lattice lattice,
		final int[][] neighbors)
	{
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++) {
					parent[i] = i;
					if (!mask[i])
						continue;
					for (final int[] step : neighbors) {
						final int px = x + step[0];
						final int py = y + step[1];
						final int pz = z + step[2];
						if (px < 0 || px >= lattice.nx() || py < 0 || py >= lattice.ny() || pz < 0)
							continue;
						final int j = lattice.index(px, py, pz);
						if (mask[j])
							join(parent, i, j);
					}
				}
	}

	/** The smaller index becomes the root, so a root is always the first voxel of its component. */
	private static void join(final int[] parent, final int a, final int b) {
		final int rootA = root(parent, a);
		final int rootB = root(parent, b);
		if (rootA < rootB)
			parent[rootB] = rootA;
		else
			parent[rootA] = rootB;
	}

	private static int root(final int[] parent, final int voxel) {
		int i = voxel;
		while (parent[i] != i) {
			parent[i] = parent[parent[i]];
			i = parent[i];
		}
		return i;
	}

	/** Turns parents into component numbers in place and counts the voxels of each. */
	private static int[] number(final boolean[] mask, final int[] parent) {
		int count = 0;
		for (int i = 0; i < parent.length; i++)
			if (mask[i] && parent[i] == i)
				count++;
		final int[] sizes = new int[count + 1];
		int next = 0;
		for (int i = 0; i < parent.length; i++) {
			// Parents come first in the array, so theirs is already a component number: stored negated until the end.
			if (!mask[i])
				parent[i] = 0;
			else if (parent[i] == i)
				parent[i] = -(++next);
			else
				parent[i] = parent[parent[i]];
			if (mask[i])
				sizes[-parent[i]]++;
		}
		for (int i = 0; i < parent.length; i++)
			parent[i] = -parent[i];
		return sizes;
	}
}
