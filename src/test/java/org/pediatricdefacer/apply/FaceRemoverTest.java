package org.pediatricdefacer.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.apply.Fill.Mode;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

class FaceRemoverTest {

	private static final int[] SIZE = { 12, 10, 8 };
	private static final int VOXELS = 12 * 10 * 8;

	/** Masks about a quarter of the voxels, at random. */
	private static byte[] mask() {
		final Random random = new Random(11);
		final byte[] mask = new byte[VOXELS];
		for (int i = 0; i < mask.length; i++)
			mask[i] = (byte) (random.nextInt(4) == 0 ? 2 + random.nextInt(3) : 0);
		return mask;
	}

	private static RandomAccessibleInterval<UnsignedByteType> image(final byte[] mask) {
		return ArrayImgs.unsignedBytes(mask, 12, 10, 8);
	}

	/** Air of 0 to 9 in the lower half, tissue of 500 to 599 in the upper. */
	private static short[] head(final int volumes) {
		final Random random = new Random(12);
		final short[] values = new short[VOXELS * volumes];
		for (int i = 0; i < values.length; i++)
			values[i] = (short) (i % VOXELS < VOXELS / 2 ? random.nextInt(10) : 500 + random.nextInt(100));
		return values;
	}

	@Test
	void keepsEveryBitOutsideTheMaskNanPayloadsIncluded() {
		final Random random = new Random(13);
		final float[] values = new float[VOXELS];
		for (int i = 0; i < values.length; i++)
			values[i] = Float.intBitsToFloat(i % 3 == 0 ? 0x7FC00000 | random.nextInt(1 << 22) : random.nextInt());
		final int[] before = bits(values);
		final byte[] mask = mask();
		final Img<FloatType> result = new FaceRemover(Fill.zero()).remove(ArrayImgs.floats(values, 12, 10, 8), image(mask));
		final int[] after = bits(((FloatArray) ((ArrayImg<?, ?>) result).update(null)).getCurrentStorageArray());
		for (int i = 0; i < VOXELS; i++)
			assertEquals(mask[i] > 0 ? 0 : before[i], after[i], "voxel " + i);
		assertArrayEquals(before, bits(values), "the input is never written");
	}

	private static int[] bits(final float[] values) {
		final int[] bits = new int[values.length];
		for (int i = 0; i < bits.length; i++)
			bits[i] = Float.floatToRawIntBits(values[i]);
		return bits;
	}

	@Test
	void appliesTheMaskToEveryVolumeOfAnyLayout() {
		final short[] values = head(6);
		final byte[] mask = mask();
		final RandomAccessibleInterval<ShortType> array = ArrayImgs.shorts(values, 12, 10, 8, 3, 2);
		final PlanarImg<ShortType, ShortArray> planar = PlanarImgs.shorts(12, 10, 8, 3, 2);
		LoopBuilder.setImages(array, planar).forEachPixel((in, out) -> out.set(in));
		final FaceRemover remover = new FaceRemover(Fill.zero().withStoredZero(-1));
		final short[] result = shorts(remover.remove(array, image(mask)));
		for (int i = 0; i < values.length; i++)
			assertEquals(mask[i % VOXELS] > 0 ? -1 : values[i], result[i], "voxel " + i);
		assertArrayEquals(result, shorts(remover.remove(planar, image(mask))));
		assertArrayEquals(result, shorts(remover.remove(Views.translate(array, 5, 5, 5, 5, 5), image(mask))));
	}

	private static short[] shorts(final RandomAccessibleInterval<ShortType> image) {
		final short[] values = new short[(int) image.size()];
		int i = 0;
		for (final ShortType value : Views.flatIterable(image))
			values[i++] = value.get();
		return values;
	}

	@Test
	void clampsAndRoundsTheStoredZeroToTheType() {
		assertEquals(0, filled(-1024.4, ArrayImgs.unsignedShorts(12, 10, 8), 0));
		assertEquals(-128, filled(-1024.4, ArrayImgs.bytes(12, 10, 8), -128));
		assertEquals(-1024, filled(-1024.4, ArrayImgs.shorts(12, 10, 8), -1024));
		assertEquals(-1024.4, filled(-1024.4, ArrayImgs.doubles(12, 10, 8), -1024.4));
		assertEquals(127, filled(1e9, ArrayImgs.bytes(12, 10, 8), 127));
	}

	/** What becomes of a masked voxel of value 50 in a scan whose air has the given value. */
	private static <T extends RealType<T> & NativeType<T>> double filled(final double zero, final Img<T> scan, final double air) {
		final byte[] mask = mask();
		final int masked = firstMasked(mask);
		final long[] at = { masked % SIZE[0], masked / SIZE[0] % SIZE[1], masked / (SIZE[0] * SIZE[1]) };
		LoopBuilder.setImages(scan, image(mask)).forEachPixel((value, label) -> value.setReal(label.get() > 0 ? 50 : air));
		return new FaceRemover(Fill.zero().withStoredZero(zero)).remove(scan, image(mask)).getAt(at).getRealDouble();
	}

	private static int firstMasked(final byte[] mask) {
		int i = 0;
		while (mask[i] == 0)
			i++;
		return i;
	}

	@Test
	void backgroundComesFromTheAirAndFromTheSeedAlone() {
		final short[] values = head(2);
		final byte[] mask = mask();
		final RandomAccessibleInterval<ShortType> scan = ArrayImgs.shorts(values, 12, 10, 8, 2);
		final FaceRemover remover = new FaceRemover(Fill.background(4));
		final short[] one = Parallelization.runWithNumThreads(1, () -> shorts(remover.remove(scan, image(mask))));
		final short[] two = Parallelization.runWithNumThreads(2, () -> shorts(remover.remove(scan, image(mask))));
		assertArrayEquals(one, two);
		double mean = 0;
		int masked = 0;
		for (int i = 0; i < values.length; i++) {
			if (mask[i % VOXELS] == 0) {
				assertEquals(values[i], one[i]);
				continue;
			}
			assertTrue(one[i] >= 0 && one[i] < 10, "drawn from the air, was " + one[i]);
			mean += one[i];
			masked++;
		}
		// The mean of 0..9 is 4.5 with a standard deviation of 2.9 per voxel; four standard errors.
		assertEquals(4.5, mean / masked, 4 * 2.9 / Math.sqrt(masked));
		final short[] other = shorts(new FaceRemover(Fill.background(5)).remove(scan, image(mask)));
		assertNotEquals(java.util.Arrays.hashCode(one), java.util.Arrays.hashCode(other));
	}

	/** Level and spread are those of the air, Rayleigh noise of sigma 20; of 8000 draws, five standard errors. */
	@Test
	void backgroundHasLevelAndSpreadOfTheAir() {
		final Random random = new Random(14);
		final int n = 40;
		final Img<ShortType> scan = ArrayImgs.shorts(n, n, n);
		final Img<UnsignedByteType> region = ArrayImgs.unsignedBytes(n, n, n);
		final Img<UnsignedByteType> air = ArrayImgs.unsignedBytes(n, n, n);
		final Cursor<ShortType> cursor = scan.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			final boolean tissue = cursor.getIntPosition(0) < n / 2;
			final double signal = tissue ? 400 : 0;
			cursor.get().set((short) Math.round(Math.hypot(signal + 20 * random.nextGaussian(), 20 * random.nextGaussian())));
			final boolean gone = cursor.getIntPosition(1) < n / 4;
			region.getAt(cursor).set(gone ? 1 : 0);
			air.getAt(cursor).set(!gone && !tissue ? 1 : 0);
		}
		for (final boolean known : new boolean[] { true, false }) {
			final FaceRemover remover = new FaceRemover(Fill.background(1));
			final Img<ShortType> filled = known ? remover.remove(scan, region, air, 2, 2, 2) : remover.remove(scan, region);
			final double[] sums = new double[3];
			LoopBuilder.setImages(region, filled).forEachPixel((gone, value) -> {
				if (gone.get() == 0) return;
				sums[0]++;
				sums[1] += value.get();
				sums[2] += value.get() * value.get();
			});
			final double mean = sums[1] / sums[0];
			final double sd = Math.sqrt(sums[2] / sums[0] - mean * mean);
			final double expected = 20 * Math.sqrt(Math.PI / 2);
			final double expectedSd = 20 * Math.sqrt(2 - Math.PI / 2);
			assertEquals(16000, sums[0]);
			assertEquals(expected, mean, 5 * expectedSd / Math.sqrt(sums[0]) + (known ? 0 : 0.2), "known " + known);
			assertEquals(expectedSd, sd, 5 * expectedSd / Math.sqrt(2 * sums[0]) + (known ? 0 : 0.2), "known " + known);
		}
	}

	@Test
	void aConstantBackgroundStaysExactlyThat() {
		final byte[] mask = mask();
		for (final int value : new int[] { 0, 3, -1024 }) {
			final short[] values = head(1);
			for (int i = 0; i < VOXELS / 2; i++)
				values[i] = (short) value;
			final byte[] air = new byte[VOXELS];
			for (int i = 0; i < VOXELS / 2; i++)
				air[i] = (byte) (mask[i] == 0 ? 1 : 0);
			final RandomAccessibleInterval<ShortType> scan = ArrayImgs.shorts(values, 12, 10, 8);
			final short[] known = shorts(new FaceRemover(Fill.background(4)).remove(scan, image(mask), image(air), 2, 2, 2));
			final short[] guessed = shorts(new FaceRemover(Fill.background(4)).remove(scan, image(mask)));
			for (int i = 0; i < VOXELS; i++) {
				assertEquals(mask[i] > 0 ? value : values[i], known[i], "voxel " + i);
				assertEquals(known[i], guessed[i], "voxel " + i);
			}
		}
	}

	/** A few strays, such as letters in a corner, are no noise. */
	@Test
	void aNearlyConstantBackgroundIsConstant() {
		final short[] values = new short[VOXELS];
		final byte[] air = new byte[VOXELS];
		final byte[] mask = new byte[VOXELS];
		java.util.Arrays.fill(values, (short) 5);
		for (int i = 0; i < VOXELS; i++) {
			air[i] = (byte) (i < VOXELS / 2 ? 1 : 0);
			mask[i] = (byte) (i < VOXELS / 2 ? 0 : 1);
			if (i % 50 == 0) values[i] = 90;
		}
		final short[] filled = shorts(new FaceRemover(Fill.background(4)).remove(ArrayImgs.shorts(values, 12, 10, 8), image(mask), image(air), 2, 2, 2));
		for (int i = VOXELS / 2; i < VOXELS; i++)
			assertEquals(5, filled[i]);
	}

	@Test
	void zeroIsRefusedWhereTheAirIsNotZero() {
		final byte[] mask = mask();
		final short[] values = head(1);
		final FaceRemover zero = new FaceRemover(Fill.zero());
		zero.remove(ArrayImgs.shorts(values, 12, 10, 8), image(mask)); // air of 0 to 9
		final short[] raised = values.clone();
		for (int i = 0; i < VOXELS; i++)
			raised[i] += 100;
		final RandomAccessibleInterval<ShortType> scan = ArrayImgs.shorts(raised, 12, 10, 8);
		final String message = assertThrows(DefacingException.class, () -> zero.remove(scan, image(mask))).getMessage();
		assertTrue(message.startsWith("The air of the scan has stored values of 100") && message.endsWith("fill with background."), message);
		new FaceRemover(Fill.zero().withStoredZero(100)).remove(scan, image(mask));
		new FaceRemover(Fill.background(0)).remove(scan, image(mask));
	}

	@Test
	void refusesKnownAirOfAnotherSize() {
		assertThrows(IllegalArgumentException.class, () -> new FaceRemover(Fill.background(0)).remove(ArrayImgs.floats(12, 10, 8), image(
			new byte[VOXELS]), ArrayImgs.unsignedBytes(12, 8, 10)));
	}

	@Test
	void backgroundWithoutAirIsRefused() {
		final byte[] mask = new byte[VOXELS];
		java.util.Arrays.fill(mask, (byte) 2);
		final FaceRemover remover = new FaceRemover(Fill.background(4));
		assertTrue(assertThrows(DefacingException.class, () -> remover.remove(ArrayImgs.floats(12, 10, 8), image(mask)))
			.getMessage().contains("fill with zero"));
	}

	@Test
	void blurKeepsConstantsAndFollowsTheGaussian() {
		final Fill blur = Fill.of(Mode.BLUR, true).withBlur_mm(1.5);
		final byte[] mask = mask();
		final Img<UnsignedShortType> flat = ArrayImgs.unsignedShorts(12, 10, 8);
		flat.forEach(v -> v.set(700));
		new FaceRemover(blur).remove(flat, image(mask), 1, 1, 1).forEach(v -> assertEquals(700, v.get()));

		final Img<DoubleType> point = ArrayImgs.doubles(25, 25, 25);
		point.getAt(12, 12, 12).set(1);
		final Img<UnsignedByteType> all = ArrayImgs.unsignedBytes(25, 25, 25);
		all.forEach(v -> v.set(2));
		final Img<DoubleType> spread = new FaceRemover(blur).remove(point, all, 1, 1, 2);
		final double center = spread.getAt(12, 12, 12).get();
		assertEquals(Math.exp(-0.5 * (1 + 4) / 2.25), spread.getAt(13, 14, 12).get() / center, 1e-6);
		assertEquals(Math.exp(-0.5 * 4 / 2.25), spread.getAt(12, 12, 13).get() / center, 1e-6);
		double sum = 0;
		for (final DoubleType v : spread)
			sum += v.get();
		assertEquals(1, sum, 1e-6);
	}

	@Test
	void blurMustBeAllowed() {
		assertThrows(DefacingException.class, () -> Fill.of(Mode.BLUR, false));
		assertThrows(DefacingException.class, () -> Mode.parse("pixelate"));
		assertEquals(Mode.BACKGROUND, Mode.parse(" Background"));
	}

	@Test
	void refusesAMaskOfAnotherSize() {
		final FaceRemover remover = new FaceRemover(Fill.zero());
		assertThrows(IllegalArgumentException.class,
			() -> remover.remove(ArrayImgs.floats(12, 8, 10), image(new byte[VOXELS])));
	}

	@Test
	void zeroHasNoSign() {
		final byte[] mask = new byte[VOXELS];
		mask[7] = 2;
		final Img<FloatType> result = new FaceRemover(Fill.zero().withStoredZero(-0.0)).remove(ArrayImgs.floats(12, 10, 8), image(mask));
		assertEquals(0, Float.floatToRawIntBits(result.getAt(7, 0, 0).get()));
	}
}
