package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.VoxelGrid;

import com.sun.management.ThreadMXBean;

/**
 * Reads 5,000 damaged files, the same on each run: each must be read, and then its pixels too, or be refused in the user's words, soon,
 * and without more memory than the file is worth.
 */
class DicomFuzzTest {

	private static final int FILES = 5000;
	private static final Duration LIMIT = Duration.ofSeconds(20);
	/** Buffers, messages, loading of classes, and what may always be inflated or decompressed. */
	private static final long FIXED_BYTES = 6 << 20;
	/** Elements of eight bytes are objects of many times their size. */
	private static final int BYTES_PER_BYTE = 100;
	private static final String[] SYNTAXES = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.DEFLATED, DicomBytes.BIG, DicomBytes.RLE,
		DicomBytes.JPEG_LOSSLESS};
	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] {8, 6, 3}, 2);

	@TempDir
	Path folder;

	private int read;
	private int refused;

	@BeforeEach
	void warmUp() {
		for (final String syntax : SYNTAXES)
			readOne(-1, base(new Random(0), syntax));
		read = 0;
		refused = 0;
	}

	@Test
	void damagedFilesNeitherCrashNorHangNorGrow() {
		for (int seed = 0; seed < FILES; seed++) {
			final Random random = new Random(seed);
			final byte[] damaged = damaged(random, base(random, SYNTAXES[random.nextInt(SYNTAXES.length)]));
			final int number = seed;
			assertTimeoutPreemptively(LIMIT, () -> readOne(number, damaged), "file " + seed + " hangs");
		}
		// Both happen often, or the damage would be too small or too large to tell anything.
		assertTrue(read > FILES / 20 && refused > FILES / 4, read + " read, " + refused + " refused");
	}

	private void readOne(final int seed, final byte[] bytes) {
		final Path file = folder.resolve("fuzz.dcm");
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		try {
			Files.write(file, bytes);
			look(file);
		}
		catch (final DefacingException e) {
			refused++;
			assertTrue(e.getMessage().contains("fuzz.dcm") && e.getMessage().endsWith("."), "file " + seed + ": " + e.getMessage());
			assertTrue(e.getMessage().lines().count() == 1, "file " + seed + ": " + e.getMessage());
		}
		catch (final Throwable e) {
			throw new AssertionError("file " + seed, e);
		}
		final long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		if (seed >= 0) assertTrue(taken <= FIXED_BYTES + (long) BYTES_PER_BYTE * bytes.length, "file " + seed + " of " + bytes.length +
			" bytes took " + taken);
	}

	/** Sorts the file as a series of its own and reads its pixels, as far as it is accepted. */
	private void look(final Path file) throws IOException {
		final Instance instance = InstanceReader.read(file).orElse(null);
		if (instance == null || Classifier.withheld(instance).isPresent()) {
			refused++;
			return;
		}
		final DicomSeries series = DicomSeries.of(List.of(instance), null);
		if (series.refusal().isPresent()) {
			refused++;
			assertEquals(1, series.refusal().get().lines().count());
			return;
		}
		for (final VolumeGroup group : series.groups())
			GroupLoader.load(group, Progress.NONE);
		read++;
	}

	private byte[] base(final Random random, final String syntax) {
		final short[] values = new short[(int) GRID.voxels()];
		for (int i = 0; i < values.length; i++)
			values[i] = (short) random.nextInt(4096);
		final DicomPhantom phantom = new DicomPhantom(ArrayImgs.shorts(values, GRID.size()), GRID, syntax);
		try {
			final Path file = random.nextBoolean() ? phantom.enhanced(folder) : phantom.classic(folder).get(1);
			return Files.readAllBytes(file);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static byte[] damaged(final Random random, final byte[] whole) {
		final byte[] bytes = whole.clone();
		switch (random.nextInt(6)) {
			case 0 -> {
				return Arrays.copyOf(bytes, random.nextInt(bytes.length));
			}
			case 1 -> Arrays.fill(bytes, random.nextInt(bytes.length), bytes.length, (byte) random.nextInt());
			case 2 -> {
				final int from = random.nextInt(bytes.length), to = random.nextInt(bytes.length);
				System.arraycopy(whole, Math.min(from, to), bytes, random.nextInt(bytes.length - Math.abs(from - to)), Math.abs(from - to));
			}
			case 3 -> {
				// Lengths that are huge or that no length is.
				for (int n = random.nextInt(4); n >= 0; n--) {
					final int from = at(random, bytes) & ~1;
					Arrays.fill(bytes, from, Math.min(bytes.length, from + 4), (byte) 0xff);
				}
			}
			default -> {
				for (int n = random.nextInt(12); n >= 0; n--)
					bytes[at(random, bytes)] ^= (byte) (1 << random.nextInt(8));
			}
		}
		return bytes;
	}

	/** Most damage is to hit the header. */
	private static int at(final Random random, final byte[] bytes) {
		return random.nextInt(random.nextBoolean() ? Math.min(bytes.length, 1200) : bytes.length);
	}
}
