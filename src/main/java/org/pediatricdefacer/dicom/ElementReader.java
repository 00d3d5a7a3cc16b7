package org.pediatricdefacer.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.pediatricdefacer.dicom.DataElement.Item;

/**
 * Takes the bytes of a data set apart into elements without losing one of them.
 * <p>
 * Reads all encodings, undefined lengths, sequences in sequences, private elements and value representations that no standard knows.
 * Every element is at least eight bytes long, so that memory is bounded by the size of the file. Source: DICOM PS3.5, section 7.
 */
final class ElementReader {

	/** No standard object goes deeper than a dozen. */
	private static final int MOST_DEPTH = 40;
	private static final long UNDEFINED = 0xffffffffL;

	/** All others have two empty bytes and a length of four, those of the future included (PS3.5, 7.1.2). */
	private static final Set<String> SHORT_LENGTH = Set.of("AE", "AS", "AT", "CS", "DA", "DS", "DT", "FL", "FD", "IS", "LO", "LT", "PN", "SH",
		"SL", "SS", "ST", "TM", "UI", "UL", "US");
	private static final Set<String> LONG_LENGTH = Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

	/** Says what is wrong with the bytes, without the name of the file. */
	static class Damage extends Exception {

		private static final long serialVersionUID = 1L;

		Damage(final String message) {
			super(message, null, false, false); // thrown while guessing, so without a stack
		}
	}

	private final byte[] bytes;

	ElementReader(final byte[] bytes) {
		this.bytes = bytes;
	}

	/** Reads elements up to a byte into a list, which after damage holds those before it; zeros at the end are left as padding. */
	void dataSet(final int from, final int to, final Encoding encoding, final List<DataElement> elements) throws Damage {
		int at = from;
		while (at < to && !isPadding(at, to)) {
			final DataElement element = element(at, to, encoding, 0);
			elements.add(element);
			at = element.end();
		}
	}

	/** Reads the elements of one group only, such as those of the file itself. */
	List<DataElement> group(final int group, final int from, final Encoding encoding) throws Damage {
		final List<DataElement> elements = new ArrayList<>();
		int at = from;
		while (at + 8 <= bytes.length && encoding.unsigned16(bytes, at) == group) {
			final DataElement element = element(at, bytes.length, encoding, 0);
			elements.add(element);
			at = element.end();
		}
		return elements;
	}

	private boolean isPadding(final int from, final int to) {
		for (int at = from; at < to; at++)
			if (bytes[at] != 0) return false;
		return true;
	}

	/** Reads the element at a byte; its value must end before another. */
	private DataElement element(final int at, final int to, final Encoding encoding, final int depth) throws Damage {
		if (to - at < 8) throw new Damage("it ends in the middle of an element, at byte " + at);
		final int tag = encoding.tag(bytes, at);
		if (tag >>> 16 == 0xFFFE) throw new Damage(Tag.text(tag) + " at byte " + at + " ends or begins an item where none is");
		final boolean named = encoding.explicit() && isVr(at + 4);
		final String vr = named ? "" + (char) bytes[at + 4] + (char) bytes[at + 5] : "";
		final boolean isLong = named && hasLongLength(vr, at, to);
		if (isLong && to - at < 12) throw new Damage("it ends in the middle of an element, at byte " + at);
		final int valueStart = at + (isLong ? 12 : 8);
		final long length = isLong ? encoding.unsigned32(bytes, at + 8) : named ? encoding.unsigned16(bytes, at + 6) : encoding.unsigned32(bytes,
			at + 4);
		if (length == UNDEFINED && (isLong || !named)) return undefined(tag, vr, encoding, at, valueStart, to, depth);
		if (length > to - valueStart) throw new Damage(Tag.text(tag) + " at byte " + at + " promises " + length + " bytes, but " + (to -
			valueStart) + " are left");
		final int end = valueStart + (int) length;
		return new DataElement(tag, vr, encoding, at, valueStart, end, end, items(tag, vr, encoding, valueStart, end, depth));
	}

	private boolean isVr(final int at) {
		return bytes[at] >= 'A' && bytes[at] <= 'Z' && bytes[at + 1] >= 'A' && bytes[at + 1] <= 'Z';
	}

	private boolean hasLongLength(final String vr, final int at, final int to) {
		if (SHORT_LENGTH.contains(vr)) return false;
		return LONG_LENGTH.contains(vr) || to - at >= 12 && bytes[at + 6] == 0 && bytes[at + 7] == 0;
	}

	/** Takes a value of known length apart if it is a sequence; null if not. */
	private List<Item> items(final int tag, final String vr, final Encoding encoding, final int from, final int to, final int depth)
		throws Damage
	{
		if (vr.equals("SQ")) return items(from, to, encoding, depth).items;
		// Where nothing tells, an item's tag at the beginning does; what then turns out to be no sequence is a plain value.
		final boolean silent = vr.isEmpty() || vr.equals("UN");
		if (!silent || tag == Tag.PIXEL_DATA || to - from < 8 || depth >= MOST_DEPTH) return null;
		final Encoding inner = vr.equals("UN") ? Encoding.IMPLICIT_LITTLE : encoding;
		if (inner.tag(bytes, from) != Tag.ITEM) return null;
		try {
			return items(from, to, inner, depth).items;
		}
		catch (final Damage e) {
			return null;
		}
	}

	/** Reads an element whose length is not told: a sequence, or compressed pixels. */
	private DataElement undefined(final int tag, final String vr, final Encoding encoding, final int at, final int valueStart, final int to,
		final int depth) throws Damage
	{
		final Parts parts;
		if (vr.startsWith("O")) parts = fragments(valueStart, to, encoding);
		else if (vr.isEmpty() || vr.equals("SQ") || vr.equals("UN")) parts = items(valueStart, to, vr.equals("UN") ? Encoding.IMPLICIT_LITTLE :
			encoding, depth);
		else throw new Damage(Tag.text(tag) + " at byte " + at + " of type " + vr + " has no length");
		if (!parts.delimited) throw new Damage("the sequence " + Tag.text(tag) + " at byte " + at + " has no end");
		return new DataElement(tag, vr, encoding, at, valueStart, parts.end - 8, parts.end, parts.items);
	}

	/** Items up to a byte or a delimiter, and where that ended. */
	private record Parts(List<Item> items, int end, boolean delimited) {}

	private Parts items(final int from, final int to, final Encoding encoding, final int depth) throws Damage {
		if (depth >= MOST_DEPTH) throw new Damage("sequences at byte " + from + " are nested more than " + MOST_DEPTH + " deep");
		final List<Item> items = new ArrayList<>();
		int at = from;
		while (at < to) {
			final long length = lengthOfItem(at, to, encoding);
			if (encoding.tag(bytes, at) == Tag.SEQUENCE_END) return new Parts(items, at + 8, true);
			final Item item = item(at, to, length, encoding, depth + 1);
			items.add(item);
			at = item.end();
		}
		return new Parts(items, at, false);
	}

	private Item item(final int at, final int to, final long length, final Encoding encoding, final int depth) throws Damage {
		final boolean undefined = length == UNDEFINED;
		final int limit = undefined ? to : at + 8 + (int) length;
		final List<DataElement> elements = new ArrayList<>();
		int next = at + 8;
		while (next < limit) {
			if (undefined && to - next >= 8 && encoding.tag(bytes, next) == Tag.ITEM_END) return new Item(at, at + 8, next, next + 8, elements);
			final DataElement element = element(next, limit, encoding, depth);
			elements.add(element);
			next = element.end();
		}
		if (undefined) throw new Damage("the item at byte " + at + " has no end");
		return new Item(at, at + 8, next, next, elements);
	}

	private Parts fragments(final int from, final int to, final Encoding encoding) throws Damage {
		final List<Item> fragments = new ArrayList<>();
		int at = from;
		while (at < to) {
			final long length = lengthOfItem(at, to, encoding);
			if (encoding.tag(bytes, at) == Tag.SEQUENCE_END) return new Parts(fragments, at + 8, true);
			if (length == UNDEFINED) throw new Damage("the fragment at byte " + at + " has no length");
			final int end = at + 8 + (int) length;
			fragments.add(new Item(at, at + 8, end, end, null));
			at = end;
		}
		return new Parts(fragments, at, false);
	}

	/** Reads the length of an item, or of the delimiter of a sequence, and checks that it fits. */
	private long lengthOfItem(final int at, final int to, final Encoding encoding) throws Damage {
		if (to - at < 8) throw new Damage("it ends in the middle of a sequence, at byte " + at);
		final int tag = encoding.tag(bytes, at);
		if (tag != Tag.ITEM && tag != Tag.SEQUENCE_END) throw new Damage("an item is missing at byte " + at + ", where " + Tag.text(tag) +
			" stands");
		final long length = encoding.unsigned32(bytes, at + 4);
		if (length != UNDEFINED && length > to - at - 8) throw new Damage("the item at byte " + at + " promises " + length + " bytes, but " + (to -
			at - 8) + " are left");
		if (tag == Tag.SEQUENCE_END && length != 0) throw new Damage("the end of a sequence at byte " + at + " has a length");
		return length;
	}
}
