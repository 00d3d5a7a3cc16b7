package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.Orientation;

class MghTest {

	@TempDir
	Path folder;

	private Path save(final String name, final byte[] bytes) {
		return NiftiBytes.save(folder, name, bytes);
	}

	private ScanImage read(final String name, final byte[] bytes) throws IOException {
		return ScanFormats.read(save(name, bytes), NiftiReadOptions.DEFAULT);
	}

	private String refusal(final String name, final byte[] bytes) {
		final Path file = save(name, bytes);
		final String message = assertThrows(DefacingException.class, () -> ScanFormats.read(file, NiftiReadOptions.DEFAULT)).getMessage();
		assertTrue(message.startsWith(file.toString()) && message.endsWith("."), message);
		return message;
	}

	private static void assertValues(final RandomAccessibleInterval<? extends RealType<?>> stored) {
		int i = 0;
		for (final RealType<?> value : Views.flatIterable(stored))
			assertEquals(MghBytes.value(i++), value.getRealDouble());
		assertEquals(stored.size(), i);
	}

	private byte[] written(final AtomicFile file) throws IOException {
		try (file) {
			file.commit();
			return Files.readAllBytes(file.target());
		}
	}

	private static byte[] unpacked(final byte[] bytes) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
			return in.readAllBytes();
		}
	}

	@ParameterizedTest
	@CsvSource({"0,UINT8", "1,INT32", "3,FLOAT32", "4,INT16", "10,UINT16"})
	void readsAllTypesPackedOrNot(final int type, final NiftiDataType expected) throws IOException {
		final MghBytes bytes = new MghBytes(5, 6, 7);
		bytes.type = type;
		for (final ScanImage scan : new ScanImage[] {read("a.mgh", bytes.file()), read("a.mgz", NiftiBytes.gzip(bytes.file()))}) {
			assertEquals(expected, NiftiDataType.of(scan.stored().getType()).orElseThrow());
			assertArrayEquals(new long[] {5, 6, 7}, scan.stored().dimensionsAsLongArray());
			assertValues(scan.stored());
			assertFalse(scan.isMarkedDefaced());
			assertEquals(List.of(), scan.warnings());
		}
	}

	@Test
	void readsSeries() throws IOException {
		final MghBytes bytes = new MghBytes(5, 6, 7);
		bytes.frames = 3;
		final ScanImage scan = read("a.mgh", bytes.file());
		assertArrayEquals(new long[] {5, 6, 7, 3}, scan.stored().dimensionsAsLongArray());
		assertEquals(3, scan.volume().count());
		assertValues(scan.stored());
	}

	/** The center that the header names lies half the size from the first voxel's center. */
	@Test
	void knowsWhereTheVoxelsLie() throws IOException {
		final ScanImage scan = read("a.mgh", new MghBytes(5, 6, 7).file());
		assertEquals("LIA", Orientation.of(scan.grid()).codes());
		assertArrayEquals(new double[] {1, 1.5, 2}, scan.grid().spacing_mm(), 1e-6);
		assertArrayEquals(new double[] {3, -4, 5}, scan.grid().toWorld(2.5, 3, 3.5), 1e-6);
		assertArrayEquals(new double[] {3 + 2.5, -4 - 7, 5 + 4.5}, scan.grid().toWorld(0, 0, 0), 1e-6);
	}

	@Test
	void asksHowTheAxesRunWhereNothingTells() throws IOException {
		final MghBytes bytes = new MghBytes(5, 6, 7);
		bytes.goodRas = 0;
		bytes.spacing = new float[3];
		assertTrue(refusal("a.mgh", bytes.file()).contains("give --orientation"));
		final ScanImage scan = ScanFormats.read(folder.resolve("a.mgh"), new NiftiReadOptions(NiftiReadOptions.Prefer.NEITHER, "LIA"));
		assertEquals("LIA", Orientation.of(scan.grid()).codes());
		assertArrayEquals(new double[] {1, 1, 1}, scan.grid().spacing_mm(), 0);
	}

	@Test
	void anotherOrientationThanTheFilesIsRefused() throws IOException {
		final Path file = save("a.mgh", new MghBytes(5, 6, 7).file());
		assertEquals(ScanFormats.read(file, NiftiReadOptions.DEFAULT).grid(), ScanFormats.read(file, new NiftiReadOptions(
			NiftiReadOptions.Prefer.NEITHER, "lia")).grid());
		final String message = assertThrows(DefacingException.class, () -> ScanFormats.read(file, new NiftiReadOptions(
			NiftiReadOptions.Prefer.NEITHER, "RAS"))).getMessage();
		assertTrue(message.contains("run LIA, not RAS"), message);
	}

	/** What FreeSurfer writes behind the voxels names programs, paths and users. */
	@Test
	void keepsTheNumbersOfTheScannerAndDropsWhatNamesPeople() throws IOException {
		final MghBytes bytes = new MghBytes(5, 6, 7);
		bytes.unused[100] = 'J';
		final byte[] field = MghBytes.tag(43, ByteBuffer.allocate(4).putFloat(3).array());
		final byte[] direction = MghBytes.tag(41, MghBytes.text("ROW"));
		bytes.footer = MghBytes.concat(MghBytes.parameters(), MghBytes.tag(31, MghBytes.text("/home/jane/talairach.xfm")), field, MghBytes.tag(3,
			MghBytes.text("mri_convert /data/doe_jane.dcm orig.mgz")), MghBytes.tag(41, MghBytes.text("ROW jane")), direction, MghBytes.tag(99,
				MghBytes.text("jane")), "jane".getBytes(StandardCharsets.ISO_8859_1));
		final ScanImage scan = read("a.mgz", NiftiBytes.gzip(bytes.file()));
		final List<String> changes = scan.cleaning("1").stream().map(entry -> entry.field() + ": " + entry.change()).toList();
		assertEquals(List.of("unused header bytes: cleared", "name of a transform (tag 31): 25 bytes dropped", "command line (tag 3): 40 bytes dropped",
			"tag 41: 9 bytes dropped", "tag 99: 5 bytes dropped", "end of the file: 4 bytes of unknown meaning dropped",
			"command line (tag 3): set"), changes);
		final byte[] defaced = unpacked(written(scan.prepareDefaced(scan.stored(), "1", folder.resolve("a_defaced.mgz"),
			NiftiWriteOptions.DEFAULT)));
		final MghBytes clean = new MghBytes(5, 6, 7);
		clean.footer = MghBytes.concat(MghBytes.parameters(), field, direction, MghBytes.tag(3, MghBytes.text("defaced by Pediatric Defacer 1")));
		assertArrayEquals(clean.file(), defaced);
		assertTrue(ScanFormats.read(folder.resolve("a_defaced.mgz"), NiftiReadOptions.DEFAULT).isMarkedDefaced());
	}

	/** Tags of old files have lengths of other sizes, or none, so that nobody knows where they end. */
	@Test
	void dropsOldTags() throws IOException {
		final MghBytes bytes = new MghBytes(5, 6, 7);
		bytes.footer = MghBytes.concat(MghBytes.parameters(), ByteBuffer.allocate(13).putInt(30).putInt(5).put("/jane".getBytes(
			StandardCharsets.ISO_8859_1)).array(), ByteBuffer.allocate(8).putInt(2).putInt(1).array());
		final ScanImage scan = read("a.mgh", bytes.file());
		assertEquals(List.of("name of a transform (tag 30): 5 bytes dropped", "end of the file: 8 bytes of unknown meaning dropped",
			"command line (tag 3): set"), scan.cleaning("1").stream().map(entry -> entry.field() + ": " + entry.change()).toList());
		assertFalse(new String(written(scan.prepareDefaced(scan.stored(), "1", folder.resolve("b.mgh"), NiftiWriteOptions.DEFAULT)),
			StandardCharsets.ISO_8859_1).contains("jane"));
	}

	@Test
	void writesLabelsOnTheGridOfTheScan() throws IOException {
		final MghBytes bytes = new MghBytes(5, 6, 7);
		bytes.frames = 2;
		final ScanImage scan = read("a.mgh", bytes.file());
		final byte[] labels = new byte[5 * 6 * 7];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (byte) MghBytes.value(i);
		final MghBytes expected = new MghBytes(5, 6, 7);
		expected.type = 0;
		assertArrayEquals(expected.file(), unpacked(written(scan.prepareLabels(ArrayImgs.unsignedBytes(labels, 5, 6, 7), "1", folder.resolve(
			"a_facemask.mgz"), NiftiWriteOptions.DEFAULT))));
	}

	@Test
	void isNeverWrittenUnderAnotherFormatsName() throws IOException {
		final ScanImage scan = read("a.mgh", new MghBytes(5, 6, 7).file());
		assertThrows(DefacingException.class, () -> scan.prepareDefaced(scan.stored(), "1", folder.resolve("b.nii.gz"), NiftiWriteOptions.DEFAULT));
		assertThrows(DefacingException.class, () -> scan.prepareDefaced(scan.stored(), "1", folder.resolve("a.mgh"), new NiftiWriteOptions(true, 1,
			Progress.NONE)));
		assertTrue(refusal("c.nii.gz", NiftiBytes.gzip(new MghBytes(5, 6, 7).file())).contains("rename it to end in .mgz"));
		final byte[] nifti = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 9, 8, 7).singleFile();
		assertTrue(refusal("d.mgz", nifti).contains("it is NIfTI: rename it"));
		assertTrue(refusal("e.mgz", new byte[] {9, 9, 9}).contains("is no MGH file"));
	}

	@ParameterizedTest
	@ValueSource(ints = {4, 90, 283, 284, 285, 284 + 2 * 210 - 1})
	void aFileThatEndsEarlyIsRefused(final int length) throws IOException {
		final byte[] whole = new MghBytes(5, 6, 7).file();
		for (final byte[] bytes : new byte[][] {Arrays.copyOf(whole, length), NiftiBytes.gzip(Arrays.copyOf(whole, length))})
			assertTrue(refusal("a.mgz", bytes).contains("is not complete"));
	}

	@Test
	void aDamagedHeaderIsRefused() {
		for (final int[] size : new int[][] {{0, 6, 7}, {5, -1, 7}, {5, 6, Integer.MAX_VALUE}, {Integer.MAX_VALUE, Integer.MAX_VALUE, 1}, {
			Integer.MAX_VALUE, 1, Integer.MAX_VALUE}})
		{
			final MghBytes bytes = new MghBytes(5, 6, 7);
			System.arraycopy(size, 0, bytes.size, 0, 3);
			refusal("a.mgh", NiftiBytes.concat(bytes.header(), new byte[420]));
		}
		for (final int type : new int[] {2, 5, 6, -1, 99}) {
			final MghBytes bytes = new MghBytes(5, 6, 7);
			bytes.type = type;
			assertTrue(refusal("a.mgh", bytes.file()).contains("type " + type));
		}
		for (final float[] cosines : new float[][] {new float[9], {Float.NaN, 0, 0, 0, 1, 0, 0, 0, 1}, {1, 0, 0, 1, 0, 0, 0, 0, 1}}) {
			final MghBytes bytes = new MghBytes(5, 6, 7);
			bytes.cosines = cosines;
			assertTrue(refusal("a.mgh", bytes.file()).contains("axes are none"));
		}
	}

	@Test
	void aWrongChecksumIsNoticedBehindTheVoxels() throws IOException {
		final byte[] packed = NiftiBytes.gzip(new MghBytes(5, 6, 7).file());
		packed[packed.length - 6]++;
		assertTrue(refusal("a.mgz", packed).contains("checksum"));
	}

	@Test
	void tellsItsFilesByTheirContent() throws IOException {
		assertTrue(ScanFormats.recognizes(save("a.mgz", new byte[] {0, 0, 0, 1})));
		assertFalse(ScanFormats.recognizes(save("b.mgz", new byte[] {0, 0, 1})));
		assertTrue(Stream.of("a.mgz", "a.MGH", "a.mgh.gz").allMatch(ScanFormats::isMghName));
		assertFalse(ScanFormats.isMghName("mgz.nii.gz"));
	}
}
