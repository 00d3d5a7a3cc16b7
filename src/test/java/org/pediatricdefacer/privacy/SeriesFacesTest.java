package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.privacy.SeriesFaces.Place;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class SeriesFacesTest {

	private static final VoxelGrid GRID = BallHead.grid(3);
	private static final HeadFrame FRAME = HeadFrame.of(new double[] { 0, 60, -5 }, new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, 1,
		Basis.EYES_AND_BRAIN);

	private static Volume moved(final double dx, final double dy, final double dz, final double factor) {
		return Balls.sample(GRID, (x, y, z) -> factor * BallHead.value(x - dx, y - dy, z - dz));
	}

	private static SeriesFaces series(final Volume... volumes) {
		return new SeriesFaces(stack(volumes), volumes[0], FRAME);
	}

	private static Volume stack(final Volume... volumes) {
		final List<RandomAccessibleInterval<FloatType>> pixels = new ArrayList<>();
		for (final Volume volume : volumes)
			pixels.add(Cast.unchecked(volume.pixels()));
		return new Volume(Views.stack(pixels), GRID);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "0, 12, 0", "0, -6, 0", "8, 0, 0", "0, 0, 9", "-5, 8, -8" })
	void findsHowFarAHeadMoved(final double dx, final double dy, final double dz) {
		final List<Place> places = series(moved(0, 0, 0, 1), moved(dx, dy, dz, 0.6)).places();
		assertArrayEquals(new double[] { dx, dy, dz }, places.get(1).shift(), 2.5);
		assertEquals(Math.sqrt(dx * dx + dy * dy + dz * dz) > 3, places.get(1).differs(1));
		assertFalse(places.get(0).differs(1));
	}

	@Test
	void tellsNoiseAndOtherThings() {
		final float[] noise = new float[(int) GRID.voxels()];
		final Random random = new Random(4);
		for (int i = 0; i < noise.length; i++)
			noise[i] = (float) Math.hypot(random.nextGaussian(), random.nextGaussian());
		final Volume other = Balls.sample(GRID, (x, y, z) -> Math.abs(x) < 75 && Math.abs(y) < 30 ? 500 : 5);
		final List<Place> places = series(moved(0, 0, 0, 1), new Volume(ArrayImgs.floats(noise, GRID.size()), GRID), other).places();
		assertFalse(places.get(1).shown());
		assertTrue(places.get(2).shown());
		assertNull(places.get(2).shift());
	}

	@Test
	void looksFirstWhereTheHeadIsFarthestAndNotTwiceAtOnePlace() {
		final SeriesFaces series = series(moved(0, 0, 0, 1), moved(0, 8, 0, 1), moved(0, 15, 0, 1), moved(0, 15, 1, 1));
		final List<Place> places = series.places();
		final int first = series.farthest(places, List.of()).orElseThrow();
		assertTrue(first == 2 || first == 3);
		assertEquals(OptionalInt.of(1), series.farthest(places, List.of(first)));
		assertEquals(OptionalInt.empty(), series.farthest(places, List.of(first, 1)));
	}
}
