package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import net.imglib2.RandomAccess;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Tests scans of images of ImageJ against ImageJ's own view of them. */
class ImagePlusVolumesTest {

	private static final int WIDTH = 7, HEIGHT = 5, SLICES = 4;

	@ParameterizedTest
	@CsvSource({"8,1,1", "16,1,1", "32,1,1", "16,2,1", "32,1,3", "8,2,3"})
	void readsAndMakesImagesVoxelByVoxel(final int bits, final int channels, final int frames) {
		final ImagePlus image = random(bits, channels, frames);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, "RAS", null);
		assertSameVoxels(scan, image, channels, frames);
		final ImagePlus copy = copy(scan, image);
		assertSameVoxels(ImagePlusVolumes.read(copy, "RAS", null), image, channels, frames);
		assertNotSame(image.getStack().getPixels(1), copy.getStack().getPixels(1), "a shared array");
		assertArrayEquals(image.getDimensions(), copy.getDimensions());
		assertEquals(image.getBitDepth(), copy.getBitDepth());
	}

	private static void assertSameVoxels(final ImagePlusScan<?> scan, final ImagePlus image, final int channels, final int frames) {
		final RandomAccess<? extends RealType<?>> voxel = scan.stored().randomAccess();
		final boolean series = channels * frames > 1;
		assertEquals(series ? 4 : 3, scan.stored().numDimensions());
		for (int t = 0; t < frames; t++)
			for (int c = 0; c < channels; c++)
				for (int z = 0; z < SLICES; z++) {
					final ImageProcessor plane = image.getStack().getProcessor(image.getStackIndex(c + 1, z + 1, t + 1));
					for (int y = 0; y < HEIGHT; y++)
						for (int x = 0; x < WIDTH; x++) {
							voxel.setPosition(series ? new int[] {x, y, z, t * channels + c} : new int[] {x, y, z});
							assertEquals(plane.getf(x, y), voxel.get().getRealFloat());
						}
				}
	}

	@Test
	void readsWithoutCopying() {
		final ImagePlus image = random(16, 1, 1);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, "RAS", null);
		((short[]) image.getStack().getPixels(2))[3] = 12345;
		assertEquals(12345, scan.stored().getAt(3, 0, 1).getRealDouble());
	}

	@Test
	void readsVirtualStacks() {
		final VirtualStack stack = new VirtualStack(WIDTH, HEIGHT, SLICES) {

			@Override
			public ImageProcessor getProcessor(final int n) {
				final ImageProcessor plane = new ShortProcessor(WIDTH, HEIGHT);
				plane.set(1, 2, 1000 * n);
				return plane;
			}

			@Override
			public Object getPixels(final int n) {
				return getProcessor(n).getPixels();
			}

			@Override
			public int getBitDepth() {
				return 16;
			}
		};
		final ImagePlus image = new ImagePlus("virtual", stack);
		image.getCalibration().setUnit("mm");
		assertEquals(3000, ImagePlusVolumes.read(image, "RAS", null).stored().getAt(1, 2, 2).getRealDouble());
	}

	@Test
	void knowsWhatSignedValuesMean() {
		final ImagePlus image = random(16, 1, 1);
		image.getCalibration().setSigned16BitCalibration();
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, "RAS", null);
		assertEquals(32768, scan.storedZero());
		final double stored = scan.stored().getAt(2, 3, 1).getRealDouble();
		assertEquals(stored - 32768, scan.intensities().pixels().getAt(2, 3, 1).getRealDouble());
		final NiftiImage nifti = scan.toNifti(null);
		assertEquals(stored, nifti.stored().getAt(2, 3, 1).getRealDouble());
		assertEquals(stored - 32768, nifti.scaled().getAt(2, 3, 1).getRealDouble());
	}

	@ParameterizedTest
	@CsvSource({"mm,0.9,0.9", "cm,0.09,0.9", "micron,900,0.9", "\u00b5m,900,0.9", "meter,0.0009,0.9", "inch,0.05,1.27"})
	void readsUnits(final String unit, final double size, final double expected_mm) {
		final ImagePlus image = random(8, 1, 1);
		calibrate(image, unit, size);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, "LPS", null);
		assertEquals(expected_mm, scan.grid().spacing_mm(0), 1e-9);
		assertEquals(2 * expected_mm, scan.grid().spacing_mm(2), 1e-9);
		assertTrue(scan.warnings().isEmpty());
	}

	@Test
	void saysWhenMillimetersAreAssumed() {
		final ImagePlus image = random(8, 1, 1);
		calibrate(image, "furlong", 1.1);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, "RAS", null);
		assertEquals(1.1, scan.grid().spacing_mm(0));
		assertTrue(scan.warnings().get(0).contains("furlong"));
	}

	@Test
	void refusesToGuessHowSlicesLie() {
		final ImagePlus image = random(8, 1, 1);
		final String message = assertThrows(UnknownOrientationException.class, () -> ImagePlusVolumes.read(image, " ", null)).getMessage();
		assertTrue(message.contains("LPS for axial slices with the nose up"), message);
		assertFalse(ImagePlusVolumes.tellsOrientation(image));
	}

	@Test
	void remembersWhatWasTold() {
		final ImagePlus image = random(8, 1, 1);
		final VoxelGrid told = ImagePlusVolumes.read(image, "PIR", null).grid();
		ImagePlusGrid.remember(image, told);
		final VoxelGrid again = ImagePlusVolumes.read(image.duplicate(), null, null).grid();
		assertArrayEquals(told.voxelToWorld(), again.voxelToWorld());
		image.getCalibration().pixelDepth *= 1.1;
		assertFalse(ImagePlusVolumes.tellsOrientation(image), "another image by now");
	}

	@Test
	void standsInForAnImageThatIsClosed() {
		final ImagePlus image = random(16, 2, 3);
		final ImagePlus copy = ImagePlusVolumes.standIn(image);
		final Object[] pixels = image.getStack().getImageArray().clone();
		image.flush();
		assertEquals(2, copy.getNChannels());
		assertEquals(3, copy.getNFrames());
		for (int n = 1; n <= copy.getStackSize(); n++)
			assertSame(pixels[n - 1], copy.getStack().getPixels(n));
		ImagePlusVolumes.read(copy, "RAS", null);
	}

	@Test
	void believesDicomTags() {
		final ImagePlus image = random(16, 1, 1);
		for (int z = 0; z < SLICES; z++)
			image.getStack().setSliceLabel("slice" + z + "\n0020,0032  Image Position (Patient): 10\\20\\" + z +
				"\n0020,0037  Image Orientation (Patient): 1\\0\\0\\0\\1\\0\n", z + 1);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, null, null);
		assertEquals("LPS", Orientation.of(scan.grid()).codes());
		assertTrue(scan.warnings().isEmpty());
	}

	@Test
	void placesTheVoxelsAsTold() {
		final ImagePlus image = random(8, 1, 1);
		final double[] first = ImagePlusVolumes.read(image, "lps", new double[] {1, 2, 3}).grid().toWorld(0, 0, 0);
		assertArrayEquals(new double[] {(WIDTH - 1) / 2.0, HEIGHT - 1, -3 * (SLICES - 1) / 2.0}, first, 1e-12);
	}

	@Test
	void refusesWhatIsNoScan() {
		assertRefused(new ImagePlus("color", ImageStack.create(WIDTH, HEIGHT, SLICES, 24)), "color");
		assertRefused(new ImagePlus("flat", new ShortProcessor(WIDTH, HEIGHT)), "one slice");
		final ImagePlus movie = new ImagePlus("movie", ImageStack.create(WIDTH, HEIGHT, SLICES, 8));
		movie.setDimensions(1, 1, SLICES);
		assertRefused(movie, "Properties");
		final ImagePlus bare = new ImagePlus("bare", ImageStack.create(WIDTH, HEIGHT, SLICES, 8));
		assertTrue(assertThrows(DefacingException.class, () -> ImagePlusVolumes.read(bare, "RAS", null)).getMessage().contains("spacing_mm"));
		final ImagePlus huge = random(8, 1, 1);
		calibrate(huge, "m", 0.9);
		assertTrue(assertThrows(DefacingException.class, () -> ImagePlusVolumes.read(huge, "RAS", null)).getMessage().contains("900"));
	}

	@Test
	void refusesValuesBentByACurve() {
		final ImagePlus image = random(8, 1, 1);
		image.getCalibration().setFunction(Calibration.UNCALIBRATED_OD, null, "OD");
		assertRefused(image, "curve");
	}

	@ParameterizedTest
	@ValueSource(strings = {"RA", "RAR", "XYZ", "RASI"})
	void refusesWrongAxes(final String orientation) {
		assertThrows(DefacingException.class, () -> ImagePlusVolumes.read(random(8, 1, 1), orientation, null));
	}

	@Test
	void keepsTheLookButNotTheIdentity() {
		final ImagePlus image = random(16, 1, 1);
		calibrate(image, "mm", 0.8);
		image.getCalibration().setSigned16BitCalibration();
		image.setDisplayRange(33000, 34000);
		image.setLut(new LUT(new byte[256], new byte[256], new byte[256]));
		image.setSlice(3);
		image.setProperty("Info", "0010,0010 Patient's Name: Doe^Jane");
		image.setProp("PatientName", "Doe^Jane");
		image.getStack().setSliceLabel("Doe^Jane", 1);
		final ImagePlus copy = copy(ImagePlusVolumes.read(image, "RAS", null), image);
		assertEquals(0.8, copy.getCalibration().pixelWidth);
		assertTrue(copy.getCalibration().isSigned16Bit());
		assertEquals(33000, copy.getDisplayRangeMin());
		assertEquals(34000, copy.getDisplayRangeMax());
		assertEquals(0, copy.getProcessor().getLut().getRed(200));
		assertEquals(3, copy.getCurrentSlice());
		assertNull(copy.getProperty("Info"));
		assertNull(copy.getProp("PatientName"));
		assertNull(copy.getStack().getSliceLabel(1));
		assertNull(copy.getOriginalFileInfo());
	}

	@Test
	void keepsTheColorsOfChannels() {
		final CompositeImage image = new CompositeImage(random(16, 2, 1), CompositeImage.COMPOSITE);
		image.setC(2);
		image.setDisplayRange(5, 500);
		final ImagePlus copy = copy(ImagePlusVolumes.read(image, "RAS", null), image);
		copy.setC(2);
		assertEquals(500, copy.getDisplayRangeMax());
		assertArrayEquals(new int[] {image.getLuts()[0].getRGB(200), image.getLuts()[1].getRGB(200)}, new int[] {copy.getLuts()[0].getRGB(200), copy
			.getLuts()[1].getRGB(200)});
		assertNotEquals(copy.getLuts()[0].getRGB(200), copy.getLuts()[1].getRGB(200));
	}

	@Test
	void makesLabelImagesThatAreNotCalibratedInValue() {
		final ImagePlus image = random(16, 1, 3);
		image.getCalibration().setSigned16BitCalibration();
		final var labels = ArrayImgs.unsignedBytes(WIDTH, HEIGHT, SLICES);
		labels.getAt(4, 2, 3).set(new UnsignedByteType(3));
		final ImagePlus mask = ImagePlusVolumes.labels(labels, image, "mask");
		assertFalse(mask.getCalibration().calibrated());
		assertEquals(3, mask.getStack().getVoxel(4, 2, 3));
		assertArrayEquals(new int[] {WIDTH, HEIGHT, 1, SLICES, 1}, mask.getDimensions());
		assertEquals(image.getCalibration().pixelDepth, mask.getCalibration().pixelDepth);
	}

	private static void assertRefused(final ImagePlus image, final String because) {
		image.getCalibration().setUnit("mm");
		final DefacingException e = assertThrows(DefacingException.class, () -> ImagePlusVolumes.read(image, "RAS", null));
		assertTrue(e.getMessage().contains(because), e.getMessage());
	}

	private static ImagePlus copy(final ImagePlusScan<?> scan, final ImagePlus like) {
		return ImagePlusVolumes.image(scan.stored(), like, "copy");
	}

	private static void calibrate(final ImagePlus image, final String unit, final double size) {
		final Calibration calibration = image.getCalibration();
		calibration.setUnit(unit);
		calibration.pixelWidth = calibration.pixelHeight = size;
		calibration.pixelDepth = 2 * size;
	}

	private static ImagePlus random(final int bits, final int channels, final int frames) {
		final ImageStack stack = ImageStack.create(WIDTH, HEIGHT, SLICES * channels * frames, bits);
		final Random random = new Random(bits + 100 * channels + 10000 * frames);
		for (int n = 1; n <= stack.size(); n++)
			for (int i = 0; i < WIDTH * HEIGHT; i++)
				stack.getProcessor(n).setf(i, random.nextInt(bits == 8 ? 256 : 65536));
		final ImagePlus image = new ImagePlus("scan", stack);
		image.setDimensions(channels, SLICES, frames);
		image.getCalibration().setUnit("mm");
		return image;
	}
}
