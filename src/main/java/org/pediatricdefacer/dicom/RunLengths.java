package org.pediatricdefacer.dicom;

import org.pediatricdefacer.dicom.ElementReader.Damage;

/** Decodes frames in RLE Lossless. Source: DICOM PS3.5, annex G. */
final class RunLengths {

	private static final int HEADER = 64;
	private static final int MOST_SEGMENTS = 15;

	private RunLengths() {}

	/**
	 * Decodes a frame.
	 *
	 * @param bytes that hold it
	 * @param from first byte
	 * @param to byte after the last
	 * @param out gets the pixels, little-endian
	 * @param outFrom first byte of the frame in it
	 * @param pixels number of pixels
	 * @param bytesPerPixel 1 or 2; a segment holds one byte of each pixel, the most significant first
	 * @throws Damage if the frame is not whole
	 */
	static void decode(final byte[] bytes, final int from, final int to, final byte[] out, final int outFrom, final int pixels,
		final int bytesPerPixel) throws Damage
	{
		if (to - from < HEADER) throw new Damage("a frame of run lengths has no header");
		final long segments = Encoding.EXPLICIT_LITTLE.unsigned32(bytes, from);
		if (segments != bytesPerPixel || segments > MOST_SEGMENTS) throw new Damage("a frame of run lengths has " + segments +
			" segments instead of " + bytesPerPixel);
		for (int s = 0; s < bytesPerPixel; s++) {
			final long start = Encoding.EXPLICIT_LITTLE.unsigned32(bytes, from + 4 * (s + 1));
			final long end = s + 1 < bytesPerPixel ? Encoding.EXPLICIT_LITTLE.unsigned32(bytes, from + 4 * (s + 2)) : to - from;
			if (start < HEADER || end < start || end > to - from) throw new Damage("a frame of run lengths has segments that do not fit");
			segment(bytes, from + (int) start, from + (int) end, out, outFrom + bytesPerPixel - 1 - s, pixels, bytesPerPixel);
		}
	}

	private static void segment(final byte[] bytes, final int from, final int to, final byte[] out, final int outFrom, final int pixels,
		final int step) throws Damage
	{
		int at = from, pixel = 0;
		while (pixel < pixels) {
			if (at >= to) throw new Damage("a frame of run lengths ends after " + pixel + " of " + pixels + " pixels");
			final int n = bytes[at++];
			if (n == -128) continue;
			final int count = n >= 0 ? n + 1 : 1 - n;
			if (count > pixels - pixel) throw new Damage("a frame of run lengths holds more than " + pixels + " pixels");
			if (at + (n >= 0 ? count : 1) > to) throw new Damage("a frame of run lengths ends in the middle of a run");
			for (int i = 0; i < count; i++)
				out[outFrom + (pixel + i) * step] = bytes[n >= 0 ? at + i : at];
			at += n >= 0 ? count : 1;
			pixel += count;
		}
	}
}
