package org.pediatricdefacer.lattice;

import java.util.Arrays;

/**
 * The connected components of a three-dimensional mask, found by union-find over runs of voxels.
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
		FACES,
		/** Voxels that share a face, an edge or a corner. */
		CORNERS
	}

	private final Lattice lattice;
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
		this.lattice = lattice;
		labels = new int[mask.length];
		sizes = new Runs(mask, lattice, connectivity).number(labels);
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

	/**
	 * Returns by label how many voxels of a mask lie in each component.
	 *
	 * @param mask one flag per voxel, of this mask's size
	 */
	public long[] sizes(final boolean[] mask) {
		final long[] counts = new long[sizes.length];
		for (int i = 0; i < labels.length; i++)
			if (mask[i]) counts[labels[i]]++;
		return counts;
	}

	/**
	 * Returns by label the center x, y, z in millimetres of the voxels of a mask that lie in each component, from the center of
	 * the first voxel of the array; NaN where there are none.
	 *
	 * @param mask one flag per voxel, of this mask's size
	 */
	public double[][] centers_mm(final boolean[] mask) {
		final double[][] centers = new double[sizes.length][3];
		final long[] counts = new long[sizes.length];
		for (int i = 0; i < labels.length; i++) {
			if (!mask[i]) continue;
			counts[labels[i]]++;
			final double[] place = lattice.place_mm(i);
			for (int d = 0; d < 3; d++)
				centers[labels[i]][d] += place[d];
		}
		for (int label = 0; label < centers.length; label++)
			for (int d = 0; d < 3; d++)
				centers[label][d] /= counts[label];
		return centers;
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
		for (int z = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++) {
				final boolean side = z == 0 || y == 0 || z == lattice.nz() - 1 || y == lattice.ny() - 1;
				// Of an inner row only the two ends lie on the border.
				final int step = side ? 1 : Math.max(1, lattice.nx() - 1);
				for (int x = 0; x < lattice.nx(); x += step)
					open[parts.labels[lattice.index(x, y, z)]] = true;
			}
		final boolean[] filled = new boolean[mask.length];
		for (int i = 0; i < mask.length; i++)
			filled[i] = mask[i] || !open[parts.labels[i]];
		return filled;
	}

	/** Rows of voxels cut into runs, and which runs belong together. */
	private static final class Runs {

		private final Lattice lattice;
		/** How far runs of neighboring rows may be apart and still touch: 0 for faces, 1 for corners. */
		private final int reach;
		private int[] start = new int[1024];
		private int[] end = new int[1024];
		private int[] parent = new int[1024];
		/** Number of the first run of each row, and the number of all runs. */
		private final int[] firstOfRow;
		private int count;

		Runs(final boolean[] mask, final Lattice lattice, final Connectivity connectivity) {
			this.lattice = lattice;
			reach = connectivity == Connectivity.FACES ? 0 : 1;
			final int rows = lattice.ny() * lattice.nz();
			firstOfRow = new int[rows + 1];
			for (int row = 0; row < rows; row++) {
				firstOfRow[row] = count;
				addRow(mask, row * lattice.nx());
				firstOfRow[row + 1] = count;
				joinRow(row);
			}
		}

		private void addRow(final boolean[] mask, final int offset) {
			final int nx = lattice.nx();
			int x = 0;
			while (x < nx) {
				while (x < nx && !mask[offset + x])
					x++;
				if (x == nx)
					return;
				if (count == start.length) {
					start = Arrays.copyOf(start, 2 * count);
					end = Arrays.copyOf(end, 2 * count);
					parent = Arrays.copyOf(parent, 2 * count);
				}
				start[count] = x;
				while (x < nx && mask[offset + x])
					x++;
				end[count] = x;
				parent[count] = count;
				count++;
			}
		}

		private void joinRow(final int row) {
			final int y = row % lattice.ny();
			final int z = row / lattice.ny();
			if (y > 0)
				join(row, row - 1);
			for (int dy = -reach; dy <= reach && z > 0; dy++)
				if (y + dy >= 0 && y + dy < lattice.ny())
					join(row, row - lattice.ny() + dy);
		}

		/** Joins the runs of two rows that touch; both are sorted along x. */
		private void join(final int rowA, final int rowB) {
			int a = firstOfRow[rowA];
			int b = firstOfRow[rowB];
			while (a < firstOfRow[rowA + 1] && b < firstOfRow[rowB + 1]) {
				if (start[a] < end[b] + reach && start[b] < end[a] + reach)
					union(a, b);
				if (end[a] < end[b])
					a++;
				else
					b++;
			}
		}

		/** The smaller number becomes the root, so a root is always the first run of its component. */
		private void union(final int a, final int b) {
			final int rootA = root(a);
			final int rootB = root(b);
			if (rootA < rootB)
				parent[rootB] = rootA;
			else
				parent[rootA] = rootB;
		}

		private int root(final int run) {
			int i = run;
			while (parent[i] != i) {
				parent[i] = parent[parent[i]];
				i = parent[i];
			}
			return i;
		}

		/** Writes the component of every voxel and returns the sizes of the components. */
		int[] number(final int[] labels) {
			final int[] label = new int[count];
			int components = 0;
			for (int run = 0; run < count; run++)
				label[run] = parent[run] == run ? ++components : label[parent[run]];
			final int[] sizes = new int[components + 1];
			for (int row = 0; row < firstOfRow.length - 1; row++)
				for (int run = firstOfRow[row]; run < firstOfRow[row + 1]; run++) {
					Arrays.fill(labels, row * lattice.nx() + start[run], row * lattice.nx() + end[run], label[run]);
					sizes[label[run]] += end[run] - start[run];
				}
			return sizes;
		}
	}
}
