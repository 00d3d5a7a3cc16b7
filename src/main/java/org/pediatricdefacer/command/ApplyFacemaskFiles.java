package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.batch.FileSettings;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Applies a facemask, such as one that was edited by hand, to files of the same session, on whatever grid they are. */
@Plugin(type = Command.class, menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Apply Facemask to Files...",
	weight = 4)}, description = "Removes from scan files what a facemask file, perhaps an edited one, says.")
public final class ApplyFacemaskFiles extends FilesCommand {

	@Parameter(required = false, label = "Facemask", style = FileWidget.OPEN_STYLE, autoFill = false, persist = false,
		description = "Labels: 2 face, 3 eyes, 4 ears; any other value above 0 counts as face.")
	private File mask;

	@Parameter(label = "Fill with", choices = {"zero", "background", "blur"}, persist = false,
		description = "Nothing, noise like the scan's own air, or the blurred scan, which can be undone in part.")
	private String fill = "zero";

	@Parameter(label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(label = "If sform and qform disagree, trust", choices = {"neither", "sform", "qform"}, persist = false)
	private String prefer = "neither";

	@Parameter(label = "Axes of files that do not tell", required = false, persist = false,
		description = "Three letters of R/L, A/P, S/I to which the axes grow, such as RAS.")
	private String orientation = "";

	@Parameter(label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N; the check looks for what the mask leaves.")
	private String device = "auto";

	@Parameter(label = "Model folder", required = false, persist = false, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(label = "Replace what exists", persist = false)
	private boolean overwrite;

	@Parameter(label = "Write scans whose check fails, too", persist = false)
	private boolean write_failed;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	void run(final CommandProgress progress) throws IOException {
		if (mask == null) throw new DefacingException("No facemask was named; give its file as mask.");
		final DefacingSettings defacing = DefacingSettings.DEFAULT.withFill(CommandSettings.fill(fill, allow_reversible, seed));
		final FileSettings settings = FileSettings.DEFAULT.withDefacing(defacing).withReading(reading(prefer, orientation)).withApplyMask(mask
			.toPath()).withOverwrite(overwrite).withWriteFailed(write_failed);
		deface(settings, false, model, device, null, progress);
	}

	@Override
	String title() {
		return "Apply Facemask";
	}
}
