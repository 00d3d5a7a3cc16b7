package org.pediatricdefacer.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.dicom.DataElement.Item;

/** Lays elements out in bytes. Source: DICOM PS3.5, section 7. */
final class ElementWriter {

	private static final Set<String> LONG_LENGTH = Set.of("OB", "OW", "SQ", "UN", "UT", "OD", "OF", "OL", "OV", "SV", "UC", "UR", "UV");
	private static final long MOST_SHORT = 0xffff;

	private ElementWriter() {}

	/** Makes an element; a value of odd length gets the padding of its kind. */
	static byte[] element(final int tag, final String vr, final Encoding encoding, final byte[] value) {
		final byte[] padded = padded(vr, value);
		final byte[] header = header(tag, vr, encoding, padded.length);
		final byte[] bytes = Arrays.copyOf(header, header.length + padded.length);
		System.arraycopy(padded, 0, bytes, header.length, padded.length);
		return bytes;
	}

	/** Makes an element of ASCII text. */
	static byte[] text(final int tag, final String vr, final Encoding encoding, final String value) {
		return element(tag, vr, encoding, value.getBytes(StandardCharsets.US_ASCII));
	}

	/** Makes tag, value representation and length. */
	static byte[] header(final int tag, final String vr, final Encoding encoding, final long length) {
		final boolean isLong = LONG_LENGTH.contains(vr);
		if (encoding.explicit() && !isLong && length > MOST_SHORT) throw new DefacingException("The element " + Tag.text(tag) +
			" would have " + length + " bytes, more than its kind can hold.");
		final ByteBuffer buffer = ByteBuffer.allocate(encoding.explicit() && isLong ? 12 : 8).order(encoding.order());
		buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
		if (!encoding.explicit()) return buffer.putInt((int) length).array();
		buffer.put((byte) vr.charAt(0)).put((byte) vr.charAt(1));
		if (isLong) buffer.putShort((short) 0).putInt((int) length);
		else buffer.putShort((short) length);
		return buffer.array();
	}

	private static byte[] padded(final String vr, final byte[] value) {
		if (value.length % 2 == 0) return value;
		final byte[] padded = Arrays.copyOf(value, value.length + 1);
		final boolean binary = vr.equals("UI") || vr.startsWith("O") || vr.equals("UN");
		padded[value.length] = (byte) (binary ? 0 : ' ');
		return padded;
	}

	/** Makes an item of elements. */
	static byte[] item(final Encoding encoding, final byte[]... elements) {
		final int length = Arrays.stream(elements).mapToInt(e -> e.length).sum();
		final ByteBuffer buffer = ByteBuffer.allocate(8 + length).order(encoding.order());
		buffer.putShort((short) (Tag.ITEM >>> 16)).putShort((short) Tag.ITEM).putInt(length);
		for (final byte[] element : elements)
			buffer.put(element);
		return buffer.array();
	}

	/** Returns a sequence whose items are replaced, with its length if it has one. */
	static Pieces sequence(final byte[] bytes, final DataElement sequence, final Pieces items) {
		return withLength(bytes, sequence.encoding(), sequence.start(), sequence.valueStart(), sequence.valueEnd(), sequence.end(), items);
	}

	/** Returns an item whose elements are replaced, with its length if it has one. */
	static Pieces item(final byte[] bytes, final Encoding encoding, final Item item, final Pieces elements) {
		return withLength(bytes, encoding, item.start(), item.valueStart(), item.valueEnd(), item.end(), elements);
	}

	/** Sequences and items have a length of four bytes right before their value, or a delimiter behind it. */
	private static Pieces withLength(final byte[] bytes, final Encoding encoding, final int start, final int valueStart, final int valueEnd,
		final int end, final Pieces value)
	{
		final byte[] header = Arrays.copyOfRange(bytes, start, valueStart);
		if (end == valueEnd) ByteBuffer.wrap(header).order(encoding.order()).putInt(header.length - 4, (int) value.length());
		return new Pieces().add(header).add(value).add(bytes, valueEnd, end);
	}
}
