package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImagePlus;
import ij.io.FileInfo;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * Turns an ImageJ image back into the NIfTI scan that it was made from: same grid, datatype, scaling and header.
 * <p>
 * ImageJ shows signed and large integers as other types and may turn axes over. A voxel that still means what the file says gets the
 * file's own stored value, so nothing but what was changed in the image is changed in the scan.
 */
public final class ImagePlusSource {

	private static final String SOURCE = "Head scan file";
	private static final String FOLDER = "Head scan folder";
	private static final String REMOVED = "Head scan removed";

	/** Relative difference that conversions to 32 bits make. */
	private static final double SAME = 1e-6;

	private ImagePlusSource() {}

	/**
	 * Keeps in mind which file an image came from, as long as the image is open.
	 *
	 * @param image that was made of the other one
	 * @param like as it was opened
	 */
	public static void remember(final ImagePlus image, final ImagePlus like) {
		ImagePlusOrientation.file(like).ifPresent(file -> image.setProperty(SOURCE, file));
	}

	/**
	 * Keeps in mind which file an image came from and what was removed from it, as long as the image is open.
	 *
	 * @param image that was made of the other one
	 * @param like as it was opened
	 * @param removed above 0 where something was removed: x, y, slices
	 */
	public static void remember(final ImagePlus image, final ImagePlus like, final RandomAccessibleInterval<UnsignedByteType> removed) {
		remember(image, like);
		folder(like.getOriginalFileInfo()).ifPresent(folder -> image.setProperty(FOLDER, folder));
		image.setProperty(REMOVED, removed);
	}

	/**
	 * Returns the folder that an image was opened from.
	 *
	 * @param info as the reader left it, or null
	 * @return empty if it does not tell
	 */
	public static Optional<Path> folder(final FileInfo info) {
		return info == null || info.directory == null || info.directory.isBlank() ? Optional.empty() : Optional.of(Path.of(info.directory));
	}

	/**
	 * Returns the folder that a defaced image comes from.
	 *
	 * @param image that was remembered
	 * @return empty if that is not known
	 */
	public static Optional<Path> folder(final ImagePlus image) {
		return image.getProperty(FOLDER) instanceof Path folder ? Optional.of(folder) : Optional.empty();
	}

	/**
	 * Returns the folder of the DICOM files that an image was opened from.
	 *
	 * @param image as a reader left it
	 * @return empty if its slices show no DICOM elements, or it does not tell its folder
	 */
	public static Optional<Path> dicomFolder(final ImagePlus image) {
		final String label = image.getStack().getSliceLabel(1);
		final Object info = image.getProperty("Info");
		final boolean dicom = DicomTags.isHeader(label) || info instanceof String text && DicomTags.isHeader(text);
		return dicom ? folder(image.getOriginalFileInfo()) : Optional.empty();
	}

	/**
	 * Returns what was removed from a defaced image.
	 *
	 * @param image that was remembered
	 * @return above 0 where something was removed; empty if that is not known
	 */
	public static Optional<RandomAccessibleInterval<UnsignedByteType>> removed(final ImagePlus image) {
		return Optional.ofNullable(Cast.unchecked(image.getProperty(REMOVED)));
	}

	/**
	 * Returns the file that an image was opened from.
	 *
	 * @param image any
	 * @return its path, which need not be there any more; empty if it came from none
	 */
	public static Optional<Path> file(final ImagePlus image) {
		return ImagePlusOrientation.file(image);
	}

	/**
	 * Makes a scan of an image.
	 *
	 * @param image whose grid is remembered
	 * @return the values of the image in the scan that it came from, if that is a NIfTI file which is still there and has these voxels; else
	 *         with a new header
	 * @throws DefacingException if the image is no scan
	 */
	public static NiftiImage scan(final ImagePlus image) {
		final ImagePlusScan<?> shown = ImagePlusVolumes.read(image, null, null);
		return source(image, shown).orElseGet(() -> shown.toNifti(null));
	}

	private static Optional<NiftiImage> source(final ImagePlus image, final ImagePlusScan<?> shown) {
		if (!(image.getProperty(SOURCE) instanceof Path file)) return Optional.empty();
		try {
			if (!Files.isRegularFile(file) || !NiftiReader.recognizes(file)) return Optional.empty();
			final NiftiImage scan = NiftiReader.read(file);
			final RandomAccessibleInterval<? extends RealType<?>> turned = turned(shown, scan);
			if (turned == null) return Optional.empty();
			return Optional.of(new NiftiImage(scan.header(), scan.extensions(), filled(scan, turned), scan.grid(), file, scan.traces(), scan.warnings()));
		}
		catch (final DefacingException | IOException e) {
			return Optional.empty(); // it is not what it was any more
		}
	}

	/** Returns the intensities of an image with the axes of a scan, or null if they do not fit. */
	private static RandomAccessibleInterval<? extends RealType<?>> turned(final ImagePlusScan<?> shown, final NiftiImage scan) {
		if (!Arrays.equals(Intervals.dimensionsAsLongArray(shown.stored()), Intervals.dimensionsAsLongArray(scan.stored()))) return null;
		final VoxelGrid from = shown.grid(), to = scan.grid();
		final double[] corner = to.toVoxel(from.toWorld(0, 0, 0));
		final double[] far = to.toVoxel(from.toWorld(from.size(0) - 1.0, from.size(1) - 1.0, from.size(2) - 1.0));
		RandomAccessibleInterval<? extends RealType<?>> turned = shown.intensities().pixels();
		for (int d = 0; d < 3; d++) {
			final double last = to.size(d) - 1.0;
			final boolean along = near(corner[d], 0) && near(far[d], last), against = near(corner[d], last) && near(far[d], 0);
			if (!along && !against) return null;
			if (!along) turned = flipped(turned, d);
		}
		return turned;
	}

	private static <T extends RealType<T>> RandomAccessibleInterval<T> flipped(final RandomAccessibleInterval<? extends RealType<?>> image,
		final int axis)
	{
		return Views.zeroMin(Views.invertAxis(Cast.<RandomAccessibleInterval<T>> unchecked(image), axis));
	}

	private static boolean near(final double a, final double b) {
		return Math.abs(a - b) < 0.01;
	}

	private static <T extends RealType<T> & NativeType<T>, S extends RealType<S>> Img<T> filled(final NiftiImage scan,
		final RandomAccessibleInterval<? extends RealType<?>> image)
	{
		final RandomAccessibleInterval<T> stored = Cast.unchecked(scan.stored());
		final boolean whole = stored.getType() instanceof IntegerType;
		final double slope = scan.slope(), intercept = scan.intercept();
		final long count = Intervals.numElements(stored);
		final Img<T> filled = count <= StoredPixels.MAX_ARRAY ? new ArrayImgFactory<>(stored.getType()).create(stored) : new CellImgFactory<>(stored
			.getType()).create(stored);
		LoopBuilder.setImages(stored, Cast.<RandomAccessibleInterval<S>> unchecked(image), filled).multiThreaded().forEachPixel((was, is, out) -> {
			final double before = was.getRealDouble() * slope + intercept, now = is.getRealDouble();
			out.set(was);
			if (Math.abs(now - before) <= SAME * Math.max(Math.abs(before), Math.abs(slope))) return;
			final double value = (now - intercept) / slope;
			out.setReal(whole ? Math.max(out.getMinValue(), Math.min(out.getMaxValue(), Math.rint(value))) : value);
		});
		return filled;
	}
}
