package org.pediatricdefacer.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Makes NIfTI files byte by byte from the tables of the standard, on purpose without {@link NiftiField} and
 * {@link NiftiHeader}, which are tested with it.
 */
final class NiftiBytes {

	static final int VERSION1 = 1, VERSION2 = 2;

	final int version;
	final ByteOrder order;
	final NiftiDataType type;
	final long[] size;
	final ByteBuffer header;
	byte[] extension = new byte[0];
	byte[] voxels;

	NiftiBytes(final int version, final ByteOrder order, final NiftiDataType type, final long... size) {
		this.version = version;
		this.order = order;
		this.type = type;
		this.size = size;
		header = ByteBuffer.allocate(version == VERSION1 ? 348 : 540).order(order);
		if (version == VERSION1) fill1();
		else fill2();
		long bytes = type.bits() / 8;
		for (final long n : size)
			bytes *= n;
		voxels = new byte[(int) bytes];
		new Random(version * 31 + type.code()).nextBytes(voxels);
	}

	private void fill1() {
		header.putInt(0, 348).putShort(70, (short) type.code()).putShort(72, (short) type.bits());
		for (int d = 0; d < 8; d++)
			header.putShort(40 + 2 * d, (short) (d == 0 ? size.length : d <= size.length ? size[d - 1] : 1));
		for (int d = 0; d < 8; d++)
			header.putFloat(76 + 4 * d, d == 0 ? -1 : 1 + d);
		header.putFloat(108, 352).putFloat(112, 0).put(123, (byte) 10).putShort(254, (short) 1);
		final float[] srow = {2, 0, 0, -4, 0, 3, 0, -5, 0, 0, 4, -6};
		for (int i = 0; i < 12; i++)
			header.putFloat(280 + 4 * i, srow[i]);
		text(344, "n+1");
	}

	private void fill2() {
		header.putInt(0, 540).putShort(12, (short) type.code()).putShort(14, (short) type.bits());
		for (int d = 0; d < 8; d++)
			header.putLong(16 + 8 * d, d == 0 ? size.length : d <= size.length ? size[d - 1] : 1);
		for (int d = 0; d < 8; d++)
			header.putDouble(104 + 8 * d, d == 0 ? -1 : 1 + d);
		header.putLong(168, 544).putDouble(176, 0).putInt(500, 10).putInt(348, 1);
		final double[] srow = {2, 0, 0, -4, 0, 3, 0, -5, 0, 0, 4, -6};
		for (int i = 0; i < 12; i++)
			header.putDouble(400 + 8 * i, srow[i]);
		text(4, "n+2\0\r\n\032\n");
	}

	void text(final int offset, final String text) {
		final byte[] letters = text.getBytes(StandardCharsets.ISO_8859_1);
		for (int i = 0; i < letters.length; i++)
			header.put(offset + i, letters[i]);
	}

	/** Appends an extension; its length is padded to a multiple of 16 as the standard asks. */
	NiftiBytes withExtension(final int code, final String text) {
		final byte[] letters = text.getBytes(StandardCharsets.ISO_8859_1);
		final int bytes = (8 + letters.length + 15) / 16 * 16;
		final ByteBuffer buffer = ByteBuffer.allocate(extension.length +
			bytes).order(order).put(extension).putInt(bytes).putInt(code).put(letters);
		extension = buffer.array();
		setOffset(header.capacity() + 4 + extension.length);
		return this;
	}

	NiftiBytes withScaling(final double slope, final double intercept) {
		if (version == VERSION1) header.putFloat(112, (float) slope).putFloat(116, (float) intercept);
		else header.putDouble(176, slope).putDouble(184, intercept);
		return this;
	}

	void setOffset(final long offset) {
		if (version == VERSION1) header.putFloat(108, offset);
		else header.putLong(168, offset);
	}

	byte[] singleFile() {
		return concat(header.array(), new byte[] {(byte) (extension.length > 0 ? 1 : 0), 0, 0, 0}, extension, voxels);
	}

	/** Returns the header file of a pair; the voxel file is {@link #voxels}. */
	byte[] headerFile() {
		setOffset(0);
		text(version == VERSION1 ? 344 : 4, "ni" + version);
		return concat(header.array(), new byte[] {(byte) (extension.length > 0 ? 1 : 0), 0, 0, 0}, extension);
	}

	static byte[] concat(final byte[]... parts) {
		final ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (final byte[] part : parts)
			all.writeBytes(part);
		return all.toByteArray();
	}

	static byte[] gzip(final byte[] bytes) {
		final ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			out.write(bytes);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return packed.toByteArray();
	}

	static Path save(final Path folder, final String name, final byte[] bytes) {
		try {
			return Files.write(folder.resolve(name), bytes);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
