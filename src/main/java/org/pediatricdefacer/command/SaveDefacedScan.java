package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.ImagePlusScan;
import org.pediatricdefacer.io.ImagePlusSource;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.study.DicomOptions;
import org.pediatricdefacer.study.OpenedSeries;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Saves an open defaced scan as NIfTI, on the grid and in the datatype of the scan that it was made from, with a cleaned header; or as
 * DICOM, in the headers of the series that it was opened from.
 */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Save Defaced Scan...", weight = 1.1)},
	description = "Saves the open defaced scan as NIfTI: same grid, datatype and scaling as its source, cleaned header; or as DICOM in its own headers.")
public final class SaveDefacedScan extends DefacingCommand {

	/** Ending of the names of defaced scans. */
	private static final String ENDING = ".nii.gz";

	@Parameter(required = false, label = "Defaced scan", persist = false)
	private ImagePlus image;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false, label = "Defaced scan")
	private String subject = "";

	@Parameter(required = false, label = "File to write", style = FileWidget.SAVE_STYLE, autoFill = false, persist = false,
		description = "Ends in .nii.gz or .nii; the former is added where neither is. For DICOM a folder.")
	private File output;

	@Parameter(label = "As DICOM, in the headers of its series", persist = false, description = "For scans that were opened from a DICOM folder.")
	private boolean dicom;

	@Parameter(label = "Replace what exists", persist = false)
	private boolean overwrite;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (image == null) throw new DefacingException("There is no image; deface a scan first.");
		if (output == null) throw new DefacingException("No file was named to write to; give one as output.");
		progress.stage("write");
		if (dicom) return "saved in " + series(progress).getFileName();
		return "saved as " + write(image, output.toPath(), overwrite).getFileName();
	}

	/** Writes the image into the headers of its series, and returns their folder. */
	private Path series(final CommandProgress progress) throws IOException {
		requireDefaced(image);
		final Path folder = ImagePlusSource.folder(image).orElseThrow(() -> new DefacingException(image.getTitle() +
			" does not tell the folder that it was opened from; choose Deface DICOM... for that folder."));
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(image, null, null);
		final Verdict verdict = Verdict.valueOf(image.getProp(ImageDefacing.STATUS).toUpperCase(Locale.ROOT));
		final String remarks = image.getProp(ImageDefacing.REMARKS);
		final OpenedSeries series = new OpenedSeries(scan.intensities(), removed(), verdict, remarks == null || remarks
			.isEmpty() ? List.of() : List.of(remarks));
		final Path written = series.save(folder, output.toPath(), DicomOptions.DEFAULT, overwrite, progress);
		image.changes = false;
		return written;
	}

	private RandomAccessibleInterval<UnsignedByteType> removed() {
		return ImagePlusSource.removed(image).orElseThrow(() -> new DefacingException(image.getTitle() +
			" does not tell any more what was removed, as it was saved and opened again; choose Deface DICOM... for its folder."));
	}

	private static void requireDefaced(final ImagePlus image) {
		final String status = image.getProp(ImageDefacing.STATUS);
		if (status == null) throw new DefacingException(image.getTitle() +
			" was not defaced by this program; make the defaced scan the active image, or choose File > Save As.");
		if (status.equals(Verdict.FAIL.text())) throw new DefacingException(image.getTitle() +
			" failed its check and is not saved as defaced; look at its remarks under Image > Show Info.");
	}

	/** Writes an image whole or not at all, and returns the file. */
	static Path write(final ImagePlus image, final Path target, final boolean overwrite) throws IOException {
		requireDefaced(image);
		final String name = target.getFileName().toString();
		final boolean nifti = name.toLowerCase(Locale.ROOT).matches(".*\\.nii(\\.gz)?");
		final Path file = nifti ? target : target.resolveSibling(name + ENDING);
		final NiftiImage scan = ImagePlusSource.scan(image);
		try (AtomicFile written = NiftiWriter.prepareDefaced(scan, scan.stored(), ProgramVersion.get(), file, options(overwrite))) {
			written.commit();
		}
		image.changes = false;
		return file;
	}

	private static NiftiWriteOptions options(final boolean overwrite) {
		return new NiftiWriteOptions(overwrite, NiftiWriteOptions.DEFAULT.threads(), Progress.NONE);
	}

	/** Writes an image into a folder under its own name. */
	static Path writeInto(final ImagePlus image, final Path folder, final boolean overwrite) throws IOException {
		Files.createDirectories(folder);
		return write(image, folder.resolve(image.getTitle().replaceAll("[/\\\\:]", "_") + ENDING), overwrite);
	}

	@Override
	String title() {
		return "Save Defaced Scan";
	}
}
