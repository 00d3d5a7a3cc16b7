package org.pediatricdefacer.report;

import java.util.Optional;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Finds the isotropic grid that holds a head and its facemask and little of the air around them, which costs memory and time. */
final class HeadGrid {

	private static final double COARSE_MM = 4;
	private static final double ROOM_MM = 10;
	/** Slices with less than this share of head are noise. */
	private static final double LEAST_SHARE = 0.01;
	/** A head with its neck has 8 million voxels of 1 mm; what is larger gets larger voxels. */
	private static final double MOST_VOXELS = 9e6;

	private HeadGrid() {}

	/**
	 * Finds the grid.
	 *
	 * @param scan before defacing, or after it
	 * @param labels what was removed of it, if that is known
	 * @param spacing_mm edge of the voxels wished for
	 * @return a grid along the axes of the world; over the whole scan if there is no head in it
	 */
	static VoxelGrid of(final Volume scan, final Optional<Volume> labels, final double spacing_mm) {
		final IsotropicScan coarse = IsotropicScan.of(scan, COARSE_MM);
		final int[][] count = count(coarse, labels.map(coarse::labels).orElse(new byte[coarse.values().length]));
		final double[] low_mm = new double[3];
		final double[] size_mm = new double[3];
		double box_mm3 = 1;
		for (int d = 0; d < 3; d++) {
			final double edge_mm = coarse.spacing_mm();
			final int[] range = range(count[d], LEAST_SHARE * coarse.lattice().voxels() / coarse.lattice().size(d), (int) Math.ceil(ROOM_MM / edge_mm));
			low_mm[d] = coarse.grid().toWorld(0, 0, 0)[d] + (range[0] - 0.5) * edge_mm;
			size_mm[d] = (range[1] + 1 - range[0]) * edge_mm;
			box_mm3 *= size_mm[d];
		}
		return grid(low_mm, size_mm, Math.max(spacing_mm, Math.cbrt(box_mm3 / MOST_VOXELS)));
	}

	/** How many voxels of head or facemask each slice has, along each axis. */
	private static int[][] count(final IsotropicScan scan, final byte[] labels) {
		final Lattice lattice = scan.lattice();
		final double skin = AirThreshold.of(scan).skin();
		final int[][] count = { new int[lattice.nx()], new int[lattice.ny()], new int[lattice.nz()] };
		for (int i = 0; i < labels.length; i++)
			if (scan.values()[i] > skin || labels[i] != 0) {
				count[0][lattice.x(i)]++;
				count[1][lattice.y(i)]++;
				count[2][lattice.z(i)]++;
			}
		return count;
	}

	/** First and last slice with room around them. */
	private static int[] range(final int[] count, final double least, final int room) {
		int first = 0;
		int last = count.length - 1;
		while (first < last && count[first] < least)
			first++;
		while (last > first && count[last] < least)
			last--;
		if (first == last) return new int[] { 0, count.length - 1 };
		return new int[] { Math.max(0, first - room), Math.min(count.length - 1, last + room) };
	}

	private static VoxelGrid grid(final double[] low_mm, final double[] size_mm, final double edge_mm) {
		final long[] size = new long[3];
		final double[] affine = new double[12];
		for (int d = 0; d < 3; d++) {
			size[d] = Math.max(1, Math.round(size_mm[d] / edge_mm));
			affine[5 * d] = edge_mm;
			affine[4 * d + 3] = low_mm[d] + edge_mm / 2;
		}
		return new VoxelGrid(size, affine);
	}
}
