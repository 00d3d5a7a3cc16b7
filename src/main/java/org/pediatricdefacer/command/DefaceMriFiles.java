package org.pediatricdefacer.command;

import java.io.IOException;

import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.mask.CleaningSettings;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

/** Removes the face from a scan file, or from all scans of a folder. */
@Plugin(type = Command.class, menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface MRI Files...", weight = 2)},
	description = "Removes face, eyes and ears from a scan or all scans of a folder, and writes NIfTI files.")
public final class DefaceMriFiles extends FilesCommand {

	@Parameter(label = "Remove the face", persist = false)
	private boolean face = true;

	@Parameter(label = "Remove the eyes", persist = false)
	private boolean eyes = true;

	@Parameter(label = "Remove the ears", persist = false)
	private boolean ears = true;

	@Parameter(label = "Fill with", choices = {"zero", "background", "blur"}, persist = false,
		description = "Nothing, noise like the scan's own air, or the blurred scan, which can be undone in part.")
	private String fill = "zero";

	@Parameter(label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(label = "Grow the mask by (mm)", min = "0", max = "50", stepSize = "1", persist = false)
	private double margin_mm = CleaningSettings.DEFAULT_MARGIN_MM;

	@Parameter(label = "Keep off the brain by (mm)", min = "0", max = "50", stepSize = "1", persist = false)
	private double brain_guard_mm = CleaningSettings.DEFAULT_BRAIN_GUARD_MM;

	@Parameter(label = "If sform and qform disagree, trust", choices = {"neither", "sform", "qform"}, persist = false)
	private String prefer = "neither";

	@Parameter(label = "Axes of files that do not tell", required = false, persist = false,
		description = "Three letters of R/L, A/P, S/I to which the axes grow, such as RAS.")
	private String orientation = "";

	@Parameter(label = "Voxel size of files that are no NIfTI (mm)", required = false, persist = false, description = "Empty to take their own.")
	private String spacing_mm = "";

	@Parameter(label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(label = "Model folder", required = false, persist = false, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(label = "Write facemasks only", persist = false)
	private boolean mask_only;

	@Parameter(label = "Replace what exists", persist = false)
	private boolean overwrite;

	@Parameter(label = "Pass over what was done before in the same way", persist = false)
	private boolean skip_existing;

	@Parameter(label = "Write scans whose check fails, too", persist = false)
	private boolean write_failed;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	void run(final CommandProgress progress) throws IOException {
		final DefacingSettings defacing = CommandSettings.defacing(CommandSettings.regions(face, eyes, ears), margin_mm, brain_guard_mm,
			CommandSettings.fill(fill, allow_reversible, seed));
		final FileSettings settings = FileSettings.DEFAULT.withDefacing(defacing).withReading(reading(prefer, orientation)).withMaskOnly(mask_only)
			.withOverwrite(overwrite).withWriteFailed(write_failed);
		deface(settings, skip_existing, model, device, CommandSettings.spacing_mm(spacing_mm), progress);
	}

	@Override
	String title() {
		return "Deface MRI Files";
	}
}
