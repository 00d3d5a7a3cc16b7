package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipTest {

	/** Lengths around the block size of 256 KiB. */
	@ParameterizedTest
	@ValueSource(ints = {0, 1, 100, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 3 << 18, 1_000_003})
	void everyReaderGetsTheDataBack(final int length) throws Exception {
		final byte[] data = scanLike(length, 3);
		final byte[] packed = pack(data, 6, 3, 10_000);
		assertArrayEquals(data, new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
		assertArrayEquals(data, new GzipInput(new ByteArrayInputStream(packed), 4096).readAllBytes());
		assertOneMember(packed, length);
	}

	/** A plain Inflater knows nothing of members: it must reach the trailer in one go. */
	private static void assertOneMember(final byte[] packed, final int length) throws Exception {
		final Inflater inflater = new Inflater(true);
		inflater.setInput(packed, 10, packed.length - 10);
		assertEquals(length, inflater.inflate(new byte[length + 1]));
		assertTrue(inflater.finished());
		assertEquals(8, inflater.getRemaining());
		inflater.end();
	}

	@Test
	void bytesDoNotDependOnThreadsOrWrites() throws IOException {
		final byte[] data = scanLike(2_500_000, 4);
		final byte[] one = pack(data, 1, 1, data.length);
		assertArrayEquals(one, pack(data, 1, 2, 7777));
		assertArrayEquals(one, pack(data, 1, 5, 1 << 18));
	}

	@Test
	void incompressibleDataPassUnharmed() throws IOException {
		final byte[] data = new byte[1_500_000];
		new Random(5).nextBytes(data);
		final byte[] packed = pack(data, 1, 2, 100_000);
		assertArrayEquals(data, new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
		assertTrue(packed.length < data.length * 1.001 + 100, packed.length + " bytes");
	}

	/** Blocks see the data before them: a period longer than the rest of the block still packs well. */
	@Test
	void blocksCostLittle() throws IOException {
		final byte[] data = scanLike(4_000_000, 6);
		final Deflater whole = new Deflater(6, true);
		whole.setInput(data);
		whole.finish();
		final byte[] buffer = new byte[data.length];
		final int serial = whole.deflate(buffer);
		whole.end();
		final int parallel = pack(data, 6, 2, 1 << 16).length;
		assertTrue(parallel < serial * 1.002 + 18, parallel + " bytes in blocks, " + serial + " in one");
	}

	@Test
	void neitherNameNorTimeIsStored() throws IOException {
		assertArrayEquals(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}, Arrays.copyOf(pack(new byte[9], 5, 1, 9), 8));
	}

	@Test
	void aFullDiskIsReported() {
		final OutputStream full = new OutputStream() {

			private int room = 1000;

			@Override
			public void write(final int b) throws IOException {
				if (room-- == 0) throw new IOException("No space left on device");
			}
		};
		final byte[] data = new byte[2_000_000];
		new Random(8).nextBytes(data);
		final IOException e = assertThrows(IOException.class, () -> {
			try (ParallelGzip gzip = new ParallelGzip(full, 1, 2)) {
				gzip.write(data);
			}
		});
		assertEquals("No space left on device", e.getMessage());
	}

	@Test
	void badArgumentsAreRejected() {
		final OutputStream out = OutputStream.nullOutputStream();
		assertThrows(IllegalArgumentException.class, () -> new ParallelGzip(out, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> new ParallelGzip(out, 10, 1));
		assertThrows(IllegalArgumentException.class, () -> new ParallelGzip(out, 1, 0));
	}

	private static byte[] pack(final byte[] data, final int level, final int threads, final int perWrite) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ParallelGzip gzip = new ParallelGzip(out, level, threads)) {
			for (int i = 0; i < data.length; i += perWrite)
				gzip.write(data, i, Math.min(perWrite, data.length - i));
		}
		return out.toByteArray();
	}

	/** 16-bit noise around a slow wave. */
	private static byte[] scanLike(final int length, final long seed) {
		final Random random = new Random(seed);
		final byte[] data = new byte[length];
		for (int i = 0; i + 1 < length; i += 2) {
			final int value = (int) (500 + 400 * Math.sin(i / 5000.0) + 8 * random.nextGaussian());
			data[i] = (byte) value;
			data[i + 1] = (byte) (value >> 8);
		}
		return data;
	}
}
