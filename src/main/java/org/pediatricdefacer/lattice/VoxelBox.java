package org.pediatricdefacer.lattice;

/**
 * A box of voxels on a grid.
 *
 * @param scan the grid
 * @param min the first voxel
 * @param lattice the box as a grid of its own
 */
public record VoxelBox(Lattice scan, int[] min, Lattice lattice) {

	/** What is done with a row of voxels: index of its first voxel in the grid and in the box. */
	@FunctionalInterface
	public interface RowTask {

		/** Works on a row. */
		void run(int voxel, int inBox);
	}

	/** Finds the first voxel of a row to put a box around from one side of it; a row without any has none at its length. */
	@FunctionalInterface
	private interface RowEnds {

		/** Returns the position of the first such voxel from {@code first}, going by {@code step}, of {@code count} voxels. */
		int find(int first, int step, int count);
	}

	/** Returns the box around the voxels of a value (0: of any other value), grown by a distance; null if there are none. */
	public static VoxelBox around(final byte[] values, final byte wanted, final Lattice scan, final double grown_mm) {
		return around((first, step, count) -> {
			int n = 0;
			while (n < count && (wanted == 0 ? values[first + n * step] == 0 : values[first + n * step] != wanted))
				n++;
			return n;
		}, scan, grown_mm);
	}

	/** Returns the box around the voxels of a mask, grown by a distance and along each axis to whole voxels; null if there are none. */
	public static VoxelBox around(final boolean[] mask, final Lattice scan, final double grown_mm) {
		return around((first, step, count) -> {
			int n = 0;
			while (n < count && !mask[first + n * step])
				n++;
			return n;
		}, scan, grown_mm);
	}

	private static VoxelBox around(final RowEnds ends, final Lattice scan, final double grown_mm) {
		final int[] min = { scan.nx(), scan.ny(), scan.nz() };
		final int[] max = { -1, -1, -1 };
		for (int row = 0; row < scan.ny() * scan.nz(); row++) {
			final int first = ends.find(row * scan.nx(), 1, scan.nx());
			if (first == scan.nx())
				continue;
			final int last = scan.nx() - 1 - ends.find(row * scan.nx() + scan.nx() - 1, -1, scan.nx());
			final int[] at = { first, row % scan.ny(), row / scan.ny() };
			for (int d = 0; d < 3; d++) {
				min[d] = Math.min(min[d], at[d]);
				max[d] = Math.max(max[d], d == 0 ? last : at[d]);
			}
		}
		if (max[0] < 0)
			return null;
		for (int d = 0; d < 3; d++) {
			final int reach = (int) Math.ceil(Math.min(scan.size(d), grown_mm / scan.spacing_mm(d)));
			min[d] = Math.max(0, min[d] - reach);
			max[d] = Math.min(scan.size(d) - 1, max[d] + reach);
		}
		return between(scan, min, max);
	}

	private static VoxelBox between(final Lattice scan, final int[] min, final int[] max) {
		return new VoxelBox(scan, min, new Lattice(max[0] - min[0] + 1, max[1] - min[1] + 1, max[2] - min[2] + 1, scan.dx_mm(),
			scan.dy_mm(), scan.dz_mm()));
	}

	/** Returns the common part of two boxes, null if there is none. */
	public VoxelBox overlap(final VoxelBox other) {
		final int[] low = new int[3];
		final int[] high = new int[3];
		for (int d = 0; d < 3; d++) {
			low[d] = Math.max(min[d], other.min[d]);
			high[d] = Math.min(min[d] + lattice.size(d), other.min[d] + other.lattice.size(d)) - 1;
			if (low[d] > high[d])
				return null;
		}
		return between(scan, low, high);
	}

	public void forEachRow(final RowTask task) {
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++)
					task.run(scan.index(min[0], min[1] + y, min[2] + z), lattice.index(0, y, z));
		});
	}
}
