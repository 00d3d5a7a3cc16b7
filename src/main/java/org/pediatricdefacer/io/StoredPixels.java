package org.pediatricdefacer.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.Progress;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.BlockInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.img.Img;
import net.imglib2.type.NativeType;
import net.imglib2.type.PrimitiveType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;

/**
 * Moves stored values between streams of bytes and ImgLib2 images of the same primitive type, bit for bit.
 * <p>
 * One array where Java allows it, else one per plane.
 */
final class StoredPixels {

	/** The longest array that all Java machines can make. */
	static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

	private static final int BUFFER_BYTES = 1 << 19;

	private StoredPixels() {}

	/**
	 * Reads an image.
	 *
	 * @param in stands at the first voxel, and afterwards behind the last
	 * @param type a scalar type
	 * @param order of the bytes
	 * @param size at least two dimensions; the caller has made sure that the stream is long enough
	 * @param maxArray longest array to make
	 * @throws EOFException if the stream ends early
	 */
	static Img<? extends RealType<?>> read(final InputStream in, final NiftiDataType type, final ByteOrder order, final long[] size,
		final int maxArray) throws IOException {
		final long count = Intervals.numElements(size);
		final int perArray = (int) (count <= maxArray ? count : Math.multiplyExact(size[0], size[1]));
		final ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, count * type.bytes())).order(order);
		final List<Object> arrays = new ArrayList<>();
		for (long done = 0; done < count; done += perArray) {
			final Object array = newArray(primitive(type), perArray);
			fill(array, perArray, type.bytes(), in, buffer);
			arrays.add(array);
		}
		return PrimitiveImgs.wrap(arrays, type.pixel(), size);
	}

	private static PrimitiveType primitive(final NiftiDataType type) {
		return ((NativeType<?>) type.pixel()).getNativeTypeFactory().getPrimitiveType();
	}

	private static void fill(final Object array, final int count, final int bytes, final InputStream in, final ByteBuffer buffer)
		throws IOException {
		int done = 0;
		while (done < count) {
			final int n = Math.min(count - done, buffer.capacity() / bytes);
			if (in.readNBytes(buffer.array(), 0, n * bytes) < n * bytes) throw new EOFException("it ends before its last voxel");
			buffer.clear().limit(n * bytes);
			if (array instanceof byte[] a) buffer.get(a, done, n);
			else if (array instanceof short[] a) buffer.asShortBuffer().get(a, done, n);
			else if (array instanceof int[] a) buffer.asIntBuffer().get(a, done, n);
			else if (array instanceof long[] a) buffer.asLongBuffer().get(a, done, n);
			else if (array instanceof float[] a) buffer.asFloatBuffer().get(a, done, n);
			else buffer.asDoubleBuffer().get((double[]) array, done, n);
			done += n;
		}
	}

	/**
	 * Writes an image in flat order, x fastest.
	 *
	 * @param pixels of a type that NIfTI stores; minima 0
	 * @param order of the bytes
	 * @param out gets the bytes; not closed
	 * @param progress asked for cancellation for each block
	 */
	static <T extends NativeType<T>> void write(final RandomAccessibleInterval<T> pixels, final ByteOrder order, final OutputStream out,
		final Progress progress) throws IOException {
		final T type = pixels.getType();
		final PrimitiveType primitive = type.getNativeTypeFactory().getPrimitiveType();
		final PrimitiveBlocks<T> blocks = PrimitiveBlocks.of(pixels, PrimitiveBlocks.OnFallback.ACCEPT);
		final int[] block = blockSize(Intervals.dimensionsAsLongArray(pixels), BUFFER_BYTES / primitive.getByteCount());
		final int elements = (int) Intervals.numElements(block);
		final Object array = newArray(primitive, elements);
		final ByteBuffer buffer = ByteBuffer.allocate(elements * primitive.getByteCount()).order(order);
		final long[] at = new long[block.length];
		final int[] part = block.clone();
		do {
			progress.check();
			for (int d = 0; d < part.length; d++)
				part[d] = (int) Math.min(block[d], pixels.dimension(d) - at[d]);
			blocks.copy(BlockInterval.wrap(at, part), array);
			final int n = (int) Intervals.numElements(part);
			encode(array, n, buffer.clear());
			out.write(buffer.array(), 0, n * primitive.getByteCount());
		}
		while (advance(at, block, pixels));
	}

	private static void encode(final Object array, final int n, final ByteBuffer buffer) {
		if (array instanceof byte[] a) buffer.put(a, 0, n);
		else if (array instanceof short[] a) buffer.asShortBuffer().put(a, 0, n);
		else if (array instanceof int[] a) buffer.asIntBuffer().put(a, 0, n);
		else if (array instanceof long[] a) buffer.asLongBuffer().put(a, 0, n);
		else if (array instanceof float[] a) buffer.asFloatBuffer().put(a, 0, n);
		else buffer.asDoubleBuffer().put((double[]) array, 0, n);
	}

	/** Returns whole lines, planes, ... as long as they fit, so that blocks one after the other are the flat order. */
	static int[] blockSize(final long[] size, final int maxElements) {
		final int[] block = new int[size.length];
		long room = Math.max(1, maxElements);
		boolean whole = true;
		for (int d = 0; d < size.length; d++) {
			block[d] = whole ? (int) Math.min(size[d], room) : 1;
			whole &= block[d] == size[d];
			room = Math.max(1, room / size[d]);
		}
		return block;
	}

	private static boolean advance(final long[] at, final int[] block, final RandomAccessibleInterval<?> pixels) {
		for (int d = 0; d < at.length; d++) {
			at[d] += block[d];
			if (at[d] < pixels.dimension(d)) return true;
			at[d] = 0;
		}
		return false;
	}

	private static Object newArray(final PrimitiveType primitive, final int length) {
		return switch (primitive) {
			case BYTE -> new byte[length];
			case SHORT -> new short[length];
			case INT -> new int[length];
			case LONG -> new long[length];
			case FLOAT -> new float[length];
			case DOUBLE -> new double[length];
			default -> throw new IllegalArgumentException("NIfTI stores no " + primitive);
		};
	}
}
