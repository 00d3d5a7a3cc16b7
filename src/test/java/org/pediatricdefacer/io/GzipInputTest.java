package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipInputTest {

	private final byte[] data = data(100_000);
	private final byte[] packed = NiftiBytes.gzip(data);

	@ParameterizedTest
	@ValueSource(ints = {1, 7, 512, 1 << 20})
	void unpacksWithAnyBuffer(final int buffer) throws IOException {
		assertArrayEquals(data, unpack(packed, buffer));
	}

	@Test
	void membersFollowEachOther() throws IOException {
		final byte[] three = NiftiBytes.concat(packed, NiftiBytes.gzip(new byte[0]), packed);
		assertArrayEquals(NiftiBytes.concat(data, data), unpack(three, 1000));
	}

	@Test
	void allOptionalFieldsArePassedOver() throws IOException {
		final byte[] header = {0x1f, (byte) 0x8b, 8, 4 | 8 | 16, 1, 2, 3, 4, 0, 3, 2, 0, 'x', 'y', 'n', 'a', 'm', 'e', 0, 'c', 0};
		final CRC32 crc = new CRC32();
		header[3] |= 2;
		crc.update(header);
		final byte[] check = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
		assertArrayEquals(data, unpack(NiftiBytes.concat(header, check, Arrays.copyOfRange(packed, 10, packed.length)), 16));
	}

	@Test
	void paddingWithZerosIsAllowed() throws IOException {
		assertArrayEquals(data, unpack(NiftiBytes.concat(packed, new byte[5000]), 700));
	}

	@Test
	void anythingElseBehindTheEndIsAnError() {
		assertThrows(ZipException.class, () -> unpack(NiftiBytes.concat(packed, new byte[] {7}), 700));
		assertThrows(ZipException.class, () -> unpack(NiftiBytes.concat(packed, new byte[] {0, 0x1f, 7}), 700));
	}

	@Test
	void everyTruncationIsAnError() {
		for (int length = 2; length < packed.length; length += length < 40 || length > packed.length - 40 ? 1 : 997) {
			final byte[] cut = Arrays.copyOf(packed, length);
			assertThrows(EOFException.class, () -> unpack(cut, 333), "cut to " + length);
		}
	}

	@Test
	void wrongTrailersAreErrors() {
		for (int i = 1; i <= 8; i++) {
			final byte[] bad = packed.clone();
			bad[bad.length - i] ^= 1;
			assertThrows(ZipException.class, () -> unpack(bad, 333), "byte " + i + " from the end");
		}
	}

	private static byte[] unpack(final byte[] bytes, final int buffer) throws IOException {
		try (GzipInput in = new GzipInput(new ByteArrayInputStream(bytes), buffer)) {
			return in.readAllBytes();
		}
	}

	private static byte[] data(final int length) {
		final byte[] data = new byte[length];
		new Random(2).nextBytes(data);
		Arrays.fill(data, length / 2, length, (byte) 5);
		return data;
	}
}
