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
import net.imglib2.type.numeric.integer.ByteType;
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
		final byte[] mask = mask();
		final int masked = firstMasked(mask);
		final long[] at = { masked % SIZE[0], masked / SIZE[0] % SIZE[1], masked / (SIZE[0] * SIZE[1]) };
		final FaceRemover low = new FaceRemover(Fill.zero().withStoredZero(-1024.4));
		assertEquals(0, low.remove(ArrayImgs.unsignedShorts(12, 10, 8), image(mask)).getAt(at).get());
		assertEquals(-128, low.remove(ArrayImgs.bytes(12, 10, 8), image(mask)).getAt(at).get());
		assertEquals(-1024, low.remove(ArrayImgs.shorts(12, 10, 8), image(mask)).getAt(at).get());
		assertEquals(-1024.4, low.remove(ArrayImgs.doubles(12, 10, 8), image(mask)).getAt(at).get());
		final Img<ByteType> high = new FaceRemover(Fill.zero().withStoredZero(1e9)).remove(ArrayImgs.bytes(12, 10, 8), image(mask));
		assertEquals(127, high.getAt(at).get());
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
