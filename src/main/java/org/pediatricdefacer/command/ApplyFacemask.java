package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.ImagePlusGrid;
import org.pediatricdefacer.io.ImagePlusScan;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.removal.Removal;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

import ij.ImagePlus;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/** Applies an open facemask, such as one that was edited by hand, to an open scan of the same session. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Apply Facemask...", weight = 11)},
	description = "Removes from the open scan what an open, perhaps edited facemask says.")
public final class ApplyFacemask extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter(required = false, label = "Scan", persist = false)
	private ImagePlus image;

	@Parameter(required = false, label = "Facemask", persist = false, description = "Labels: 2 face, 3 eyes, 4 ears; any other value above 0 counts as face.")
	private ImagePlus mask;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), required = false, label = "Facemask file", style = FileWidget.OPEN_STYLE, autoFill = false,
		persist = false, description = "NIfTI, in the place of an open facemask; it lies where its header says.")
	private File mask_file;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Remove", choices = {"smooth", "facemask"}, persist = false,
		description = "A smooth region around the facemask, or the facemask itself, whose shape tells of the face.")
	private String removal = "smooth";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Fill with", choices = {"background", "zero", "blur"}, persist = false,
		description = "Noise like the scan's own air, nothing, or the blurred scan, which can be undone in part.")
	private String fill = "background";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(label = StackOrientations.LABEL, choices = {StackOrientations.FIND_OUT, StackOrientations.LPS, StackOrientations.LPI,
		StackOrientations.RPS, StackOrientations.RPI, StackOrientations.LAS, StackOrientations.RAS, StackOrientations.LIP, StackOrientations.LIA,
		StackOrientations.RIP, StackOrientations.RIA, StackOrientations.PIL, StackOrientations.PIR, StackOrientations.AIL, StackOrientations.AIR},
		persist = false, description = StackOrientations.DESCRIPTION, attrs = @Attr(name = StackOrientations.FREE))
	private String orientation = StackOrientations.FIND_OUT;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Voxel size x, y, z (mm)", required = false, persist = false,
		description = "Empty to take the images' own.")
	private String spacing_mm = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Device", persist = false,
		description = "auto, cpu, gpu or gpu:N; the check looks for what the mask leaves.")
	private String device = "auto";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Model folder", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Show it even if its check fails", persist = false)
	private boolean write_failed;

	@Parameter(label = "Advanced...", callback = "openAdvanced", required = false, persist = false)
	private Button advanced;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus defaced;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (image == null || mask == null && mask_file == null) throw new DefacingException("Scan and facemask are needed; open both first.");
		final ImagePlus open = ImagePlusVolumes.standIn(image);
		LabelImages.refuse(open);
		final DefacingSettings settings = DefacingSettings.DEFAULT.withRemoval(Removal.parse(removal)).withFill(CommandSettings.fill(fill, allow_reversible,
			seed));
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(open, StackOrientations.letters(orientation), CommandSettings.spacing_mm(spacing_mm));
		final Volume labels = mask_file == null ? labels(scan) : NiftiReader.read(mask_file.toPath()).volume();
		try (Defacer defacer = open(defacers, model, device, progress)) {
			final ImageDefacing shown = ImageDefacing.of(apply(defacer, scan, labels, settings, progress), scan.grid(), open, scan.warnings(),
				write_failed);
			ImagePlusGrid.remember(image, scan.grid());
			defaced = shown.defaced();
			return report(shown, image);
		}
	}

	/** Returns the labels of the open facemask, which lies where the scan does, slice by slice; its own word on that does not count. */
	private Volume labels(final ImagePlusScan<?> scan) {
		if (image == mask) throw new DefacingException(image.getTitle() + " was given as scan and as facemask; choose two images.");
		if (mask.getWidth() != image.getWidth() || mask.getHeight() != image.getHeight() || mask.getStackSize() != image.getNSlices())
			throw new DefacingException(mask.getTitle() + " has other slices than " + image.getTitle() +
				", and open images do not tell how they lie to each other; use Apply Facemask to Files... with NIfTI files.");
		final ImagePlus openMask = ImagePlusVolumes.standIn(mask);
		LabelImages.require(openMask);
		return new Volume(ImagePlusVolumes.read(openMask, Orientation.of(scan.grid()).codes(), scan.grid().spacing_mm()).stored(), scan.grid());
	}

	private static <T extends RealType<T> & NativeType<T>> DefacingResult<T> apply(final Defacer defacer, final ImagePlusScan<T> scan,
		final Volume labels, final DefacingSettings settings, final Progress progress)
	{
		return defacer.applyMask(scan.stored(), scan.intensities(), labels, settings.withFill(settings.fill().withStoredZero(scan
			.storedZero())), progress);
	}

	@Override
	String title() {
		return "Apply Facemask";
	}
}
