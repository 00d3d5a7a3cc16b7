package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;

class IntensityNormalizerTest {

	private static final IntensityNormalizer NORMALIZER = new IntensityNormalizer(0.5, 99.5, 0, 1.5);

	@Test
	void computesPercentilesAsNumpyDoes() {
		// numpy.percentile([15, 20, 35, 40, 50], [0, 5, 30, 40, 50, 99.5, 100])
		final double[] expected = { 15, 16, 23, 29, 35, 49.8, 50 };
		assertArrayEquals(expected, IntensityNormalizer.percentiles(new float[] { 40, 15, 50, 20, 35 }, 0, 5, 30, 40, 50, 99.5, 100), 1e-12);
	}

	@Test
	void equalsASortOfAllValues() {
		final Random random = new Random(1);
		for (int n = 1; n < 3000; n = n * 3 + 1) {
			final float[] values = new float[n];
			for (int i = 0; i < n; i++)
				values[i] = (float) switch (random.nextInt(4)) {
					case 0 -> 0f;
					case 1 -> random.nextGaussian() * 1e-30;
					case 2 -> random.nextGaussian() * 1e30;
					default -> (double) (random.nextInt(7) - 3);
				};
			final float[] sorted = values.clone();
			Arrays.sort(sorted);
			for (final double q : new double[] { 0, 0.5, 10, 33.3, 50, 77, 99.5, 100 }) {
				final double rank = q / 100 * (n - 1);
				final int below = (int) Math.floor(rank);
				final double a = sorted[below], b = sorted[Math.min(below + 1, n - 1)];
				assertEquals(a + (b - a) * (rank - below), IntensityNormalizer.percentiles(values, q)[0], 0);
			}
		}
	}

	@Test
	void mapsThePercentilesToZeroAndOneAndClips() {
		// 0, 1, ..., 200 and a far outlier: of 202 values, rank 0.005 x 201 = 1.005 and 0.995 x 201 = 199.995.
		final float[] values = new float[202];
		for (int i = 0; i < 201; i++)
			values[i] = i;
		values[201] = 1e6f;
		final IntensityNormalizer.Range range = NORMALIZER.normalize(ArrayImgs.floats(values, 101, 2, 1));
		assertEquals(1.005, range.lo(), 1e-9);
		assertEquals(199.995, range.hi(), 1e-9);
		assertEquals(0, values[0], 0);
		assertEquals((100 - 1.005) / 198.99, values[100], 1e-7);
		assertEquals((200 - 1.005) / 198.99, values[200], 1e-7);
		assertEquals(1.5f, values[201], 0);
	}

	@Test
	void dependsOnNoUnit() {
		// An R2* map in 1/us, and the same numbers as an integer image holds them.
		final Random random = new Random(2);
		final float[] small = new float[1000];
		final float[] large = new float[1000];
		for (int i = 0; i < small.length; i++) {
			large[i] = random.nextInt(4096);
			small[i] = large[i] * 0x1p-40f;
		}
		NORMALIZER.normalize(ArrayImgs.floats(small, 10, 10, 10));
		NORMALIZER.normalize(ArrayImgs.floats(large, 10, 10, 10));
		assertArrayEquals(large, small, 0);
	}

	@Test
	void refusesWhatIsNoImage() {
		final float[] nearlyConstant = new float[1000];
		Arrays.fill(nearlyConstant, 3);
		nearlyConstant[17] = 900;
		final DefacingException refusal = assertThrows(DefacingException.class, () -> NORMALIZER.normalize(ArrayImgs.floats(nearlyConstant,
			10, 10, 10)));
		assertTrue(refusal.getMessage().contains("value 3.0"), refusal.getMessage());
	}

	@Test
	void refusesRangesOutOfOrder() {
		assertThrows(IllegalArgumentException.class, () -> new IntensityNormalizer(99, 1, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> new IntensityNormalizer(-1, 99, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> new IntensityNormalizer(1, 101, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> new IntensityNormalizer(1, 99, 1, 1));
	}
}
