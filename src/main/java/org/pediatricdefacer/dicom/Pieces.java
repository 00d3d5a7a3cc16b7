package org.pediatricdefacer.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes to write that lie in several arrays, so that what stays as it was is not copied. */
final class Pieces {

	private record Piece(byte[] bytes, int from, int to) {}

	private final List<Piece> pieces = new ArrayList<>();
	private long length;

	/** Adds a range of an array, which must not change before it is written. */
	Pieces add(final byte[] bytes, final int from, final int to) {
		final Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
		if (last != null && last.bytes == bytes && last.to == from) pieces.set(pieces.size() - 1, new Piece(bytes, last.from, to));
		else if (to > from) pieces.add(new Piece(bytes, from, to));
		length += to - from;
		return this;
	}

	/** Adds an array. */
	Pieces add(final byte[] bytes) {
		return add(bytes, 0, bytes.length);
	}

	/** Adds all of other pieces. */
	Pieces add(final Pieces others) {
		for (final Piece piece : others.pieces)
			add(piece.bytes, piece.from, piece.to);
		return this;
	}

	/** Returns the number of bytes. */
	long length() {
		return length;
	}

	/** Writes all bytes. */
	void writeTo(final OutputStream out) throws IOException {
		for (final Piece piece : pieces)
			out.write(piece.bytes, piece.from, piece.to - piece.from);
	}
}
