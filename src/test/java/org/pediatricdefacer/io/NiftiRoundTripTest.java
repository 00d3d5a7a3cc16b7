package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.Cursor;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.Views;

class NiftiRoundTripTest {

	private static final NiftiWriteOptions TWO_THREADS = new NiftiWriteOptions(false, 2, org.pediatricdefacer.Progress.NONE);

	@TempDir
	Path folder;

	static Stream<Arguments> allKinds() {
		final List<Arguments> kinds = new ArrayList<>();
		for (final NiftiDataType type : NiftiDataType.values())
			for (final int version : new int[] {1, 2})
				for (final ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN})
					if (type.pixel() != null) kinds.add(Arguments.of(type, version, order));
		return kinds.stream();
	}

	@ParameterizedTest
	@MethodSource("allKinds")
	void everyKindComesBackBitForBit(final NiftiDataType type, final int version, final ByteOrder order) throws IOException {
		final NiftiBytes bytes = new NiftiBytes(version, order, type, 5, 4, 3, 2);
		final Path plain = NiftiBytes.save(folder, "scan.nii", bytes.singleFile());
		final NiftiImage scan = NiftiReader.read(plain);
		assertEquals(type, scan.dataType());
		assertEquals(order, scan.header().byteOrder());
		assertEquals(List.of(), scan.warnings());
		assertValues(bytes, scan);

		final Path again = folder.resolve("again.nii.gz");
		NiftiWriter.write(scan, again, TWO_THREADS);
		assertArrayEquals(bytes.singleFile(), unzip(again));
		assertValues(bytes, NiftiReader.read(again));
	}

	@ParameterizedTest
	@MethodSource("allKinds")
	void pairsBecomeSingleFiles(final NiftiDataType type, final int version, final ByteOrder order) throws IOException {
		final NiftiBytes bytes = new NiftiBytes(version, order, type, 5, 4, 3);
		final byte[] single = bytes.singleFile();
		NiftiBytes.save(folder, "scan.hdr", bytes.headerFile());
		NiftiBytes.save(folder, "scan.img.gz", NiftiBytes.gzip(bytes.voxels));
		for (final String name : new String[] {"scan.hdr", "scan.img.gz"}) {
			final NiftiImage scan = NiftiReader.read(folder.resolve(name));
			assertValues(bytes, scan);
			final Path again = folder.resolve(name + ".nii");
			NiftiWriter.write(scan, again, TWO_THREADS);
			assertArrayEquals(single, Files.readAllBytes(again));
		}
	}

	@ParameterizedTest
	@MethodSource("allKinds")
	void defacingKeepsAllBytesButTheCleanedFields(final NiftiDataType type, final int version, final ByteOrder order) throws IOException {
		final NiftiBytes bytes = new NiftiBytes(version, order, type, 5, 4, 3).withExtension(6, "Anna Muster, born 2019").withScaling(0.5,
			-3);
		bytes.text(version == 1 ? 148 : 240, "Anna at 12:30");
		bytes.text(version == 1 ? 228 : 320, "anna.mat");
		bytes.text(version == 1 ? 328 : 508, "Anna");
		if (version == 1) bytes.text(14, "Anna db");
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		final Path target = folder.resolve("scan_defaced.nii");
		try (AtomicFile defaced = NiftiWriter.prepareDefaced(scan, scan.stored(), "1.2.3", target, TWO_THREADS)) {
			assertFalse(Files.exists(target));
			defaced.commit();
		}

		final byte[] expected = bytes.header.array().clone();
		final String[][] texts = version == 1 ? new String[][] {{"148", "80", "defaced by Pediatric Defacer 1.2.3"}, {"228", "24", ""},
			{"328", "16", ""}, {"14", "18", ""}} : new String[][] {{"240", "80", "defaced by Pediatric Defacer 1.2.3"}, {"320", "24", ""},
			{"508", "16", ""}};
		for (final String[] text : texts) {
			final byte[] letters = Arrays.copyOf(text[2].getBytes(), Integer.parseInt(text[1]));
			System.arraycopy(letters, 0, expected, Integer.parseInt(text[0]), letters.length);
		}
		final ByteBuffer wrapped = ByteBuffer.wrap(expected).order(order);
		if (version == 1) wrapped.putFloat(108, 352);
		else wrapped.putLong(168, 544);
		assertArrayEquals(NiftiBytes.concat(expected, new byte[4], bytes.voxels), Files.readAllBytes(target));
		final List<String> fields = new ArrayList<>(HeaderCleaning.of(scan, "1.2.3").entries().stream().map(HeaderCleaning.Entry::field).toList());
		fields.remove("db_name");
		assertEquals(List.of("aux_file", "intent_name", "descrip", "extension 6 (comment)", "vox_offset"), fields);
	}

	/** What is worked out on an image in memory holds for its file, to the last bit of the grid. */
	@Test
	void knowsTheGridThatWillBeReadBack(@TempDir final Path folder) throws IOException {
		final VoxelGrid grid = new VoxelGrid(new long[] {3, 4, 5}, new double[] {1.1 / 3, 0.1, 0, 7.0 / 9, -0.1, 1.0 / 3, 0, 1e-3 / 7, 0, 0, 1.7, -11.123456789});
		final NiftiImage image = NiftiImage.of(new Volume(ArrayImgs.shorts(3, 4, 5), grid));
		final Path file = folder.resolve("a.nii");
		NiftiWriter.write(image, file, NiftiWriteOptions.DEFAULT);
		assertNotEquals(grid, image.asReadBack().grid());
		assertEquals(NiftiReader.read(file).grid(), image.asReadBack().grid());
	}

	@Test
	void nameAndTimeInTheGzipWrapperAreListed() throws IOException {
		final byte[] packed = NiftiBytes.gzip(new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3).singleFile());
		final byte[] start = {0x1f, (byte) 0x8b, 8, 8, 1, 2, 3, 4, 0, 3, 'A', 'n', 'n', 'a', 0};
		final Path file = NiftiBytes.save(folder, "scan.nii.gz", NiftiBytes.concat(start, Arrays.copyOfRange(packed, 10, packed.length)));
		final List<HeaderCleaning.Entry> entries = HeaderCleaning.of(NiftiReader.read(file), "1").entries();
		assertEquals(List.of(new HeaderCleaning.Entry("descrip", "set"), new HeaderCleaning.Entry("gzip file name", "not written"),
			new HeaderCleaning.Entry("gzip time", "not written")), entries);
	}

	@Test
	void arraysThatWouldBeTooLongBecomePlanes() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, NiftiDataType.INT16, 5, 4, 3, 2);
		final Path file = NiftiBytes.save(folder, "scan.nii.gz", NiftiBytes.gzip(bytes.singleFile()));
		assertSame(ArrayImg.class, NiftiReader.read(file).stored().getClass());
		final NiftiImage planar = NiftiReader.read(file, NiftiReadOptions.DEFAULT, 5 * 4 * 3 * 2 - 1);
		assertSame(PlanarImg.class, planar.stored().getClass());
		assertValues(bytes, planar);
		final Path again = folder.resolve("again.nii");
		NiftiWriter.write(planar, again, TWO_THREADS);
		assertArrayEquals(bytes.singleFile(), Files.readAllBytes(again));
	}

	@Test
	void realValuesAreScaled() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 5, 4, 3).withScaling(0.25, -7);
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		final ByteBuffer voxels = ByteBuffer.wrap(bytes.voxels).order(bytes.order);
		int i = 0;
		for (final Object value : Views.flatIterable(scan.volume().pixels()))
			assertEquals(voxels.getShort(2 * i++) * 0.25 - 7, ((RealType<?>) value).getRealDouble());
		assertEquals(60, i);
	}

	@Test
	void slopeZeroMeansUnscaled() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(2, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3).withScaling(0, 9);
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		assertSame(scan.stored(), scan.scaled());
	}

	@Test
	void trailingDimensionsOfOneAreDropped() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3, 1, 1);
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		assertEquals(3, scan.stored().numDimensions());
		final Path again = folder.resolve("again.nii");
		NiftiWriter.write(scan, again, TWO_THREADS);
		assertArrayEquals(bytes.singleFile(), Files.readAllBytes(again));
	}

	@Test
	void viewsAreWrittenAsTheyLook() throws IOException {
		final ArrayImg<UnsignedByteType, ?> img = ArrayImgs.unsignedBytes(4, 5, 6);
		int i = 0;
		for (final UnsignedByteType t : img)
			t.set(i++);
		final var turned = Views.zeroMin(Views.invertAxis(Views.permute(img, 0, 2), 1));
		final Path file = folder.resolve("turned.nii");
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] {6, 5, 4}, 1, 2, 3);
		NiftiWriter.write(NiftiImage.of(new Volume(turned, grid)), file, TWO_THREADS);
		final NiftiImage back = NiftiReader.read(file);
		final Cursor<?> expected = Views.flatIterable(turned).cursor();
		for (final Object value : Views.flatIterable(back.stored()))
			assertEquals(expected.next(), value);
		assertEquals(true, grid.equalsWithin(back.grid(), 1e-6));
	}

	@Test
	void labelsHaveTheGridOfTheScan() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, NiftiDataType.FLOAT64, 5, 4, 3, 2).withScaling(2, 1);
		bytes.text(148, "Anna");
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		final ArrayImg<UnsignedByteType, ?> labels = ArrayImgs.unsignedBytes(5, 4, 3);
		int i = 0;
		for (final UnsignedByteType t : labels)
			t.set(i++ % 5);
		final Path file = folder.resolve("scan_facemask.nii.gz");
		try (AtomicFile mask = NiftiWriter.prepareLabels(scan, labels, "1.2.3", file, TWO_THREADS)) {
			mask.commit();
		}
		final NiftiImage back = NiftiReader.read(file);
		assertEquals(scan.grid(), back.grid());
		assertEquals(NiftiDataType.UINT8, back.dataType());
		assertSame(back.stored(), back.scaled());
		assertEquals("facemask by Pediatric Defacer 1.2.3", back.header().text(NiftiField.DESCRIP));
		assertEquals(1002, back.header().integer(NiftiField.INTENT_CODE, 0));
		final Cursor<UnsignedByteType> expected = labels.cursor();
		for (final Object value : Views.flatIterable(back.stored()))
			assertEquals(expected.next(), value);
	}

	@Test
	void theScanItselfIsNeverOverwritten() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3);
		final Path file = NiftiBytes.save(folder, "scan.nii", bytes.singleFile());
		final NiftiImage scan = NiftiReader.read(file);
		final NiftiWriteOptions overwrite = new NiftiWriteOptions(true, 1, org.pediatricdefacer.Progress.NONE);
		final Path detour = folder.resolve("nowhere").resolveSibling("scan.nii");
		assertThrows(DefacingException.class, () -> NiftiWriter.prepareDefaced(scan, scan.stored(), "1", detour, overwrite));
		assertArrayEquals(bytes.singleFile(), Files.readAllBytes(file));
	}

	@Test
	void otherStoredTypesAreRejected() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT8, 5, 4, 3);
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		assertThrows(IllegalArgumentException.class, () -> NiftiWriter.prepareDefaced(scan, ArrayImgs.unsignedBytes(5, 4, 3), "1",
			folder.resolve("a.nii"), TWO_THREADS));
		assertThrows(IllegalArgumentException.class, () -> NiftiWriter.prepareDefaced(scan, ArrayImgs.bytes(5, 4, 2), "1",
			folder.resolve("a.nii"), TWO_THREADS));
	}

	private static byte[] unzip(final Path file) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
			return in.readAllBytes();
		}
	}

	/** Compares with values that the Java library itself takes from the bytes. */
	private static void assertValues(final NiftiBytes bytes, final NiftiImage scan) {
		final ByteBuffer voxels = ByteBuffer.wrap(bytes.voxels).order(bytes.order);
		for (final Object value : Views.flatIterable(scan.stored())) {
			switch (bytes.type) {
				case UINT8 -> assertEquals(voxels.get() & 0xff, integer(value).longValue());
				case INT8 -> assertEquals(voxels.get(), integer(value).longValue());
				case UINT16 -> assertEquals(voxels.getShort() & 0xffff, integer(value).longValue());
				case INT16 -> assertEquals(voxels.getShort(), integer(value).longValue());
				case UINT32 -> assertEquals(voxels.getInt() & 0xffffffffL, integer(value).longValue());
				case INT32 -> assertEquals(voxels.getInt(), integer(value).longValue());
				case INT64 -> assertEquals(voxels.getLong(), integer(value).longValue());
				case UINT64 -> assertEquals(new BigInteger(Long.toUnsignedString(voxels.getLong())), integer(value));
				case FLOAT32 -> assertEquals(voxels.getFloat(), ((RealType<?>) value).getRealFloat());
				default -> assertEquals(Double.doubleToRawLongBits(voxels.getDouble()),
					Double.doubleToRawLongBits(((DoubleType) value).get()));
			}
		}
		assertEquals(0, voxels.remaining());
	}

	private static BigInteger integer(final Object value) {
		return ((IntegerType<?>) value).getBigInteger();
	}

	@Test
	void cancellationLeavesNothing() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 5, 4, 3);
		final NiftiImage scan = NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()));
		final Progress canceled = new Progress() {

			@Override
			public boolean canceled() {
				return true;
			}
		};
		assertThrows(DefacingCanceledException.class, () -> NiftiWriter.write(scan, folder.resolve("out.nii.gz"),
			new NiftiWriteOptions(false, 2, canceled)));
		try (Stream<Path> files = Files.list(folder)) {
			assertEquals(List.of("scan.nii"), files.map(file -> file.getFileName().toString()).toList());
		}
	}
}
