package org.pediatricdefacer.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/**
 * Holds the scan that an ImagePlus shows.
 *
 * @param <T> type of the stored values
 * @param stored the values of the image's own arrays: x, y, slice and, if there are several channels or frames, one more
 *            dimension in which the channel counts fastest
 * @param intensities what the stored values mean by the image's calibration; the stored values themselves if it has none
 * @param slope factor from stored values to intensities
 * @param intercept offset from stored values to intensities
 * @param warnings sentences for the user on what was assumed
 */
public record ImagePlusScan<T extends RealType<T> & NativeType<T>>(RandomAccessibleInterval<T> stored, Volume intensities, double slope,
	double intercept, List<String> warnings)
{

	/** Checks that nothing is missing, and copies the list. */
	public ImagePlusScan {
		Objects.requireNonNull(stored, "stored");
		Objects.requireNonNull(intensities, "intensities");
		warnings = List.copyOf(warnings);
	}

	/**
	 * Returns where the voxels lie.
	 *
	 * @return the grid; unless the image's file told more, its origin is the center of the volume
	 */
	public VoxelGrid grid() {
		return intensities.grid();
	}

	/** Returns the same scan at another place. */
	ImagePlusScan<T> at(final VoxelGrid grid) {
		return new ImagePlusScan<>(stored, new Volume(intensities.pixels(), grid), slope, intercept, warnings);
	}

	/** Returns the same scan with one more warning. */
	ImagePlusScan<T> with(final String warning) {
		return new ImagePlusScan<>(stored, intensities, slope, intercept, Stream.concat(warnings.stream(), Stream.of(warning)).toList());
	}

	/**
	 * Returns the stored value that means intensity 0.
	 *
	 * @return any number, perhaps none that the pixels can store
	 */
	public double storedZero() {
		return -intercept / slope;
	}

	/**
	 * Makes a NIfTI image of this scan, with the same stored values.
	 *
	 * @param source file that the image came from, or null
	 * @return an image whose header has the grid and the scaling
	 */
	public NiftiImage toNifti(final Path source) {
		final NiftiImage plain = NiftiImage.of(new Volume(stored, grid()));
		// 2: aligned with something, not "scanner": the origin is the center of the volume.
		final NiftiHeader header = plain.header().with(NiftiField.SFORM_CODE, 2).with(NiftiField.SCL_SLOPE, slope).with(NiftiField.SCL_INTER,
			intercept);
		return new NiftiImage(header, List.of(), stored, grid(), source, List.of(), warnings);
	}
}
