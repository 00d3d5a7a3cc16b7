package org.pediatricdefacer.volume;

import java.util.Arrays;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.Resampler.Resampled;

/**
 * The part of a large field of view that holds the head: the box around all that is not air, with a margin.
 * <p>
 * Looked for at 4 mm, where noise is averaged away. Air is the lower of Otsu's two classes (IEEE Trans. Syst. Man Cybern. 9, 1979);
 * whatever is five of its spreads and a twentieth of the way to the upper class brighter than its median is a body, so faint skin
 * is one too. Every body counts that is no speck, since the largest need not be the whole head: a bottle beside the head, an
 * artifact or noise that is not that of air make the box larger, never smaller. A box that would save less than half of the field
 * of view is the whole field of view. Time grows linearly with the number of voxels.
 *
 * @param view grid of the whole scan
 * @param voxels the part, i, j, k
 * @param nonFinite number of values of the whole scan that are not finite
 */
public record HeadBox(VoxelGrid view, Interval voxels, long nonFinite) {

	private static final double SPACING_MM = 4;

	/** Air that is kept around the head: more than is removed with a face, and enough for a network to see that it is air. */
	private static final double MARGIN_MM = 12;

	/** A smaller body is a speck of noise, a capsule or a wire. */
	private static final double LEAST_BODY_ML = 5;

	/** Share of the field of view up to which a part pays. */
	private static final double MOST_SHARE = 0.5;

	/** How far above air a body begins: in spreads of air, and as a share of the way to the upper class. */
	private static final double SPREADS = 5;
	private static final double FAINT = 0.05;

	/** From the median of the distances to the median to the standard deviation of a normal distribution. */
	private static final double MAD_TO_SPREAD = 1.4826;

	private static final int BINS = 256;

	/**
	 * Finds the head.
	 *
	 * @param image i, j, k; any real type, minimum 0, size of the grid
	 * @param grid the scan's grid
	 * @return the part, or the whole
	 */
	public static HeadBox of(final RandomAccessibleInterval<? extends RealType<?>> image, final VoxelGrid grid) {
		final Resampled coarse = Resampler.toSpacing(image, grid, SPACING_MM);
		final Interval whole = new FinalInterval(grid.size());
		final Interval found = bodies(coarse, grid);
		final boolean pays = found != null && Intervals.numElements(found) <= MOST_SHARE * Intervals.numElements(whole);
		return new HeadBox(grid, pays ? found : whole, coarse.nonFinite());
	}

	/**
	 * Tells whether this is the whole field of view.
	 *
	 * @return true if nothing is left out
	 */
	public boolean isWhole() {
		return Intervals.equals(voxels, new FinalInterval(view.size()));
	}

	/**
	 * Returns where the voxels of the part lie.
	 *
	 * @return a grid of the part's size
	 */
	public VoxelGrid grid() {
		return isWhole() ? view : view.part(voxels.minAsLongArray(), voxels.dimensionsAsLongArray());
	}

	/**
	 * Cuts the part out of an image of the scan.
	 *
	 * @param <T> pixel type
	 * @param image i, j, k of the whole scan
	 * @return a view with minimum 0
	 */
	public <T> RandomAccessibleInterval<T> of(final RandomAccessibleInterval<T> image) {
		return isWhole() ? image : Views.zeroMin(Views.interval(image, voxels));
	}

	/** The voxels of the scan around all bodies and the margin; null if there is no body or no air. */
	private static Interval bodies(final Resampled coarse, final VoxelGrid grid) {
		final float[] values = coarse.pixels().update(null).getCurrentStorageArray();
		final double threshold = threshold(values);
		final boolean[] body = new boolean[values.length];
		for (int i = 0; i < body.length; i++)
			body[i] = values[i] > threshold;
		final VoxelGrid small = coarse.grid();
		final Lattice lattice = new Lattice((int) small.size(0), (int) small.size(1), (int) small.size(2), SPACING_MM, SPACING_MM, SPACING_MM);
		final ConnectedComponents pieces = new ConnectedComponents(body, lattice, Connectivity.FACES);
		final int[] min = {lattice.nx(), lattice.ny(), lattice.nz()};
		final int[] max = {-1, -1, -1};
		for (int i = 0; i < body.length; i++) {
			final int piece = pieces.labels()[i];
			if (piece == 0 || pieces.size(piece) * lattice.voxelVolume_mm3() < 1000 * LEAST_BODY_ML) continue;
			final int[] at = {lattice.x(i), lattice.y(i), lattice.z(i)};
			for (int d = 0; d < 3; d++) {
				min[d] = Math.min(min[d], at[d]);
				max[d] = Math.max(max[d], at[d]);
			}
		}
		return max[0] < 0 ? null : inScan(min, max, small, grid);
	}

	/** Both grids have the same center and axes. */
	private static Interval inScan(final int[] min, final int[] max, final VoxelGrid small, final VoxelGrid grid) {
		final long[] from = new long[3], to = new long[3];
		for (int d = 0; d < 3; d++) {
			final double middle = (small.size(d) - 1) / 2.0, scanMiddle = (grid.size(d) - 1) / 2.0;
			final double low_mm = (min[d] - 0.5 - middle) * SPACING_MM - MARGIN_MM;
			final double high_mm = (max[d] + 0.5 - middle) * SPACING_MM + MARGIN_MM;
			from[d] = Math.max(0, (long) Math.floor(scanMiddle + low_mm / grid.spacing_mm(d)));
			to[d] = Math.min(grid.size(d) - 1, (long) Math.ceil(scanMiddle + high_mm / grid.spacing_mm(d)));
		}
		return new FinalInterval(from, to);
	}

	/** The value above which there is a body; infinity if all values are the same. */
	private static double threshold(final float[] values) {
		final double otsu = otsu(values);
		final float[] low = chosen(values, otsu, false), high = chosen(values, otsu, true);
		if (high.length == 0) return Double.POSITIVE_INFINITY;
		final double air = median(low), head = median(high);
		for (int i = 0; i < low.length; i++)
			low[i] = (float) Math.abs(low[i] - air);
		return air + Math.max(SPREADS * MAD_TO_SPREAD * median(low), FAINT * (head - air));
	}

	private static float[] chosen(final float[] values, final double threshold, final boolean above) {
		final float[] chosen = new float[values.length];
		int n = 0;
		for (final float value : values)
			if (value > threshold == above) chosen[n++] = value;
		return Arrays.copyOf(chosen, n);
	}

	private static double median(final float[] values) {
		return IntensityNormalizer.percentiles(values, 50)[0];
	}

	/** Otsu's threshold; bright specks, which vessels and fat have, do not stretch its bins. */
	private static double otsu(final float[] values) {
		final double[] range = IntensityNormalizer.percentiles(values, 0, 99.9);
		final double width = (range[1] - range[0]) / BINS;
		if (!(width > 0)) return range[1];
		final double[] counts = new double[BINS];
		double total = 0;
		for (final float value : values) {
			final int bin = (int) Math.min(BINS - 1, (value - range[0]) / width);
			counts[bin]++;
			total += bin;
		}
		double below = 0, sum = 0, best = -1;
		int at = 0;
		for (int bin = 0; bin < BINS - 1; bin++) {
			below += counts[bin];
			sum += bin * counts[bin];
			final double above = values.length - below;
			final double gap = above == 0 ? 0 : sum / below - (total - sum) / above;
			if (below * above * gap * gap > best) {
				best = below * above * gap * gap;
				at = bin;
			}
		}
		return range[0] + (at + 1) * width;
	}
}
