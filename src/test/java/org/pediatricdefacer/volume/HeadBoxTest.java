package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadBoxTest {

	/** 360 x 400 x 440 mm, of voxels that differ along all axes. */
	private static final VoxelGrid LARGE = VoxelGrid.ofSpacing(new long[] { 120, 200, 88 }, 3, 2, 5);
	private static final double[] CENTER = { -70, 60, 90 };
	private static final double RADIUS_MM = 80;
	private static final double HEAD = 500;

	/** What is kept around a body: the margin, and at most a voxel of 4 mm and one of the scan more. */
	private static final double MARGIN_MM = 12;
	private static final double MORE_MM = 4 + 5;

	private static double distance(final double[] p, final double... center) {
		return Math.hypot(Math.hypot(p[0] - center[0], p[1] - center[1]), p[2] - center[2]);
	}

	private static double ball(final double[] p) {
		return distance(p, CENTER) < RADIUS_MM ? HEAD : 0;
	}

	/** A scan of what is at each place in the world, with the noise of magnitude images. */
	private static RandomAccessibleInterval<FloatType> scan(final VoxelGrid grid, final double noise, final ToDoubleFunction<double[]> value) {
		final Random random = new Random(1);
		final float[] values = new float[(int) grid.voxels()];
		for (int i = 0; i < values.length; i++) {
			final long x = i % grid.size(0), y = i / grid.size(0) % grid.size(1), z = i / (grid.size(0) * grid.size(1));
			values[i] = (float) Math.hypot(value.applyAsDouble(grid.toWorld(x, y, z)) + noise * random.nextGaussian(), noise * random
				.nextGaussian());
		}
		return ArrayImgs.floats(values, grid.size());
	}

	/** Checks that a box holds an extent in the world with its margin, as far as the view goes, and not much more. */
	private static void assertAround(final double[] low_mm, final double[] high_mm, final HeadBox box) {
		final VoxelGrid part = box.grid(), view = box.view();
		final double[] first = part.toWorld(0, 0, 0), last = part.toWorld(part.size(0) - 1.0, part.size(1) - 1.0, part.size(2) - 1.0);
		final double[] viewFirst = view.toWorld(0, 0, 0), viewLast = view.toWorld(view.size(0) - 1.0, view.size(1) - 1.0, view.size(2) - 1.0);
		for (int d = 0; d < 3; d++) {
			assertTrue(first[d] <= Math.max(viewFirst[d], low_mm[d] - MARGIN_MM) && last[d] >= Math.min(viewLast[d], high_mm[d] + MARGIN_MM), box
				.toString());
			assertTrue(first[d] >= low_mm[d] - MARGIN_MM - MORE_MM && last[d] <= high_mm[d] + MARGIN_MM + MORE_MM, box.toString());
		}
	}

	private static double[] ballEnd(final int sign) {
		return Arrays.stream(CENTER).map(c -> c + sign * RADIUS_MM).toArray();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 5, 50, 100 })
	void findsABallInLargeAirOfAnyNoise(final double noise) {
		final HeadBox box = HeadBox.of(scan(LARGE, noise, HeadBoxTest::ball), LARGE);
		assertFalse(box.isWhole());
		assertAround(ballEnd(-1), ballEnd(1), box);
		assertEquals(0, box.nonFinite());
	}

	/** Air of another level, as after a z-score or in units of attenuation. */
	@Test
	void airNeedNotBeZero() {
		assertAround(ballEnd(-1), ballEnd(1), HeadBox.of(scan(LARGE, 0, p -> ball(p) > 0 ? 1040 : 3), LARGE));
		final float[] values = new float[(int) LARGE.voxels()];
		final RandomAccessibleInterval<FloatType> shifted = scan(LARGE, 5, HeadBoxTest::ball);
		int i = 0;
		for (final FloatType value : net.imglib2.view.Views.flatIterable(shifted))
			values[i++] = value.get() - 1000;
		assertAround(ballEnd(-1), ballEnd(1), HeadBox.of(ArrayImgs.floats(values, LARGE.size()), LARGE));
	}

	/** Fat is suppressed, or the coil far away. */
	@Test
	void faintSkinBelongsToTheHead() {
		final HeadBox box = HeadBox.of(scan(LARGE, 5, p -> distance(p, CENTER) < RADIUS_MM - 25 ? HEAD : ball(p) / 8), LARGE);
		assertAround(ballEnd(-1), ballEnd(1), box);
	}

	/** Padding around a scan whose own air is noisy. */
	@Test
	void noiseInPartOfTheAirOnlyMakesTheBoxLarger() {
		final HeadBox box = HeadBox.of(scan(LARGE, 0, p -> Math.abs(p[0] + 70) < 95 && Math.abs(p[1] - 60) < 95 && Math.abs(p[2] - 90) < 95 ? 60
			+ ball(p) : 0), LARGE);
		assertFalse(box.isWhole());
		assertAround(new double[] { -165, -35, -5 }, new double[] { 25, 155, 185 }, box);
	}

	/** The largest body need not be the head. */
	@Test
	void everyBodyCountsButSpecksDoNot() {
		final double[] bottle = { 20, -40, 90 };
		final HeadBox box = HeadBox.of(scan(LARGE, 5, p -> distance(p, bottle) < 40 || distance(p, 100, -150, -150) < 8 ? HEAD : ball(p)), LARGE);
		assertAround(new double[] { CENTER[0] - RADIUS_MM, bottle[1] - 40, CENTER[2] - RADIUS_MM }, new double[] { bottle[0] + 40, CENTER[1]
			+ RADIUS_MM, CENTER[2] + RADIUS_MM }, box);
	}

	@Test
	void aHeadThatTheViewCutsIsKeptToTheBorder() {
		final double[] center = { -150, 60, 200 };
		final HeadBox box = HeadBox.of(scan(LARGE, 5, p -> distance(p, center) < RADIUS_MM ? HEAD : 0), LARGE);
		assertFalse(box.isWhole());
		assertEquals(0, box.voxels().min(0));
		assertEquals(LARGE.size(2) - 1, box.voxels().max(2));
		assertAround(new double[] { -178.5, -20, 120 }, new double[] { -70, 140, 217.5 }, box);
	}

	/** A scan down to the shoulders, which are wider than the head and end at the lower border. */
	@Test
	void shouldersBelongToTheBody() {
		final HeadBox box = HeadBox.of(scan(LARGE, 5, p -> Math.hypot(p[0] / 160, p[1] / 70) < 1 && p[2] < -60 || distance(p, 0, 0, 40) < RADIUS_MM
			|| Math.hypot(p[0], p[1]) < 45 && p[2] < 0 ? HEAD : 0), LARGE);
		assertAround(new double[] { -160, -80, -217.5 }, new double[] { 160, 80, 120 }, box);
	}

	@Test
	void nothingIsLeftOutWhereThatWouldNotPay() {
		final VoxelGrid tight = VoxelGrid.ofSpacing(new long[] { 100, 100, 100 }, 2);
		final RandomAccessibleInterval<FloatType> image = scan(tight, 5, p -> distance(p, 0, 0, 0) < RADIUS_MM ? HEAD : 0);
		final HeadBox box = HeadBox.of(image, tight);
		assertTrue(box.isWhole());
		assertSame(tight, box.grid());
		assertSame(image, box.of(image));
	}

	@Test
	void anImageOfOneValueOrOfNoiseIsKeptWhole() {
		assertTrue(HeadBox.of(scan(LARGE, 0, p -> 7), LARGE).isWhole());
		assertTrue(HeadBox.of(scan(LARGE, 40, p -> 0), LARGE).isWhole());
	}

	@Test
	void countsWhatIsNoNumberInTheWholeScan() {
		final RandomAccessibleInterval<FloatType> image = scan(LARGE, 0, HeadBoxTest::ball);
		image.getAt(119, 0, 0).set(Float.NaN);
		image.getAt(0, 199, 87).set(Float.NEGATIVE_INFINITY);
		final HeadBox box = HeadBox.of(image, LARGE);
		assertFalse(box.isWhole());
		assertEquals(2, box.nonFinite());
	}

	@Test
	void cutsOutTheVoxelsOfItsGrid() {
		final RandomAccessibleInterval<FloatType> image = scan(LARGE, 5, HeadBoxTest::ball);
		final HeadBox box = HeadBox.of(image, LARGE);
		final RandomAccessibleInterval<FloatType> part = box.of(image);
		final double[] world = box.grid().toWorld(3, 4, 5);
		final double[] voxel = LARGE.toVoxel(world);
		assertEquals(image.getAt(Math.round(voxel[0]), Math.round(voxel[1]), Math.round(voxel[2])), part.getAt(3, 4, 5));
		assertEquals(box.voxels().min(0) + 3, voxel[0], 1e-9);
		assertTrue(Arrays.equals(box.grid().size(), part.dimensionsAsLongArray()));
	}
}
