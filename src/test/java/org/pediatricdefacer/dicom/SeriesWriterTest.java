package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.VoxelGrid;

/** Writes small series of all encodings and compares every byte with files made by hand. */
class SeriesWriterTest {

	private static final long[] SIZE = {9, 8, 7};
	private static final String METHOD = "Face removed by a test";
	private static final Uids UIDS = new Uids("a salt for tests");
	private static final int IDENTITY_REMOVED = 0x00120062;
	private static final WriteSettings CLEAN = new WriteSettings(UIDS, false, false, true, METHOD);

	@TempDir
	Path folder;

	/** Oblique, so that each number of the affine counts. */
	private static final VoxelGrid GRID = oblique();

	private static VoxelGrid oblique() {
		final double c = Math.cos(0.3), s = Math.sin(0.3);
		return new VoxelGrid(SIZE, new double[] {-1.5 * c, 0, 3 * s, 10, 0, -2, 0, 20, 1.5 * s, 0, 3 * c, -30});
	}

	private static RandomAccessibleInterval<ShortType> random(final long seed) {
		final Random random = new Random(seed);
		final short[] values = new short[(int) GRID.voxels()];
		for (int i = 0; i < values.length; i++)
			values[i] = (short) random.nextInt();
		return ArrayImgs.shorts(values, SIZE);
	}

	private static DicomIndex index(final Path folder) throws IOException {
		try (var files = Files.list(folder)) {
			return DicomIndex.of(files.sorted().toList(), Progress.NONE);
		}
	}

	private static DicomSeries series(final Path folder) throws IOException {
		final DicomIndex index = index(folder);
		assertEquals(List.of(), index.excluded());
		assertEquals(1, index.series().size());
		return index.series().get(0);
	}

	/** Removes every third voxel of the grid on which the series was sorted. */
	private static List<DefacedGroup> groups(final DicomSeries series) {
		assertEquals("", series.refusal().orElse(""));
		return series.groups().stream().map(group -> {
			final byte[] mask = new byte[(int) group.grid().voxels()];
			for (int i = 0; i < mask.length; i += 3)
				mask[i] = 1;
			return new DefacedGroup(group, ArrayImgs.unsignedBytes(mask, group.grid().size()), null);
		}).toList();
	}

	private SeriesProof write(final DicomSeries series, final WriteSettings settings) throws IOException {
		return SeriesWriter.write(series, groups(series), settings, Files.createDirectory(folder.resolve("out")), Progress.NONE);
	}

	private byte[] written(final int number) throws IOException {
		return Files.readAllBytes(folder.resolve(String.format("out/image_%05d.dcm", number)));
	}

	private static byte[] dataSet(final byte[] file) {
		final DicomFile dicom = DicomFile.parse("test", file).orElseThrow();
		return Arrays.copyOfRange(dicom.bytes(), dicom.start(), dicom.bytes().length);
	}

	/** What the standard wants of a defaced slice, by hand. */
	private static DicomBytes expected(final DicomBytes slice, final short... pixels) {
		int least = Short.MAX_VALUE, most = Short.MIN_VALUE;
		for (final short pixel : pixels) {
			least = Math.min(least, pixel);
			most = Math.max(most, pixel);
		}
		return slice.text(Tag.IMAGE_TYPE, "CS", "DERIVED\\PRIMARY\\M\\ND").text(Tag.SERIES_INSTANCE, "UI", UIDS.of("1.2.826.0.1.2")).text(
			Tag.SERIES_DESCRIPTION, "LO", "T1 MPRAGE \u00c3\u00bc defaced").text(Tag.DERIVATION_DESCRIPTION, "ST", METHOD).text(
				Tag.DEIDENTIFICATION_METHOD, "LO", METHOD).sequence(Tag.DEIDENTIFICATION_CODES, new DicomBytes().text(Tag.CODE_VALUE, "SH", "113102")
					.text(Tag.CODING_SCHEME, "SH", "DCM").text(Tag.CODE_MEANING, "LO", "Clean Recognizable Visual Features Option")).text(
						Tag.RECOGNIZABLE_FEATURES, "CS", "NO").shorts(Tag.SMALLEST_PIXEL, "SS", least).shorts(Tag.LARGEST_PIXEL, "SS", most).without(
							Tag.ICON_IMAGES);
	}

	@ParameterizedTest
	@ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.DEFLATED, DicomBytes.BIG, DicomBytes.RLE,
		DicomBytes.JPEG_LOSSLESS})
	void everyByteIsAsExpected(final String syntax) throws IOException {
		final RandomAccessibleInterval<ShortType> stored = random(1);
		new DicomPhantom(stored, GRID, syntax).classic(folder.resolve("in"));
		final DicomSeries series = series(folder.resolve("in"));
		final List<DefacedGroup> groups = groups(series);
		final SeriesProof proof = write(series, CLEAN);
		assertTrue(proof.unchanged());
		final boolean native_ = List.of(DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.DEFLATED, DicomBytes.BIG).contains(syntax);
		final String out = native_ ? syntax : DicomBytes.EXPLICIT;
		// The same objects by the test's own encoder, with the pixels that are removed set to 0 by their places in the world.
		final RandomAccessibleInterval<ShortType> kept = random(1);
		final VoxelGrid sorted = groups.get(0).group().grid();
		final RandomAccess<UnsignedByteType> mask = groups.get(0).removed().randomAccess();
		final RandomAccess<ShortType> voxel = kept.randomAccess();
		for (int i = 0; i < GRID.voxels(); i++) {
			final int[] at = {i % 9, i / 9 % 8, i / 72};
			final double[] there = sorted.toVoxel(GRID.toWorld(at[0], at[1], at[2]));
			for (int d = 0; d < 3; d++) {
				assertEquals(Math.rint(there[d]), there[d], 1e-3);
				mask.setPosition(Math.round(there[d]), d);
			}
			voxel.setPosition(at);
			if (mask.get().get() > 0) voxel.get().set((short) 0);
		}
		final DicomPhantom defaced = new DicomPhantom(kept, GRID, out);
		final List<DicomBytes> objects = defaced.classicObjects();
		for (int k = 0; k < SIZE[2]; k++) {
			final DicomBytes object = expected(objects.get(k), defaced.pixels(k)).text(Tag.SOP_INSTANCE, "UI", UIDS.of("1.2.826.0.1.7." + (k +
				1)));
			final byte[] file = written(k + 1);
			assertArrayEquals(object.dataSet(out), dataSet(file), "slice " + k);
			final DicomFile meta = DicomFile.parse("test", file).orElseThrow();
			assertEquals(out, meta.syntax().uid());
		}
	}

	@Test
	void listsWhatItChanged() throws IOException {
		DicomPhantom.of(random(2), GRID).classic(folder.resolve("in"));
		final Map<String, String> changes = write(series(folder.resolve("in")), CLEAN).changes();
		assertEquals(new TreeSet<>(List.of("(0008,0008)", "(0008,0018)", "(0008,103E)", "(0008,2111)", "(0012,0063)", "(0012,0064)",
			"(0020,000E)", "(0028,0106)", "(0028,0107)", "(0028,0302)", "(0088,0200)", "(7FE0,0010)")), changes.keySet());
		assertEquals("removed", changes.get("(0088,0200)"));
	}

	private static DicomBytes code(final String value) {
		return new DicomBytes().text(Tag.CODE_VALUE, "SH", value).text(Tag.CODING_SCHEME, "SH", "DCM").text(Tag.CODE_MEANING, "LO", "Said before");
	}

	private static List<String> codes(final DataSet header) {
		return header.items(Tag.DEIDENTIFICATION_CODES).stream().map(item -> item.text(Tag.CODE_VALUE)).toList();
	}

	/** What was said of de-identification before stays as it was; signatures of bytes that change, and what they were before, go. */
	@Test
	void takesSignaturesAndFormerValuesAwayAndAddsToWhatWasSaid() throws IOException {
		DicomPhantom.of(random(11), GRID).with((k, slice) -> slice.text(IDENTITY_REMOVED, "CS", "NO").text(Tag.DEIDENTIFICATION_METHOD, "LO", "Dates shifted").sequence(
			Tag.DEIDENTIFICATION_CODES, code("113107")).text(Tag.DERIVATION_DESCRIPTION, "ST", "Filtered").sequence(Tag.ORIGINAL_ATTRIBUTES, new DicomBytes().text(
				0x04000564, "LO", "somebody")).sequence(Tag.MAC_PARAMETERS, new DicomBytes().shorts(0x04000005, "US", 1)).sequence(Tag.DIGITAL_SIGNATURES,
					new DicomBytes().text(0x04000100, "UI", "1.2.3"))).classic(folder.resolve("in"));
		final SeriesProof proof = write(series(folder.resolve("in")), CLEAN);
		assertTrue(proof.unchanged());
		final DataSet header = DicomFile.parse("test", written(1)).orElseThrow().dataSet();
		for (final int tag : new int[] {Tag.ORIGINAL_ATTRIBUTES, Tag.MAC_PARAMETERS, Tag.DIGITAL_SIGNATURES}) {
			assertFalse(header.has(tag), Tag.text(tag));
			assertEquals("removed", proof.changes().get(Tag.text(tag)));
		}
		assertEquals("NO", header.text(IDENTITY_REMOVED));
		assertFalse(proof.changes().containsKey(Tag.text(IDENTITY_REMOVED)));
		assertEquals("Dates shifted\\" + METHOD, header.text(Tag.DEIDENTIFICATION_METHOD));
		assertEquals("Filtered; " + METHOD, header.text(Tag.DERIVATION_DESCRIPTION));
		assertEquals(List.of("113107", "113102"), codes(header));
		final DicomSeries again = series(folder.resolve("out"));
		SeriesWriter.write(again, groups(again), CLEAN, Files.createDirectory(folder.resolve("again")), Progress.NONE);
		assertEquals(List.of("113107", "113102"), codes(DicomFile.parse("test", Files.readAllBytes(folder.resolve("again/image_00001.dcm"))).orElseThrow()
			.dataSet()), "a code that is there is not said twice");
	}

	@Test
	void saysNothingOfFeaturesUnlessTheCheckPassed() throws IOException {
		DicomPhantom.of(random(2), GRID).classic(folder.resolve("in"));
		write(series(folder.resolve("in")), new WriteSettings(UIDS, false, false, false, METHOD));
		assertFalse(DicomFile.parse("test", written(1)).orElseThrow().dataSet().has(Tag.RECOGNIZABLE_FEATURES));
	}

	@Test
	void givesTheSameIdentifiersAgainAndMapsAllIfAsked() throws IOException {
		DicomPhantom.of(random(3), GRID).classic(folder.resolve("in"));
		final DicomSeries series = series(folder.resolve("in"));
		write(series, new WriteSettings(UIDS, true, true, true, METHOD));
		final DataSet header = DicomFile.parse("test", written(2)).orElseThrow().dataSet();
		assertEquals(UIDS.of("1.2.826.0.1.7.2"), header.text(Tag.SOP_INSTANCE));
		assertEquals(UIDS.of("1.2.826.0.1.1"), header.text(Tag.STUDY_INSTANCE));
		assertEquals(UIDS.of("1.2.826.0.1.3"), header.text(Tag.FRAME_OF_REFERENCE));
		final DataSet reference = header.first(0x00081140);
		assertEquals(UIDS.of("1.2.826.0.1.7.1"), reference.text(Tag.REFERENCED_SOP_INSTANCE));
		assertEquals(Classifier.MR, reference.text(Tag.REFERENCED_SOP_CLASS));
		assertEquals(UIDS.of("1.2.826.0.1.7.2"), header.first(Tag.SOURCE_IMAGES).text(Tag.REFERENCED_SOP_INSTANCE));
		assertEquals("121322", header.first(Tag.SOURCE_IMAGES).first(Tag.PURPOSE_CODES).text(Tag.CODE_VALUE));
		assertEquals("1.2.3.4.5", header.first(DicomPhantom.PRIVATE_SEQUENCE).text(Tag.SOP_INSTANCE), "private elements keep their bytes");
		assertTrue(header.text(Tag.SOP_INSTANCE).matches("2\\.25\\.[1-9][0-9]{0,38}"), header.text(Tag.SOP_INSTANCE));
	}

	@ParameterizedTest
	@ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG, DicomBytes.RLE})
	void enhancedObjectsKeepTheirFrames(final String syntax) throws IOException {
		new DicomPhantom(random(4), GRID, syntax).enhanced(folder.resolve("in"));
		final DicomSeries series = series(folder.resolve("in"));
		assertTrue(write(series, CLEAN).unchanged());
		final DataSet header = DicomFile.parse("test", written(1)).orElseThrow().dataSet();
		for (final DataSet frame : header.items(Tag.PER_FRAME_GROUPS))
			assertEquals("DERIVED\\PRIMARY\\M\\NONE", frame.first(Tag.MR_FRAME_TYPE).text(Tag.FRAME_TYPE));
		assertEquals("DERIVED\\PRIMARY\\M\\ND", header.text(Tag.IMAGE_TYPE));
		final DicomSeries again = series(folder.resolve("out"));
		assertEquals(1, again.groups().size());
		assertRemoved(series, again);
	}

	/** Compares all voxels: 0 where removed, else unchanged. */
	private static void assertRemoved(final DicomSeries before, final DicomSeries after) throws IOException {
		for (int g = 0; g < before.groups().size(); g++) {
			final RandomAccessibleInterval<? extends RealType<?>> was = GroupLoader.load(before.groups().get(g), Progress.NONE).stored();
			final RandomAccessibleInterval<? extends RealType<?>> is = GroupLoader.load(after.groups().get(g), Progress.NONE).stored();
			final var cursor = is.localizingCursor();
			final RandomAccess<? extends RealType<?>> access = was.randomAccess();
			final RandomAccess<UnsignedByteType> mask = groups(before).get(g).removed().randomAccess();
			while (cursor.hasNext()) {
				cursor.fwd();
				for (int d = 0; d < 3; d++)
					mask.setPosition(cursor.getLongPosition(d), d);
				assertEquals(mask.get().get() > 0 ? 0 : access.setPositionAndGet(cursor).getRealDouble(), cursor.get().getRealDouble());
			}
		}
	}

	/** The test's encoder is the library's own, which loses pixels of frames much smaller than this. */
	@Test
	void readsJpeg2000() throws IOException {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] {64, 64, 2}, 1);
		final short[] values = new short[(int) grid.voxels()];
		final Random random = new Random(5);
		for (int i = 0; i < values.length; i++)
			values[i] = (short) random.nextInt(1 << 12);
		final RandomAccessibleInterval<ShortType> stored = ArrayImgs.shorts(values, grid.size());
		new DicomPhantom(stored, grid, DicomBytes.JPEG_2000).with((k, slice) -> slice.shorts(Tag.PIXEL_REPRESENTATION, "US", 0)).classic(folder
			.resolve("in"));
		DicomPhantom.of(stored, grid).with((k, slice) -> slice.shorts(Tag.PIXEL_REPRESENTATION, "US", 0)).classic(folder.resolve("plain"));
		assertTrue(write(series(folder.resolve("in")), CLEAN).unchanged());
		assertRemoved(series(folder.resolve("plain")), series(folder.resolve("out")));
	}

	@Test
	void correctsTheLengthsOfGroups() throws IOException {
		DicomPhantom.of(random(6), GRID).with((k, slice) -> slice.longs(0x00200000, "UL", 0)).classic(folder.resolve("in"));
		final DicomSeries series = series(folder.resolve("in"));
		final SeriesProof proof = write(series, CLEAN);
		assertEquals("length of the group corrected", proof.changes().get("(0020,0000)"));
		final int grown = UIDS.of("1.2.826.0.1.2").length() + 1 & ~1;
		final DataSet header = DicomFile.parse("test", written(1)).orElseThrow().dataSet();
		assertEquals(grown - 14, header.unsigned(0x00200000, -1));
	}

	@Test
	void fillsWithGivenValuesAndWithTheZeroOfEachSlice() throws IOException {
		DicomPhantom.of(random(7), GRID).with((k, slice) -> slice.text(Tag.RESCALE_SLOPE, "DS", "2").text(Tag.RESCALE_INTERCEPT, "DS", String
			.valueOf(-20 * (k + 1)))).classic(folder.resolve("in"));
		final DicomSeries series = series(folder.resolve("in"));
		write(series, CLEAN);
		final DicomFile third = DicomFile.parse("test", written(3)).orElseThrow();
		final PixelFormat format = PixelFormat.of(third.dataSet());
		final List<Slice> slices = series.groups().get(0).slices();
		final int k = slices.stream().map(Slice::label).toList().indexOf("3");
		final int first = (3 - k * 72 % 3) % 3;
		assertEquals(30, PixelDecoder.decode("test", third, format).value(first));
		final GroupLoader.Loaded<?> loaded = GroupLoader.load(series.groups().get(0), Progress.NONE);
		final var stored = loaded.stored().randomAccess();
		final var meant = loaded.intensities().pixels().randomAccess();
		final long[] at = {2, 3, k};
		assertEquals(2 * stored.setPositionAndGet(at).getRealDouble() - 60, meant.setPositionAndGet(at).getRealDouble(), 1e-2);
	}

	@Test
	void keepsNothingOfAFileThatChangesMeanwhile() throws IOException {
		final List<Path> files = DicomPhantom.of(random(8), GRID).classic(folder.resolve("in"));
		final DicomSeries series = series(folder.resolve("in"));
		final byte[] bytes = Files.readAllBytes(files.get(4));
		bytes[bytes.length - 1]++;
		Files.write(files.get(4), bytes);
		final DefacingException e = assertThrows(DefacingException.class, () -> write(series, CLEAN));
		assertTrue(e.getMessage().contains("was changed while"), e.getMessage());
	}

	@Test
	void neverWritesToItsInput() throws IOException {
		final List<Path> files = DicomPhantom.of(random(9), GRID).classic(folder.resolve("in"));
		final Set<String> before = hashes(files);
		files.forEach(file -> assertTrue(file.toFile().setReadOnly()));
		write(series(folder.resolve("in")), CLEAN);
		assertEquals(before, hashes(files));
		assertNotEquals(before, Set.of());
	}

	private static Set<String> hashes(final List<Path> files) throws IOException {
		final Set<String> hashes = new TreeSet<>();
		for (final Path file : files)
			hashes.add(file + InstanceReader.sha256(Files.readAllBytes(file)));
		return hashes;
	}
}
