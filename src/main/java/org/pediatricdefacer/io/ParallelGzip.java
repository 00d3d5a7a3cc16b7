package org.pediatricdefacer.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs gzip on several threads into one ordinary member that every reader knows.
 * <p>
 * As pigz does: blocks of a fixed size are deflated on their own, each with the last 32 KiB before it as dictionary and
 * ending on a whole byte, and put one after the other. The bytes depend on the data and the level, not on the number of
 * threads or the sizes of the writes; name and time are not stored. Close it to end the stream; the stream below is left
 * open. Not thread-safe. Source: RFC 1951, RFC 1952, and pigz by Mark Adler.
 */
public final class ParallelGzip extends OutputStream {

	/**
	 * Level for scans: of two measured 16-bit scans, levels 3 to 9 save 2 % of the file at 2 to 17 times the time, since the
	 * noise in the lower byte does not pack at any level.
	 */
	public static final int DEFAULT_LEVEL = 1;

	private static final int BLOCK_BYTES = 1 << 18;
	private static final int DICTIONARY_BYTES = 1 << 15;

	private final OutputStream out;
	private final int level;
	private final int threads;
	private final ExecutorService workers;
	private final Deque<Future<byte[]>> pending = new ArrayDeque<>();
	private final CRC32 crc = new CRC32();
	private byte[] block = new byte[BLOCK_BYTES];
	private byte[] dictionary = new byte[0];
	private int filled;
	private long total;
	private boolean closed;

	/**
	 * Starts a stream.
	 *
	 * @param out gets the packed bytes
	 * @param level 1 (fast) to 9 (small)
	 * @param threads how many blocks to pack at once, at least 1
	 * @throws IOException if the stream below fails
	 */
	public ParallelGzip(final OutputStream out, final int level, final int threads) throws IOException {
		if (level < 1 || level > 9) throw new IllegalArgumentException("level must be 1 to 9, was " + level);
		if (threads < 1) throw new IllegalArgumentException("threads must be >= 1, was " + threads);
		this.out = out;
		this.level = level;
		this.threads = threads;
		out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, (byte) (level == 9 ? 2 : level == 1 ? 4 : 0), (byte) 255});
		workers = Executors.newFixedThreadPool(threads, task -> {
			final Thread thread = new Thread(task, "gzip");
			thread.setDaemon(true);
			return thread;
		});
	}

	@Override
	public void write(final int b) throws IOException {
		write(new byte[] {(byte) b}, 0, 1);
	}

	@Override
	public void write(final byte[] bytes, final int offset, final int length) throws IOException {
		if (closed) throw new IOException("the gzip stream is closed");
		crc.update(bytes, offset, length);
		total += length;
		int done = 0;
		while (done < length) {
			// A full block is packed only when more follows, so that the last block is known as such.
			if (filled == BLOCK_BYTES) submit(false);
			final int n = Math.min(length - done, BLOCK_BYTES - filled);
			System.arraycopy(bytes, offset + done, block, filled, n);
			filled += n;
			done += n;
		}
	}

	private void submit(final boolean last) throws IOException {
		final byte[] data = block, before = dictionary;
		final int length = filled;
		pending.add(workers.submit(() -> deflate(data, length, before, last)));
		dictionary = Arrays.copyOfRange(data, Math.max(0, length - DICTIONARY_BYTES), length);
		block = new byte[BLOCK_BYTES];
		filled = 0;
		// One block in reserve per thread keeps them busy while memory stays bounded.
		while (pending.size() > 2 * threads)
			drain();
	}

	private void drain() throws IOException {
		try {
			out.write(pending.remove().get());
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while packing");
		}
		catch (final ExecutionException e) {
			throw new IOException("packing failed", e.getCause());
		}
	}

	private byte[] deflate(final byte[] data, final int length, final byte[] before, final boolean last) {
		final Deflater deflater = new Deflater(level, true);
		try {
			if (before.length > 0) deflater.setDictionary(before);
			deflater.setInput(data, 0, length);
			if (last) deflater.finish();
			byte[] packed = new byte[length / 2 + 1024];
			int n = 0;
			while (true) {
				n += deflater.deflate(packed, n, packed.length - n, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
				if (last ? deflater.finished() : n < packed.length) return Arrays.copyOf(packed, n);
				packed = Arrays.copyOf(packed, 2 * packed.length);
			}
		}
		finally {
			deflater.end();
		}
	}

	/** Packs what is left and writes the trailer; the stream below stays open. */
	@Override
	public void close() throws IOException {
		if (closed) return;
		closed = true;
		try {
			submit(true);
			while (!pending.isEmpty())
				drain();
			out.write(trailer());
		}
		finally {
			workers.shutdownNow();
		}
	}

	private byte[] trailer() {
		final byte[] bytes = new byte[8];
		for (int i = 0; i < 4; i++) {
			bytes[i] = (byte) (crc.getValue() >>> 8 * i);
			bytes[4 + i] = (byte) (total >>> 8 * i);
		}
		return bytes;
	}
}
