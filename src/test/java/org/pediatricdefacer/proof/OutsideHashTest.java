package org.pediatricdefacer.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

class OutsideHashTest {

	private static final int VOXELS = 7 * 5 * 4;

	private final Random random = new Random(21);

	private byte[] mask() {
		final byte[] mask = new byte[VOXELS];
		for (int i = 0; i < mask.length; i++)
			mask[i] = (byte) (random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0);
		return mask;
	}

	private static RandomAccessibleInterval<UnsignedByteType> image(final byte[] mask) {
		return ArrayImgs.unsignedBytes(mask, 7, 5, 4);
	}

	private static String sha256(final ByteBuffer bytes) throws Exception {
		bytes.flip();
		final MessageDigest digest = MessageDigest.getInstance("SHA-256");
		digest.update(bytes);
		return HexFormat.of().formatHex(digest.digest());
	}

	@Test
	void isTheSha256OfTheLittleEndianVoxelsOutsideTheMask() throws Exception {
		final byte[] mask = mask();
		final short[] values = new short[VOXELS * 3];
		final ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < values.length; i++) {
			values[i] = (short) random.nextInt();
			if (mask[i % VOXELS] == 0)
				bytes.putShort(values[i]);
		}
		final String expected = sha256(bytes);
		final Img<ShortType> array = ArrayImgs.shorts(values, 7, 5, 4, 3);
		assertEquals(expected, OutsideHash.sha256(array, image(mask)));
		final Img<ShortType> planar = PlanarImgs.shorts(7, 5, 4, 3);
		LoopBuilder.setImages(array, planar).forEachPixel((in, out) -> out.set(in));
		assertEquals(expected, OutsideHash.sha256(planar, image(mask)));
		assertEquals(expected, OutsideHash.sha256(Views.translate(array, 1, 2, 3, 4), image(mask)));
	}

	@Test
	void readsTheBitsOfFloatsNanPayloadsIncluded() throws Exception {
		final byte[] mask = mask();
		final float[] values = new float[VOXELS];
		final ByteBuffer bytes = ByteBuffer.allocate(4 * VOXELS).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < VOXELS; i++) {
			final int bits = i % 2 == 0 ? 0x7FC00000 | random.nextInt(1 << 22) : random.nextInt(0x7F000000);
			values[i] = Float.intBitsToFloat(bits);
			if (mask[i] == 0)
				bytes.putInt(bits);
		}
		assertEquals(sha256(bytes), OutsideHash.sha256(ArrayImgs.floats(values, 7, 5, 4), image(mask)));
		values[0] = Float.intBitsToFloat(Float.floatToRawIntBits(values[0]) ^ 1);
		mask[0] = 0;
		bytes.rewind();
		assertNotEquals(sha256(bytes), OutsideHash.sha256(ArrayImgs.floats(values, 7, 5, 4), image(mask)));
	}

	@Test
	void seesEveryChangeOutsideAndNoneInside() {
		check(ArrayImgs.unsignedBytes(7, 5, 4));
		check(ArrayImgs.shorts(7, 5, 4));
		check(ArrayImgs.unsignedInts(7, 5, 4));
		check(ArrayImgs.longs(7, 5, 4));
		check(ArrayImgs.floats(7, 5, 4));
		check(ArrayImgs.doubles(7, 5, 4));
	}

	private <T extends RealType<T> & NativeType<T>> void check(final Img<T> scan) {
		final byte[] mask = mask();
		scan.forEach(v -> v.setReal(random.nextInt(100)));
		for (int i = 0; i < VOXELS; i++) {
			final Img<T> changed = scan.copy();
			final T voxel = changed.getAt(i % 7, i / 7 % 5, i / 35);
			voxel.setReal(voxel.getRealDouble() + 1);
			final OutsideHash hashes = OutsideHash.of(scan, changed, image(mask));
			assertEquals(mask[i] != 0, hashes.unchanged(), "voxel " + i);
			assertEquals(mask[i] != 0, OutsideHash.equal(scan, changed, image(mask)), "voxel " + i);
			assertEquals(OutsideHash.sha256(changed, image(mask)), hashes.after(), "voxel " + i);
		}
		assertTrue(OutsideHash.of(scan, scan.copy(), image(mask)).unchanged());
	}

	@Test
	void refusesWhatCannotBeCompared() {
		final Img<FloatType> scan = ArrayImgs.floats(7, 5, 4);
		assertThrows(IllegalArgumentException.class, () -> OutsideHash.of(scan, ArrayImgs.floats(7, 5, 3), image(mask())));
		assertThrows(IllegalArgumentException.class, () -> OutsideHash.sha256(ArrayImgs.floats(7, 4, 5), image(mask())));
		assertFalse(new OutsideHash("a", "b").unchanged());
		assertFalse(OutsideHash.equal(scan, ArrayImgs.floats(7, 5, 3), image(mask())));
		assertFalse(OutsideHash.equal(Cast.<RandomAccessibleInterval<FloatType>>unchecked(ArrayImgs.unsignedBytes(7, 5, 4)), scan, image(mask())));
	}
}
