package org.pediatricdefacer.dicom;

/**
 * Says how the pixels of an instance are stored. Source: DICOM PS3.3, C.7.6.3; PS3.5, section 8.
 *
 * @param columns pixels of a row
 * @param rows rows of a frame
 * @param frames number of frames
 * @param samples values per pixel, 1 for gray
 * @param photometric what the values mean, such as {@code MONOCHROME2}
 * @param bitsAllocated bits from value to value
 * @param bitsStored bits of them that are the value
 * @param highBit place of the uppermost bit of the value
 * @param signed whether values are two's complement
 */
record PixelFormat(int columns, int rows, int frames, int samples, String photometric, int bitsAllocated, int bitsStored, int highBit,
	boolean signed)
{

	/** Reads the format from a header; numbers that are missing are 0. */
	static PixelFormat of(final DataSet header) {
		final int allocated = (int) header.unsigned(Tag.BITS_ALLOCATED, 0);
		final int stored = (int) header.unsigned(Tag.BITS_STORED, allocated);
		final double frames = header.decimal(Tag.NUMBER_OF_FRAMES, 1);
		return new PixelFormat((int) header.unsigned(Tag.COLUMNS, 0), (int) header.unsigned(Tag.ROWS, 0), (int) Math.min(frames,
			Integer.MAX_VALUE), (int) header.unsigned(Tag.SAMPLES_PER_PIXEL, 1), header.text(Tag.PHOTOMETRIC), allocated, stored, (int) header
				.unsigned(Tag.HIGH_BIT, stored - 1), header.unsigned(Tag.PIXEL_REPRESENTATION, 0) == 1);
	}

	/** Says in a half sentence why these are no pixels of MR that the program can read; null if they are. */
	String refusal() {
		if (columns < 1 || rows < 1 || frames < 1) return "it has " + columns + " x " + rows + " pixels in " + frames + " frames";
		if (bitsAllocated != 8 && bitsAllocated != 16) return "its pixels have " + bitsAllocated + " bits instead of 8 or 16";
		if (bitsStored < 1 || bitsStored > bitsAllocated || highBit < bitsStored - 1 || highBit >= bitsAllocated) return
			"its pixels have " + bitsStored + " of " + bitsAllocated + " bits up to bit " + highBit;
		if (pixelBytes() > Integer.MAX_VALUE - 16) return "its pixels take more than the 2147 MB that fit one Java array";
		return null;
	}

	/** Returns the number of pixels of a frame. */
	int framePixels() {
		return rows * columns;
	}

	/** Returns the number of bytes of a pixel. */
	int bytesPerPixel() {
		return bitsAllocated / 8;
	}

	/** Returns the number of bytes of all frames. */
	long pixelBytes() {
		return (long) rows * columns * frames * bytesPerPixel();
	}

	/** Takes the value out of a pixel as it is stored, with its sign. */
	int value(final int raw) {
		final int value = raw >>> highBit + 1 - bitsStored & (1 << bitsStored) - 1;
		return signed && (value >>> bitsStored - 1 & 1) == 1 ? value - (1 << bitsStored) : value;
	}

	/** Stores a value, with all bits that are no part of it 0. */
	int raw(final int value) {
		return (value & (1 << bitsStored) - 1) << highBit + 1 - bitsStored;
	}

	/** Returns the nearest value that these bits can hold. */
	int clamp(final double value) {
		final int least = signed ? -(1 << bitsStored - 1) : 0;
		final int most = (signed ? 1 << bitsStored - 1 : 1 << bitsStored) - 1;
		return (int) Math.max(least, Math.min(most, Math.rint(value)));
	}
}
