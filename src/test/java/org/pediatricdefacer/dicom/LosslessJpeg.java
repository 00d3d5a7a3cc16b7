package org.pediatricdefacer.dicom;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Compresses frames for tests: JPEG Lossless by hand (ITU-T T.81, annex H), JPEG 2000 by the library. */
final class LosslessJpeg {

	private static final int CODE_BITS = 5;
	private static final int CATEGORIES = 17;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private long bits;
	private int count;

	private LosslessJpeg() {}

	/** Compresses words with first-order prediction: each pixel by its left neighbor. */
	static byte[] encode(final short[] pixels, final int columns) {
		final LosslessJpeg jpeg = new LosslessJpeg();
		final int rows = pixels.length / columns;
		jpeg.bytes(0xFF, 0xD8, 0xFF, 0xC3, 0, 11, 16, rows >> 8, rows & 255, columns >> 8, columns & 255, 1, 1, 0x11, 0);
		jpeg.bytes(0xFF, 0xC4, 0, 19 + CATEGORIES, 0);
		for (int length = 1; length <= 16; length++)
			jpeg.bytes(length == CODE_BITS ? CATEGORIES : 0);
		for (int category = 0; category < CATEGORIES; category++)
			jpeg.bytes(category);
		jpeg.bytes(0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0);
		for (int p = 0; p < pixels.length; p++) {
			final int predicted = p == 0 ? 1 << 15 : pixels[p % columns == 0 ? p - columns : p - 1] & 0xffff;
			jpeg.difference((short) ((pixels[p] & 0xffff) - predicted));
		}
		jpeg.put(0x7f, 7);
		jpeg.bytes(0xFF, 0xD9);
		return jpeg.out.toByteArray();
	}

	private void difference(final short difference) {
		if (difference == Short.MIN_VALUE) {
			put(16, CODE_BITS);
			return;
		}
		final int category = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
		put(category, CODE_BITS);
		put(difference < 0 ? difference - 1 & (1 << category) - 1 : difference, category);
	}

	private void put(final int value, final int length) {
		bits = bits << length | value;
		count += length;
		while (count >= 8) {
			count -= 8;
			final int one = (int) (bits >>> count & 255);
			out.write(one);
			if (one == 255) out.write(0);
		}
	}

	private void bytes(final int... values) {
		for (final int value : values)
			out.write(value);
	}

	/** Compresses words without sign by JPEG 2000 Lossless. */
	static byte[] encode2000(final short[] pixels, final int columns) {
		try {
			final ImageWriterSpi spi = (ImageWriterSpi) Class.forName("com.github.jaiimageio.jpeg2000.impl.J2KImageWriterSpi").getConstructor()
				.newInstance();
			final BufferedImage image = new BufferedImage(columns, pixels.length / columns, BufferedImage.TYPE_USHORT_GRAY);
			image.setData(Raster.createWritableRaster(image.getSampleModel(), new DataBufferUShort(pixels, pixels.length), new Point()));
			final ImageWriter writer = spi.createWriterInstance();
			final ByteArrayOutputStream out = new ByteArrayOutputStream();
			try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
				writer.setOutput(stream);
				final ImageWriteParam lossless = writer.getDefaultWriteParam();
				writer.write(null, new javax.imageio.IIOImage(image, null, null), lossless);
			}
			writer.dispose();
			return out.toByteArray();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final ReflectiveOperationException e) {
			throw new IllegalStateException(e);
		}
	}
}
