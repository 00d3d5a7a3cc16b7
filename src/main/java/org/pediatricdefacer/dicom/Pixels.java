package org.pediatricdefacer.dicom;

import java.nio.ByteOrder;

/**
 * The pixels of an instance as they are stored, without compression.
 *
 * @param bytes that hold them
 * @param start first byte of the first frame
 * @param format how they are stored
 * @param order of the bytes of a pixel
 * @param swapped whether pixels of one byte stand in words of two whose upper byte comes first (big endian, OW)
 */
record Pixels(byte[] bytes, int start, PixelFormat format, ByteOrder order, boolean swapped) {

	/** Returns a pixel with all its bits; pixels are counted through all frames. */
	int raw(final int pixel) {
		if (format.bitsAllocated() == 8) return bytes[start + (swapped ? pixel ^ 1 : pixel)] & 0xff;
		final int first = bytes[start + 2 * pixel] & 0xff, second = bytes[start + 2 * pixel + 1] & 0xff;
		return order == ByteOrder.LITTLE_ENDIAN ? first | second << 8 : first << 8 | second;
	}

	/** Returns the stored value of a pixel. */
	int value(final int pixel) {
		return format.value(raw(pixel));
	}

	/** Replaces a pixel with all its bits. */
	void setRaw(final int pixel, final int raw) {
		if (format.bitsAllocated() == 8) {
			bytes[start + (swapped ? pixel ^ 1 : pixel)] = (byte) raw;
			return;
		}
		final boolean little = order == ByteOrder.LITTLE_ENDIAN;
		bytes[start + 2 * pixel] = (byte) (little ? raw : raw >>> 8);
		bytes[start + 2 * pixel + 1] = (byte) (little ? raw >>> 8 : raw);
	}
}
