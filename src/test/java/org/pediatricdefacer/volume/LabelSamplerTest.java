package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ImgUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSamplerTest {

	private static final int CLASSES = 5;

	@ParameterizedTest
	@CsvSource({ "1,1,1", "0.7,0.7,0.7", "0.5,0.5,5", "2,2,2", "3.1,1.1,0.3", "30,1,1" })
	void equalsTheFormula(final double sx, final double sy, final double sz) {
		final VoxelGrid scan = VoxelGrid.ofSpacing(new long[] { 19, 17, 13 }, sx, sy, sz);
		final VoxelGrid model = Resampler.gridOf(scan, 2);
		final RandomAccessibleInterval<FloatType> probabilities = probabilities(model, 7);
		final byte[] labels = labels(probabilities, model, scan);
		int decided = 0;
		for (int k = 0, p = 0; k < 13; k++)
			for (int j = 0; j < 17; j++)
				for (int i = 0; i < 19; i++, p++) {
					final double[] interpolated = bruteForce(probabilities, model, scan, i, j, k);
					final double[] ranked = Arrays.stream(interpolated).sorted().toArray();
					// Equals within rounding errors may go either way.
					if (ranked[CLASSES - 1] - ranked[CLASSES - 2] < 1e-9) continue;
					decided++;
					assertEquals(ranked[CLASSES - 1], interpolated[labels[p]], 0);
				}
		assertTrue(decided > 0.95 * labels.length);
	}

	/** Interpolates by the eight corner weights, through world coordinates. */
	private static double[] bruteForce(final RandomAccessibleInterval<FloatType> probabilities, final VoxelGrid model,
		final VoxelGrid scan, final int... voxel)
	{
		final double[] v = model.toVoxel(scan.toWorld(voxel[0], voxel[1], voxel[2]));
		final double[] sum = new double[CLASSES];
		for (int corner = 0; corner < 8; corner++) {
			double weight = 1;
			final long[] position = new long[4];
			for (int d = 0; d < 3; d++) {
				final double clamped = Math.min(Math.max(v[d], 0), model.size(d) - 1);
				final double floor = Math.floor(clamped);
				final boolean upper = (corner >> d & 1) == 1;
				weight *= upper ? clamped - floor : 1 - (clamped - floor);
				position[d] = (long) Math.min(floor + (upper ? 1 : 0), model.size(d) - 1);
			}
			for (int c = 0; c < CLASSES; c++) {
				position[3] = c;
				sum[c] += weight * probabilities.getAt(position).get();
			}
		}
		return sum;
	}

	@Test
	void putsABorderWhereTheInterpolatedProbabilitiesCross() {
		// Model voxels lie at scan voxels 0.5, 2.5, 4.5, ...; class 0 falls from 1 at 2.5 to 0.4 at 4.5, so it is 0.5 at 4.17.
		final VoxelGrid scan = VoxelGrid.ofSpacing(new long[] { 10, 1, 1 }, 1, 2, 2);
		final VoxelGrid model = Resampler.gridOf(scan, 2);
		final float[] probabilities = { 1, 1, .4f, 0, 0, 0, 0, .6f, 1, 1 };
		assertArrayEquals(new byte[] { 0, 0, 0, 0, 0, 1, 1, 1, 1, 1 }, labels(ArrayImgs.floats(probabilities, 5, 1, 1, 2), model, scan));
	}

	@Test
	void givesTiesToTheLowerClass() {
		final VoxelGrid scan = VoxelGrid.ofSpacing(new long[] { 4, 4, 4 }, 1);
		final VoxelGrid model = Resampler.gridOf(scan, 2);
		final float[] equal = new float[8 * 3];
		Arrays.fill(equal, 8, 24, 0.4f); // classes 1 and 2
		assertArrayEquals(filled(64, 1), labels(ArrayImgs.floats(equal, 2, 2, 2, 3), model, scan));
	}

	@Test
	void readsTurnedProbabilities() {
		final VoxelGrid stored = Orientation.of("IRP").grid(new long[] { 9, 12, 11 }, 1, 1, 3);
		final Orientation orientation = Orientation.of(stored);
		final VoxelGrid model = Resampler.gridOf(stored, 2);
		final RandomAccessibleInterval<FloatType> ras = probabilities(orientation.toRas(model), 11);
		final byte[] direct = labels(orientation.fromRas(ras), model, stored);
		final byte[] viaRas = labels(ras, orientation.toRas(model), orientation.toRas(stored));
		final byte[] turned = new byte[direct.length];
		ImgUtil.copy(orientation.fromRas(ArrayImgs.unsignedBytes(viaRas, orientation.toRas(stored).size())), ArrayImgs.unsignedBytes(
			turned, stored.size()));
		assertArrayEquals(turned, direct);
	}

	@Test
	void givesTheSameBytesForAnyNumberOfThreads() {
		final VoxelGrid scan = VoxelGrid.ofSpacing(new long[] { 30, 31, 32 }, 0.8);
		final VoxelGrid model = Resampler.gridOf(scan, 2);
		final RandomAccessibleInterval<FloatType> probabilities = probabilities(model, 13);
		final byte[] one = Parallelization.runWithNumThreads(1, () -> labels(probabilities, model, scan));
		final byte[] five = Parallelization.runWithNumThreads(5, () -> labels(probabilities, model, scan));
		assertArrayEquals(one, five);
	}

	@Test
	void refusesProbabilitiesOfAnotherGrid() {
		final VoxelGrid scan = VoxelGrid.ofSpacing(new long[] { 8, 8, 8 }, 1);
		assertThrows(IllegalArgumentException.class, () -> labels(ArrayImgs.floats(4, 4, 5, 3), Resampler.gridOf(scan, 2), scan));
	}

	/** Smooth enough to have cells whose corners agree, rough enough to have others. */
	private static RandomAccessibleInterval<FloatType> probabilities(final VoxelGrid grid, final long seed) {
		final Random random = new Random(seed);
		final int voxels = (int) grid.voxels();
		final float[] values = new float[voxels * CLASSES];
		for (int i = 0; i < values.length; i++)
			values[i] = random.nextFloat() * 0.6f;
		for (int p = 0; p < voxels; p++)
			values[(p * CLASSES / voxels) * voxels + p] += 0.55f;
		final long[] size = Arrays.copyOf(grid.size(), 4);
		size[3] = CLASSES;
		return ArrayImgs.floats(values, size);
	}

	private static byte[] labels(final RandomAccessibleInterval<FloatType> probabilities, final VoxelGrid model, final VoxelGrid scan) {
		return LabelSampler.labels(probabilities, model, scan).update(null).getCurrentStorageArray();
	}

	private static byte[] filled(final int n, final int value) {
		final byte[] bytes = new byte[n];
		Arrays.fill(bytes, (byte) value);
		return bytes;
	}
}
