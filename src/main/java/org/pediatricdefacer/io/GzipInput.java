package org.pediatricdefacer.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip strictly: every member's checksum and length must be right, and nothing but zeros may follow.
 * <p>
 * {@link java.util.zip.GZIPInputStream} takes whatever follows the first member for the end; a scan that was damaged there
 * must not pass. An {@link EOFException} means the file ends early, a {@link ZipException} that its bytes are wrong; both
 * messages are facts without the file's name. Not thread-safe. Source: RFC 1952.
 */
final class GzipInput extends InputStream {

	private static final int FHCRC = 2, FEXTRA = 4, FNAME = 8, FCOMMENT = 16, RESERVED = 0xe0;

	private final InputStream in;
	private final byte[] buffer;
	private final Inflater inflater = new Inflater(true);
	private final CRC32 crc = new CRC32();
	private int position;
	private int limit;
	private boolean finished;

	/**
	 * Starts with the first member's header.
	 *
	 * @param in packed bytes; closed with this
	 * @param bufferBytes how much to read at once
	 */
	GzipInput(final InputStream in, final int bufferBytes) throws IOException {
		this.in = in;
		buffer = new byte[bufferBytes];
		try {
			readHeader();
		}
		catch (final IOException e) {
			inflater.end();
			throw e;
		}
	}

	@Override
	public int read() throws IOException {
		final byte[] one = new byte[1];
		return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(final byte[] bytes, final int offset, final int length) throws IOException {
		if (length == 0) return 0;
		try {
			while (!finished) {
				final int n = inflater.inflate(bytes, offset, length);
				if (n > 0) {
					crc.update(bytes, offset, n);
					return n;
				}
				if (inflater.finished()) endMember();
				else if (inflater.needsDictionary()) throw new ZipException("a preset dictionary, which gzip does not allow");
				else if (inflater.needsInput()) refill();
			}
			return -1;
		}
		catch (final DataFormatException e) {
			throw new ZipException("damaged compressed data (" + e.getMessage() + ")");
		}
	}

	private void refill() throws IOException {
		if (!more()) throw new EOFException("the compressed data end early");
		inflater.setInput(buffer, position, limit - position);
		position = limit;
	}

	/** Checks the member's trailer, then starts the next member or ends. */
	private void endMember() throws IOException {
		position -= inflater.getRemaining();
		if (next4() != crc.getValue()) throw new ZipException("a wrong checksum");
		if (next4() != (inflater.getBytesWritten() & 0xffffffffL)) throw new ZipException("a wrong length at its end");
		// Zeros may follow: tapes and some file systems pad to whole blocks.
		while (more() && buffer[position] == 0)
			position++;
		if (!more()) {
			finished = true;
			return;
		}
		inflater.reset();
		crc.reset();
		try {
			readHeader();
		}
		catch (final ZipException e) {
			throw new ZipException("bytes after its end that are no gzip");
		}
	}

	private void readHeader() throws IOException {
		if (next() != 0x1f || next() != 0x8b) throw new ZipException("no gzip header");
		if (next() != 8) throw new ZipException("an unknown compression method");
		final int flags = next();
		if ((flags & RESERVED) != 0) throw new ZipException("unknown gzip flags");
		skip(6);
		if ((flags & FEXTRA) != 0) skip(next() | next() << 8);
		if ((flags & FNAME) != 0) skipText();
		if ((flags & FCOMMENT) != 0) skipText();
		if ((flags & FHCRC) != 0) skip(2);
	}

	private void skip(final int bytes) throws IOException {
		for (int i = 0; i < bytes; i++)
			next();
	}

	private void skipText() throws IOException {
		while (next() != 0) {
			// The text ends with a zero; the file's end ends the loop otherwise.
		}
	}

	private long next4() throws IOException {
		return next() | next() << 8 | next() << 16 | (long) next() << 24;
	}

	private int next() throws IOException {
		if (!more()) throw new EOFException("the compressed data end early");
		return buffer[position++] & 0xff;
	}

	private boolean more() throws IOException {
		if (position < limit) return true;
		position = 0;
		limit = Math.max(0, in.read(buffer, 0, buffer.length));
		return limit > 0;
	}

	@Override
	public void close() throws IOException {
		inflater.end();
		in.close();
	}
}
