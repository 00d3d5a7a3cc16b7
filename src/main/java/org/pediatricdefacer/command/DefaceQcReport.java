package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.report.Ratings;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReportSettings;
import org.pediatricdefacer.report.ReportSummary;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Writes a page on a folder of results, to look at every scan and rate it. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Deface QC Report...", weight = 21.2)},
	description = "Writes one HTML file on a folder of results: pictures, numbers and reasons of each scan, and keys to rate them.")
public final class DefaceQcReport extends DefacingCommand {

	@Parameter
	private LogService log;

	@Parameter(required = false, label = "Folder of results", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File results;

	@Parameter(required = false, label = "Private folder", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "Its facemasks are outlined, and identify people: the page must lie elsewhere than the results. May stay empty.")
	private File private_from;

	@Parameter(required = false, label = "Folder of the scans before defacing", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "To measure what is left of the face; may stay empty.")
	private File scans;

	@Parameter(required = false, label = "Folder of brain masks", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "Better than our own; may stay empty.")
	private File brain;

	@Parameter(required = false, label = "Table of ratings", style = FileWidget.OPEN_STYLE, autoFill = false, persist = false,
		description = "Ratings that the page or Fiji saved; may stay empty.")
	private File ratings;

	@Parameter(required = false, label = "Page to write", style = FileWidget.SAVE_STYLE, autoFill = false, persist = false,
		description = "Empty for " + QcReport.FILE_NAME + " in the folder of results.")
	private File output;

	@Parameter(label = "Faces before defacing", choices = {"where safe", "show", "hide"}, persist = false,
		description = "They identify people. Where safe: not in or right beside the folder of results.")
	private String before = "where safe";

	@Parameter(label = "Edge of a pixel (mm)", min = "0.1", max = "20", persist = false)
	private double pixel_mm = ReportSettings.DEFAULT_PIXEL_MM;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Parameter(type = ItemIO.OUTPUT)
	private String page;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (results == null) throw new DefacingException("No folder of results was named; give one as results.");
		final Path file = output == null ? results.toPath().resolve(QcReport.FILE_NAME) : output.toPath();
		final ReportPlan plan = ReportPlan.of(results.toPath(), path(private_from), path(scans), path(brain));
		if (private_from != null) ReportPlan.requireApart(file, results.toPath());
		final boolean show = showBefore(file);
		final ReportSettings settings = ReportSettings.DEFAULT.withShowBefore(show).withPixel_mm(pixel_mm).withRatings(ratings == null ?
			Ratings.NONE : Ratings.read(ratings.toPath()));
		final ReportSummary summary = QcReport.write(plan, settings, file, progress);
		page = summary.files().get(0).toString();
		final String text = summary.text() + (show || private_from != null ? ". The report shows faces: keep it with the original scans." : ".");
		if (summary.verdicts().getOrDefault(Verdict.FAIL, 0) > 0) warn(text);
		else ImageJ1.log(text, log);
		return summary.text();
	}

	private boolean showBefore(final Path file) throws IOException {
		return switch (before) {
			case "show" -> true;
			case "hide" -> false;
			case "where safe" -> scans != null && !ReportPlan.besideResults(file, results.toPath());
			default -> throw new DefacingException("before=[" + before + "] is not known; use [where safe], show or hide.");
		};
	}

	private static Optional<Path> path(final File folder) {
		return Optional.ofNullable(folder).map(File::toPath);
	}

	@Override
	String title() {
		return "Deface QC Report";
	}
}
