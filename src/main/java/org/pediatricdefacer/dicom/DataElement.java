package org.pediatricdefacer.dicom;

import java.util.List;

/**
 * One element of a data set, and where its bytes lie.
 *
 * @param tag group and element
 * @param vr value representation as written, empty where the encoding names none
 * @param encoding in which the element is written
 * @param start of its tag
 * @param valueStart first byte after the length
 * @param valueEnd first byte after the value, without the delimiter of an undefined length
 * @param end first byte of what follows
 * @param items of a sequence, or fragments of compressed pixels; null for a plain value
 */
record DataElement(int tag, String vr, Encoding encoding, int start, int valueStart, int valueEnd, int end, List<Item> items) {

	/**
	 * One item of a sequence, or one fragment of compressed pixels.
	 *
	 * @param start of its tag
	 * @param valueStart first byte after the length
	 * @param valueEnd first byte after the value, without the delimiter of an undefined length
	 * @param end first byte of what follows
	 * @param elements of the item, null for a fragment
	 */
	record Item(int start, int valueStart, int valueEnd, int end, List<DataElement> elements) {

		/** Returns whether a delimiter ends the item, and not its length. */
		boolean undefinedLength() {
			return end != valueEnd;
		}
	}

	/** Returns whether a delimiter ends the element, and not its length. */
	boolean undefinedLength() {
		return end != valueEnd;
	}

	/** Returns whether this is a sequence of items that hold elements. */
	boolean isSequence() {
		return items != null && !isFragments();
	}

	/** Returns whether this holds compressed pixels. */
	boolean isFragments() {
		return items != null && !items.isEmpty() && items.get(0).elements() == null;
	}

	/** Returns the number of bytes of the value. */
	int length() {
		return valueEnd - valueStart;
	}
}
