package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

import com.sun.management.ThreadMXBean;

import net.imglib2.util.Intervals;

/**
 * Reads 2,000 damaged files, the same on each run: each must be read or refused in the user's words, soon, and without more
 * memory than its content is worth.
 */
class NiftiFuzzTest {

	private static final int FILES = 2000;
	private static final Duration LIMIT = Duration.ofSeconds(20);
	/** Buffers of the reader, and what messages and class loading take. */
	private static final long FIXED_BYTES = 2 << 20;

	private static final double[] NONSENSE = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, -1, 1e-40, 1e30,
		1e300, 0.5, 32767, -32768, 2147483647d, 9.2e18};

	@TempDir
	Path folder;

	private int read;
	private int refused;

	/** Loads the classes that are needed, so that they do not count. */
	@BeforeEach
	void warmUp() {
		final byte[] whole = base(new Random(0)).singleFile();
		readOne(-1, new Case(NiftiBytes.gzip(whole), whole.length, null));
		readOne(-1, new Case(NiftiBytes.gzip(Arrays.copyOf(whole, whole.length - 1)), whole.length, null));
		read = 0;
		refused = 0;
	}

	@Test
	void damagedFilesNeitherCrashNorHangNorGrow() {
		for (int seed = 0; seed < FILES; seed++) {
			final Case damaged = damaged(new Random(seed));
			final int number = seed;
			assertTimeoutPreemptively(LIMIT, () -> readOne(number, damaged), "file " + seed + " hangs");
		}
		// Both happen often, or the damage would be too small or too large to tell anything.
		assertTrue(read > FILES / 20 && refused > FILES / 2, read + " read, " + refused + " refused");
	}

	/** A damaged file, the bytes it has when unpacked, and the second file of a pair or null. */
	private record Case(byte[] content, long unpackedBytes, byte[] image) {}

	private void readOne(final int seed, final Case damaged) {
		final Path file = NiftiBytes.save(folder, damaged.image == null ? "fuzz.nii" : "fuzz.hdr", damaged.content);
		if (damaged.image != null) NiftiBytes.save(folder, "fuzz.img", damaged.image);
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		try {
			final NiftiImage image = NiftiReader.read(file, NiftiReadOptions.DEFAULT);
			read++;
			assertTrue(Intervals.numElements(image.stored()) * image.dataType().bytes() <= damaged.unpackedBytes, "file " + seed);
			assertNotNull(image.volume());
		}
		catch (final DefacingException e) {
			refused++;
			assertTrue(e.getMessage().contains("fuzz.") && e.getMessage().endsWith("."), "file " + seed + ": " + e.getMessage());
		}
		catch (final Throwable e) {
			throw new AssertionError("file " + seed, e);
		}
		final long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		if (seed >= 0) assertTrue(taken <= FIXED_BYTES + 8 * damaged.unpackedBytes, "file " + seed + " of " + damaged.unpackedBytes +
			" bytes took " + taken);
	}

	private static NiftiBytes base(final Random random) {
		final NiftiDataType[] types = Arrays.stream(NiftiDataType.values()).filter(t -> t.pixel() != null).toArray(NiftiDataType[]::new);
		final ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
		final long[] size = random.nextBoolean() ? new long[] {7, 6, 5} : new long[] {6, 5, 4, 3};
		final NiftiBytes bytes = new NiftiBytes(1 + random.nextInt(2), order, types[random.nextInt(types.length)], size);
		if (random.nextInt(3) == 0) bytes.withExtension(6, "some text").withExtension(4, "<AFNI/>");
		return bytes;
	}

	private static Case damaged(final Random random) {
		final NiftiBytes bytes = base(random);
		final int kind = random.nextInt(8);
		if (kind < 3) nonsense(bytes, random);
		final boolean pair = random.nextInt(5) == 0;
		byte[] content = pair ? bytes.headerFile() : bytes.singleFile();
		switch (kind) {
			case 2, 3 -> flipBits(content, Math.min(content.length, 600), random);
			case 4 -> flipBits(content, content.length, random);
			case 5 -> content = Arrays.copyOf(content, random.nextInt(content.length));
			case 6 -> Arrays.fill(content, random.nextInt(content.length), content.length, (byte) random.nextInt());
			default -> {
				// Damaged below or not at all.
			}
		}
		final long unpacked = content.length + (pair ? bytes.voxels.length : 0);
		if (kind == 7 || random.nextInt(3) == 0) content = damagedGzip(NiftiBytes.gzip(content), random, kind == 7);
		return new Case(content, unpacked, pair ? bytes.voxels : null);
	}

	/** Sets one to three fields that decide on memory and geometry to values that make no sense. */
	private static void nonsense(final NiftiBytes bytes, final Random random) {
		final NiftiField[] fields = {NiftiField.DIM, NiftiField.DATATYPE, NiftiField.BITPIX, NiftiField.PIXDIM, NiftiField.VOX_OFFSET,
			NiftiField.SCL_SLOPE, NiftiField.SCL_INTER, NiftiField.XYZT_UNITS, NiftiField.QFORM_CODE, NiftiField.SFORM_CODE, NiftiField.QUATERN,
			NiftiField.QOFFSET, NiftiField.SROW};
		for (int n = random.nextInt(3); n >= 0; n--) {
			final NiftiField.Slot slot = fields[random.nextInt(fields.length)].slot(bytes.version == 1 ? NiftiHeader.Version.NIFTI1 :
				NiftiHeader.Version.NIFTI2);
			final int at = slot.offset() + random.nextInt(slot.count()) * slot.kind().bytes;
			final double value = NONSENSE[random.nextInt(NONSENSE.length)];
			final ByteBuffer header = bytes.header;
			switch (slot.kind()) {
				case INT16 -> header.putShort(at, (short) (random.nextBoolean() ? value : random.nextInt()));
				case INT32 -> header.putInt(at, (int) (random.nextBoolean() ? value : random.nextInt()));
				case INT64 -> header.putLong(at, random.nextBoolean() ? (long) value : random.nextLong());
				case FLOAT32 -> header.putFloat(at, (float) value);
				case FLOAT64 -> header.putDouble(at, value);
				default -> header.put(at, (byte) random.nextInt());
			}
		}
	}

	private static void flipBits(final byte[] content, final int within, final Random random) {
		for (int n = random.nextInt(12); n >= 0; n--)
			content[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
	}

	private static byte[] damagedGzip(final byte[] packed, final Random random, final boolean surely) {
		return switch (surely ? 1 + random.nextInt(5) : random.nextInt(6)) {
			case 1 -> Arrays.copyOf(packed, random.nextInt(packed.length));
			case 2 -> NiftiBytes.concat(packed, new byte[] {3}, packed);
			case 3 -> NiftiBytes.concat(packed, packed);
			case 4 -> {
				ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).putInt(packed.length - 4, random.nextInt());
				yield packed;
			}
			case 5 -> {
				flipBits(packed, packed.length, random);
				yield packed;
			}
			default -> packed;
		};
	}

	/** A small file that unpacks to much is counted, not stored: its header asks for more than it holds. */
	@Test
	void packedZerosTakeNoMemory() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(2, ByteOrder.LITTLE_ENDIAN, NiftiDataType.FLOAT64, 5, 4, 3);
		final int side = 140;
		bytes.header.putLong(24, side).putLong(32, side).putLong(40, side);
		bytes.voxels = new byte[20 << 20];
		final byte[] noise = new byte[20_000];
		new Random(1).nextBytes(noise);
		System.arraycopy(noise, 0, bytes.voxels, 0, noise.length);
		final byte[] packed = NiftiBytes.gzip(bytes.singleFile());
		final Path file = Files.write(folder.resolve("fuzz.nii.gz"), packed);
		final long promised = 544 + 8L * side * side * side;
		assertTrue(packed.length * 1032L > promised, "the ratio alone would refuse this");
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		final String message = assertThrows(DefacingException.class, () -> NiftiReader.read(file)).getMessage();
		assertTrue(message.contains("its header promises " + promised + " bytes, but it holds " + (544 + bytes.voxels.length) + ";"),
			message);
		final long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
		assertTrue(taken < FIXED_BYTES, taken + " bytes");
	}
}
