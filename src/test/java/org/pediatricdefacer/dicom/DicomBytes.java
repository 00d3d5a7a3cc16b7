package org.pediatricdefacer.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Makes DICOM files by hand: an encoder of its own, so that what the program reads and writes is compared with something else. */
final class DicomBytes {

	static final String IMPLICIT = "1.2.840.10008.1.2";
	static final String EXPLICIT = "1.2.840.10008.1.2.1";
	static final String DEFLATED = "1.2.840.10008.1.2.1.99";
	static final String BIG = "1.2.840.10008.1.2.2";
	static final String RLE = "1.2.840.10008.1.2.5";
	static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
	static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";

	/** A value in words, turned into bytes when the encoding is known. */
	private record Element(String vr, Object value, boolean undefined) {}

	private final TreeMap<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);

	/** Adds a text. */
	DicomBytes text(final int tag, final String vr, final String value) {
		elements.put(tag, new Element(vr, value.getBytes(StandardCharsets.ISO_8859_1), false));
		return this;
	}

	/** Adds numbers of two bytes. */
	DicomBytes shorts(final int tag, final String vr, final int... values) {
		elements.put(tag, new Element(vr, values, false));
		return this;
	}

	/** Adds numbers of eight bytes. */
	DicomBytes doubles(final int tag, final double... values) {
		elements.put(tag, new Element("FD", values, false));
		return this;
	}

	/** Adds numbers of four bytes. */
	DicomBytes longs(final int tag, final String vr, final long... values) {
		elements.put(tag, new Element(vr, values, false));
		return this;
	}

	/** Adds bytes as they are. */
	DicomBytes bytes(final int tag, final String vr, final byte[] value) {
		elements.put(tag, new Element(vr, value, false));
		return this;
	}

	/** Adds a sequence with lengths. */
	DicomBytes sequence(final int tag, final DicomBytes... items) {
		elements.put(tag, new Element("SQ", items, false));
		return this;
	}

	/** Adds a sequence with delimiters. */
	DicomBytes delimited(final int tag, final DicomBytes... items) {
		elements.put(tag, new Element("SQ", items, true));
		return this;
	}

	/** Adds compressed frames, with an empty table of offsets. */
	DicomBytes fragments(final int tag, final byte[]... frames) {
		elements.put(tag, new Element("OB", frames, true));
		return this;
	}

	/** Takes an element away. */
	DicomBytes without(final int tag) {
		elements.remove(tag);
		return this;
	}

	/** Makes a whole file. */
	byte[] file(final String syntax) {
		final byte[] dataSet = dataSet(syntax);
		final ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.writeBytes(new byte[128]);
		file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
		final byte[] meta = new DicomBytes().bytes(0x00020001, "OB", new byte[] {0, 1}).text(0x00020002, "UI", Classifier.MR).text(0x00020003,
			"UI", "1.2.3").text(0x00020010, "UI", syntax).text(0x00020012, "UI", "1.2.3.4").dataSet(EXPLICIT);
		file.writeBytes(new DicomBytes().longs(0x00020000, "UL", meta.length).dataSet(EXPLICIT));
		file.writeBytes(meta);
		file.writeBytes(syntax.equals(DEFLATED) ? deflate(dataSet) : dataSet);
		return file.toByteArray();
	}

	/** Makes the elements without anything before them. */
	byte[] dataSet(final String syntax) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final ByteOrder order = syntax.equals(BIG) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		elements.forEach((tag, element) -> write(out, tag, element, !syntax.equals(IMPLICIT), order, syntax));
		return out.toByteArray();
	}

	private static void write(final ByteArrayOutputStream out, final int tag, final Element element, final boolean explicit,
		final ByteOrder order, final String syntax)
	{
		final byte[] value = element.value instanceof DicomBytes[] items ? items(items, element.undefined, order, syntax)
			: element.value instanceof byte[][] frames ? frames(frames) : number(element, order);
		final ByteBuffer header = ByteBuffer.allocate(12).order(order).putShort((short) (tag >>> 16)).putShort((short) tag);
		final int length = element.undefined ? -1 : value.length;
		if (explicit) {
			header.put(element.vr.getBytes(StandardCharsets.US_ASCII));
			if (List.of("OB", "OW", "SQ", "UN", "UT").contains(element.vr)) header.putShort((short) 0).putInt(length);
			else header.putShort((short) length);
		}
		else header.putInt(length);
		out.write(header.array(), 0, header.position());
		out.writeBytes(value);
		if (element.undefined) out.writeBytes(delimiter(0xE0DD, 0, order));
	}

	private static byte[] delimiter(final int element, final int length, final ByteOrder order) {
		return ByteBuffer.allocate(8).order(order).putShort((short) 0xFFFE).putShort((short) element).putInt(length).array();
	}

	private static byte[] items(final DicomBytes[] items, final boolean undefined, final ByteOrder order, final String syntax) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (final DicomBytes item : items) {
			final byte[] content = item.dataSet(syntax);
			out.writeBytes(delimiter(0xE000, undefined ? -1 : content.length, order));
			out.writeBytes(content);
			if (undefined) out.writeBytes(delimiter(0xE00D, 0, order));
		}
		return out.toByteArray();
	}

	private static byte[] frames(final byte[][] frames) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(delimiter(0xE000, 0, ByteOrder.LITTLE_ENDIAN));
		for (final byte[] frame : frames) {
			out.writeBytes(delimiter(0xE000, frame.length + 1 & ~1, ByteOrder.LITTLE_ENDIAN));
			out.writeBytes(Arrays.copyOf(frame, frame.length + 1 & ~1));
		}
		return out.toByteArray();
	}

	private static byte[] number(final Element element, final ByteOrder order) {
		if (element.value instanceof int[] shorts) {
			final ByteBuffer buffer = ByteBuffer.allocate(2 * shorts.length).order(order);
			for (final int value : shorts)
				buffer.putShort((short) value);
			return buffer.array();
		}
		if (element.value instanceof long[] longs) {
			final ByteBuffer buffer = ByteBuffer.allocate(4 * longs.length).order(order);
			for (final long value : longs)
				buffer.putInt((int) value);
			return buffer.array();
		}
		if (element.value instanceof double[] doubles) {
			final ByteBuffer buffer = ByteBuffer.allocate(8 * doubles.length).order(order);
			for (final double value : doubles)
				buffer.putDouble(value);
			return buffer.array();
		}
		final byte[] text = (byte[]) element.value;
		final byte[] even = Arrays.copyOf(text, text.length + 1 & ~1);
		if (even.length > text.length && !element.vr.equals("UI") && !element.vr.startsWith("O")) even[text.length] = ' ';
		return even;
	}

	private static byte[] deflate(final byte[] bytes) {
		final Deflater deflater = new Deflater(9, true);
		deflater.setInput(bytes);
		deflater.finish();
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final byte[] block = new byte[1 << 14];
		while (!deflater.finished())
			out.write(block, 0, deflater.deflate(block));
		deflater.end();
		return out.toByteArray();
	}

	/** Encodes a frame of words in run lengths: literal runs and repeats, the upper bytes first. */
	static byte[] runLengths(final short... pixels) {
		final ByteArrayOutputStream segments = new ByteArrayOutputStream();
		final ByteBuffer header = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
		for (int shift = 8; shift >= 0; shift -= 8) {
			header.putInt(64 + segments.size());
			final byte[] plane = new byte[pixels.length];
			for (int i = 0; i < pixels.length; i++)
				plane[i] = (byte) (pixels[i] >>> shift);
			segment(segments, plane);
		}
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.writeBytes(header.array());
		out.writeBytes(segments.toByteArray());
		return out.toByteArray();
	}

	private static void segment(final ByteArrayOutputStream out, final byte[] plane) {
		int at = 0;
		while (at < plane.length) {
			int run = 1;
			while (at + run < plane.length && run < 128 && plane[at + run] == plane[at])
				run++;
			if (run > 2) {
				out.write(1 - run);
				out.write(plane[at]);
			}
			else {
				run = Math.min(plane.length - at, 5);
				out.write(run - 1);
				out.write(plane, at, run);
			}
			at += run;
		}
		if (out.size() % 2 == 1) out.write(-128);
	}

}
