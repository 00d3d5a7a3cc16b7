package org.pediatricdefacer.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;

class LocalAirTest {

	private static final int NX = 90;
	private static final int N = 40;
	private static final int GONE = 12;

	private static double spread(final int x) {
		return x < NX / 2 ? 4 : 12;
	}

	private static Img<FloatType> scan() {
		final Random random = new Random(3);
		final Img<FloatType> scan = ArrayImgs.floats(NX, N, N);
		final Cursor<FloatType> cursor = scan.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.get().set((float) (50 + spread(cursor.getIntPosition(0)) * random.nextGaussian()));
		}
		return scan;
	}

	private static Img<UnsignedByteType> where(final int from, final int to) {
		final Img<UnsignedByteType> mask = ArrayImgs.unsignedBytes(NX, N, N);
		final Cursor<UnsignedByteType> cursor = mask.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.get().set(cursor.getIntPosition(1) >= from && cursor.getIntPosition(1) < to ? 1 : 0);
		}
		return mask;
	}

	private static SummaryStatistics fill(final Img<FloatType> filled, final int from, final int to) {
		final SummaryStatistics values = new SummaryStatistics();
		for (int z = 0; z < N; z++)
			for (int y = 0; y < GONE; y++)
				for (int x = from; x < to; x++)
					values.addValue(filled.getAt(x, y, z).get());
		return values;
	}

	@Test
	void noiseIsThatOfTheAirNextToIt() {
		final Img<FloatType> filled = new FaceRemover(Fill.background(2)).remove(scan(), where(0, GONE), where(GONE, N), 2, 2, 2);
		// The rows farthest from the air draw from cells of twelve voxels, their neighbors, and a place moves by half a cell.
		final SummaryStatistics quiet = fill(filled, 0, NX / 2 - 21);
		final SummaryStatistics loud = fill(filled, NX / 2 + 21, NX);
		assertEquals(4, quiet.getStandardDeviation(), 0.1);
		assertEquals(12, loud.getStandardDeviation(), 0.3);
		assertEquals(50, quiet.getMean(), 0.15);
		assertEquals(50, loud.getMean(), 0.45);
	}

	@Test
	void betweenThemThereIsNoStep() {
		final Img<FloatType> filled = new FaceRemover(Fill.background(2)).remove(scan(), where(0, GONE), where(GONE, N), 2, 2, 2);
		final double middle = fill(filled, NX / 2 - 2, NX / 2 + 2).getStandardDeviation();
		assertTrue(middle > 6 && middle < 11, "spread " + middle);
	}

	@Test
	void neighborsShareNoValueMoreOftenThanChance() {
		final Img<FloatType> filled = new FaceRemover(Fill.background(2)).remove(scan(), where(0, GONE), where(GONE, N), 2, 2, 2);
		int alike = 0;
		for (int z = 0; z < N; z++)
			for (int y = 0; y < GONE; y++)
				for (int x = 1; x < NX; x++)
					if (filled.getAt(x, y, z).get() == filled.getAt(x - 1, y, z).get()) alike++;
		// Of some 40,000 pairs; at least 216 values to draw from.
		assertTrue(alike < 40_000 / 216 * 2, alike + " pairs");
	}

	@Test
	void whatIsNoNumberIsNotDrawn() {
		final Img<FloatType> scan = scan();
		for (int x = 0; x < NX; x += 3)
			scan.getAt(x, GONE + 1, N / 2).set(Float.NaN);
		final Img<FloatType> filled = new FaceRemover(Fill.background(2)).remove(scan, where(0, GONE), where(GONE, N), 2, 2, 2);
		assertTrue(Double.isFinite(fill(filled, 0, NX).getMean()));
	}
}
