package org.pediatricdefacer.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReportSettings;
import org.pediatricdefacer.report.ReviewSession;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;
import org.scijava.widget.FileWidget;

/** Steps through a folder of results in a window, by the keys of the report's page. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Review Defacing...", weight = 21.1)},
	description = "Steps through a folder of results by keys, and saves ratings as a table.")
public final class ReviewDefacing extends DefacingCommand {

	private static final String TABLE = "ratings.tsv";

	@Parameter(required = false, label = "Folder of results", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false)
	private File results;

	@Parameter(required = false, label = "Folder of the scans before defacing", style = FileWidget.DIRECTORY_STYLE, autoFill = false, persist = false,
		description = "To see and measure what was removed; may stay empty.")
	private File scans;

	@Parameter(required = false, label = "Table of ratings", style = FileWidget.SAVE_STYLE, autoFill = false, persist = false,
		description = "Read if it is there, and written at each rating. Empty for " + TABLE + " in the folder of results.")
	private File ratings;

	@Parameter(required = false, label = "Your initials", persist = false)
	private String rater = "";

	@Parameter(label = "Edge of a pixel (mm)", min = "0.1", max = "20", persist = false)
	private double pixel_mm = ReportSettings.DEFAULT_PIXEL_MM;

	@Parameter(label = "Help", callback = "openHelp", required = false, persist = false)
	private Button help;

	@Override
	String run(final CommandProgress progress) throws IOException {
		if (results == null) throw new DefacingException("No folder of results was named; give one as results.");
		final ReportPlan plan = ReportPlan.of(results.toPath(), Optional.ofNullable(scans).map(File::toPath), Optional.empty());
		final Path table = ratings == null ? results.toPath().resolve(TABLE) : ratings.toPath();
		final ReviewSession session = new ReviewSession(plan, table, rater == null ? "" : rater, pixel_mm);
		if (GraphicsEnvironment.isHeadless()) throw new DefacingException("There is no screen to review on; run Deface QC Report... and open its " +
			"page in a browser.");
		new ReviewWindow(session).show();
		return session.count() + " results to look at";
	}

	@Override
	String title() {
		return "Review Defacing";
	}
}
