package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.VoxelGrid;

/** Tells of single instances what they are, by what the standard says of their headers. */
class ClassifierTest {

	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] {4, 4, 2}, 30);

	@TempDir
	Path folder;

	private DicomBytes slice;

	@BeforeEach
	void makeSlice() {
		slice = DicomPhantom.of(ArrayImgs.shorts(GRID.size()), GRID).classicObjects().get(0);
	}

	private DicomIndex index(final String syntax) throws IOException {
		Files.write(folder.resolve("file"), slice.file(syntax));
		return DicomIndex.of(List.of(folder.resolve("file")), Progress.NONE);
	}

	private String withheld(final Consumer<DicomBytes> change) throws IOException {
		change.accept(slice);
		final DicomIndex index = index(DicomBytes.EXPLICIT);
		assertEquals(1, index.excluded().size(), index::toString);
		assertTrue(!index.excluded().get(0).refused(), index::toString);
		return index.excluded().get(0).reason();
	}

	private String refused(final Consumer<DicomBytes> change) throws IOException {
		change.accept(slice);
		final DicomIndex index = index(DicomBytes.EXPLICIT);
		assertEquals(List.of(), index.excluded());
		return index.series().get(0).refusal().orElse("accepted");
	}

	@Test
	void acceptsSlicesOfMr() throws IOException {
		assertEquals("accepted", refused(object -> {}));
	}

	@ParameterizedTest
	@CsvSource({"4.3, a color image of MR", "4.2, MR spectroscopy", "7, a secondary capture", "7.4, a secondary capture", "11.1, a presentation state",
		"66.4, a segmentation", "66.5, a surface", "66, raw data", "88.33, a structured report", "104.1, an encapsulated PDF", "104.3, an encapsulated",
		"128, PET", "2, CT", "2.1, CT", "481.3, an RT structure set", "481.5, an object of radiotherapy", "6.1, ultrasound", "1.1, an X-ray",
		"30, a parametric map", "12345, which the program does not know"})
	void withholdsOtherObjects(final String end, final String what) throws IOException {
		final String reason = withheld(object -> object.text(Tag.SOP_CLASS, "UI", "1.2.840.10008.5.1.4.1.1." + end));
		assertTrue(reason.contains(what), reason);
	}

	@ParameterizedTest
	@ValueSource(strings = {"DERIVED\\PRIMARY\\MIP", "DERIVED\\SECONDARY\\VOLREN", "DERIVED\\SECONDARY\\3D RENDERING",
		"DERIVED\\PRIMARY\\PROJECTION IMAGE"})
	void withholdsRenderings(final String type) throws IOException {
		assertTrue(withheld(object -> object.text(Tag.IMAGE_TYPE, "CS", type)).contains("shows the head from outside"));
	}

	@Test
	void withholdsPicturesOfScreens() throws IOException {
		assertTrue(withheld(object -> object.text(Tag.IMAGE_TYPE, "CS", "DERIVED\\SECONDARY\\SCREEN SAVE")).contains("a picture of a screen"));
		assertTrue(withheld(object -> object.text(Tag.PHOTOMETRIC, "CS", "RGB").shorts(Tag.SAMPLES_PER_PIXEL, "US", 3)).contains("in color"));
	}

	@Test
	void withholdsMosaicsAndSaysWhy() throws IOException {
		assertTrue(withheld(object -> object.text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\M\\ND\\MOSAIC")).contains("side by side"));
	}

	@Test
	void withholdsOtherModalitiesAndListsOfFiles() throws IOException {
		assertEquals("its modality is CT, not MR", withheld(object -> object.text(Tag.MODALITY, "CS", "CT")));
		assertTrue(withheld(object -> object.sequence(Tag.DIRECTORY_RECORDS)).contains("DICOMDIR"));
	}

	@ParameterizedTest
	@CsvSource({"4.80, JPEG-LS Lossless", "4.81, JPEG-LS Near-Lossless", "4.50, JPEG Baseline (lossy)", "4.91, JPEG 2000 (lossy)", "4.201, HTJ2K Lossless",
		"4.777, transfer syntax 1.2.840.10008.1.2.4.777"})
	void refusesCodingsByTheirNames(final String end, final String name) throws IOException {
		slice.fragments(Tag.PIXEL_DATA, new byte[] {1, 2, 3, 4});
		final DicomIndex index = index("1.2.840.10008.1.2." + end);
		final String refusal = index.series().get(0).refusal().orElse("accepted");
		assertEquals("of the instance 1 its pixels are compressed as " + name + ", which the program does not write back without loss", refusal);
	}

	@Test
	void refusesWhatItCannotVouchFor() throws IOException {
		assertTrue(refused(object -> object.text(Tag.PHOTOMETRIC, "CS", "MONOCHROME1")).contains("MONOCHROME1"));
		makeSlice();
		assertTrue(refused(object -> object.shorts(Tag.BITS_ALLOCATED, "US", 12)).contains("12 bits instead of 8 or 16"));
		makeSlice();
		final DicomBytes hidden = new DicomBytes().bytes(Tag.PIXEL_DATA, "OW", new byte[8]);
		assertEquals("of the instance 1 another picture is hidden in the sequence private (0029,1030)", refused(object -> object.sequence(0x00291030,
			new DicomBytes().sequence(Tag.ICON_IMAGES, hidden))));
		makeSlice();
		assertEquals("of the instance 1 the identifier is missing", refused(object -> object.without(Tag.SOP_INSTANCE)));
	}

	@Test
	void refusesTheSameInstanceTwice() throws IOException {
		for (final String name : new String[] {"a", "b"})
			Files.write(folder.resolve(name), slice.file(DicomBytes.EXPLICIT));
		final DicomIndex index = DicomIndex.of(List.of(folder.resolve("a"), folder.resolve("b")), Progress.NONE);
		assertEquals("the files a and b hold the same instance 1", index.series().get(0).refusal().orElse("accepted"));
	}

	/** A person looks at what may show a face beside the pixels. */
	@Test
	void notesWhatItDoesNotHandle() throws IOException {
		slice.text(Tag.BURNED_IN_ANNOTATION, "CS", "YES").bytes(0x60003000, "OW", new byte[] {0, 0});
		assertEquals(2, index(DicomBytes.EXPLICIT).series().get(0).notes().size());
	}

	/** A slice that is torn behind its identifiers takes its series along; else a volume without it would look whole. */
	@Test
	void refusesASeriesOneFileOfWhichIsTorn() throws IOException {
		final List<Path> files = DicomPhantom.of(ArrayImgs.shorts(GRID.size()), GRID).classic(folder.resolve("in"));
		final byte[] whole = Files.readAllBytes(files.get(1));
		Files.write(files.get(1), java.util.Arrays.copyOf(whole, whole.length - 2));
		final DicomIndex index = DicomIndex.of(files, Progress.NONE);
		assertEquals(1, index.excluded().size());
		assertTrue(index.series().get(0).refusal().orElse("").contains("is a damaged DICOM file"));
	}
}
