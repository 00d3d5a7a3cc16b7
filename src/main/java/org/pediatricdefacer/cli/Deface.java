package org.pediatricdefacer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.FinishedScans;
import org.pediatricdefacer.batch.ReadAhead;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanReader;
import org.pediatricdefacer.infer.ModelFolder;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.session.SessionDefacer;
import org.pediatricdefacer.study.DicomBatch;
import org.pediatricdefacer.study.DicomInputs;
import org.pediatricdefacer.study.DicomOptions;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * Removes faces from scans on the command line.
 * <p>
 * Exit status 0 if all scans pass or need a review, 1 if any failed or nothing could be run, 2 for wrong usage.
 */
@Command(name = "deface", versionProvider = VersionText.class, mixinStandardHelpOptions = true, sortOptions = false,
	subcommands = {EngineReportCommand.class, EvaluateCommand.class, CheckCommand.class, RenderCommand.class, ReportCommand.class,
		StatusCommand.class, MergeCommand.class}, usageHelpAutoWidth = true,
	header = "Removes face, eyes and ears from head MRI of children and adults.",
	footer = {"", "Writes NAME_defaced.nii.gz, NAME_removed.nii.gz and NAME_defaced.json for every scan; of DICOM, folders of whole series with a",
		"record, and withheld.tsv, which names each file that was not defaced and why.",
		"Exit status: 0 all scans pass or need a review, 1 any failed, 2 wrong usage."})
public final class Deface implements Callable<Integer> {

	/** Opens the network; tests put another one in its place. */
	interface Opening {

		Defacer open(String model, String device, int threads);

		/** Returns the SHA-256 of the weights of the model that would be opened. */
		default String weights(final String model) {
			return ModelFolder.find(model).spec().weights().sha256();
		}
	}

	private final Opening opening;

	@Spec
	private CommandSpec spec;

	@Parameters(arity = "0..*", paramLabel = "INPUT", description = "NIfTI or DICOM files, or folders that hold some")
	private List<String> inputs = List.of();

	@Option(names = "--session", description = "all scans are of one head: what is found of the face on any of them is erased from all")
	private boolean session;

	@Option(names = {"-o", "--out"}, paramLabel = "DIR", description = "folder for what may be shared; made if it is not there")
	private Path out;

	@Option(names = "--private", paramLabel = "DIR",
		description = "another folder, for what identifies a person: facemasks and landmarks; without it none is written")
	private Path privateFolder;

	@Mixin
	private DefacingOptions defacing;

	@Option(names = "--skip-existing", description = "pass over scans that were done before with the same settings, model and program")
	private boolean skipExisting;

	@Mixin
	private DicomSwitches dicomSwitches;

	@Mixin
	private EngineOptions engine;

	@Option(names = "--debug", scope = ScopeType.INHERIT, description = "show where in the program an error arose")
	private boolean debug;

	private Deface(final Opening opening) {
		this.opening = opening;
	}

	/**
	 * Runs the program and ends the Java process.
	 *
	 * @param arguments of the command line
	 */
	public static void main(final String[] arguments) {
		System.exit(commandLine(Defacer::open).execute(arguments));
	}

	/** Makes the parser and runner of the command line. */
	static CommandLine commandLine(final Opening opening) {
		final CommandLine commandLine = new CommandLine(new Deface(opening));
		commandLine.addSubcommand(new ServeCommand(opening, System.in, System.out));
		commandLine.addSubcommand(new BidsCommand(opening));
		commandLine.addSubcommand(new PlanCommand(opening));
		commandLine.addSubcommand(new RunCommand(opening));
		commandLine.addSubcommand(new SparkCommand());
		commandLine.setCaseInsensitiveEnumValuesAllowed(true);
		commandLine.setParameterExceptionHandler(Errors::usage);
		commandLine.setExecutionExceptionHandler(Errors::execution);
		return commandLine;
	}

	@Override
	public Integer call() throws IOException {
		final FileSettings settings = settings();
		final DicomInputs dicom = dicomInputs(settings);
		final DicomOptions written = dicomOptions();
		final BatchPlan plan = plan(dicom.others());
		try (ScanLines lines = new ScanLines(spec.commandLine().getOut())) {
			final BatchSummary summary = run(plan, dicom, written, settings, lines);
			lines.summary(summary);
			return summary.succeeded() && !lines.refusedFiles() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
		}
	}

	private BatchSummary run(final BatchPlan plan, final DicomInputs dicom, final DicomOptions written, final FileSettings settings,
		final ScanLines lines) throws IOException
	{
		final String device = engine.device(spec.commandLine()).toString();
		// With one thread nothing else runs beside the work on a scan, what is passed over is not read, and a session is read twice.
		final ScanReader reader = settings.threads() == 1 || skipExisting || session ? ScanFormats::read : new ReadAhead(ScanFormats::read, plan, settings
			.reading());
		try (Defacer defacer = opening.open(engine.model(), device, settings.threads())) {
			lines.engine(defacer.toString());
			if (session) return new SessionDefacer(defacer, settings, reader).deface(plan, lines, lines.interruption());
			final BatchRunner.Work work = skipExisting ? new FinishedScans(defacer, settings, reader) : new ScanDefacer(defacer, settings,
				reader)::deface;
			final BatchSummary scans = new BatchRunner(work).run(plan, lines);
			if (dicom.files().isEmpty() || scans.canceled()) return scans;
			final DicomBatch batch = new DicomBatch(defacer, settings, written, dicom, out, Optional.ofNullable(privateFolder));
			final BatchSummary series = batch.run(lines, lines.progress());
			lines.files(batch.account(), batch.hasRefused());
			return scans.and(series);
		}
	}

	private FileSettings settings() {
		try {
			final FileSettings settings = defacing.settings(engine.threads(spec.commandLine()));
			if (!settings.applyMask().map(Files::exists).orElse(true)) throw usage(settings.applyMask().get() + " does not exist; check the name.");
			if (session && settings.applyMask().isPresent()) throw usage("--session finds masks and --apply-mask gives one; choose one of them.");
			if (session && skipExisting) throw usage("--session looks at all scans together, so it cannot skip some; leave out --skip-existing.");
			return settings;
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private DicomOptions dicomOptions() {
		try {
			return dicomSwitches.options(skipExisting);
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private DicomInputs dicomInputs(final FileSettings settings) throws IOException {
		if (inputs.isEmpty()) throw usage("No scan was named; give files or folders.");
		if (out == null) throw usage("No folder was named to write to; give one with --out.");
		final DicomInputs dicom = DicomInputs.of(inputs, out);
		if (settings.maskOnly() && !dicom.files().isEmpty()) throw usage(
			"Of DICOM series only whole ones are written, so --mask-only goes with other scans only.");
		return dicom;
	}

	private BatchPlan plan(final List<String> others) throws IOException {
		try {
			final BatchPlan plan = BatchPlan.of(others, out, ScanFormats.ENDINGS);
			return privateFolder == null ? plan : plan.withPrivate(out, privateFolder);
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private ParameterException usage(final String message) {
		return new ParameterException(spec.commandLine(), message);
	}
}
