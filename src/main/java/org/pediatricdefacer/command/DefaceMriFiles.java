package org.pediatricdefacer.command;

import java.io.IOException;

import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.mask.CleaningSettings;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Removes the face from a scan file, or from all scans of a folder. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface MRI Files...", weight = 1.2)},
	description = "Removes face, eyes and ears from a scan or all scans of a folder, and writes NIfTI files.")
public final class DefaceMriFiles extends FilesCommand {

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

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "If sform and qform disagree, trust",
		choices = {"neither", "sform", "qform"}, persist = false)
	private String prefer = "neither";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Axes of files that do not tell", required = false, persist = false,
		description = "Three letters of R/L, A/P, S/I to which the axes grow, such as RAS.")
	private String orientation = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Voxel size of files that are no NIfTI (mm)", required = false,
		persist = false, description = "Empty to take their own.")
	private String spacing_mm = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Model folder", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Write facemasks only", persist = false)
	private boolean mask_only;

	@Parameter(label = "Replace what exists", persist = false)
	private boolean overwrite;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Pass over what was done before in the same way", persist = false)
	private boolean skip_existing;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Write scans whose check fails, too", persist = false)
	private boolean write_failed;

	@Parameter(label = "Advanced...", callback = "openAdvanced", required = false, persist = false)
	private Button advanced;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	String run(final CommandProgress progress) throws IOException {
		final DefacingSettings defacing = CommandSettings.defacing(CommandSettings.regions(face, eyes, ears), margin_mm, brain_guard_mm,
			removal, CommandSettings.fill(fill, allow_reversible, seed));
		final FileSettings settings = FileSettings.DEFAULT.withDefacing(defacing).withReading(reading(prefer, orientation)).withMaskOnly(mask_only)
			.withOverwrite(overwrite).withWriteFailed(write_failed);
		return deface(settings, skip_existing, model, device, CommandSettings.spacing_mm(spacing_mm), progress);
	}

	@Override
	String title() {
		return "Deface MRI Files";
	}
}
