package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.bids.DatasetDefacer;
import org.pediatricdefacer.bids.DatasetOptions;
import org.pediatricdefacer.bids.DatasetPlaces;
import org.pediatricdefacer.bids.DatasetPlan;
import org.pediatricdefacer.bids.DatasetSummary;
import org.pediatricdefacer.bids.GroupTables;
import org.pediatricdefacer.bids.Placement;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReportSettings;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Removes the face from a BIDS data set: all scans of a session alike, the rest copied, what may show a face withheld. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface BIDS Data Set...", weight = 1.4)},
	description = "Removes face, eyes and ears from all scans of a BIDS data set, and writes a data set.")
public final class DefaceBids extends DefacingCommand {

	private static final Map<String, DatasetOptions.Series> SERIES = Map.of("deface", DatasetOptions.Series.DEFACE, "leave",
		DatasetOptions.Series.LEAVE, "withhold", DatasetOptions.Series.WITHHOLD);

	@Parameter
	private DefacerService defacers;

	@Parameter
	private LogService log;

	@Parameter(required = false, label = "Folder of the data set", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File input;

	@Parameter(required = false, label = "Folder to write to", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File output;

	@Parameter(required = false, label = "Folder for what identifies", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "For facemasks and landmarks, which show the face; empty to write none.")
	private File private_to;

	@Parameter(label = "Write", choices = {"copy", "derivative", "in-place"}, persist = false,
		description = "A new raw data set, a derivative data set, or the scans of the data set itself, whose originals are put aside first.")
	private String placement = "copy";

	@Parameter(label = "There is a backup", persist = false, description = "Needed to write in place.")
	private boolean backup;

	@Parameter(label = "Participants", required = false, persist = false, description = "Labels without sub-, separated by commas; empty for all.")
	private String participants = "";

	@Parameter(label = "Sessions", required = false, persist = false, description = "Labels without ses-, separated by commas; empty for all.")
	private String sessions = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Suffixes", required = false, persist = false,
		description = "Such as T1w,T2w; others are withheld. Empty for all.")
	private String suffixes = "";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Functional, diffusion and perfusion series", choices = {"deface", "leave",
		"withhold"}, persist = false)
	private String func = "deface";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Every scan by itself", persist = false,
		description = "Not all scans of a session by what is found on any of them.")
	private boolean each;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Go on where a run was stopped", persist = false)
	private boolean skip_existing;

	@Parameter(label = "Write tables and a QC report", persist = false)
	private boolean group = true;

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Device", persist = false, description = "auto, cpu, gpu or gpu:N")
	private String device = "auto";

	@Parameter(attrs = @Attr(name = CommandInputs.ADVANCED), label = "Model folder", required = false, persist = false,
		style = FileWidget.DIRECTORY_STYLE, description = "Empty for the model that comes along.")
	private String model = "";

	@Parameter(label = "Advanced...", callback = "openAdvanced", required = false, persist = false)
	private Button advanced;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (input == null) throw new DefacingException("No data set was named; give its folder as input.");
		if (output == null) throw new DefacingException("No folder was named to write to; give one as output.");
		final Placement where = placement();
		final Optional<Path> identifying = Optional.ofNullable(private_to).map(File::toPath);
		DatasetPlaces.require(input.toPath(), output.toPath(), where, backup, identifying);
		if (!SERIES.containsKey(func)) throw new DefacingException("func=" + func + " is not known; use deface, leave or withhold.");
		final DatasetOptions options = new DatasetOptions(labels(participants), labels(sessions), labels(suffixes), where, SERIES.get(func));
		final DatasetPlan plan = DatasetPlan.of(input.toPath(), output.toPath(), options);
		final FileSettings settings = FileSettings.DEFAULT.withDefacing(DefacingSettings.DEFAULT.withCleaning(CleaningSettings.DEFAULT)).withOverwrite(
			skip_existing);
		final DatasetSummary summary;
		try (Defacer defacer = open(defacers, model, device, progress)) {
			ImageJ1.log(title() + ": " + defacer, log);
			summary = new DatasetDefacer(defacer, settings, options, !each, plan, output.toPath(), identifying).run(new CommandBatch(progress, log),
				progress);
		}
		plan.notes().forEach(note -> ImageJ1.log(note, log));
		ImageJ1.log(summary.text(), log);
		if (summary.canceled()) throw new DefacingCanceledException();
		if (group) sumUp(where, progress);
		if (!summary.succeeded()) throw new DefacingException(summary.text() + "; see deface_failed.tsv in " + output.toPath().resolve(where.own()) + ".");
		if (summary.count("review") > 0) warn(summary.text() + "; the log says what to look at.");
		return summary.text();
	}

	/** Writes tables and a page without faces, since it lies among what is shared. */
	private void sumUp(final Placement where, final CommandProgress progress) throws IOException {
		GroupTables.write(input.toPath(), output.toPath(), where);
		final ReportPlan plan = ReportPlan.of(output.toPath(), Optional.of(DatasetPlaces.originals(input.toPath(), where)), Optional.empty());
		QcReport.write(plan, ReportSettings.DEFAULT.withShowBefore(false), output.toPath().resolve(where.own()).resolve(QcReport.FILE_NAME), progress)
			.files().forEach(file -> ImageJ1.log("Report: " + file, log));
	}

	private Placement placement() {
		return Arrays.stream(Placement.values()).filter(value -> value.name().equals(placement.toUpperCase(Locale.ROOT).replace('-', '_'))).findFirst()
			.orElseThrow(() -> new DefacingException("placement=" + placement + " is not known; use copy, derivative or in-place."));
	}

	private static Set<String> labels(final String text) {
		return text == null ? Set.of() : List.of(text.split("[,\\s]+")).stream().filter(label -> !label.isEmpty()).collect(Collectors.toSet());
	}

	@Override
	String title() {
		return "Deface BIDS Data Set";
	}
}
