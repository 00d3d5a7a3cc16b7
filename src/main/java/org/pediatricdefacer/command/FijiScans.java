package org.pediatricdefacer.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.pediatricdefacer.batch.ScanReader;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.io.ScanImage;
import org.scijava.Context;
import org.scijava.convert.ConvertService;
import org.scijava.io.IOService;

import ij.ImagePlus;
import ij.io.Opener;

/**
 * Reads scans of all formats that the surrounding Fiji knows.
 * <p>
 * NIfTI, MGH and NRRD are read here, since what other readers make of NRRD is placed wrong. For all else ImageJ's own opener is asked,
 * which keeps the size of voxels that other readers of its TIFF files change, and then SciJava, in whose hands SCIFIO and Bio-Formats are
 * if they are installed. What they open is written as NIfTI.
 */
final class FijiScans implements ScanReader {

	/**
	 * Endings of files in folders that are scans beside NIfTI: volumes in one file.
	 * <p>
	 * DICOM is not among them, since there a file is a slice as a rule. A file that nothing here can open fails by name.
	 */
	static final List<String> ENDINGS = List.of(".tif", ".tiff", ".nrrd", ".nhdr", ".mha", ".mhd");

	/** The types that ImageJ tells by their content and that can hold a scan. */
	private static final Set<Integer> STACKS = Set.of(Opener.TIFF, Opener.DICOM, Opener.TIFF_AND_DICOM, Opener.FITS);

	private final IOService io;
	private final ConvertService convert;
	private final double[] spacing_mm;

	/**
	 * Makes a reader.
	 *
	 * @param context whose formats to use
	 * @param spacing_mm size of voxels for files that are no NIfTI, or null to believe them
	 */
	FijiScans(final Context context, final double[] spacing_mm) {
		io = context.getService(IOService.class);
		convert = context.getService(ConvertService.class);
		this.spacing_mm = spacing_mm;
	}

	@Override
	public ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
		if (ScanFormats.recognizes(file)) return ScanFormats.read(file, options);
		final ImagePlus image = open(file);
		if (image == null) return ScanFormats.read(file, options); // which says what it is instead
		// Readers may name an image by the patient, and what is said of the scan by its name goes into logs and records.
		image.setTitle(file.toString());
		return ImagePlusVolumes.read(image, options.orientation(), spacing_mm).toNifti(file);
	}

	private ImagePlus open(final Path file) throws IOException {
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		// First where the size of voxels and a scanner's tags are kept. For files of unknown type it would look for plugins and show dialogs.
		final ImagePlus own = STACKS.contains(opener.getFileType(file.toString())) ? opener.openImage(file.toString()) : null;
		if (own != null || io == null || convert == null || io.getOpener(file.toString()) == null) return own;
		return convert.convert(io.open(file.toString()), ImagePlus.class);
	}
}
