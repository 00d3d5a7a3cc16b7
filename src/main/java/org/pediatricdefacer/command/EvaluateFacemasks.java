package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.evaluate.EvaluationFiles;
import org.pediatricdefacer.evaluate.FacemaskEvaluation;
import org.pediatricdefacer.evaluate.MaskPairing;
import org.pediatricdefacer.evaluate.Participants;
import org.pediatricdefacer.evaluate.SampleSummary;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Compares the facemasks of a folder with reference masks, and writes tables and a page with plots. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Evaluate Facemasks...", weight = 21.3)},
	description = "Compares facemasks with reference masks: Dice, sensitivity, distances and volumes as tables and as a page with plots.")
public final class EvaluateFacemasks extends DefacingCommand {

	@Parameter(required = false, label = "Folder of masks to judge", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File predicted;

	@Parameter(required = false, label = "Folder of reference masks", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File reference;

	@Parameter(required = false, label = "Folder of a second method's masks", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "For paired differences; may stay empty.")
	private File compare;

	@Parameter(required = false, label = "Folder of the scans", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "To show outliers with; the page is then identifying. Empty for outlines only.")
	private File scans;

	@Parameter(required = false, label = "participants.tsv", style = FileWidget.OPEN_STYLE, autoFill = false, persist = false,
		description = "For groups by age, contrast or scanner; may stay empty.")
	private File participants;

	@Parameter(required = false, label = "Folder to write to", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File output;

	@Parameter(required = false, label = "Pattern of names", persist = false,
		description = "A regular expression whose first group names the scan, where names are not BIDS; may stay empty.")
	private String pattern = "";

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private String page;

	@Override
	String run(final CommandProgress progress) throws IOException {
		final Path masks = path(predicted, "predicted");
		final Path truth = path(reference, "reference");
		final Path out = path(output, "output");
		final Participants groups = participants == null ? Participants.NONE : Participants.read(participants.toPath());
		final FacemaskEvaluation evaluation = FacemaskEvaluation.of(MaskPairing.of(masks, truth, compiled()), groups, progress);
		if (evaluation.scans().isEmpty()) throw new DefacingException("No mask in " + masks + " has a reference in " + truth + "; check the names.");
		final FacemaskEvaluation other = compare == null ? null : FacemaskEvaluation.of(MaskPairing.of(compare.toPath(), truth, compiled()), groups,
			progress);
		new EvaluationFiles(evaluation, other, SampleSummary.SEED).write(out, scans == null ? null : scans.toPath());
		page = out.resolve("evaluation.html").toString();
		final int left = left(evaluation) + (other == null ? 0 : left(other));
		if (left > 0) warn(evaluation.scans().size() + " scans were compared, " + left + " files were not; " + page + " says why.");
		return evaluation.scans().size() + " scans compared";
	}

	private static int left(final FacemaskEvaluation evaluation) {
		return evaluation.unmatched().size() + evaluation.failures().size();
	}

	private static Path path(final File folder, final String key) {
		if (folder == null) throw new DefacingException("A folder is missing; give one as " + key + ".");
		return folder.toPath();
	}

	private Pattern compiled() {
		try {
			return pattern == null || pattern.isBlank() ? null : Pattern.compile(pattern.strip());
		}
		catch (final PatternSyntaxException e) {
			throw new DefacingException("The pattern is no regular expression: " + e.getDescription() + "; correct it.", e);
		}
	}

	@Override
	String title() {
		return "Evaluate Facemasks";
	}
}
