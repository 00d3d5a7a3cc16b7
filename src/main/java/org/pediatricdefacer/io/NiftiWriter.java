package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Intervals;

/**
 * Writes NIfTI files, always as one file: {@code .nii.gz}, or {@code .nii} if the name ends so, also for scans that were read
 * from a .hdr/.img pair.
 * <p>
 * A defaced scan keeps version, byte order, datatype and all header bytes but those that {@link HeaderCleaning} lists. The
 * file appears only when it is whole (see {@link AtomicFile}), and never in place of the scan it was made from. What is
 * prepared is whole and on the disk, but has not appeared yet, so that it can be read back, and files that belong together can
 * appear together. Same input, same bytes, whatever the number of threads. Stateless.
 */
public final class NiftiWriter {

	private static final int INTENT_LABEL = 1002;

	/** What a header tells of the values and the timing of a scan, but not of labels. */
	private static final NiftiField[] NOT_OF_LABELS = {NiftiField.CAL_MAX, NiftiField.CAL_MIN, NiftiField.SCL_INTER, NiftiField.SLICE_START,
		NiftiField.SLICE_END, NiftiField.SLICE_CODE, NiftiField.SLICE_DURATION, NiftiField.TOFFSET, NiftiField.INTENT_P1,
		NiftiField.INTENT_P2, NiftiField.INTENT_P3};

	private NiftiWriter() {}

	/**
	 * Prepares a defaced scan.
	 *
	 * @param scan as it was read
	 * @param stored new stored values: same type and size as {@code scan.stored()}
	 * @param version of this program, for the mark in descrip
	 * @param target file to write, ending in .nii.gz or .nii
	 * @param options overwriting, threads, cancellation
	 * @return the file, to be committed and closed by the caller
	 * @throws DefacingException if the target may not be written, or on cancellation
	 * @throws IOException if the disk fails
	 */
	public static AtomicFile prepareDefaced(final NiftiImage scan, final RandomAccessibleInterval<? extends RealType<?>> stored,
		final String version, final Path target, final NiftiWriteOptions options) throws IOException {
		if (stored.getType().getClass() != scan.stored().getType().getClass())
			throw new IllegalArgumentException("stored values must stay " + scan.dataType() + ", were " +
				stored.getType().getClass().getSimpleName());
		if (!Arrays.equals(Intervals.dimensionsAsLongArray(stored), Intervals.dimensionsAsLongArray(scan.stored())))
			throw new IllegalArgumentException("stored values must keep their size");
		return prepare(HeaderCleaning.of(scan, version).header(), stored, scan.source(), target, options);
	}

	/**
	 * Prepares a facemask on the grid of a scan, as uint8 labels.
	 *
	 * @param scan whose header tells the grid
	 * @param labels x, y, z of the size of the scan's grid
	 * @param version of this program, for descrip
	 * @param target file to write, ending in .nii.gz or .nii
	 * @param options overwriting, threads, cancellation
	 * @return the file, to be committed and closed by the caller
	 * @throws DefacingException if the target may not be written, or on cancellation
	 * @throws IOException if the disk fails
	 */
	public static AtomicFile prepareLabels(final NiftiImage scan, final RandomAccessibleInterval<UnsignedByteType> labels, final String version,
		final Path target, final NiftiWriteOptions options) throws IOException {
		if (!Arrays.equals(Intervals.dimensionsAsLongArray(labels), scan.grid().size()))
			throw new IllegalArgumentException("labels must have the size of the grid");
		NiftiHeader header = HeaderCleaning.of(scan, version).header().withDataType(NiftiDataType.UINT8).withDim(scan.grid().size());
		for (final NiftiField field : NOT_OF_LABELS)
			header = header.with(field, 0);
		header = header.with(NiftiField.SCL_SLOPE, 1).with(NiftiField.INTENT_CODE, INTENT_LABEL).withText(NiftiField.DESCRIP,
			"facemask by Pediatric Defacer " + version);
		return prepare(header, labels, scan.source(), target, options);
	}

	/**
	 * Writes an image as it is, with all its header fields; nothing is cleaned and nothing marked.
	 * <p>
	 * For images that were made in memory; header extensions are not written.
	 *
	 * @param image to write
	 * @param target file to write, ending in .nii.gz or .nii
	 * @param options overwriting, threads, cancellation
	 * @throws DefacingException if the target may not be written, or on cancellation
	 * @throws IOException if the disk fails
	 */
	public static void write(final NiftiImage image, final Path target, final NiftiWriteOptions options) throws IOException {
		if (image.header().version() == NiftiHeader.Version.ANALYZE) throw new IllegalArgumentException("ANALYZE 7.5 is not written");
		try (AtomicFile file = prepare(image.header().asSingleFile(), image.stored(), image.source(), target, options)) {
			file.commit();
		}
	}

	private static AtomicFile prepare(final NiftiHeader header, final RandomAccessibleInterval<? extends RealType<?>> pixels,
		final Path source, final Path target, final NiftiWriteOptions options) throws IOException {
		final String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
		final boolean gzip = name.endsWith(".nii.gz");
		if (!gzip && !name.endsWith(".nii")) throw new DefacingException(target + " is no NIfTI name; let it end in .nii.gz or .nii.");
		return ScanOutput.prepare(source, target, gzip, options, out -> {
			out.write(header.bytes());
			out.write(new byte[4]);
			ScanOutput.writePixels(pixels, header.byteOrder(), out, options);
		});
	}
}
