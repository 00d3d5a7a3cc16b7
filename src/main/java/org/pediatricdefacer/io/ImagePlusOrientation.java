package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImagePlus;
import ij.io.FileInfo;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;

/**
 * Finds out where the voxels of an ImageJ image lie in the patient, which the image itself does not tell.
 * <p>
 * Orientations of ImageJ images are meant as the arrays are stored: x to the right on the screen, y down, then the slices.
 * DICOM says it in the tags that ImageJ keeps as slice labels; an axial series is LPS. A NIfTI file says it too, and Fiji's
 * readers show its rows as they are stored: a scan stored as RAS is upside down on the screen.
 */
public final class ImagePlusOrientation {

	private static final int SAMPLES = 4096;
	/** An image that was only rescaled or smoothed stays above this, another one does not. */
	private static final double MIN_CORRELATION = 0.95;
	/** A head is nearly the same when left and right change places; the image must clearly be one of both. */
	private static final double MIN_LEAD = 0.01;

	private ImagePlusOrientation() {}

	/**
	 * An orientation.
	 *
	 * @param grid where the voxels lie
	 * @param source what tells so, in words
	 */
	public record Found(VoxelGrid grid, String source) {}

	/**
	 * Looks at the DICOM tags of an image, then at the NIfTI file it was opened from.
	 *
	 * @param image a stack
	 * @param intensities its values: x, y, slice and further dimensions
	 * @param spacing_mm size of its voxels, used with DICOM tags
	 * @return empty if nothing tells
	 */
	public static Optional<Found> find(final ImagePlus image, final RandomAccessibleInterval<? extends RealType<?>> intensities,
		final double... spacing_mm) {
		final long[] size = Arrays.copyOf(Intervals.dimensionsAsLongArray(intensities), 3);
		final Optional<Found> dicom = DicomTags.grid(image.getStack(), size, spacing_mm).map(grid -> new Found(grid, "its DICOM tags"));
		return dicom.isPresent() ? dicom : file(image).flatMap(file -> fromNifti(file, intensities, size));
	}

	/** Returns the file that an image was opened from. */
	static Optional<Path> file(final ImagePlus image) {
		final FileInfo info = image.getOriginalFileInfo();
		if (info == null || info.fileName == null || info.directory == null) return Optional.empty();
		try {
			return Optional.of(Path.of(info.directory, info.fileName));
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}

	private static Optional<Found> fromNifti(final Path file, final RandomAccessibleInterval<? extends RealType<?>> intensities,
		final long[] size) {
		try {
			final NiftiImage scan = NiftiReader.read(file);
			if (!Arrays.equals(size, scan.grid().size())) return Optional.empty();
			return flips(intensities, scan).map(flips -> new Found(flip(scan.grid(), flips), file.getFileName().toString()));
		}
		catch (final DefacingException | IOException e) {
			// The file is only a hint: gone, changed or of another kind, it tells nothing about the image.
			return Optional.empty();
		}
	}

	/** Returns as bits which axes of the image run against those of the file. */
	private static Optional<Integer> flips(final RandomAccessibleInterval<? extends RealType<?>> intensities, final NiftiImage scan) {
		final double[] correlations = new double[8];
		for (int flips = 0; flips < 8; flips++)
			correlations[flips] = correlation(intensities.randomAccess(), scan.scaled().randomAccess(), scan.grid().size(), flips);
		int best = 0;
		for (int flips = 1; flips < 8; flips++)
			if (correlations[flips] > correlations[best]) best = flips;
		final int found = best;
		// Written so that an image without any structure, whose correlation is no number, tells nothing.
		if (!(correlations[found] > MIN_CORRELATION)) return Optional.empty();
		for (int flips = 0; flips < 8; flips++)
			if (flips != found && !(correlations[flips] < correlations[found] - MIN_LEAD)) return Optional.empty();
		return Optional.of(found);
	}

	private static double correlation(final RandomAccess<? extends RealType<?>> a, final RandomAccess<? extends RealType<?>> b,
		final long[] size, final int flips) {
		final Random random = new Random(SAMPLES);
		double sumA = 0, sumB = 0, sumAA = 0, sumBB = 0, sumAB = 0;
		for (int n = 0; n < SAMPLES; n++) {
			for (int d = 0; d < 3; d++) {
				final long at = (long) (random.nextDouble() * size[d]);
				a.setPosition(at, d);
				b.setPosition((flips >> d & 1) == 0 ? at : size[d] - 1 - at, d);
			}
			final double x = a.get().getRealDouble(), y = b.get().getRealDouble();
			sumA += x;
			sumB += y;
			sumAA += x * x;
			sumBB += y * y;
			sumAB += x * y;
		}
		final double covariance = SAMPLES * sumAB - sumA * sumB;
		return covariance / Math.sqrt((SAMPLES * sumAA - sumA * sumA) * (SAMPLES * sumBB - sumB * sumB));
	}

	private static VoxelGrid flip(final VoxelGrid grid, final int flips) {
		final double[] corner = new double[3];
		final double[] affine = grid.voxelToWorld();
		for (int d = 0; d < 3; d++) {
			if ((flips >> d & 1) == 0) continue;
			corner[d] = grid.size(d) - 1.0;
			for (int row = 0; row < 3; row++)
				affine[4 * row + d] = -affine[4 * row + d];
		}
		final double[] origin = grid.toWorld(corner);
		for (int row = 0; row < 3; row++)
			affine[4 * row + 3] = origin[row];
		return new VoxelGrid(grid.size(), affine);
	}
}
