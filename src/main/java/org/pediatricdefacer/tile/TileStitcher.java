package org.pediatricdefacer.tile;

import java.util.Arrays;
import java.util.List;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.infer.FaceSegmenter;

/**
 * Asks a segmenter about each tile and makes one answer of all.
 * <p>
 * Where tiles overlap, the answer is the mean weighted by a Gaussian around each tile's center (sigma 1/8 of its side, as in
 * nnU-Net, Isensee et al., Nature Methods 18, 2021). Tiles are added in the order of the grid, so the same bytes come out on
 * every run. Sums are kept in double precision: the weighted sum of n equal values over the sum of n weights then errs by less than
 * 2^-51 n of the value, far below half a step of a float (2^-25), so a value on which all tiles agree is given back exactly.
 */
public final class TileStitcher {

	/** Standard deviations from the center of a tile to its border. */
	private static final double SIGMAS = 4;

	private TileStitcher() {}

	/**
	 * Segments a volume tile by tile.
	 *
	 * @param head x, y, z; minimum 0; beyond its end it counts as 0
	 * @param grid tiles of a volume of this size
	 * @param segmenter asked once per tile, one tile after the other
	 * @param progress told the share of tiles done; asked before each tile whether to stop
	 * @return x, y, z, class; of the size of the volume
	 * @throws DefacingException if a tile fails or what it gives is not finite: a hole in a mask is a visible face
	 */
	public static RandomAccessibleInterval<FloatType> stitch(final RandomAccessibleInterval<FloatType> head, final TileGrid grid,
		final FaceSegmenter segmenter, final Progress progress)
	{
		if (head.numDimensions() != 3 || !Arrays.equals(head.dimensionsAsLongArray(), grid.size()))
			throw new IllegalArgumentException("head of " + new FinalInterval(head) + " does not fit tiles for " + Arrays.toString(grid
				.size()));
		final RandomAccessible<FloatType> padded = Views.extendZero(head);
		final List<Interval> tiles = grid.tiles();
		final ArrayImg<FloatType, FloatArray> answer = ArrayImgs.floats(withClasses(grid.tileSize(), segmenter.classes()));
		final WeightedSum sum = tiles.size() == 1 ? null : new WeightedSum(grid, segmenter.classes());
		for (int t = 0; t < tiles.size(); t++) {
			progress.check();
			final Interval tile = tiles.get(t);
			segmenter.segment(Views.translate(answer, tile.min(0), tile.min(1), tile.min(2), 0), padded);
			final float[] values = answer.update(null).getCurrentStorageArray();
			requireFinite(values, t, tiles.size());
			if (sum != null) sum.add(values, tile);
			progress.fraction((t + 1.0) / tiles.size());
		}
		final RandomAccessibleInterval<FloatType> whole = sum == null ? answer : sum.mean();
		return Views.interval(whole, new FinalInterval(withClasses(grid.size(), segmenter.classes())));
	}

	private static void requireFinite(final float[] values, final int tile, final int tiles) {
		for (final float v : values)
			if (!Float.isFinite(v)) throw new DefacingException("The network gave a value that is not a number in tile " + (tile + 1) +
				" of " + tiles + "; choose another device or model, and report it if it happens with the bundled model on the CPU.");
	}

	private static long[] withClasses(final long[] size, final int classes) {
		final long[] extended = Arrays.copyOf(size, 4);
		extended[3] = classes;
		return extended;
	}

	/** Adds up weighted tiles. */
	private static final class WeightedSum {

		private final int classes;
		private final long[] size;
		private final int voxels;
		private final double[][] sums;
		private final double[] weightSums;
		private final double[][] gaussians;

		WeightedSum(final TileGrid grid, final int classes) {
			this.classes = classes;
			size = grid.paddedSize();
			voxels = Math.toIntExact(size[0] * size[1] * size[2]);
			sums = new double[classes][voxels];
			weightSums = new double[voxels];
			gaussians = Arrays.stream(grid.tileSize()).mapToObj(n -> gaussian((int) n)).toArray(double[][]::new);
		}

		private static double[] gaussian(final int n) {
			final double[] weights = new double[n];
			for (int i = 0; i < n; i++) {
				final double sigmas = (i - (n - 1) / 2.0) / (n / 2.0) * SIGMAS;
				weights[i] = Math.exp(-0.5 * sigmas * sigmas);
			}
			return weights;
		}

		void add(final float[] tile, final Interval place) {
			final int nx = (int) place.dimension(0), ny = (int) place.dimension(1), nz = (int) place.dimension(2);
			for (int z = 0; z < nz; z++)
				for (int y = 0; y < ny; y++) {
					final double rowWeight = gaussians[2][z] * gaussians[1][y];
					final int to = (int) (place.min(0) + size[0] * (place.min(1) + y + size[1] * (place.min(2) + z)));
					final int from = nx * (y + ny * z);
					for (int c = 0; c < classes; c++)
						addRow(sums[c], to, tile, from + nx * ny * nz * c, rowWeight);
					for (int x = 0; x < nx; x++)
						weightSums[to + x] += rowWeight * gaussians[0][x];
				}
		}

		private void addRow(final double[] sum, final int to, final float[] tile, final int from, final double rowWeight) {
			for (int x = 0; x < gaussians[0].length; x++)
				sum[to + x] += rowWeight * gaussians[0][x] * tile[from + x];
		}

		ArrayImg<FloatType, FloatArray> mean() {
			final float[] values = new float[Math.multiplyExact(voxels, classes)];
			for (int c = 0; c < classes; c++)
				for (int p = 0; p < voxels; p++)
					values[c * voxels + p] = (float) (sums[c][p] / weightSums[p]);
			return ArrayImgs.floats(values, withClasses(size, classes));
		}
	}
}
