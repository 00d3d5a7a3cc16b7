package org.pediatricdefacer.volume;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Locale;

import org.pediatricdefacer.lattice.Lattice;

/**
 * Says how large a volume is and where its voxels lie in the patient.
 * <p>
 * World coordinates are RAS+ millimeters: x grows to the patient's right, y to anterior, z to superior. The affine maps
 * voxel indices (i, j, k), which denote voxel centers, to world coordinates. Immutable.
 */
public final class VoxelGrid {

	/** A voxel's volume (as a share of the box of its edges) below which axes count as coplanar. */
	private static final double MIN_SKEW = 1e-4;

	/** Significant digits of a spacing. */
	private static final MathContext SPACING_DIGITS = new MathContext(6);

	private final long[] size;
	private final double[] affine;
	private final double[] inverse;
	private final double[] spacing_mm;

	/**
	 * Makes a grid from its size and affine.
	 *
	 * @param size number of voxels along i, j, k; each at least 1
	 * @param voxelToWorld the 3x4 affine in row-major order: world x, y, z from (i, j, k, 1), in mm
	 * @throws IllegalArgumentException if a length is wrong, a number is not finite, or the axes do not span the space
	 */
	public VoxelGrid(final long[] size, final double[] voxelToWorld) {
		if (size.length != 3) throw new IllegalArgumentException("size must have 3 numbers, was " + Arrays.toString(size));
		for (final long n : size)
			if (n < 1) throw new IllegalArgumentException("size must be at least 1 along each axis, was " + Arrays.toString(size));
		if (voxelToWorld.length != 12)
			throw new IllegalArgumentException("voxelToWorld must have 12 numbers, had " + voxelToWorld.length);
		for (final double a : voxelToWorld)
			if (!Double.isFinite(a)) throw new IllegalArgumentException("voxelToWorld must be finite, was " + Arrays.toString(voxelToWorld));
		this.size = size.clone();
		affine = voxelToWorld.clone();
		spacing_mm = columnLengths(affine);
		final double determinant = determinant(affine);
		final double box_mm3 = spacing_mm[0] * spacing_mm[1] * spacing_mm[2];
		if (!(Math.abs(determinant) > MIN_SKEW * box_mm3) || !Double.isFinite(box_mm3))
			throw new IllegalArgumentException("voxelToWorld must span the space, was " + Arrays.toString(affine));
		inverse = invert(affine, determinant);
	}

	/**
	 * Makes an axis-aligned RAS grid whose world origin is the center of the volume.
	 *
	 * @param size number of voxels along x, y, z
	 * @param spacing_mm voxel edges in mm: three numbers, or one for all axes
	 * @return the grid
	 * @throws IllegalArgumentException if a number is missing or not positive
	 */
	public static VoxelGrid ofSpacing(final long[] size, final double... spacing_mm) {
		if (spacing_mm.length != 3 && spacing_mm.length != 1)
			throw new IllegalArgumentException("spacing_mm must have 1 or 3 numbers, was " + Arrays.toString(spacing_mm));
		if (size.length != 3) throw new IllegalArgumentException("size must have 3 numbers, was " + Arrays.toString(size));
		final double[] affine = new double[12];
		for (int d = 0; d < 3; d++) {
			final double s = spacing_mm[spacing_mm.length == 1 ? 0 : d];
			if (!(s > 0)) throw new IllegalArgumentException("spacing_mm must be > 0, was " + Arrays.toString(spacing_mm));
			affine[5 * d] = s;
			affine[4 * d + 3] = -s * (size[d] - 1) / 2;
		}
		return new VoxelGrid(size, affine);
	}

	/**
	 * Returns the grid of a part of the volume.
	 *
	 * @param first voxel i, j, k of this grid that is the first of the part; may lie outside
	 * @param partSize number of voxels along i, j, k; each at least 1
	 * @return same axes, every voxel at the same place
	 */
	public VoxelGrid part(final long[] first, final long[] partSize) {
		final double[] origin = toWorld(first[0], first[1], first[2]);
		final double[] moved = affine.clone();
		for (int r = 0; r < 3; r++)
			moved[4 * r + 3] = origin[r];
		return new VoxelGrid(partSize, moved);
	}

	/**
	 * Returns the bare grid, without its place in the world.
	 *
	 * @return same numbers of voxels, which must fit an array, and spacings along i, j, k
	 */
	public Lattice lattice() {
		return new Lattice((int) size(0), (int) size(1), (int) size(2), spacing_mm(0), spacing_mm(1), spacing_mm(2));
	}

	/**
	 * Returns the number of voxels along an axis.
	 *
	 * @param d axis, 0 to 2
	 * @return at least 1
	 */
	public long size(final int d) {
		return size[d];
	}

	/**
	 * Returns the number of voxels along each axis.
	 *
	 * @return a new array of three
	 */
	public long[] size() {
		return size.clone();
	}

	/**
	 * Returns the number of voxels of the grid.
	 *
	 * @return the product of the sizes
	 * @throws ArithmeticException if it does not fit a long
	 */
	public long voxels() {
		return Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2]);
	}

	/**
	 * Returns the distance of neighboring voxel centers along an axis.
	 *
	 * @param d axis, 0 to 2
	 * @return mm, positive
	 */
	public double spacing_mm(final int d) {
		return spacing_mm[d];
	}

	/**
	 * Returns the distances of neighboring voxel centers.
	 *
	 * @return a new array of three, mm
	 */
	public double[] spacing_mm() {
		return spacing_mm.clone();
	}

	/**
	 * Returns the affine from voxel indices to world coordinates.
	 *
	 * @return a new array of twelve, row-major 3x4, mm
	 */
	public double[] voxelToWorld() {
		return affine.clone();
	}

	/**
	 * Maps a voxel position to the world.
	 *
	 * @param voxel i, j, k; fractions allowed
	 * @return x, y, z in mm, RAS+
	 */
	public double[] toWorld(final double... voxel) {
		return apply(affine, voxel);
	}

	/**
	 * Maps a world position to voxel indices.
	 *
	 * @param world_mm x, y, z in mm, RAS+
	 * @return i, j, k with fractions; outside the volume too
	 */
	public double[] toVoxel(final double... world_mm) {
		return apply(inverse, world_mm);
	}

	/**
	 * Returns the volume of one voxel.
	 *
	 * @return mm^3, positive; for sheared axes less than the product of the spacings
	 */
	public double voxelVolume_mm3() {
		return Math.abs(determinant(affine));
	}

	/**
	 * Tells whether another grid has the same size and puts every voxel at the same place.
	 *
	 * @param other grid to compare with
	 * @param tolerance_mm largest allowed distance between places of the same voxel
	 * @return true if all eight corners, and so all voxels, agree within the tolerance
	 */
	public boolean equalsWithin(final VoxelGrid other, final double tolerance_mm) {
		if (!Arrays.equals(size, other.size)) return false;
		// The distance of two affine maps is convex, so its maximum over the box lies at a corner.
		for (int corner = 0; corner < 8; corner++) {
			final double[] voxel = new double[3];
			for (int d = 0; d < 3; d++)
				voxel[d] = (corner >> d & 1) * (size[d] - 1.0);
			final double[] a = toWorld(voxel);
			final double[] b = other.toWorld(voxel);
			if (!(Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]) <= tolerance_mm)) return false;
		}
		return true;
	}

	@Override
	public boolean equals(final Object o) {
		return o instanceof VoxelGrid && Arrays.equals(size, ((VoxelGrid) o).size) && Arrays.equals(affine, ((VoxelGrid) o).affine);
	}

	@Override
	public int hashCode() {
		return 31 * Arrays.hashCode(size) + Arrays.hashCode(affine);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%dx%dx%d voxels of %.3gx%.3gx%.3g mm", size[0], size[1], size[2], spacing_mm[0], spacing_mm[1],
			spacing_mm[2]);
	}

	private static double[] apply(final double[] m, final double[] p) {
		if (p.length != 3) throw new IllegalArgumentException("a position has 3 numbers, had " + p.length);
		final double[] q = new double[3];
		for (int r = 0; r < 3; r++)
			q[r] = m[4 * r] * p[0] + m[4 * r + 1] * p[1] + m[4 * r + 2] * p[2] + m[4 * r + 3];
		return q;
	}

	private static double[] columnLengths(final double[] m) {
		final double[] lengths = new double[3];
		for (int c = 0; c < 3; c++)
			lengths[c] = rounded(Math.hypot(Math.hypot(m[c], m[4 + c]), m[8 + c]));
		return lengths;
	}

	/** Rounds to what four bytes can tell: the same scan in a format of numbers of eight bytes is on the same grid. */
	private static double rounded(final double length) {
		return Double.isFinite(length) ? new BigDecimal(length).round(SPACING_DIGITS).doubleValue() : length;
	}

	private static double determinant(final double[] m) {
		return m[0] * (m[5] * m[10] - m[6] * m[9]) - m[1] * (m[4] * m[10] - m[6] * m[8]) + m[2] * (m[4] * m[9] - m[5] * m[8]);
	}

	/** Inverts by cofactors; the matrix is small and was checked to be well conditioned. */
	private static double[] invert(final double[] m, final double determinant) {
		final double[] v = new double[12];
		for (int r = 0; r < 3; r++)
			for (int c = 0; c < 3; c++) {
				final int r1 = (r + 1) % 3, r2 = (r + 2) % 3, c1 = (c + 1) % 3, c2 = (c + 2) % 3;
				v[4 * c + r] = (m[4 * r1 + c1] * m[4 * r2 + c2] - m[4 * r1 + c2] * m[4 * r2 + c1]) / determinant;
			}
		for (int r = 0; r < 3; r++)
			v[4 * r + 3] = -(v[4 * r] * m[3] + v[4 * r + 1] * m[7] + v[4 * r + 2] * m[11]);
		return v;
	}
}
