package org.pediatricdefacer.report;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A gray picture.
 *
 * @param width pixels
 * @param height pixels
 * @param gray one brightness per pixel, row by row from the top, 0 to 255 unsigned
 */
record GrayPicture(int width, int height, byte[] gray) {

	/**
	 * Checks the length.
	 *
	 * @throws IllegalArgumentException if there are no pixels, or not width times height
	 */
	GrayPicture {
		if (width < 1 || height < 1 || gray.length != width * height)
			throw new IllegalArgumentException("expected " + width + " x " + height + " pixels, were " + gray.length);
	}

	/** Returns a part of the picture; pixels beyond its borders are black. */
	GrayPicture crop(final int x0, final int y0, final int newWidth, final int newHeight) {
		final byte[] part = new byte[newWidth * newHeight];
		for (int y = Math.max(0, -y0); y < Math.min(newHeight, height - y0); y++)
			for (int x = Math.max(0, -x0); x < Math.min(newWidth, width - x0); x++)
				part[y * newWidth + x] = gray[(y + y0) * width + x + x0];
		return new GrayPicture(newWidth, newHeight, part);
	}

	/** Returns the picture made smaller by averaging. */
	GrayPicture scaled(final double factor) {
		if (!(factor > 0 && factor <= 1)) throw new IllegalArgumentException("factor must be in (0, 1], was " + factor);
		final int w = Math.max(1, (int) Math.round(factor * width));
		final int h = Math.max(1, (int) Math.round(factor * height));
		if (w == width && h == height) return this;
		final byte[] small = new byte[w * h];
		for (int y = 0; y < h; y++)
			for (int x = 0; x < w; x++)
				small[y * w + x] = (byte) Math.round(mean((double) x * width / w, (double) (x + 1) * width / w, (double) y * height / h, (double) (y + 1)
					* height / h));
		return new GrayPicture(w, h, small);
	}

	/** Mean over a box whose borders may cut pixels. */
	private double mean(final double left, final double right, final double top, final double bottom) {
		double sum = 0;
		for (int y = (int) top; y < Math.min(height, bottom); y++) {
			final double rows = Math.min(bottom, y + 1) - Math.max(top, y);
			for (int x = (int) left; x < Math.min(width, right); x++)
				sum += rows * (Math.min(right, x + 1) - Math.max(left, x)) * (gray[y * width + x] & 0xff);
		}
		return sum / ((right - left) * (bottom - top));
	}

	/**
	 * Encodes the picture.
	 *
	 * @param levels how many brightnesses are told apart, 2 to 256
	 * @return a PNG file
	 */
	byte[] png(final int levels) {
		final BufferedImage image = levels <= 16 ? few(levels) : many(levels);
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
			final ImageWriteParam best = writer.getDefaultWriteParam();
			best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			best.setCompressionQuality(0);
			writer.setOutput(stream);
			writer.write(null, new IIOImage(image, null, null), best);
		}
		catch (final IOException e) {
			throw new UncheckedIOException("memory does not fail", e);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

	private BufferedImage many(final int levels) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		final byte[] coarse = new byte[gray.length];
		for (int i = 0; i < coarse.length; i++)
			coarse[i] = (byte) brightness(level(gray[i], levels), levels);
		image.getRaster().setDataElements(0, 0, width, height, coarse);
		return image;
	}

	/** Up to 16 levels take four bits a pixel. */
	private BufferedImage few(final int levels) {
		final byte[] palette = new byte[levels];
		for (int level = 0; level < levels; level++)
			palette[level] = (byte) brightness(level, levels);
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(4, levels, palette,
			palette, palette));
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				image.getRaster().setSample(x, y, 0, level(gray[y * width + x], levels));
		return image;
	}

	private static int level(final byte value, final int levels) {
		return (int) Math.round((value & 0xff) * (levels - 1) / 255.0);
	}

	private static int brightness(final int level, final int levels) {
		return (int) Math.round(level * 255.0 / (levels - 1));
	}
}
