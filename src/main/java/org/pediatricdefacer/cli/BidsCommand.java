package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.bids.DatasetDefacer;
import org.pediatricdefacer.bids.DatasetOptions;
import org.pediatricdefacer.bids.DatasetPlaces;
import org.pediatricdefacer.bids.DatasetPlan;
import org.pediatricdefacer.bids.DatasetSummary;
import org.pediatricdefacer.bids.GroupTables;
import org.pediatricdefacer.bids.Placement;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReportSettings;
import org.pediatricdefacer.report.ReportSummary;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Defaces a BIDS data set on the command line. */
@Command(name = "bids", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Defaces a BIDS data set: all scans of a session alike, the rest copied, what may show a face withheld.",
	description = {"", "participant defaces; group writes deface.tsv, deface_summary.tsv and a QC report from what participant wrote. "
		+ "What is not in OUT_DIR is listed in derivatives/pediatric-defacer/withheld.tsv and deface_failed.tsv, with the reason.", ""},
	footer = {"", "Exit status: 0 all scans are in the output, 1 any failed, 2 wrong usage."})
public final class BidsCommand implements Callable<Integer> {

	/** What of the analysis is done. */
	enum Level {
		/** Scans are defaced. */
		PARTICIPANT,
		/** What was done is summed up. */
		GROUP
	}

	/** Whose facemask a scan gets. */
	enum Reference {
		/** What is found on any scan of the session. */
		AUTO,
		/** Its own. */
		EACH
	}

	private final Deface.Opening opening;

	@Spec
	private CommandSpec spec;

	@Parameters(index = "0", paramLabel = "BIDS_DIR", description = "the data set")
	private Path dataset;

	@Parameters(index = "1", paramLabel = "OUT_DIR", description = "folder to write to; with --placement in-place the data set itself")
	private Path out;

	@Parameters(index = "2", paramLabel = "LEVEL", description = "participant or group")
	private Level level;

	@Option(names = "--participant-label", split = "[, ]", arity = "1..*", paramLabel = "LABEL", description = "only these, with or without sub-")
	private Set<String> participants = Set.of();

	@Option(names = "--session-label", split = "[, ]", arity = "1..*", paramLabel = "LABEL", description = "only these, with or without ses-")
	private Set<String> sessions = Set.of();

	@Option(names = "--suffix", split = ",", paramLabel = "LIST", description = "deface scans of these suffixes, such as T1w,T2w, and withhold the others")
	private Set<String> suffixes = Set.of();

	@Option(names = "--placement", paramLabel = "KIND", defaultValue = "copy",
		description = "copy (a new raw data set), derivative, or in-place (default: ${DEFAULT-VALUE})")
	private String placement;

	@Option(names = "--i-have-a-backup", description = "needed for --placement in-place")
	private boolean backup;

	@Option(names = "--reference", paramLabel = "KIND", defaultValue = "auto",
		description = "auto: what is found on any scan of a session is erased from all; each: every scan by itself (default: ${DEFAULT-VALUE})")
	private Reference reference;

	@Option(names = "--func", paramLabel = "KIND", description = "leave or withhold functional, diffusion and perfusion series (default: deface them)")
	private String func;

	@Option(names = "--private", paramLabel = "DIR",
		description = "another folder, for what identifies a person: facemasks and landmarks; without it none is written")
	private Path privateFolder;

	@Option(names = "--skip-existing", description = "go on in a folder that a run was stopped in; sessions that are whole are kept")
	private boolean skipExisting;

	@Option(names = "--no-report", description = "group: write the tables only, and no page to look at every scan")
	private boolean noReport;

	@Mixin
	private DefacingOptions defacing;

	@Mixin
	private EngineOptions engine;

	BidsCommand(final Deface.Opening opening) {
		this.opening = opening;
	}

	@Override
	public Integer call() throws IOException {
		final DatasetOptions options = options();
		if (level == Level.GROUP) return group(options.placement());
		requirePlaces(options.placement());
		final FileSettings settings = settings();
		final DatasetPlan plan = plan(options);
		try (ScanLines lines = new ScanLines(spec.commandLine().getOut());
			Defacer defacer = opening.open(engine.model(), engine.device(spec.commandLine()).toString(), settings.threads())) {
			lines.engine(defacer.toString());
			final DatasetSummary summary = new DatasetDefacer(defacer, settings, options, reference == Reference.AUTO, plan, out, Optional.ofNullable(
				privateFolder)).run(
				lines, lines.interruption());
			plan.notes().forEach(lines::engine);
			lines.engine(summary.text());
			return summary.succeeded() ? ExitCode.OK : ExitCode.SOFTWARE;
		}
	}

	private int group(final Placement where) throws IOException {
		final PrintWriter lines = spec.commandLine().getOut();
		final long failed = GroupTables.write(dataset, out, where).stream().filter(row -> Set.of("fail", "error").contains(row.get("status"))).count();
		lines.println("Tables are in " + out.resolve(where.own()) + (failed == 0 ? "." : "; " + failed + " scans failed."));
		if (!noReport) report(where, lines);
		lines.flush();
		return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
	}

	/** Writes a page to look at every scan, without faces, since it lies among what is shared. */
	private void report(final Placement where, final PrintWriter lines) throws IOException {
		final ReportPlan plan = ReportPlan.of(out, Optional.of(DatasetPlaces.originals(dataset, where)), Optional.empty());
		final ReportSummary report = QcReport.write(plan, ReportSettings.DEFAULT.withShowBefore(false), out.resolve(where.own()).resolve(
			QcReport.FILE_NAME), Progress.NONE);
		report.files().forEach(file -> lines.println("Report: " + file));
		lines.println(report.text());
	}

	private DatasetOptions options() {
		return new DatasetOptions(labels(participants, "sub-"), labels(sessions, "ses-"), suffixes, parse(Placement.class, "--placement", placement), func == null ?
			DatasetOptions.Series.DEFACE : parse(DatasetOptions.Series.class, "--func", func));
	}

	/** Takes off what BIDS puts before labels; those who start BIDS Apps give it or leave it out. */
	private static Set<String> labels(final Set<String> given, final String before) {
		return given.stream().map(label -> label.startsWith(before) ? label.substring(before.length()) : label).collect(Collectors.toSet());
	}

	private <E extends Enum<E>> E parse(final Class<E> type, final String option, final String text) {
		for (final E value : type.getEnumConstants())
			if (value.name().equalsIgnoreCase(text.replace('-', '_'))) return value;
		throw usage(option + " does not know " + text + "; see deface bids --help.");
	}

	private void requirePlaces(final Placement where) throws IOException {
		try {
			DatasetPlaces.require(dataset, out, where, backup, Optional.ofNullable(privateFolder));
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private FileSettings settings() {
		try {
			final FileSettings settings = defacing.settings(engine.threads(spec.commandLine()));
			if (settings.applyMask().isPresent() || settings.maskOnly() || settings.overwrite() || settings.writeFailed()) throw usage(
				"--apply-mask, --mask-only, --overwrite and --write-failed are not for data sets.");
			return settings.withOverwrite(skipExisting);
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private DatasetPlan plan(final DatasetOptions options) throws IOException {
		try {
			return DatasetPlan.of(dataset, out, options);
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private ParameterException usage(final String message) {
		return new ParameterException(spec.commandLine(), message);
	}
}
