package org.pediatricdefacer.panel;

import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** Counts the voxels of a scan along RAS axes, and finds them in arrays of the scan's own order. Immutable. */
final class RasAxes {

	private final VoxelGrid grid;
	private final int[] stride = new int[3];
	private final int base;

	/** Makes the axes of a scan, oblique or not, whose voxels fit one array. */
	RasAxes(final VoxelGrid stored) {
		grid = Orientation.of(stored).toRas(stored);
		base = flat(stored, new double[3]);
		for (int d = 0; d < 3; d++) {
			final double[] next = new double[3];
			next[d] = 1;
			stride[d] = flat(stored, next) - base;
		}
	}

	private int flat(final VoxelGrid stored, final double[] ras) {
		final double[] voxel = stored.toVoxel(grid.toWorld(ras));
		return (int) (Math.round(voxel[0]) + stored.size(0) * (Math.round(voxel[1]) + stored.size(1) * Math.round(voxel[2])));
	}

	/** Returns the index in an x-fastest array of the scan's own order. */
	int index(final int x, final int y, final int z) {
		return base + x * stride[0] + y * stride[1] + z * stride[2];
	}

	/** Returns the same of three numbers. */
	int index(final int[] ras) {
		return index(ras[0], ras[1], ras[2]);
	}

	int size(final int d) {
		return (int) grid.size(d);
	}

	double spacing_mm(final int d) {
		return grid.spacing_mm(d);
	}

	/** Returns the scan's grid counted along RAS axes. */
	VoxelGrid grid() {
		return grid;
	}
}
