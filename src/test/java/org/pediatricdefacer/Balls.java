package org.pediatricdefacer;

import net.imglib2.img.array.ArrayImgs;

import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Test volumes that are functions of the world. */
public final class Balls {

	private Balls() {}

	/** A value for each place in the world. */
	@FunctionalInterface
	public interface Field {

		double at(double x_mm, double y_mm, double z_mm);
	}

	public static Volume sample(final VoxelGrid grid, final Field field) {
		final float[] values = new float[(int) grid.voxels()];
		for (int i = 0; i < values.length; i++) {
			final double[] w = grid.toWorld(i % grid.size(0), i / grid.size(0) % grid.size(1), i / (grid.size(0) * grid.size(1)));
			values[i] = (float) field.at(w[0], w[1], w[2]);
		}
		return new Volume(ArrayImgs.floats(values, grid.size()), grid);
	}

	/** Falls linearly from the center: {@code radius} mm from it the value is 100. */
	public static Field ball(final double x, final double y, final double z, final double radius_mm) {
		return (wx, wy, wz) -> 100 + 10 * (radius_mm - distance(wx - x, wy - y, wz - z));
	}

	public static double distance(final double x, final double y, final double z) {
		return Math.hypot(Math.hypot(x, y), z);
	}

	/** A grid whose axes are those of an oblique sagittal scan. */
	public static VoxelGrid obliqueSagittal(final long[] size, final double[] spacing_mm, final double turn_deg) {
		final double c = Math.cos(Math.toRadians(turn_deg));
		final double s = Math.sin(Math.toRadians(turn_deg));
		// i runs to posterior (turned toward left), j to inferior, k to the right (turned toward posterior).
		final double[][] axes = { { -s, -c, 0 }, { 0, 0, -1 }, { c, -s, 0 } };
		final double[] affine = new double[12];
		for (int r = 0; r < 3; r++)
			for (int d = 0; d < 3; d++) {
				affine[4 * r + d] = axes[d][r] * spacing_mm[d];
				affine[4 * r + 3] -= axes[d][r] * spacing_mm[d] * (size[d] - 1) / 2;
			}
		return new VoxelGrid(size, affine);
	}
}
