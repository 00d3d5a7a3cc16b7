package org.pediatricdefacer.dicom;

import java.nio.ByteOrder;

/** How the elements of a data set are laid out in bytes. Source: DICOM PS3.5, section 7.1 and annex A. */
enum Encoding {
	/** Lengths of four bytes, no value representation. */
	IMPLICIT_LITTLE(false, ByteOrder.LITTLE_ENDIAN),
	/** The value representation stands before the length. */
	EXPLICIT_LITTLE(true, ByteOrder.LITTLE_ENDIAN),
	/** The same with the most significant byte first; retired, but archives hold it. */
	EXPLICIT_BIG(true, ByteOrder.BIG_ENDIAN);

	private final boolean explicit;
	private final ByteOrder order;

	Encoding(final boolean explicit, final ByteOrder order) {
		this.explicit = explicit;
		this.order = order;
	}

	/** Returns whether elements name their value representation. */
	boolean explicit() {
		return explicit;
	}

	/** Returns the order of the bytes of a number. */
	ByteOrder order() {
		return order;
	}

	/** Reads two bytes as a number in [0, 65535]. */
	int unsigned16(final byte[] bytes, final int at) {
		final int first = bytes[at] & 0xff, second = bytes[at + 1] & 0xff;
		return order == ByteOrder.LITTLE_ENDIAN ? first | second << 8 : first << 8 | second;
	}

	/** Reads four bytes as a number in [0, 2^32). */
	long unsigned32(final byte[] bytes, final int at) {
		final long first = unsigned16(bytes, at), second = unsigned16(bytes, at + 2);
		return order == ByteOrder.LITTLE_ENDIAN ? first | second << 16 : first << 16 | second;
	}

	/** Reads a tag: group in the upper two bytes, element in the lower. */
	int tag(final byte[] bytes, final int at) {
		return unsigned16(bytes, at) << 16 | unsigned16(bytes, at + 2);
	}
}
