package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** A scan as its file holds it, of whatever format, and how images that belong to it are written in that format. */
public interface ScanImage {

	/**
	 * Returns the stored values of the file's own type.
	 *
	 * @return x, y, z and, for series, one more dimension
	 */
	RandomAccessibleInterval<? extends RealType<?>> stored();

	/**
	 * Returns where the voxels lie.
	 *
	 * @return size and affine
	 */
	VoxelGrid grid();

	/**
	 * Returns the real values with their grid.
	 *
	 * @return a view
	 */
	Volume volume();

	/**
	 * Returns the factor from stored to real values.
	 *
	 * @return 1 if they are the same
	 */
	double slope();

	/**
	 * Returns the offset from stored to real values.
	 *
	 * @return 0 if they are the same
	 */
	double intercept();

	/**
	 * Returns sentences for the user on what was assumed.
	 *
	 * @return none if the file tells all
	 */
	List<String> warnings();

	/**
	 * Tells whether this program has defaced the scan before.
	 *
	 * @return true if its header says so
	 */
	boolean isMarkedDefaced();

	/**
	 * Makes sure that somebody told how the axes run: the file, or the user. A format whose reader refuses such files has nothing to do.
	 *
	 * @param options with which it was read
	 * @throws UnknownOrientationException if nobody did, and an orientation was assumed
	 */
	default void requireOrientation(final NiftiReadOptions options) {}

	/**
	 * Returns what is cleaned of the header when the scan is written defaced.
	 *
	 * @param version of this program, for the mark
	 * @return field by field
	 */
	List<HeaderCleaning.Entry> cleaning(String version);

	/**
	 * Prepares the defaced scan.
	 *
	 * @param values new stored values: same type and size as {@link #stored()}
	 * @param version of this program, for the mark
	 * @param target file to write, whose name ends as its format wants
	 * @param options overwriting, threads, cancellation
	 * @return the file, to be committed and closed by the caller
	 * @throws org.pediatricdefacer.DefacingException if the target may not be written, or on cancellation
	 * @throws IOException if the disk fails
	 */
	AtomicFile prepareDefaced(RandomAccessibleInterval<? extends RealType<?>> values, String version, Path target, NiftiWriteOptions options)
		throws IOException;

	/**
	 * Prepares labels on the grid of the scan, as unsigned bytes.
	 *
	 * @param labels x, y, z of the size of the grid
	 * @param version of this program, for the header
	 * @param target file to write, whose name ends as its format wants
	 * @param options overwriting, threads, cancellation
	 * @return the file, to be committed and closed by the caller
	 * @throws org.pediatricdefacer.DefacingException if the target may not be written, or on cancellation
	 * @throws IOException if the disk fails
	 */
	AtomicFile prepareLabels(RandomAccessibleInterval<UnsignedByteType> labels, String version, Path target, NiftiWriteOptions options)
		throws IOException;
}
