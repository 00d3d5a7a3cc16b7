package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.pediatricdefacer.Progress;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.report.Ratings;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReportSettings;
import org.pediatricdefacer.report.ReportSummary;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a report on a folder of results on the command line. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Writes a report on a folder of results, to look at every scan and rate it.",
	description = {"", "One HTML file that needs nothing but a browser: pictures, numbers and reasons of each scan, and keys to rate them. "
		+ "Pictures from before defacing show faces: they are left out of a report that lies in or beside the folder of results, and without the originals. "
		+ "So do the facemasks of a private folder: with them a report must lie elsewhere.",
		""},
	footer = {"", "Exit status: 0 the report was written and no scan fails, 1 a scan fails or nothing was written, 2 wrong usage."})
public final class ReportCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Parameters(paramLabel = "DIR", description = "folder that deface wrote to")
	private Path results;

	@Option(names = "--private", paramLabel = "DIR",
		description = "the private folder of deface: its facemasks are outlined in place of the removed regions, and identify people")
	private Path privateFolder;

	@Option(names = "--scans", paramLabel = "DIR", description = "folder of the scans before defacing, to measure what is left of the face")
	private Path scans;

	@Option(names = "--brain", paramLabel = "DIR", description = "folder of brain masks (NAME.nii.gz, NAME_brain.nii.gz, ...), better than our own")
	private Path brain;

	@Option(names = {"-o", "--out"}, paramLabel = "HTML", description = "file to write (default: " + QcReport.FILE_NAME + " in DIR)")
	private Path out;

	@Option(names = "--with-before", description = "with pictures from before defacing, which identify people")
	private boolean withBefore;

	@Option(names = "--no-before", description = "without pictures from before defacing")
	private boolean noBefore;

	@Option(names = "--ratings", paramLabel = "TSV", description = "ratings that the report's page, or Fiji, saved; may be given several times")
	private List<Path> ratings = List.of();

	@Option(names = "--scans-per-page", paramLabel = "N", defaultValue = "" + ReportSettings.DEFAULT_SCANS_PER_PAGE,
		description = "larger reports are split into pages of so many scans (default: ${DEFAULT-VALUE})")
	private int scansPerPage;

	@Option(names = "--pixel-mm", paramLabel = "N", defaultValue = "" + ReportSettings.DEFAULT_PIXEL_MM,
		description = "edge of a pixel of the pictures (default: ${DEFAULT-VALUE})")
	private double pixel_mm;

	@Override
	public Integer call() throws IOException {
		if (scansPerPage < 1) throw usage("--scans-per-page must be at least 1, was " + scansPerPage + ".");
		if (!(pixel_mm >= 0.1)) throw usage("--pixel-mm must be at least 0.1, was " + pixel_mm + ".");
		Ratings given = Ratings.NONE;
		for (final Path file : ratings)
			given = given.and(Ratings.read(file));
		final ReportPlan plan = ReportPlan.of(results, Optional.ofNullable(privateFolder), Optional.ofNullable(scans), Optional.ofNullable(brain));
		final Path file = out == null ? results.resolve(QcReport.FILE_NAME) : out;
		if (privateFolder != null) ReportPlan.requireApart(file, results);
		final ReportSettings settings = ReportSettings.DEFAULT.withShowBefore(showBefore(file)).withRatings(given).withScansPerPage(
			scansPerPage).withPixel_mm(pixel_mm);
		final PrintWriter lines = spec.commandLine().getOut();
		final ReportSummary summary = QcReport.write(plan, settings, file, Progress.NONE);
		if (settings.showBefore() || privateFolder != null) lines.println("The report shows faces: keep it with the original scans.");
		summary.files().forEach(lines::println);
		lines.println(summary.text());
		lines.flush();
		return summary.verdicts().getOrDefault(Verdict.FAIL, 0) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
	}

	/** By default there are no faces beside what is to be shared. */
	private boolean showBefore(final Path file) throws IOException {
		if (noBefore && withBefore) throw usage("--no-before and --with-before exclude each other.");
		if (withBefore && scans == null) throw usage("--with-before needs the originals; give their folder with --scans.");
		return withBefore || !noBefore && scans != null && !ReportPlan.besideResults(file, results);
	}

	private ParameterException usage(final String message) {
		return new ParameterException(spec.commandLine(), message);
	}
}
