package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.removal.Removal;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Applies a facemask, such as one that was edited by hand, to files of the same session, on whatever grid they are. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Apply Facemask to Files...", weight = 11.1)},
	description = "Removes from scan files what a facemask file, perhaps an edited one, says.")
public final class ApplyFacemaskFiles extends FilesCommand {

	@Parameter(required = false, label = "Facemask", style = FileWidget.OPEN_STYLE, autoFill = false, persist = false,
		description = "Labels: 2 face, 3 eyes, 4 ears; any other value above 0 counts as face.")
	private File mask;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Remove", choices = {"smooth", "facemask"}, persist = false,
		description = "A smooth region around the facemask, or the facemask itself, whose shape tells of the face.")
	private String removal = "smooth";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Fill with", choices = {"background", "zero", "blur"}, persist = false,
		description = "Noise like the scan's own air, nothing, or the blurred scan, which can be undone in part.")
	private String fill = "background";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Allow the blur", persist = false)
	private boolean allow_reversible;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "If sform and qform disagree, trust",
		choices = {"neither", "sform", "qform"}, persist = false)
	private String prefer = "neither";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Axes of files that do not tell", required = false, persist = false,
		description = "Three letters of R/L, A/P, S/I to which the axes grow, such as RAS.")
	private String orientation = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Device", persist = false,
		description = "auto, cpu, gpu or gpu:N; the check looks for what the mask leaves.")
	private String device = "auto";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Model folder", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Seed of the noise", persist = false)
	private long seed;

	@Parameter(label = "Replace what exists", persist = false)
	private boolean overwrite;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Write scans whose check fails, too", persist = false)
	private boolean write_failed;

	@Parameter(label = "Advanced...", callback = "openAdvanced", required = false, persist = false)
	private Button advanced;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (mask == null) throw new DefacingException("No facemask was named; give its file as mask.");
		final DefacingSettings defacing = DefacingSettings.DEFAULT.withRemoval(Removal.parse(removal)).withFill(CommandSettings.fill(fill,
			allow_reversible, seed));
		final FileSettings settings = FileSettings.DEFAULT.withDefacing(defacing).withReading(reading(prefer, orientation)).withApplyMask(mask
			.toPath()).withOverwrite(overwrite).withWriteFailed(write_failed);
		return deface(settings, false, model, device, null, progress);
	}

	@Override
	String title() {
		return "Apply Facemask";
	}
}
