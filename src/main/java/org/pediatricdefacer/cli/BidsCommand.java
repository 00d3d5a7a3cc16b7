package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.bids.DatasetDefacer;
import org.pediatricdefacer.bids.DatasetOptions;
import org.pediatricdefacer.bids.DatasetPlan;
import org.pediatricdefacer.bids.DatasetSummary;
import org.pediatricdefacer.bids.GroupTables;
import org.pediatricdefacer.bids.Placement;

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
	description = {"", "participant defaces; group writes deface.tsv and deface_summary.tsv from what participant wrote. "
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
		final Optional<Path> identifying = privateFolder();
		final FileSettings settings = settings();
		final DatasetPlan plan = plan(options);
		try (ScanLines lines = new ScanLines(spec.commandLine().getOut());
			Defacer defacer = opening.open(engine.model(), engine.device(spec.commandLine()).toString(), settings.threads())) {
			lines.engine(defacer.toString());
			final DatasetSummary summary = new DatasetDefacer(defacer, settings, options, reference == Reference.AUTO, plan, out, identifying).run(
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
		lines.flush();
		return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
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

	/** The data set that is read must not be written to, unless that is what is wanted. */
	private void requirePlaces(final Placement where) throws IOException {
		final Path from = dataset.toAbsolutePath().normalize(), to = out.toAbsolutePath().normalize();
		final boolean same = Files.exists(out) && Files.exists(dataset) && Files.isSameFile(dataset, out);
		if (where == Placement.IN_PLACE) {
			if (!backup) throw usage("--placement in-place replaces the scans of the data set; make a backup, and say so with --i-have-a-backup.");
			if (!same) throw usage("With --placement in-place OUT_DIR is the data set itself.");
			return;
		}
		if (same || from.startsWith(to)) throw usage(out + " is or holds the data set itself, which is never written to; choose another folder.");
		if (to.startsWith(from) && !to.startsWith(from.resolve("derivatives"))) throw usage(out +
			" lies in the data set, which is never written to; choose a folder outside of it, or in its derivatives.");
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

	/** What identifies a person must not lie in what is shared. */
	private Optional<Path> privateFolder() {
		if (privateFolder == null) return Optional.empty();
		final Path inside = privateFolder.toAbsolutePath().normalize();
		if (inside.startsWith(out.toAbsolutePath().normalize()) || inside.startsWith(dataset.toAbsolutePath().normalize())) throw usage(privateFolder +
			" lies in a data set; give a folder outside of both for what identifies people.");
		return Optional.of(privateFolder);
	}

	private ParameterException usage(final String message) {
		return new ParameterException(spec.commandLine(), message);
	}
}
