package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.io.ImagePlusOrientation.Found;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

class ImagePlusOrientationTest {

	private static final long[] SIZE = {12, 10, 8};

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
	void aNiftiFileTellsHoweverItsReaderTurnedIt(final int flips) throws IOException {
		final Path file = writeScan();
		final NiftiImage scan = NiftiReader.read(file);
		RandomAccessibleInterval<? extends RealType<?>> turned = scan.stored();
		for (int d = 0; d < 3; d++)
			if ((flips >> d & 1) == 1) turned = Views.zeroMin(Views.invertAxis(turned, d));
		final Found found = ImagePlusOrientation.find(opened(file), turned, 1, 1, 1).orElseThrow();
		assertEquals("scan.nii", found.source());
		// The same value lies at the same place of the patient.
		final RandomAccess<? extends RealType<?>> expected = scan.stored().randomAccess();
		final Cursor<? extends RealType<?>> cursor = Views.flatIterable(turned).localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			final double[] voxel = scan.grid().toVoxel(found.grid().toWorld(cursor.getDoublePosition(0), cursor.getDoublePosition(1), cursor
				.getDoublePosition(2)));
			for (int d = 0; d < 3; d++)
				expected.setPosition(Math.round(voxel[d]), d);
			assertEquals(expected.get(), cursor.get());
		}
	}

	@Test
	void anotherImageOfThatSizeTellsNothing() throws IOException {
		final Img<FloatType> other = ArrayImgs.floats(SIZE);
		int i = 0;
		for (final FloatType t : other)
			t.set(i++ * 31 % 97);
		assertEquals(Optional.empty(), ImagePlusOrientation.find(opened(writeScan()), other, 1, 1, 1));
		assertEquals(Optional.empty(), ImagePlusOrientation.find(opened(writeScan()), ArrayImgs.floats(SIZE), 1, 1, 1));
		assertEquals(Optional.empty(), ImagePlusOrientation.find(opened(writeScan()), ArrayImgs.floats(5, 4, 3), 1, 1, 1));
	}

	@Test
	void aFileThatIsGoneTellsNothing() throws IOException {
		final Path file = writeScan();
		final NiftiImage scan = NiftiReader.read(file);
		Files.delete(file);
		assertEquals(Optional.empty(), ImagePlusOrientation.find(opened(file), scan.stored(), 1, 1, 1));
		assertEquals(Optional.empty(), ImagePlusOrientation.find(new ImagePlus("memory", stack()), scan.stored(), 1, 1, 1));
	}

	@Test
	void dicomTagsTell() {
		final ImageStack axial = labeled("1\\0\\0\\0\\1\\0", "-100\\-120\\-50", "-100\\-120\\-29");
		final Found found = ImagePlusOrientation.find(new ImagePlus("axial", axial), ArrayImgs.floats(SIZE), 1, 2, 3).orElseThrow();
		assertEquals("its DICOM tags", found.source());
		assertArrayEquals(new double[] {-1, 0, 0, 100, 0, -2, 0, 120, 0, 0, 3, -50}, found.grid().voxelToWorld(), 1e-12);
		assertEquals("LPS", Orientation.of(found.grid()).codes());
	}

	@Test
	void sagittalSeriesFromRightToLeftArePil() {
		final VoxelGrid grid = DicomTags.grid(labeled(" 0\\1\\0\\0\\0\\-1 ", "-80\\-120\\90", "80\\-120\\90"), SIZE, 1, 1, 1).orElseThrow();
		assertEquals("PIL", Orientation.of(grid).codes());
	}

	@ParameterizedTest
	@ValueSource(strings = {"", "1\\0\\0", "a\\b\\c\\d\\e\\f", "1\\0\\0\\1\\0\\0", "0\\0\\0\\0\\0\\0"})
	void incompleteTagsTellNothing(final String orientation) {
		assertTrue(DicomTags.grid(labeled(orientation, "0\\0\\0", "0\\0\\21"), SIZE, 1, 1, 1).isEmpty());
	}

	@Test
	void slicesAtOnePlaceTellNothing() {
		assertTrue(DicomTags.grid(labeled("1\\0\\0\\0\\1\\0", "0\\0\\0", "0\\0\\0"), SIZE, 1, 1, 1).isEmpty());
	}

	/** A lopsided ramp, so that no flip looks like another. */
	private Path writeScan() {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, SIZE);
		final ByteBuffer voxels = ByteBuffer.wrap(bytes.voxels).order(ByteOrder.LITTLE_ENDIAN);
		for (int z = 0; z < SIZE[2]; z++)
			for (int y = 0; y < SIZE[1]; y++)
				for (int x = 0; x < SIZE[0]; x++)
					voxels.putShort((short) (17 * x + 29 * y + 53 * z));
		return NiftiBytes.save(folder, "scan.nii", bytes.singleFile());
	}

	private static ImagePlus opened(final Path file) {
		final ImagePlus image = new ImagePlus("scan", stack());
		final FileInfo info = new FileInfo();
		info.directory = file.getParent() + "/";
		info.fileName = file.getFileName().toString();
		image.setFileInfo(info);
		return image;
	}

	private static ImageStack stack() {
		return ImageStack.create((int) SIZE[0], (int) SIZE[1], (int) SIZE[2], 32);
	}

	private static ImageStack labeled(final String orientation, final String first, final String last) {
		final ImageStack stack = stack();
		final String text = "IM0001\n0010,0010  Patient's Name: Anna\n0020,0037  Image Orientation (Patient): " + orientation +
			"\n0020,0032  Image Position (Patient): ";
		stack.setSliceLabel(text + first, 1);
		stack.setSliceLabel(text + last, (int) SIZE[2]);
		return stack;
	}
}
