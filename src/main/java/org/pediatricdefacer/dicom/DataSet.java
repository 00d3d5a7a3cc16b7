package org.pediatricdefacer.dicom;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.pediatricdefacer.dicom.DataElement.Item;

/**
 * Reads values of elements; what is missing or makes no sense is empty.
 *
 * @param bytes in which the elements lie
 * @param elements of a file or of an item
 */
record DataSet(byte[] bytes, List<DataElement> elements) {

	/** Makes a text of a header fit for a message, which must neither break a line nor name a person. */
	static String shown(final String text) {
		return text.matches("[0-9A-Z._ ]{1,64}") ? text : "something unreadable";
	}

	/** Finds an element; null if there is none. */
	DataElement find(final int tag) {
		for (final DataElement element : elements)
			if (element.tag() == tag) return element;
		return null;
	}

	/** Returns whether an element is there. */
	boolean has(final int tag) {
		return find(tag) != null;
	}

	/** Returns the bytes of a value, empty if there is none. */
	byte[] value(final int tag) {
		final DataElement element = find(tag);
		return element == null ? new byte[0] : value(element);
	}

	/** Returns the bytes of an element's value. */
	byte[] value(final DataElement element) {
		return Arrays.copyOfRange(bytes, element.valueStart(), element.valueEnd());
	}

	/** Returns a text without its padding; letters beyond ASCII are not decoded. */
	String text(final int tag) {
		return trim(new String(value(tag), StandardCharsets.ISO_8859_1));
	}

	/** Returns the texts of an element with several values. */
	List<String> texts(final int tag) {
		final String text = text(tag);
		return text.isEmpty() ? List.of() : Arrays.stream(text.split("\\\\", -1)).map(DataSet::trim).toList();
	}

	private static String trim(final String text) {
		int end = text.length();
		while (end > 0 && (text.charAt(end - 1) == 0 || text.charAt(end - 1) == ' '))
			end--;
		int start = 0;
		while (start < end && text.charAt(start) == ' ')
			start++;
		return text.substring(start, end);
	}

	/** Returns the numbers of a decimal or integer string (DS, IS); none if one of them is no number. */
	double[] decimals(final int tag) {
		final List<String> texts = texts(tag);
		final double[] numbers = new double[texts.size()];
		try {
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = Double.parseDouble(texts.get(i));
				if (!Double.isFinite(numbers[i])) return new double[0];
			}
		}
		catch (final NumberFormatException e) {
			return new double[0];
		}
		return numbers;
	}

	/** Returns the first number of a decimal or integer string, or another where there is none. */
	double decimal(final int tag, final double otherwise) {
		final double[] numbers = decimals(tag);
		return numbers.length == 0 ? otherwise : numbers[0];
	}

	/** Returns the numbers of eight bytes (FD) or four (FL), by the element's own length per value. */
	double[] doubles(final int tag) {
		final DataElement element = find(tag);
		if (element == null || element.length() % 8 != 0) return new double[0];
		final ByteBuffer buffer = buffer(element);
		final double[] numbers = new double[element.length() / 8];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = buffer.getDouble();
		return Arrays.stream(numbers).allMatch(Double::isFinite) ? numbers : new double[0];
	}

	/** Returns a number of two or four bytes without sign (US, UL), or another where there is none. */
	long unsigned(final int tag, final long otherwise) {
		final DataElement element = find(tag);
		if (element == null) return otherwise;
		return switch (element.length()) {
			case 2 -> buffer(element).getShort() & 0xffff;
			case 4 -> buffer(element).getInt() & 0xffffffffL;
			default -> otherwise;
		};
	}

	/** Returns all numbers of four bytes without sign (UL). */
	long[] unsigned32(final int tag) {
		final DataElement element = find(tag);
		if (element == null || element.length() % 4 != 0) return new long[0];
		final ByteBuffer buffer = buffer(element);
		final long[] numbers = new long[element.length() / 4];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = buffer.getInt() & 0xffffffffL;
		return numbers;
	}

	private ByteBuffer buffer(final DataElement element) {
		return ByteBuffer.wrap(bytes, element.valueStart(), element.length()).order(element.encoding().order());
	}

	/** Returns the items of a sequence; none if there is no such sequence. */
	List<DataSet> items(final int tag) {
		final DataElement element = find(tag);
		if (element == null || !element.isSequence()) return List.of();
		final List<DataSet> items = new ArrayList<>();
		for (final Item item : element.items())
			items.add(new DataSet(bytes, item.elements()));
		return items;
	}

	/** Returns the first item of a sequence, without elements if there is none. */
	DataSet first(final int tag) {
		final List<DataSet> items = items(tag);
		return items.isEmpty() ? new DataSet(bytes, List.of()) : items.get(0);
	}
}
