package org.pediatricdefacer.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import net.imglib2.Cursor;
import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.infer.FaceSegmenter;

class TileStitcherTest {

	private static final long[] SIZE = { 45, 50, 35 };
	private static final long[] PATCH = { 32, 32, 16 };
	private static final int CLASSES = 3;

	/** Gives back its input, times 1, 2, 4 for the three classes. */
	private static class Identity implements FaceSegmenter {

		final List<Interval> asked = new ArrayList<>();

		@Override
		public int classes() {
			return CLASSES;
		}

		@Override
		public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
			asked.add(Intervals.hyperSlice(probabilities, 3));
			final RandomAccess<FloatType> in = head.randomAccess(asked.get(asked.size() - 1));
			final Cursor<FloatType> out = probabilities.localizingCursor();
			while (out.hasNext()) {
				out.fwd();
				for (int d = 0; d < 3; d++)
					in.setPosition(out.getLongPosition(d), d);
				out.get().set(value(in.get().get(), out, asked.size()));
			}
		}

		float value(final float in, final Cursor<FloatType> at, final int call) {
			return in * (1 << at.getIntPosition(3));
		}

		@Override
		public void close() {}
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.25, 0.5, 0.75 })
	void givesBackTheInputOfAnIdentityValueByValue(final double overlap) {
		final RandomAccessibleInterval<FloatType> head = head(1);
		final TileGrid grid = TileGrid.of(SIZE, PATCH, 16, overlap, 0);
		assertTrue(grid.tiles().size() >= 8);
		assertIdentity(head, TileStitcher.stitch(head, grid, new Identity(), Progress.NONE));
	}

	@Test
	void givesBackTheInputOfOneTile() {
		final RandomAccessibleInterval<FloatType> head = head(2);
		final TileGrid grid = TileGrid.of(SIZE, PATCH, 16, 0.25, Long.MAX_VALUE);
		final Identity segmenter = new Identity();
		assertIdentity(head, TileStitcher.stitch(head, grid, segmenter, Progress.NONE));
		assertEquals(1, segmenter.asked.size());
		assertArrayEquals(new long[] { 48, 64, 48 }, Intervals.dimensionsAsLongArray(segmenter.asked.get(0)));
	}

	private static void assertIdentity(final RandomAccessibleInterval<FloatType> head, final RandomAccessibleInterval<FloatType> answer) {
		assertArrayEquals(new long[] { 45, 50, 35, CLASSES }, answer.dimensionsAsLongArray());
		final RandomAccess<FloatType> in = head.randomAccess();
		final Cursor<FloatType> out = answer.localizingCursor();
		while (out.hasNext()) {
			out.fwd();
			for (int d = 0; d < 3; d++)
				in.setPosition(out.getLongPosition(d), d);
			assertEquals(in.get().get() * (1 << out.getIntPosition(3)), out.get().get(), 0f);
		}
	}

	@Test
	void weighsTilesByGaussiansAroundTheirCenters() {
		// Each tile answers with its own number, so that the answer is the weighted mean of the numbers of the tiles around.
		final TileGrid grid = TileGrid.of(SIZE, PATCH, 16, 0.5, 0);
		final RandomAccessibleInterval<FloatType> answer = TileStitcher.stitch(head(3), grid, new Identity() {

			@Override
			float value(final float in, final Cursor<FloatType> at, final int call) {
				return call;
			}
		}, Progress.NONE);
		final Random random = new Random(4);
		for (int n = 0; n < 500; n++) {
			final long[] position = { random.nextInt(45), random.nextInt(50), random.nextInt(35), random.nextInt(CLASSES) };
			double sum = 0, weights = 0;
			for (int t = 0; t < grid.tiles().size(); t++) {
				final Interval tile = grid.tiles().get(t);
				double exponent = 0;
				boolean inside = true;
				for (int d = 0; d < 3; d++) {
					final double sigma = tile.dimension(d) / 8.0;
					exponent += Math.pow((position[d] - (tile.min(d) + tile.max(d)) / 2.0) / sigma, 2);
					inside &= position[d] >= tile.min(d) && position[d] <= tile.max(d);
				}
				if (!inside) continue;
				sum += Math.exp(-exponent / 2) * (t + 1);
				weights += Math.exp(-exponent / 2);
			}
			assertEquals(sum / weights, answer.getAt(position).get(), 1e-5);
		}
	}

	@Test
	void worksThroughTheTilesInTheirOrder() {
		final TileGrid grid = TileGrid.of(SIZE, PATCH, 16, 0.25, 0);
		final Identity segmenter = new Identity();
		TileStitcher.stitch(head(5), grid, segmenter, Progress.NONE);
		assertEquals(grid.tiles().size(), segmenter.asked.size());
		for (int t = 0; t < segmenter.asked.size(); t++)
			assertTrue(Intervals.equals(grid.tiles().get(t), segmenter.asked.get(t)));
	}

	@Test
	void failsWithAFailedTile() {
		final IllegalStateException failure = new IllegalStateException("no");
		final Identity failing = new Identity() {

			@Override
			float value(final float in, final Cursor<FloatType> at, final int call) {
				if (call == 3) throw failure;
				return in;
			}
		};
		assertSame(failure, assertThrows(IllegalStateException.class, () -> TileStitcher.stitch(head(6), TileGrid.of(SIZE, PATCH, 16, 0.25,
			0), failing, Progress.NONE)));
	}

	@Test
	void failsWhenTheNetworkGivesNoNumber() {
		final Identity broken = new Identity() {

			@Override
			float value(final float in, final Cursor<FloatType> at, final int call) {
				return call == 2 && at.getIntPosition(0) == 30 ? Float.NaN : in;
			}
		};
		final DefacingException e = assertThrows(DefacingException.class, () -> TileStitcher.stitch(head(7), TileGrid.of(SIZE, PATCH, 16,
			0.25, 0), broken, Progress.NONE));
		assertTrue(e.getMessage().contains("tile 2 of "), e.getMessage());
	}

	@Test
	void stopsBetweenTilesWhenAsked() {
		final Identity segmenter = new Identity();
		final List<Double> shares = new ArrayList<>();
		final Progress impatient = new Progress() {

			@Override
			public void fraction(final double done) {
				shares.add(done);
			}

			@Override
			public boolean canceled() {
				return segmenter.asked.size() == 2;
			}
		};
		final TileGrid grid = TileGrid.of(SIZE, PATCH, 16, 0.25, 0);
		assertThrows(DefacingCanceledException.class, () -> TileStitcher.stitch(head(8), grid, segmenter, impatient));
		assertEquals(2, segmenter.asked.size());
		assertEquals(Arrays.asList(1.0 / grid.tiles().size(), 2.0 / grid.tiles().size()), shares);
	}

	@Test
	void refusesTilesOfAnotherVolume() {
		assertThrows(IllegalArgumentException.class, () -> TileStitcher.stitch(head(9), TileGrid.of(new long[] { 45, 50, 36 }, PATCH, 16,
			0.25, 0), new Identity(), Progress.NONE));
	}

	/** Values of many magnitudes, zeros and the smallest float among them. */
	private static RandomAccessibleInterval<FloatType> head(final long seed) {
		final Random random = new Random(seed);
		final float[] values = new float[45 * 50 * 35];
		for (int i = 0; i < values.length; i++)
			values[i] = switch (random.nextInt(10)) {
				case 0 -> 0;
				case 1 -> Float.MIN_VALUE;
				case 2 -> (float) (random.nextGaussian() * 1e30);
				default -> random.nextFloat();
			};
		return ArrayImgs.floats(values, SIZE);
	}
}
