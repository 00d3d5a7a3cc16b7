package org.pediatricdefacer.io;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.VoxelGrid;

/** Builds grids from orientation codes: three letters that say to where the indices i, j and k grow. */
final class AxisCode {

	private static final String TOWARD = "RAS";
	private static final String AWAY = "LPI";

	private AxisCode() {}

	/** Returns for each index the world axis (0 to 2) plus one, negative where the index grows against it. */
	static int[] parse(final String code) {
		final int[] axes = new int[3];
		int seen = 0;
		for (int d = 0; d < 3 && code.length() == 3; d++) {
			final int toward = TOWARD.indexOf(code.charAt(d));
			final int away = AWAY.indexOf(code.charAt(d));
			axes[d] = toward >= 0 ? toward + 1 : -(away + 1);
			if (axes[d] != 0) seen |= 1 << Math.abs(axes[d]);
		}
		if (seen != 0b1110) throw new DefacingException("Orientation \"" + code +
			"\" is not known; give three letters, one each of R or L, A or P, S or I, that say to where the three axes run, such as RAS.");
		return axes;
	}

	/** Returns the grid of a code and voxel edges, with the world's origin at the center of the volume. */
	static VoxelGrid grid(final String code, final long[] size, final double... spacing_mm) {
		final int[] axes = parse(code);
		final double[] affine = new double[12];
		for (int d = 0; d < 3; d++) {
			final int row = Math.abs(axes[d]) - 1;
			final double step = Math.signum(axes[d]) * spacing_mm[d];
			affine[4 * row + d] = step;
			affine[4 * row + 3] = -step * (size[d] - 1) / 2;
		}
		return new VoxelGrid(size, affine);
	}
}
