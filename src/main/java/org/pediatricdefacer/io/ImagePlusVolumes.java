package org.pediatricdefacer.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgFactory;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;

/**
 * Reads scans from images of ImageJ 1.x, and makes such images.
 * <p>
 * An image in memory is read without copying: the scan is a view of its arrays, so nobody may write to it. A virtual stack is
 * loaded. An ImagePlus knows the size of its voxels, but not how its axes lie in the head, so that must be said.
 */
public final class ImagePlusVolumes {

	/** Any orientation, to make a scan of an image before it is placed. */
	private static final String UNPLACED = "RAS";

	private ImagePlusVolumes() {}

	/**
	 * Reads the scan of an image.
	 *
	 * @param image grayscale stack of 8, 16 or 32 bits
	 * @param orientation three letters that say to where x (to the right on the screen), y (down) and the slices grow, such as
	 *            {@code "LPS"}; null or blank to find out by {@link ImagePlusGrid} and {@link ImagePlusOrientation}
	 * @param spacing_mm distances of voxels along x, y and slices, or null to believe the image
	 * @return the scan
	 * @throws UnknownOrientationException if nobody tells how the axes lie in the head
	 * @throws DefacingException if the image is in color, has one slice only, or the size of its voxels is not known
	 */
	public static ImagePlusScan<?> read(final ImagePlus image, final String orientation, final double[] spacing_mm) {
		final String title = image.getTitle();
		final List<String> warnings = new ArrayList<>();
		final double[] spacing = spacing_mm != null ? spacing_mm : ImagePlusSpacing.of(image, warnings);
		if (image.getNSlices() < 2) throw new DefacingException(title + " has one slice only" + (image.getStackSize() > 1
			? "; if its frames or channels are slices, say so under Image > Properties." : "; open the whole scan as a stack."));
		final boolean told = orientation != null && !orientation.isBlank();
		final VoxelGrid grid = ImagePlusSpacing.grid(title, told ? orientation : UNPLACED, new long[] {image.getWidth(), image.getHeight(), image
			.getNSlices()}, spacing);
		final ImagePlusScan<?> scan = switch (image.getType()) {
			case ImagePlus.GRAY8 -> scan(image, new UnsignedByteType(), p -> new ByteArray((byte[]) p), grid, warnings);
			case ImagePlus.GRAY16 -> scan(image, new UnsignedShortType(), p -> new ShortArray((short[]) p), grid, warnings);
			case ImagePlus.GRAY32 -> scan(image, new FloatType(), p -> new FloatArray((float[]) p), grid, warnings);
			default -> throw new DefacingException(title + " is a color image, not a scan; take the original, or make it gray under Image > Type.");
		};
		return told ? scan : placed(scan, image, spacing);
	}

	/** Finds out how the axes of a scan lie in the head. */
	private static <T extends RealType<T> & NativeType<T>> ImagePlusScan<T> placed(final ImagePlusScan<T> scan, final ImagePlus image,
		final double[] spacing_mm)
	{
		return scan.at(place(scan, image, spacing_mm).orElseThrow(() -> new UnknownOrientationException(image.getTitle())));
	}

	private static Optional<VoxelGrid> place(final ImagePlusScan<?> scan, final ImagePlus image, final double[] spacing_mm) {
		final Optional<VoxelGrid> remembered = ImagePlusGrid.of(image, spacing_mm);
		return remembered.isPresent() ? remembered : ImagePlusOrientation.find(image, scan.intensities().pixels(), spacing_mm).map(
			ImagePlusOrientation.Found::grid);
	}

	/**
	 * Tells whether {@link #read} finds out how the slices of an image lie.
	 *
	 * @param image any
	 * @return false if it must be told; also if the image is none that could be read
	 */
	public static boolean tellsOrientation(final ImagePlus image) {
		try {
			read(image, null, null);
			return true;
		}
		catch (final DefacingException e) {
			return false;
		}
	}

	private static <T extends RealType<T> & NativeType<T>, A extends ArrayDataAccess<A>> ImagePlusScan<T> scan(final ImagePlus image, final T type,
		final Function<Object, A> access, final VoxelGrid grid, final List<String> warnings)
	{
		final ImageStack stack = image.getStack();
		final int volumes = image.getNChannels() * image.getNFrames();
		final List<A> planes = new ArrayList<>();
		for (int v = 0; v < volumes; v++)
			for (int z = 0; z < image.getNSlices(); z++)
				planes.add(access.apply(plane(stack, index(v, z, image.getNChannels(), image.getNSlices()))));
		final long[] size = grid.size();
		final PlanarImg<T, A> stored = planar(planes, volumes == 1 ? size : new long[] {size[0], size[1], size[2], volumes}, type);
		final Calibration calibration = image.getCalibration();
		if (calibration.calibrated() && calibration.getFunction() != Calibration.STRAIGHT_LINE) throw new DefacingException(image.getTitle() +
			" is calibrated by a curve, as no scan is; remove the curve under Analyze > Calibrate.");
		final double[] line = calibration.getFunction() == Calibration.STRAIGHT_LINE ? calibration.getCoefficients() : new double[] {0, 1};
		if (line[1] == 0 || line[0] == 0 && line[1] == 1) return new ImagePlusScan<>(stored, new Volume(stored, grid), 1, 0, warnings);
		final RandomAccessibleInterval<DoubleType> real = Converters.convert(stored, (in, out) -> out.set(in.getRealDouble() * line[1] + line[0]),
			new DoubleType());
		return new ImagePlusScan<>(stored, new Volume(real, grid), line[1], line[0], warnings);
	}

	/** The pixels of a slice; a copy for virtual stacks, which may load every slice into the same array. */
	private static Object plane(final ImageStack stack, final int n) {
		return stack.isVirtual() ? stack.getProcessor(n).duplicate().getPixels() : stack.getPixels(n);
	}

	/** Position in the stack, from 1, of slice z, from 0, of a volume, of which the channel counts fastest. */
	private static int index(final int volume, final int z, final int channels, final int slices) {
		return 1 + volume % channels + channels * (z + slices * (volume / channels));
	}

	// A native type's factory fits the arrays it was made for.
	@SuppressWarnings("unchecked")
	private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> PlanarImg<T, A> planar(final List<A> planes, final long[] size, final T type) {
		final PlanarImg<T, A> img = new PlanarImg<>(planes, size, new Fraction());
		img.setLinkedType(((NativeTypeFactory<T, A>) type.getNativeTypeFactory()).createLinkedType(img));
		return img;
	}

	/**
	 * Makes an image that shows the same arrays and stays whole when the first one is closed.
	 *
	 * @param image any
	 * @return an image that is not shown, with the same look, place and properties that outputs take over
	 * @throws DefacingException if it is closed already
	 */
	public static ImagePlus standIn(final ImagePlus image) {
		if (image.getProcessor() == null || image.getStack().size() == 0) throw new DefacingException(image.getTitle() +
			" was closed; open it again.");
		final ImageStack from = image.getStack();
		final ImageStack stack = from.isVirtual() ? from : new ImageStack(image.getWidth(), image.getHeight());
		for (int n = 1; !from.isVirtual() && n <= from.size(); n++)
			stack.addSlice(from.getSliceLabel(n), from.getPixels(n));
		final ImagePlus plain = new ImagePlus(image.getTitle(), stack);
		plain.setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
		plain.setOpenAsHyperStack(image.isHyperStack());
		plain.setCalibration(image.getCalibration().copy());
		plain.setFileInfo(image.getOriginalFileInfo());
		ImagePlusGrid.copy(image, plain);
		final ImagePlus copy = image instanceof CompositeImage composite ? new CompositeImage(plain, composite.getMode()) : plain;
		if (copy instanceof CompositeImage composite) composite.copyLuts(image);
		else copy.setLut(image.getProcessor().getLut());
		copy.setSlice(image.getCurrentSlice());
		copy.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
		return copy;
	}

	/**
	 * Makes an image of pixels like those of another one.
	 * <p>
	 * Its arrangement of channels, slices and frames, calibration, display range, color table and position are taken over. Its
	 * info text, properties, slice labels and file information are not: in an image from DICOM they hold the patient's name.
	 *
	 * @param <T> pixel type: uint8, uint16 or float32
	 * @param pixels arranged as {@link #read} gives them
	 * @param like the image that they were made from
	 * @param title of the new image
	 * @return an image that is not yet shown; its pixels are copied
	 */
	public static <T extends NativeType<T>> ImagePlus image(final RandomAccessibleInterval<T> pixels, final ImagePlus like, final String title) {
		final ImagePlus image = stack(pixels, like, like.getNChannels(), like.getNFrames(), title);
		image.setCalibration(calibration(like));
		if (like instanceof CompositeImage) {
			final CompositeImage composite = new CompositeImage(image, ((CompositeImage) like).getMode());
			composite.copyLuts(like);
			composite.setSlice(like.getCurrentSlice());
			return composite;
		}
		image.setLut(like.getProcessor().getLut());
		image.setDisplayRange(like.getDisplayRangeMin(), like.getDisplayRangeMax());
		return image;
	}

	/**
	 * Makes an image of labels on the grid of another one.
	 *
	 * @param labels x, y, slice
	 * @param like an image with these slices
	 * @param title of the new image
	 * @return an image that is not yet shown; its labels are copied
	 */
	public static ImagePlus labels(final RandomAccessibleInterval<UnsignedByteType> labels, final ImagePlus like, final String title) {
		final ImagePlus image = stack(labels, like, 1, 1, title);
		final Calibration calibration = calibration(like);
		calibration.setFunction(Calibration.NONE, null, "Gray Value");
		image.setCalibration(calibration);
		return image;
	}

	private static <T extends NativeType<T>> ImagePlus stack(final RandomAccessibleInterval<T> pixels, final ImagePlus like, final int channels,
		final int frames, final String title)
	{
		final PlanarImg<T, ?> planes = new PlanarImgFactory<>(pixels.getType()).create(pixels);
		LoopBuilder.setImages(pixels, planes).multiThreaded().forEachPixel((in, out) -> out.set(in));
		final int slices = like.getNSlices();
		final ImageStack stack = new ImageStack(like.getWidth(), like.getHeight(), slices * channels * frames);
		for (int v = 0; v < channels * frames; v++)
			for (int z = 0; z < slices; z++)
				stack.setPixels(((ArrayDataAccess<?>) planes.getPlane(v * slices + z)).getCurrentStorageArray(), index(v, z, channels, slices));
		final ImagePlus image = new ImagePlus(title, stack);
		image.setDimensions(channels, slices, frames);
		image.setOpenAsHyperStack(channels * frames > 1);
		final int[] position = like.convertIndexToPosition(like.getCurrentSlice());
		image.setSlice(image.getStackIndex(Math.min(position[0], channels), position[1], Math.min(position[2], frames)));
		return image;
	}

	private static Calibration calibration(final ImagePlus like) {
		final Calibration calibration = like.getCalibration().copy();
		calibration.info = null; // free text of the reader
		return calibration;
	}
}
