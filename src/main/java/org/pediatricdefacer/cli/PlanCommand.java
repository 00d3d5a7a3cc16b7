package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.plan.DefacingPlan;
import org.pediatricdefacer.plan.PlanSettings;
import org.pediatricdefacer.plan.PlanWriter;
import org.pediatricdefacer.plan.PlannedScan;
import org.pediatricdefacer.study.DicomInputs;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plans the work on many scans in shards, on the command line. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Plans the work on many scans in shards that run anywhere, at any time, and may be killed.",
	description = {"", "Takes scan files (NIfTI, MGH, NRRD) and folders of them, each scan by itself. DICOM and the sessions of BIDS data sets belong "
		+ "together: deface those by deface FOLDER for each patient and by deface bids IN OUT participant --participant-label LABEL.", "",
		"Sums up every scan, and writes lists and settings to a folder: then deface run PLAN/017 defaces shard 17, deface status PLAN says how far it "
			+ "has come, and deface merge PLAN makes one table and one report. Paths are stored as absolute ones. The plan names the original "
			+ "files: keep it with them.", ""},
	footer = {"", "Exit status: 0 every scan is planned, 1 some can only fail (they are named), 2 wrong usage."})
final class PlanCommand implements Callable<Integer> {

	/** Threads of a shard where nobody says otherwise; of more a scan takes more processor time. */
	private static final int THREADS = 2;

	private final Deface.Opening opening;

	@Spec
	private CommandSpec spec;

	@Parameters(arity = "1..*", paramLabel = "INPUT", description = "scan files, or folders that hold some")
	private List<String> inputs;

	@Option(names = {"-o", "--out"}, paramLabel = "DIR", required = true, description = "folder for what may be shared; made if it is not there")
	private Path out;

	@Option(names = "--private", paramLabel = "DIR",
		description = "another folder, for what identifies a person: facemasks and landmarks; without it none is written")
	private Path privateFolder;

	@Option(names = "--shards", paramLabel = "N", required = true, description = "how many parts, about as large as each other")
	private int shards;

	@Option(names = "--plan", paramLabel = "DIR", description = "folder to write the plan to, which must not exist (default: that of --out with -plan)")
	private Path folder;

	@Mixin
	private DefacingOptions defacing;

	@Mixin
	private EngineOptions engine;

	PlanCommand(final Deface.Opening opening) {
		this.opening = opening;
	}

	@Override
	public Integer call() throws IOException {
		if (shards < 1) throw usage("--shards must be at least 1, was " + shards + ".");
		final PrintWriter lines = spec.commandLine().getOut();
		final List<PlannedScan> refused = new ArrayList<>();
		try (Interruption interruption = new Interruption()) {
			final PlanSettings settings = settings();
			final DefacingPlan plan = PlanWriter.write(batch(settings), settings, shards, folder(settings.out()), refused::add, interruption);
			refused.forEach(scan -> lines.println("failed  " + scan.input() + " - " + scan.refused()));
			PlanLines.made(plan, lines);
			return refused.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
		}
		catch (final DefacingCanceledException e) {
			throw e;
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private PlanSettings settings() {
		if (out.toString().isEmpty()) throw usage("The name of the folder to write to is empty; give it, or . for the folder you are in.");
		final FileSettings files = defacing.settings(engine.givenThreads(spec.commandLine()).orElse(THREADS));
		final Optional<String> model = Optional.ofNullable(engine.model()).map(given -> absolute(Path.of(given)).toString());
		final Optional<Path> identifying = Optional.ofNullable(privateFolder).map(PlanCommand::absolute);
		return new PlanSettings(absolute(out), identifying, files, engine.device(spec.commandLine()).toString(), model, opening.weights(engine
			.model()));
	}

	private BatchPlan batch(final PlanSettings settings) throws IOException {
		final DicomInputs dicom = DicomInputs.of(inputs, settings.out());
		if (!dicom.files().isEmpty()) throw usage(dicom.files().keySet().iterator().next() +
			" is DICOM, whose series belong together; plan scan files, and deface DICOM by deface FOLDER, a job for each patient.");
		final BatchPlan batch = BatchPlan.of(inputs.stream().map(PlanCommand::absolute).toList(), settings.out(), ScanFormats.ENDINGS);
		return settings.identifying().isEmpty() ? batch : batch.withPrivate(settings.out(), settings.identifying().get());
	}

	private Path folder(final Path to) {
		if (folder != null) return absolute(folder);
		if (to.getFileName() == null) throw usage("The plan has no place beside " + to + "; name one with --plan.");
		return to.resolveSibling(to.getFileName() + "-plan");
	}

	/** What is no name on this machine stays as it was typed, and is refused for that. */
	private static String absolute(final String typed) {
		try {
			return typed.isEmpty() ? typed : absolute(Path.of(typed)).toString();
		}
		catch (final InvalidPathException e) {
			return typed;
		}
	}

	/** Without detours, but for those that links make. */
	private static Path absolute(final Path path) {
		final Path absolute = path.toAbsolutePath();
		final Path straight = absolute.normalize();
		try {
			return !Files.exists(absolute) || Files.exists(straight) && Files.isSameFile(absolute, straight) ? straight : absolute;
		}
		catch (final IOException e) {
			return absolute;
		}
	}

	private ParameterException usage(final String message) {
		return new ParameterException(spec.commandLine(), message);
	}
}
