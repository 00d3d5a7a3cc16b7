package org.pediatricdefacer.lattice;

import net.imglib2.parallel.Parallelization;

/**
 * Exact Euclidean distance transform with anisotropic spacing.
 * <p>
 * For every voxel the distance in millimetres from its centre to the centre of the nearest feature voxel. Separable: a
 * two-sweep pass along x, then the lower envelope of parabolas along y and z, so the time is linear in the number of
 * voxels. The result does not depend on the number of threads, which is that of
 * {@link Parallelization#getTaskExecutor()}.
 * <p>
 * Source: Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", Theory of Computing 8 (2012); with
 * spacing as in Maurer, Qi and Raghavan, IEEE TPAMI 25 (2003).
 */
public final class DistanceTransform {

	private static final float FAR = Float.POSITIVE_INFINITY;
	/** Less than any voxel. */
	private static final double HAIR_MM = 1e-9;

	private DistanceTransform() {}

	/**
	 * Returns the distance of every voxel to the nearest feature.
	 *
	 * @param features one flag per voxel, x-fastest; true for the voxels distances are measured to
	 * @param lattice size and spacing
	 * @return distances in mm; 0 at features, positive infinity everywhere if there are none
	 */
	public static float[] distance_mm(final boolean[] features, final Lattice lattice) {
		return distance_mm(features, lattice, Double.POSITIVE_INFINITY);
	}

	/**
	 * Returns the distance of every voxel to the nearest feature, as far as a limit.
	 *
	 * @param features one flag per voxel, x-fastest; true for the voxels distances are measured to
	 * @param lattice size and spacing
	 * @param limit_mm distances above it are given as positive infinity, which is faster than working them out
	 * @return distances in mm, exact up to and including {@code limit_mm}
	 */
	public static float[] distance_mm(final boolean[] features, final Lattice lattice, final double limit_mm) {
		final float[] result = squared_mm2(features, lattice, limit_mm);
		Slabs.run(lattice.nz(), (from, to) -> {
			final int plane = lattice.nx() * lattice.ny();
			for (int i = from * plane; i < to * plane; i++)
				result[i] = (float) Math.sqrt(result[i]);
		});
		return result;
	}

	/**
	 * Returns the squared distance of every voxel to the nearest feature, as far as a limit.
	 *
	 * @param features one flag per voxel, x-fastest; true for the voxels distances are measured to
	 * @param lattice size and spacing
	 * @param limit_mm voxels farther away are given as positive infinity
	 * @return squared distances in square millimetres
	 */
	public static float[] squared_mm2(final boolean[] features, final Lattice lattice, final double limit_mm) {
		if (features.length != lattice.voxels())
			throw new IllegalArgumentException(
				"expected " + lattice.voxels() + " voxels, were " + features.length);
		if (!(limit_mm >= 0))
			throw new IllegalArgumentException("limit_mm must be >= 0, was " + limit_mm);
		// A hair more than the limit, so that rounding never drops a voxel that lies exactly on it.
		final float limit = (float) (limit_mm * limit_mm * (1 + 1e-6));
		final float[] result = new float[features.length];
		Slabs.run(lattice.nz(), (from, to) -> {
			alongX(features, result, lattice, limit, from, to);
			final Envelope envelope = new Envelope(lattice.ny(), lattice.dy_mm(), limit);
			for (int z = from; z < to; z++)
				envelope.applyAll(result, lattice.index(0, 0, z), lattice.nx(), lattice.nx());
		});
		Slabs.run(lattice.ny(), (from, to) -> {
			final Envelope envelope = new Envelope(lattice.nz(), lattice.dz_mm(), limit);
			for (int y = from; y < to; y++)
				envelope.applyAll(result, lattice.index(0, y, 0), lattice.nx(), lattice.nx() * lattice.ny());
		});
		return result;
	}

	private static void alongX(final boolean[] features, final float[] result, final Lattice lattice,
		final float limit, final int zFrom, final int zTo)
	{
		final int nx = lattice.nx();
		for (int row = zFrom * lattice.ny(); row < zTo * lattice.ny(); row++) {
			final int start = row * nx;
			int last = -1;
			for (int x = 0; x < nx; x++) {
				if (features[start + x])
					last = x;
				result[start + x] = last < 0 ? FAR : squared((x - last) * lattice.dx_mm(), limit);
			}
			if (last < 0)
				continue;
			int next = last;
			for (int x = last - 1; x >= 0; x--) {
				if (features[start + x])
					next = x;
				result[start + x] = Math.min(result[start + x], squared((next - x) * lattice.dx_mm(), limit));
			}
		}
	}

	private static float squared(final double distance, final float limit) {
		final float square = (float) (distance * distance);
		return square <= limit ? square : FAR;
	}

	/** The lower envelope of the parabolas that stand on the samples of one line. */
	private static final class Envelope {

		/** Lines side by side that are worked on together: what a cache line holds. */
		private static final int TOGETHER = 16;

		private final int n;
		private final float[][] lines;
		private final double spacing;
		private final float limit;
		private final double[] height;
		private final int[] vertex;
		private final double[] start;

		Envelope(final int n, final double spacing, final float limit) {
			this.n = n;
			this.spacing = spacing;
			this.limit = limit;
			lines = new float[TOGETHER][n];
			height = new double[n];
			vertex = new int[n];
			start = new double[n];
		}

		/** Works on lines whose samples lie a stride apart, and whose first samples lie side by side. */
		void applyAll(final float[] values, final int offset, final int count, final int stride) {
			for (int first = 0; first < count; first += TOGETHER) {
				final int some = Math.min(TOGETHER, count - first);
				for (int i = 0, at = offset + first; i < n; i++, at += stride)
					for (int line = 0; line < some; line++)
						lines[line][i] = values[at + line];
				boolean changed = false;
				for (int line = 0; line < some; line++)
					changed |= apply(lines[line]);
				if (!changed) continue;
				for (int i = 0, at = offset + first; i < n; i++, at += stride)
					for (int line = 0; line < some; line++)
						values[at + line] = lines[line][i];
			}
		}

		/** Returns whether the line may have changed. */
		private boolean apply(final float[] line) {
			if (uniform(line)) return false;
			final int parabolas = build(line);
			if (parabolas == 0)
				return false;
			int k = 0;
			for (int i = 0; i < n; i++) {
				while (k + 1 < parabolas && start[k + 1] < i)
					k++;
				final double distance = (i - vertex[k]) * spacing;
				final float square = (float) (distance * distance + height[k]);
				line[i] = square <= limit ? square : FAR;
			}
			return true;
		}

		/** Returns whether a line holds nothing but features, or nothing that is near one. */
		private boolean uniform(final float[] line) {
			if (line[0] != 0 && line[0] != FAR)
				return false;
			for (int i = 1; i < n; i++)
				if (line[i] != line[0])
					return false;
			return true;
		}

		/** Collects the parabolas seen from below, left to right; returns how many. */
		private int build(final float[] line) {
			int k = -1;
			final double spacing2 = spacing * spacing;
			for (int i = 0; i < n; i++) {
				final double h = line[i];
				if (h == FAR)
					continue;
				if (h == 0 && k >= 0 && height[k] == 0 && vertex[k] == i - 1) {
					// Neighboring features meet half way.
					k++;
					vertex[k] = i;
					height[k] = 0;
					start[k] = i - 0.5;
					continue;
				}
				double from = Double.NEGATIVE_INFINITY;
				while (k >= 0) {
					from = (h - height[k]) / (2 * spacing2 * (i - vertex[k])) + 0.5 * (i + vertex[k]);
					if (from > start[k])
						break;
					k--;
				}
				if (k < 0)
					from = Double.NEGATIVE_INFINITY;
				k++;
				vertex[k] = i;
				height[k] = h;
				start[k] = from;
			}
			return k + 1;
		}
	}

	/** Returns the voxels within a distance of the given ones (a dilation by a ball). */
	public static boolean[] dilate(final boolean[] mask, final Lattice lattice, final double radius_mm) {
		return within(mask, true, VoxelBox.around(mask, lattice, radius_mm), radius_mm, true);
	}

	/** Returns the voxels of a mask that are farther than a distance from all that are not in it (an erosion by a ball). */
	public static boolean[] erode(final boolean[] mask, final Lattice lattice, final double radius_mm) {
		// One voxel more: of what is not in the mask, something on the border of this box is always nearer than all beyond it.
		return within(mask, false, VoxelBox.around(mask, lattice, HAIR_MM), radius_mm, false);
	}

	/** Returns the voxels of a box that are within a distance of those whose flag has a value, or, if not {@code near}, those that are not. */
	private static boolean[] within(final boolean[] mask, final boolean value, final VoxelBox box, final double radius_mm, final boolean near) {
		final boolean[] result = new boolean[mask.length];
		if (box == null) return result;
		final int nx = box.lattice().nx();
		final boolean[] features = new boolean[box.lattice().voxels()];
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < nx; x++)
				features[inBox + x] = mask[voxel + x] == value;
		});
		final float[] squared = squared_mm2(features, box.lattice(), radius_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < nx; x++)
				result[voxel + x] = squared[inBox + x] < FAR == near;
		});
		return result;
	}
}
