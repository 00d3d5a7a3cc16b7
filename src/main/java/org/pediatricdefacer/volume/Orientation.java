package org.pediatricdefacer.volume;

import java.util.Arrays;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.transform.integer.MixedTransform;
import net.imglib2.view.MixedTransformView;
import net.imglib2.view.Views;

/**
 * Says which way the axes of a scan run, and turns the scan to RAS axes and back without copying a voxel.
 * <p>
 * Only whole axes are exchanged and reversed; an oblique scan stays oblique, on the axes closest to it. Immutable.
 */
public final class Orientation {

	private static final String POSITIVE = "RAS";
	private static final String NEGATIVE = "LPI";
	private static final int[][] PERMUTATIONS = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

	/** World axis (0 x, 1 y, 2 z) along which each voxel axis runs. */
	private final int[] world;
	/** Whether each voxel axis runs against its world axis. */
	private final boolean[] reversed;

	private Orientation(final int[] world, final boolean[] reversed) {
		this.world = world;
		this.reversed = reversed;
	}

	/**
	 * Finds the orientation closest to the axes of a grid.
	 *
	 * @param grid any grid, oblique too
	 * @return the assignment of voxel axes to world axes with the largest sum of cosines; the first in RAS order if several do
	 */
	public static Orientation of(final VoxelGrid grid) {
		final double[] affine = grid.voxelToWorld();
		int[] best = null;
		double bestSum = Double.NEGATIVE_INFINITY;
		for (final int[] candidate : PERMUTATIONS) {
			double sum = 0;
			for (int d = 0; d < 3; d++)
				sum += Math.abs(affine[4 * candidate[d] + d]) / grid.spacing_mm(d);
			// Numbers as near as rounding errors are ties: a scan turned by exactly 45 degrees must not depend on them.
			if (sum > bestSum + 1e-9) {
				bestSum = sum;
				best = candidate;
			}
		}
		final boolean[] reversed = new boolean[3];
		for (int d = 0; d < 3; d++)
			reversed[d] = affine[4 * best[d] + d] < 0;
		return new Orientation(best, reversed);
	}

	/**
	 * Reads an orientation from its axis codes.
	 *
	 * @param codes three letters, one of each of R/L, A/P and S/I: the directions in which i, j and k grow
	 * @return the orientation
	 * @throws IllegalArgumentException if the codes are none of the 48
	 */
	public static Orientation of(final String codes) {
		final int[] world = new int[3];
		final boolean[] reversed = new boolean[3];
		int seen = 0;
		for (int d = 0; d < 3 && codes.length() == 3; d++) {
			final char letter = codes.charAt(d);
			reversed[d] = NEGATIVE.indexOf(letter) >= 0;
			world[d] = Math.max(POSITIVE.indexOf(letter), NEGATIVE.indexOf(letter));
			if (world[d] >= 0) seen |= 1 << world[d];
		}
		if (seen != 7)
			throw new IllegalArgumentException("orientation must be three letters, one of each of R/L, A/P and S/I, was " + codes);
		return new Orientation(world, reversed);
	}

	/**
	 * Returns the axis codes.
	 *
	 * @return three letters: the directions in which i, j and k grow
	 */
	public String codes() {
		final StringBuilder codes = new StringBuilder();
		for (int d = 0; d < 3; d++)
			codes.append((reversed[d] ? NEGATIVE : POSITIVE).charAt(world[d]));
		return codes.toString();
	}

	/**
	 * Makes a grid with this orientation whose world origin is the center of the volume.
	 *
	 * @param size number of voxels along i, j, k
	 * @param spacing_mm distances of voxels along i, j, k
	 * @return an axis-aligned grid
	 */
	public VoxelGrid grid(final long[] size, final double... spacing_mm) {
		final VoxelGrid stored = VoxelGrid.ofSpacing(size, spacing_mm);
		final double[] affine = new double[12];
		for (int d = 0; d < 3; d++) {
			final double step = reversed[d] ? -stored.spacing_mm(d) : stored.spacing_mm(d);
			affine[4 * world[d] + d] = step;
			affine[4 * world[d] + 3] = -step * (size[d] - 1) / 2;
		}
		return new VoxelGrid(size, affine);
	}

	/**
	 * Views an image of the scan with RAS axes.
	 *
	 * @param <T> pixel type
	 * @param stored image on the scan's axes; dimensions beyond the third stay as they are
	 * @return x, y, z and further dimensions; minimum 0 along x, y, z
	 */
	public <T> RandomAccessibleInterval<T> toRas(final RandomAccessibleInterval<T> stored) {
		return view(stored, world, reversed);
	}

	/**
	 * Views an image with RAS axes on the axes of the scan.
	 *
	 * @param <T> pixel type
	 * @param ras x, y, z; dimensions beyond the third stay as they are
	 * @return i, j, k and further dimensions; minimum 0 along i, j, k
	 */
	public <T> RandomAccessibleInterval<T> fromRas(final RandomAccessibleInterval<T> ras) {
		final int[] inverse = new int[3];
		final boolean[] against = new boolean[3];
		for (int d = 0; d < 3; d++) {
			inverse[world[d]] = d;
			against[world[d]] = reversed[d];
		}
		return view(ras, inverse, against);
	}

	/**
	 * Describes the grid of {@link #toRas(RandomAccessibleInterval)}.
	 *
	 * @param stored the scan's grid
	 * @return the same voxels at the same places, indexed along RAS axes
	 */
	public VoxelGrid toRas(final VoxelGrid stored) {
		final double[] affine = stored.voxelToWorld();
		final double[] corner = new double[3];
		for (int d = 0; d < 3; d++)
			corner[d] = reversed[d] ? stored.size(d) - 1.0 : 0;
		final double[] origin = stored.toWorld(corner);
		final long[] size = new long[3];
		final double[] ras = new double[12];
		for (int d = 0; d < 3; d++) {
			size[world[d]] = stored.size(d);
			for (int r = 0; r < 3; r++)
				ras[4 * r + world[d]] = reversed[d] ? -affine[4 * r + d] : affine[4 * r + d];
			ras[4 * d + 3] = origin[d];
		}
		return new VoxelGrid(size, ras);
	}

	@Override
	public boolean equals(final Object o) {
		return o instanceof Orientation && codes().equals(((Orientation) o).codes());
	}

	@Override
	public int hashCode() {
		return codes().hashCode();
	}

	@Override
	public String toString() {
		return codes();
	}

	/** Views the source so that its axis d is axis target[d] of the view, reversed where told. */
	private static <T> RandomAccessibleInterval<T> view(final RandomAccessibleInterval<T> source, final int[] target,
		final boolean[] reversed)
	{
		final int n = source.numDimensions();
		final int[] component = new int[n];
		final boolean[] inversion = Arrays.copyOf(reversed, n);
		final long[] translation = new long[n];
		final long[] min = new long[n];
		final long[] max = new long[n];
		for (int d = 0; d < n; d++) {
			component[d] = d < 3 ? target[d] : d;
			if (d < 3) translation[d] = inversion[d] ? source.max(d) : source.min(d);
			min[component[d]] = d < 3 ? 0 : source.min(d);
			max[component[d]] = d < 3 ? source.dimension(d) - 1 : source.max(d);
		}
		final MixedTransform transform = new MixedTransform(n, n);
		transform.setComponentMapping(component);
		transform.setComponentInversion(inversion);
		transform.setTranslation(translation);
		return Views.interval(new MixedTransformView<>(source, transform), new FinalInterval(min, max));
	}
}
