package org.pediatricdefacer.lattice;

/**
 * The size and spacing of a three-dimensional voxel array that is stored x-fastest in one Java array.
 *
 * @param nx voxels along x
 * @param ny voxels along y
 * @param nz voxels along z
 * @param dx_mm spacing along x in millimetres
 * @param dy_mm spacing along y in millimetres
 * @param dz_mm spacing along z in millimetres
 */
public record Lattice(int nx, int ny, int nz, double dx_mm, double dy_mm, double dz_mm) {

	/**
	 * Checks the size and the spacing.
	 *
	 * @throws IllegalArgumentException if a side is empty, a spacing is not positive and finite, or there are more voxels
	 *             than a Java array can hold
	 */
	public Lattice {
		if (nx < 1 || ny < 1 || nz < 1)
			throw new IllegalArgumentException("sides must be >= 1, were " + nx + " x " + ny + " x " + nz);
		if ((long) nx * ny > Integer.MAX_VALUE || (long) nx * ny * nz > Integer.MAX_VALUE - 8)
			throw new IllegalArgumentException("too many voxels for one array: " + nx + " x " + ny + " x " + nz);
		if (!(positive(dx_mm) && positive(dy_mm) && positive(dz_mm)))
			throw new IllegalArgumentException(
				"spacing must be positive, was " + dx_mm + " x " + dy_mm + " x " + dz_mm + " mm");
	}

	private static boolean positive(final double value) {
		return value > 0 && value < Double.POSITIVE_INFINITY;
	}

	/** Returns the number of voxels. */
	public int voxels() {
		return nx * ny * nz;
	}

	/** Returns the array index of a voxel. */
	public int index(final int x, final int y, final int z) {
		return x + nx * (y + ny * z);
	}

	/** Returns the x position of an array index. */
	public int x(final int index) {
		return index % nx;
	}

	/** Returns the y position of an array index. */
	public int y(final int index) {
		return index / nx % ny;
	}

	/** Returns the z position of an array index. */
	public int z(final int index) {
		return index / (nx * ny);
	}

	/** Returns the place x, y, z in millimetres of an array index, from the first voxel. */
	public double[] place_mm(final int index) {
		return new double[] { x(index) * dx_mm, y(index) * dy_mm, z(index) * dz_mm };
	}

	/** Returns the number of voxels along axis {@code d} (0, 1 or 2). */
	public int size(final int d) {
		return d == 0 ? nx : d == 1 ? ny : nz;
	}

	/** Returns the spacing along axis {@code d} (0, 1 or 2) in millimetres. */
	public double spacing_mm(final int d) {
		return d == 0 ? dx_mm : d == 1 ? dy_mm : dz_mm;
	}

	/** Returns the volume of one voxel in cubic millimetres. */
	public double voxelVolume_mm3() {
		return dx_mm * dy_mm * dz_mm;
	}

	/** Returns whether a voxel lies on one of the six sides of the array. */
	public boolean onBorder(final int x, final int y, final int z) {
		return x == 0 || y == 0 || z == 0 || x == nx - 1 || y == ny - 1 || z == nz - 1;
	}
}
