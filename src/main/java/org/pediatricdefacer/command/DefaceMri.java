package org.pediatricdefacer.command;

import java.io.IOException;
import java.nio.file.Path;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.ImagePlusGrid;
import org.pediatricdefacer.io.ImagePlusScan;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.mask.CleaningSettings;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
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

/** Removes the face from the open scan and shows the result and the facemask; the scan itself stays as it is. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface MRI...", weight = 1)},
	description = "Removes face, eyes and ears from the open scan of a head.")
public final class DefaceMri extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Parameter(required = false, label = "Scan", persist = false)
	private ImagePlus image;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false, label = "Scan")
	private String subject = "";

	@Parameter(label = "Remove the face", persist = false)
	private boolean face = true;

	@Parameter(label = "Remove the eyes", persist = false)
	private boolean eyes = true;

	@Parameter(label = "Remove the ears", persist = false)
	private boolean ears = true;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Remove", choices = {"smooth", "facemask"}, persist = false,
		description = "A smooth region around the facemask, or the facemask itself, whose shape tells of the face.")
	private String removal = "smooth";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Fill with", choices = {"background", "zero", "blur"}, persist = false,
		description = "Noise like the scan's own air, nothing, or the blurred scan, which can be undone in part.")
	private String fill = "background";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Grow the mask by (mm)", min = "0", max = "50", stepSize = "1",
		persist = false)
	private double margin_mm = CleaningSettings.DEFAULT_MARGIN_MM;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Keep off the brain by (mm)", min = "0", max = "50", stepSize = "1",
		persist = false)
	private double brain_guard_mm = CleaningSettings.DEFAULT_BRAIN_GUARD_MM;

	@Parameter(label = StackOrientations.LABEL, choices = {StackOrientations.FIND_OUT, StackOrientations.LPS, StackOrientations.LPI,
		StackOrientations.RPS, StackOrientations.RPI, StackOrientations.LAS, StackOrientations.RAS, StackOrientations.LIP, StackOrientations.LIA,
		StackOrientations.RIP, StackOrientations.RIA, StackOrientations.PIL, StackOrientations.PIR, StackOrientations.AIL, StackOrientations.AIR},
		persist = false, description = StackOrientations.DESCRIPTION, attrs = @Attr(name = StackOrientations.FREE))
	private String orientation = StackOrientations.FIND_OUT;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Voxel size x, y, z (mm)", required = false, persist = false,
		description = "Empty to take the image's own.")
	private String spacing_mm = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Model folder", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Save the defaced scan to", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "A folder for NIfTI files; empty to save nothing. For batches.")
	private String save_to = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Show it even if its check fails", persist = false)
	private boolean write_failed;

	@Parameter(label = "Advanced...", callback = "openAdvanced", required = false, persist = false)
	private Button advanced;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus facemask;

	@Parameter(type = ItemIO.OUTPUT)
	private ImagePlus defaced;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (image == null) throw new DefacingException("There is no image; open a scan of a head first.");
		final DefacingSettings settings = CommandSettings.defacing(CommandSettings.regions(face, eyes, ears), margin_mm, brain_guard_mm,
			removal, CommandSettings.fill(fill, allow_reversible, seed));
		final ImagePlus open = ImagePlusVolumes.standIn(image);
		LabelImages.refuse(open);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(open, StackOrientations.letters(orientation), CommandSettings.spacing_mm(spacing_mm));
		try (Defacer defacer = open(defacers, model, device, progress)) {
			final ImageDefacing shown = ImageDefacing.of(deface(defacer, scan, settings, progress), scan.grid(), open, scan.warnings(), write_failed);
			ImagePlusGrid.remember(image, scan.grid());
			defaced = shown.defaced();
			facemask = shown.facemask();
			final String told = report(shown, image);
			if (save_to.isBlank()) return told;
			return told + ", saved as " + SaveDefacedScan.writeInto(defaced, Path.of(save_to.strip()), false).getFileName();
		}
	}

	private static <T extends RealType<T> & NativeType<T>> DefacingResult<T> deface(final Defacer defacer, final ImagePlusScan<T> scan,
		final DefacingSettings settings, final Progress progress)
	{
		return defacer.deface(scan.stored(), scan.intensities(), settings.withFill(settings.fill().withStoredZero(scan.storedZero())), progress);
	}

	@Override
	String title() {
		return "Deface MRI";
	}
}
