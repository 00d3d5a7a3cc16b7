package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.list.ListImg;
import net.imglib2.img.list.ListImgFactory;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ImgUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

	@ParameterizedTest
	@CsvSource({ "1,1,1,2", "0.7,0.7,0.7,2", "0.5,0.5,5,2", "2,2,2,2", "3,1.1,0.9,1.3", "6,7,0.4,2", "10,10,10,2" })
	void equalsTheFormula(final double sx, final double sy, final double sz, final double spacing_mm) {
		final long[] size = { 7, 6, 5 };
		final VoxelGrid grid = VoxelGrid.ofSpacing(size, sx, sy, sz);
		final float[] values = random(7 * 6 * 5, 1);
		final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(values, size);
		final Resampler.Resampled resampled = Resampler.toSpacing(image, grid, spacing_mm);
		for (int d = 0; d < 3; d++)
			assertEquals(Math.max(1, (long) Math.rint(size[d] * grid.spacing_mm(d) / spacing_mm)), resampled.pixels().dimension(d));
		final long[] n = resampled.grid().size();
		for (int k = 0; k < n[2]; k++)
			for (int j = 0; j < n[1]; j++)
				for (int i = 0; i < n[0]; i++)
					assertEquals(bruteForce(image, grid, n, spacing_mm, i, j, k), resampled.pixels().getAt(i, j, k).get(), 2e-6);
	}

	/** Sums over all voxels of the image with the product of three triangles, straight from the definition. */
	private static double bruteForce(final RandomAccessibleInterval<FloatType> image, final VoxelGrid grid, final long[] newSize,
		final double spacing_mm, final int... voxel)
	{
		final double[][] weights = new double[3][];
		for (int d = 0; d < 3; d++) {
			final int n = (int) grid.size(d);
			final double ratio = spacing_mm / grid.spacing_mm(d);
			final double u = (voxel[d] - (newSize[d] - 1) / 2.0) * ratio + (n - 1) / 2.0;
			weights[d] = new double[n];
			for (int i = 0; i < n; i++)
				weights[d][i] = Math.max(0, 1 - Math.abs(i - u) / Math.max(1, ratio));
		}
		double sum = 0, total = 0;
		for (int k = 0; k < grid.size(2); k++)
			for (int j = 0; j < grid.size(1); j++)
				for (int i = 0; i < grid.size(0); i++) {
					final double w = weights[0][i] * weights[1][j] * weights[2][k];
					sum += w * image.getAt(i, j, k).get();
					total += w;
				}
		return sum / total;
	}

	@Test
	void halvesByKnownNumbers() {
		// 1 mm to 2 mm: new voxel i' lies at old 2 i' + 0.5; weights 1/8 3/8 3/8 1/8; at the ends 3/7 3/7 1/7.
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 6, 1, 1 }, 1, 2, 2);
		final Resampler.Resampled resampled = Resampler.toSpacing(ArrayImgs.floats(new float[] { 7, 14, 28, 0, 56, 7 }, 6, 1, 1), grid, 2);
		final float[] expected = { (3 * 7 + 3 * 14 + 28) / 7f, (14 + 3 * 28 + 0 + 56) / 8f, (0 + 3 * 56 + 3 * 7) / 7f };
		assertArrayEquals(expected, values(resampled.pixels()), 1e-6f);
		assertArrayEquals(new double[] { -2, 0, 0 }, resampled.grid().toWorld(0, 0, 0), 1e-12);
		assertArrayEquals(new double[] { 2, 2, 2 }, resampled.grid().spacing_mm(), 1e-12);
	}

	@Test
	void roundsHalfAVoxelToEven() {
		assertEquals(2, Resampler.gridOf(VoxelGrid.ofSpacing(new long[] { 5, 1, 1 }, 1), 2).size(0));
		assertEquals(4, Resampler.gridOf(VoxelGrid.ofSpacing(new long[] { 7, 1, 1 }, 1), 2).size(0));
	}

	@Test
	void keepsTheCenterAndDirectionsOfObliqueGrids() {
		final VoxelGrid grid = new VoxelGrid(new long[] { 21, 31, 8 }, new double[] { 0.9, 0.1, 0.5, 3, -0.2, 1.1, 0.3, 4, 0.1, 0.2, -6, 5 });
		final VoxelGrid resampled = Resampler.gridOf(grid, 2);
		final double[] center = grid.toWorld(10, 15, 3.5);
		assertArrayEquals(center, resampled.toWorld((resampled.size(0) - 1) / 2.0, (resampled.size(1) - 1) / 2.0, (resampled.size(2) - 1) /
			2.0), 1e-9);
		for (int d = 0; d < 3; d++)
			for (int r = 0; r < 3; r++)
				assertEquals(grid.voxelToWorld()[4 * r + d] / grid.spacing_mm(d), resampled.voxelToWorld()[4 * r + d] / 2, 1e-12);
	}

	@Test
	void leavesConstantsExactlyConstant() {
		final float[] values = new float[17 * 19 * 23];
		Arrays.fill(values, 1234.567f);
		final Resampler.Resampled resampled = Resampler.toSpacing(ArrayImgs.floats(values, 17, 19, 23), VoxelGrid.ofSpacing(new long[] { 17,
			19, 23 }, 0.73, 1.1, 3.3), 2);
		for (final float v : values(resampled.pixels()))
			assertEquals(1234.567f, v, 0f);
	}

	@Test
	void commutesWithOrientation() {
		final VoxelGrid stored = Orientation.of("PSL").grid(new long[] { 12, 10, 7 }, 0.8, 1.2, 4);
		final Orientation orientation = Orientation.of(stored);
		final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(random(12 * 10 * 7, 2), 12, 10, 7);
		final Resampler.Resampled turnedLast = Resampler.toSpacing(image, stored, 2);
		final Resampler.Resampled turnedFirst = Resampler.toSpacing(orientation.toRas(image), orientation.toRas(stored), 2);
		assertEquals(true, turnedFirst.grid().equalsWithin(orientation.toRas(turnedLast.grid()), 1e-9));
		final float[] first = values(turnedFirst.pixels());
		final float[] last = new float[first.length];
		ImgUtil.copy(orientation.toRas(turnedLast.pixels()), ArrayImgs.floats(last, turnedFirst.grid().size()));
		assertArrayEquals(first, last, 1e-6f);
	}

	@Test
	void givesTheSameBytesForAnyNumberOfThreads() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 31, 33, 35 }, 0.9, 1, 1.3);
		final ArrayImg<FloatType, FloatArray> image = ArrayImgs.floats(random(31 * 33 * 35, 3), 31, 33, 35);
		final float[] one = values(Parallelization.runWithNumThreads(1, () -> Resampler.toSpacing(image, grid, 2)).pixels());
		final float[] five = values(Parallelization.runWithNumThreads(5, () -> Resampler.toSpacing(image, grid, 2)).pixels());
		assertArrayEquals(one, five, 0f);
	}

	@Test
	void readsEveryRealType() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 8, 9, 10 }, 1);
		final Img<ShortType> shorts = ArrayImgs.shorts(8, 9, 10);
		final Img<DoubleType> doubles = ArrayImgs.doubles(8, 9, 10);
		final ListImg<DoubleType> objects = new ListImgFactory<>(new DoubleType()).create(8, 9, 10);
		final Random random = new Random(4);
		ImgUtil.copy(ArrayImgs.shorts(random.ints(720).collect(() -> new short[720], (a, v) -> a[(v >>> 1) % 720] = (short) v,
			(a, b) -> {}), 8, 9, 10), shorts);
		copyReal(shorts, doubles);
		copyReal(shorts, objects);
		final float[] expected = values(Resampler.toSpacing(shorts, grid, 2).pixels());
		assertArrayEquals(expected, values(Resampler.toSpacing(doubles, grid, 2).pixels()), 0f);
		assertArrayEquals(expected, values(Resampler.toSpacing(objects, grid, 2).pixels()), 0f);
	}

	@Test
	void countsAndZeroesWhatIsNotFinite() {
		final float[] values = random(4 * 4 * 4, 5);
		values[3] = Float.NaN;
		values[17] = Float.NEGATIVE_INFINITY;
		final float[] zeroed = values.clone();
		zeroed[3] = zeroed[17] = 0;
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 4, 4, 4 }, 1);
		final Resampler.Resampled resampled = Resampler.toSpacing(ArrayImgs.floats(values, 4, 4, 4), grid, 2);
		assertEquals(2, resampled.nonFinite());
		assertArrayEquals(values(Resampler.toSpacing(ArrayImgs.floats(zeroed, 4, 4, 4), grid, 2).pixels()), values(resampled.pixels()), 0f);
		assertEquals(Float.NaN, values[3], "the scan itself stays as it is");
	}

	private static <S extends RealType<S>, T extends RealType<T>> void copyReal(final Img<S> from, final Img<T> to) {
		final Cursor<T> target = to.cursor();
		for (final S value : from)
			target.next().setReal(value.getRealDouble());
	}

	private static float[] random(final int n, final long seed) {
		final Random random = new Random(seed);
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = random.nextFloat();
		return values;
	}

	private static float[] values(final ArrayImg<FloatType, FloatArray> image) {
		return image.update(null).getCurrentStorageArray();
	}
}
