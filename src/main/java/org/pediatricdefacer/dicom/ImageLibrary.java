package org.pediatricdefacer.dicom;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import org.pediatricdefacer.dicom.ElementReader.Damage;

/**
 * The libraries that decompress frames, each of which may be missing.
 * <p>
 * They are found by the name of the class with which they serve Java's ImageIO, so that nothing of the program needs them to run.
 */
enum ImageLibrary {
	/** TwelveMonkeys' reader, for JPEG Lossless. */
	JPEG_LOSSLESS("com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi"),
	/** JJ2000 in the JAI Image I/O tools, for JPEG 2000. */
	JPEG_2000("com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi");

	private final String provider;

	ImageLibrary(final String provider) {
		this.provider = provider;
	}

	/** Returns whether the library is installed. */
	boolean isThere() {
		return reader() != null;
	}

	private ImageReader reader() {
		try {
			final Class<?> spi = Class.forName(provider);
			final IIORegistry registry = IIORegistry.getDefaultInstance();
			// Registered by itself where its file is on the class path; some work only once they are.
			if (registry.getServiceProviderByClass(spi) == null) registry.registerServiceProvider(spi.getConstructor().newInstance());
			return ((ImageReaderSpi) registry.getServiceProviderByClass(spi)).createReaderInstance();
		}
		catch (final ClassNotFoundException | LinkageError | InvocationTargetException e) {
			return null; // what the enum is for
		}
		catch (final ReflectiveOperationException | IOException e) {
			throw new IllegalStateException(provider + " is there but of another kind than expected", e);
		}
	}

	/**
	 * Decompresses a frame.
	 *
	 * @param frame its bytes
	 * @param format what it must hold
	 * @param out gets the pixels, little-endian
	 * @param outFrom first byte of the frame in it
	 * @throws Damage if it holds something else
	 * @throws IOException if the library cannot read it
	 */
	void decode(final byte[] frame, final PixelFormat format, final byte[] out, final int outFrom) throws Damage, IOException {
		final Raster raster = raster(frame);
		if (raster.getNumBands() != 1 || raster.getWidth() != format.columns() || raster.getHeight() != format.rows()) throw new Damage(
			"a compressed frame has " + raster.getWidth() + " x " + raster.getHeight() + " pixels of " + raster.getNumBands() +
				" values instead of " + format.columns() + " x " + format.rows());
		final int size = DataBuffer.getDataTypeSize(raster.getDataBuffer().getDataType());
		if (size > 16 && raster.getDataBuffer().getDataType() != DataBuffer.TYPE_INT || size < format.bitsStored()) throw new Damage(
			"a compressed frame has pixels of " + size + " bits");
		final int[] row = new int[format.columns()];
		for (int y = 0; y < format.rows(); y++) {
			raster.getPixels(raster.getMinX(), raster.getMinY() + y, format.columns(), 1, row);
			for (int x = 0; x < row.length; x++) {
				final int at = outFrom + (y * row.length + x) * format.bytesPerPixel();
				out[at] = (byte) row[x];
				if (format.bytesPerPixel() == 2) out[at + 1] = (byte) (row[x] >>> 8);
			}
		}
	}

	private Raster raster(final byte[] frame) throws IOException {
		final ImageReader reader = reader();
		if (reader == null) throw new IOException("the library is not installed");
		try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(frame))) {
			reader.setInput(stream, true, true);
			return reader.canReadRaster() ? reader.readRaster(0, null) : reader.read(0).getRaster();
		}
		catch (final RuntimeException e) {
			// Of damaged frames these libraries say so in many ways.
			throw new IOException("the library failed with " + e, e);
		}
		finally {
			reader.dispose();
		}
	}
}
