package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

import com.sun.management.ThreadMXBean;

/** Reads 2,000 damaged MGH files, the same on each run: each is read or refused in the user's words, soon, and without much memory. */
class MghFuzzTest {

	private static final int FILES = 2000;
	private static final Duration LIMIT = Duration.ofSeconds(20);
	/** Buffers of the reader, and what messages and class loading take; a footer may be copied some times. */
	private static final long FIXED_BYTES = 4 << 20;

	@TempDir
	Path folder;

	private int read;
	private int refused;

	@Test
	void damagedFilesNeitherCrashNorHangNorGrow() {
		for (int seed = -20; seed < FILES; seed++) {
			final byte[] damaged = damaged(new Random(seed));
			final int number = seed;
			assertTimeoutPreemptively(LIMIT, () -> readOne(number, damaged), "file " + seed + " hangs");
		}
		assertTrue(read > FILES / 20 && refused > FILES / 4, read + " read, " + refused + " refused");
	}

	private void readOne(final int seed, final byte[] unpacked) throws IOException {
		final byte[] bytes = seed % 3 == 0 ? NiftiBytes.gzip(unpacked) : unpacked;
		if (seed % 9 == 0) bytes[new Random(seed).nextInt(bytes.length)]++;
		final Path file = NiftiBytes.save(folder, "fuzz.mgz", bytes);
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		try {
			final ScanImage image = ScanFormats.read(file, NiftiReadOptions.DEFAULT);
			read++;
			assertNotNull(image.volume());
			assertNotNull(image.cleaning("1"));
			assertTrue(image.stored().size() <= unpacked.length, "file " + seed);
		}
		catch (final DefacingException e) {
			refused++;
			assertTrue(e.getMessage().startsWith(file.toString()) && e.getMessage().endsWith("."), "file " + seed + ": " + e.getMessage());
		}
		final long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		// The first files load classes.
		assertTrue(seed < 0 || taken < FIXED_BYTES + 20L * unpacked.length, "file " + seed + " took " + taken + " bytes");
	}

	/** A file with some numbers of header or footer changed, bytes damaged, or its end cut. */
	private static byte[] damaged(final Random random) {
		final MghBytes scan = new MghBytes(1 + random.nextInt(9), 1 + random.nextInt(9), 1 + random.nextInt(9));
		scan.frames = 1 + random.nextInt(3);
		scan.type = new int[] {0, 1, 3, 4, 10}[random.nextInt(5)];
		scan.footer = MghBytes.concat(MghBytes.parameters(), MghBytes.tag(3, MghBytes.text("mri_convert a b")), MghBytes.tag(43, new byte[4]),
			MghBytes.tag(random.nextInt(50), new byte[random.nextInt(40)]));
		byte[] bytes = scan.file();
		final int footer = bytes.length - scan.footer.length;
		for (int i = random.nextInt(3); i > 0; i--) {
			final int at = random.nextBoolean() ? 4 * random.nextInt(23) : footer + random.nextInt(scan.footer.length - 8);
			final int[] nonsense = {0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, Float.floatToIntBits(Float.NaN), random.nextInt()};
			ByteBuffer.wrap(bytes).putInt(at, nonsense[random.nextInt(nonsense.length)]);
		}
		if (random.nextInt(3) == 0) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1);
		return bytes;
	}
}
