package org.pediatricdefacer.render;

/** Linear interpolation in a volume that is one array, x-fastest. */
public final class Trilinear {

	private Trilinear() {}

	/**
	 * Interpolates at a position.
	 *
	 * @param values x-fastest
	 * @param nx voxels along x
	 * @param ny voxels along y
	 * @param nz voxels along z
	 * @param x position in [0, nx-1]
	 * @param y position in [0, ny-1]
	 * @param z position in [0, nz-1]
	 * @return the interpolated value
	 */
	public static float at(final float[] values, final int nx, final int ny, final int nz, final double x, final double y, final double z) {
		final int i = (int) x;
		final int j = (int) y;
		final int k = (int) z;
		final float fx = (float) (x - i);
		final float fy = (float) (y - j);
		final float fz = (float) (z - k);
		final int dx = i < nx - 1 ? 1 : 0;
		final int dy = j < ny - 1 ? nx : 0;
		final int dz = k < nz - 1 ? nx * ny : 0;
		final int p = (k * ny + j) * nx + i;
		final float near = mix(mix(values[p], values[p + dx], fx), mix(values[p + dy], values[p + dy + dx], fx), fy);
		final int q = p + dz;
		return mix(near, mix(mix(values[q], values[q + dx], fx), mix(values[q + dy], values[q + dy + dx], fx), fy), fz);
	}

	private static float mix(final float a, final float b, final float share) {
		return a + (b - a) * share;
	}
}
