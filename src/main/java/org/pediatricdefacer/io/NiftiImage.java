package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;

/**
 * Holds what a NIfTI file holds: the header as it is, the stored values as they are, and where the voxels lie.
 *
 * @param header raw header
 * @param extensions which header extensions the file has
 * @param stored stored values of the file's own type; x, y, z and, for series, one more dimension
 * @param grid where the voxels lie
 * @param source the file that was named, null for an image made in memory
 * @param traces what the gzip wrapper tells about the file's past, such as its former name
 * @param warnings sentences for the user on what was assumed
 */
public record NiftiImage(NiftiHeader header, List<NiftiExtension> extensions, RandomAccessibleInterval<? extends RealType<?>> stored,
	VoxelGrid grid, Path source, List<String> traces, List<String> warnings) implements ScanImage
{

	/** Checks that nothing is missing, and copies the lists. */
	public NiftiImage {
		Objects.requireNonNull(header, "header");
		Objects.requireNonNull(stored, "stored");
		Objects.requireNonNull(grid, "grid");
		extensions = List.copyOf(extensions);
		traces = List.copyOf(traces);
		warnings = List.copyOf(warnings);
	}

	/**
	 * Makes an image of pixels in memory, with a new header as {@link NiftiHeader#create} does.
	 *
	 * @param volume pixels of a type that NIfTI stores, with at most four dimensions
	 * @return the image, unscaled
	 * @throws IllegalArgumentException if NIfTI has no such type
	 */
	public static NiftiImage of(final Volume volume) {
		final Object pixel = volume.pixels().getType();
		final NiftiDataType type = NiftiDataType.of(pixel).orElseThrow(() -> new IllegalArgumentException("NIfTI stores no " +
			pixel.getClass().getSimpleName()));
		final int further = volume.pixels().numDimensions() - 3;
		if (further > 1) throw new IllegalArgumentException("pixels must have at most 4 dimensions, had " + (3 + further));
		final long[] sizes = further == 0 ? new long[0] : new long[] {volume.pixels().dimension(3)};
		return new NiftiImage(NiftiHeader.create(volume.grid(), type, sizes), List.of(), volume.pixels(), volume.grid(), null, List.of(),
			List.of());
	}

	/**
	 * Returns the type of the stored values.
	 *
	 * @return a scalar type
	 */
	public NiftiDataType dataType() {
		return NiftiDataType.of(stored.getType()).orElseThrow();
	}

	/**
	 * Returns the factor from stored to real values.
	 *
	 * @return scl_slope; 1 if it is 0 or not finite, which means unscaled
	 */
	@Override
	public double slope() {
		return isScaled() ? header.number(NiftiField.SCL_SLOPE, 0) : 1;
	}

	/**
	 * Returns the offset from stored to real values.
	 *
	 * @return scl_inter; 0 if the values are unscaled
	 */
	@Override
	public double intercept() {
		return isScaled() ? header.number(NiftiField.SCL_INTER, 0) : 0;
	}

	private boolean isScaled() {
		final double slope = header.number(NiftiField.SCL_SLOPE, 0);
		return header.version() != NiftiHeader.Version.ANALYZE && slope != 0 && Double.isFinite(slope);
	}

	/**
	 * Returns the real values.
	 *
	 * @return stored * slope + intercept as a view; the stored pixels themselves if that changes nothing
	 */
	public RandomAccessibleInterval<? extends RealType<?>> scaled() {
		return slope() == 1 && intercept() == 0 ? stored : scaled(stored, slope(), intercept());
	}

	private static <T extends RealType<?>> RandomAccessibleInterval<DoubleType> scaled(final RandomAccessibleInterval<T> stored,
		final double slope, final double intercept) {
		return Converters.convert(stored, (in, out) -> out.set(in.getRealDouble() * slope + intercept), new DoubleType());
	}

	/**
	 * Returns the real values with their grid.
	 *
	 * @return a view
	 */
	@Override
	public Volume volume() {
		return new Volume(scaled(), grid);
	}

	/**
	 * Tells whether this program has defaced the scan before.
	 *
	 * @return true if the description begins with {@link HeaderCleaning#MARK}
	 */
	@Override
	public boolean isMarkedDefaced() {
		return header.text(NiftiField.DESCRIP).startsWith(HeaderCleaning.MARK);
	}

	@Override
	public void requireOrientation(final NiftiReadOptions options) {
		if (header.version() != NiftiHeader.Version.ANALYZE && options.orientation() == null && header.integer(NiftiField.SFORM_CODE, 0) <= 0 && header
			.integer(NiftiField.QFORM_CODE, 0) <= 0) throw new UnknownOrientationException(source);
	}

	@Override
	public List<HeaderCleaning.Entry> cleaning(final String version) {
		return HeaderCleaning.of(this, version).entries();
	}

	@Override
	public AtomicFile prepareDefaced(final RandomAccessibleInterval<? extends RealType<?>> values, final String version, final Path target,
		final NiftiWriteOptions options) throws IOException
	{
		return NiftiWriter.prepareDefaced(this, values, version, target, options);
	}

	@Override
	public AtomicFile prepareLabels(final RandomAccessibleInterval<UnsignedByteType> labels, final String version, final Path target,
		final NiftiWriteOptions options) throws IOException
	{
		return NiftiWriter.prepareLabels(this, labels, version, target, options);
	}

	/**
	 * Returns this image on the grid that its header tells, whose numbers are less exact: as it will be read once it was written.
	 *
	 * @return the same voxels, at the same places but for rounding
	 */
	public NiftiImage asReadBack() {
		final VoxelGrid told = NiftiGeometry.find(header, grid.size(), NiftiReadOptions.DEFAULT, "the image").grid();
		return new NiftiImage(header, extensions, stored, told, source, traces, warnings);
	}
}
