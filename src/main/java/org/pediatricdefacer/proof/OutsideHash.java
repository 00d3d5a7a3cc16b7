package org.pediatricdefacer.proof;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.PrimitiveType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * SHA-256 of the stored voxels outside a facemask, before and after defacing.
 * <p>
 * Hashed are the bits of the stored values, little-endian, in storage order (dimension 0 fastest), of all volumes, without
 * the voxels inside the mask. Equal hashes prove that nothing outside the mask was changed.
 *
 * @param before hash of the scan, 64 hexadecimal digits
 * @param after hash of the defaced scan
 */
public record OutsideHash(String before, String after) {

	/** Returns whether nothing was changed outside the mask. */
	public boolean unchanged() {
		return before.equals(after);
	}

	/**
	 * Hashes a scan and its defaced copy.
	 *
	 * @param scan stored values, at least three dimensions
	 * @param defaced stored values of the same size and type
	 * @param labels three dimensions, the first three of the scan; voxels above 0 are inside the mask
	 * @throws IllegalArgumentException if sizes or types differ
	 */
	public static <T extends RealType<T> & NativeType<T>> OutsideHash of(final RandomAccessibleInterval<T> scan,
		final RandomAccessibleInterval<T> defaced, final RandomAccessibleInterval<UnsignedByteType> labels)
	{
		if (!Arrays.equals(scan.dimensionsAsLongArray(), defaced.dimensionsAsLongArray()))
			throw new IllegalArgumentException("scan and defaced scan must have the same size");
		if (scan.getType().getClass() != defaced.getType().getClass())
			throw new IllegalArgumentException("scan and defaced scan must have the same type");
		// Equal voxels have equal hashes, and comparing them is many times faster than hashing.
		final List<Supplier<String>> tasks = List.of(() -> sha256(scan, labels), //
			() -> equal(scan, defaced, labels) ? null : sha256(defaced, labels));
		final List<String> hashes = Parallelization.getTaskExecutor().forEachApply(tasks, Supplier::get);
		return new OutsideHash(hashes.get(0), Objects.requireNonNullElse(hashes.get(1), hashes.get(0)));
	}

	/**
	 * Compares the voxels of two images outside a mask, bit by bit.
	 *
	 * @param one stored values, at least three dimensions
	 * @param other stored values to compare them with
	 * @param labels three dimensions, the first three of the images; voxels above 0 are left out
	 * @return whether sizes, types and all bits are the same, and so the hashes
	 */
	public static <T extends RealType<T> & NativeType<T>> boolean equal(final RandomAccessibleInterval<T> one,
		final RandomAccessibleInterval<T> other, final RandomAccessibleInterval<UnsignedByteType> labels)
	{
		if (!Arrays.equals(one.dimensionsAsLongArray(), other.dimensionsAsLongArray())) return false;
		if (one.getType().getClass() != other.getType().getClass()) return false;
		final Planes<T> ones = planes(one, labels);
		final Planes<T> others = planes(other, labels);
		while (ones.hasNext())
			if (!ones.next().equals(others.next())) return false;
		return true;
	}

	/**
	 * Hashes the voxels of one image outside a mask.
	 *
	 * @param stored stored values, at least three dimensions
	 * @param labels three dimensions, the first three of the image; voxels above 0 are left out
	 * @return 64 hexadecimal digits
	 */
	public static <T extends RealType<T> & NativeType<T>> String sha256(final RandomAccessibleInterval<T> stored,
		final RandomAccessibleInterval<UnsignedByteType> labels)
	{
		final MessageDigest digest = digest();
		final Planes<T> planes = planes(stored, labels);
		while (planes.hasNext())
			digest.update(planes.next());
		return HexFormat.of().formatHex(digest.digest());
	}

	private static <T extends RealType<T> & NativeType<T>> Planes<T> planes(final RandomAccessibleInterval<T> stored,
		final RandomAccessibleInterval<UnsignedByteType> labels)
	{
		final long[] size = stored.dimensionsAsLongArray();
		if (size.length < 3 || !Arrays.equals(Arrays.copyOf(size, 3), labels.dimensionsAsLongArray()))
			throw new IllegalArgumentException("mask and scan must have the same size");
		return new Planes<>(Views.zeroMin(stored), Views.zeroMin(labels));
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java platform has SHA-256", e);
		}
	}

	/** Reads an image plane by plane, and packs the voxels outside the mask; a plane is valid until the next one is asked for. */
	private static final class Planes<T extends RealType<T> & NativeType<T>> {

		private final long[] size;
		private final int[] block;
		private final long[] at;
		private boolean more = true;
		private final PrimitiveBlocks<T> blocks;
		private final PrimitiveBlocks<UnsignedByteType> maskBlocks;
		private final byte[] mask;
		private final Object values;
		private final ByteBuffer bytes;

		Planes(final RandomAccessibleInterval<T> stored, final RandomAccessibleInterval<UnsignedByteType> labels) {
			size = stored.dimensionsAsLongArray();
			at = new long[size.length];
			block = new int[size.length];
			Arrays.fill(block, 1);
			block[0] = (int) size[0];
			block[1] = (int) size[1];
			blocks = PrimitiveBlocks.of(stored, OnFallback.ACCEPT);
			maskBlocks = PrimitiveBlocks.of(labels, OnFallback.ACCEPT);
			final int plane = Math.toIntExact(size[0] * size[1]);
			mask = new byte[plane];
			final T type = stored.getType();
			final PrimitiveType primitive = type.getNativeTypeFactory().getPrimitiveType();
			values = allocate(primitive, plane);
			bytes = ByteBuffer.allocate(Math.multiplyExact(plane, primitive.getByteCount())).order(ByteOrder.LITTLE_ENDIAN);
		}

		private static Object allocate(final PrimitiveType type, final int length) {
			return switch (type) {
				case BYTE -> new byte[length];
				case SHORT -> new short[length];
				case INT -> new int[length];
				case LONG -> new long[length];
				case FLOAT -> new float[length];
				case DOUBLE -> new double[length];
				default -> throw new IllegalArgumentException("cannot hash voxels stored as " + type);
			};
		}

		boolean hasNext() {
			return more;
		}

		ByteBuffer next() {
			maskBlocks.copy(new long[] { 0, 0, at[2] }, mask, new int[] { block[0], block[1], 1 });
			blocks.copy(at, values, block);
			bytes.clear();
			bytes.limit(pack() * (bytes.capacity() / mask.length));
			more = advance();
			return bytes;
		}

		private boolean advance() {
			for (int d = 2; d < size.length; d++) {
				if (++at[d] < size[d])
					return true;
				at[d] = 0;
			}
			return false;
		}

		/** Writes the voxels outside the mask into the byte buffer and returns how many they are. */
		private int pack() {
			int kept = 0;
			for (int from = 0, to; from < mask.length; from = to) {
				to = from;
				while (to < mask.length && (mask[to] != 0) == (mask[from] != 0))
					to++;
				if (mask[from] == 0) {
					System.arraycopy(values, from, values, kept, to - from);
					kept += to - from;
				}
			}
			if (values instanceof byte[] array)
				bytes.duplicate().put(array, 0, kept);
			else if (values instanceof short[] array)
				bytes.asShortBuffer().put(array, 0, kept);
			else if (values instanceof int[] array)
				bytes.asIntBuffer().put(array, 0, kept);
			else if (values instanceof long[] array)
				bytes.asLongBuffer().put(array, 0, kept);
			else if (values instanceof float[] array)
				bytes.asFloatBuffer().put(array, 0, kept);
			else
				bytes.asDoubleBuffer().put((double[]) values, 0, kept);
			return kept;
		}
	}
}
