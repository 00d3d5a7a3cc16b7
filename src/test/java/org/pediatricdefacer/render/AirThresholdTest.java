package org.pediatricdefacer.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class AirThresholdTest {

	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { 64, 64, 64 }, 1);

	/** Air of Rayleigh noise, a ball of Gaussian tissue and a little very bright fat. */
	private static IsotropicScan scan(final double radius, final double noise, final double offset) {
		final Random random = new Random(3);
		return IsotropicScan.of(Balls.sample(GRID, (x, y, z) -> {
			final double r = Balls.distance(x, y, z);
			final double tissue = r > radius ? 0 : r > radius - 1 ? 3000 : 1000 + 150 * random.nextGaussian();
			return offset + Math.hypot(tissue + noise * random.nextGaussian(), noise * random.nextGaussian());
		}), 1);
	}

	@ParameterizedTest
	@CsvSource({ "12, 5, 0", "25, 5, 0", "31, 40, 0", "25, 80, 0", "25, 5, -1024" })
	void findsAirAndHead(final double radius, final double noise, final double offset) {
		final AirThreshold threshold = AirThreshold.of(scan(radius, noise, offset));
		assertEquals(offset + 1.05 * noise, threshold.air(), 0.3 * noise + 5);
		assertEquals(offset + 1000, threshold.head(), 200);
		assertEquals(0.65 * noise, threshold.airSpread(), 0.15 * noise + 3);
		assertTrue(threshold.skin() >= threshold.air() + 4 * threshold.airSpread());
		assertTrue(threshold.skin() < offset + 600, "skin at " + threshold.skin());
	}

	@Test
	void boneAndSinusesInATightViewAreNotTakenForNoise() {
		final Random random = new Random(4);
		final AirThreshold threshold = AirThreshold.of(IsotropicScan.of(Balls.sample(GRID, (x, y, z) -> {
			final double r = Balls.distance(x, y, z);
			final double tissue = r > 33 ? 0 : r > 28 ? 800 : r > 23 ? 150 : 1000;
			return Math.hypot(tissue + 20 * random.nextGaussian(), 20 * random.nextGaussian());
		}), 1));
		assertTrue(threshold.airSpread() < 30, "spread " + threshold.airSpread());
		assertEquals(0.25, (threshold.skin() - threshold.air()) / (threshold.head() - threshold.air()), 0.01);
	}

	@Test
	void zeroFilledAirDoesNotPullTheThresholdDown() {
		final AirThreshold threshold = AirThreshold.of(IsotropicScan.of(Balls.sample(GRID, (x, y, z) -> Balls.distance(x, y, z) < 15 ? 400 : 0), 1));
		assertEquals(400, threshold.head(), 2);
		assertEquals(100, threshold.skin(), 5);
	}

	@Test
	void givesBackAConstantImage() {
		final Volume constant = new Volume(ArrayImgs.floats(new float[] { 7, 7, 7, 7, 7, 7, 7, 7 }, 2, 2, 2), VoxelGrid.ofSpacing(new long[] { 2, 2, 2 }, 1));
		final AirThreshold threshold = AirThreshold.of(IsotropicScan.of(constant, 1));
		assertEquals(7, threshold.skin(), 0);
	}

	@Test
	void otsuSplitsBetweenTwoPeaks() {
		final long[] histogram = new long[100];
		histogram[10] = 50;
		histogram[80] = 20;
		final int split = AirThreshold.otsu(histogram);
		assertTrue(split > 10 && split <= 80, "split at " + split);
	}
}
