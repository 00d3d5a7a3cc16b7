package org.pediatricdefacer.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.spark.ScanWork;
import org.pediatricdefacer.spark.SparkDefacing;
import org.pediatricdefacer.spark.SparkJob;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Defaces the scans of a manifest on a Spark cluster, started by spark-submit. */
@Command(name = "spark", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Defaces scans on a Spark cluster; started by spark-submit.", description = {"",
		"Places are paths, or names that Hadoop knows, such as hdfs://... and s3a://...", ""},
	footer = {"", "Exit status: 0 all scans pass or need a review, 1 any failed, 2 wrong usage."})
public final class SparkCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Parameters(index = "0", paramLabel = "MANIFEST", description = "names of scans: one in each line, or .csv or .parquet with a column uri")
	private String manifest;

	@Option(names = {"-o", "--out"}, paramLabel = "PLACE", required = true, description = "folder for what may be shared")
	private String out;

	@Option(names = "--results", paramLabel = "PLACE", required = true,
		description = "folder for the tables defacing.parquet and defacing.csv, which name the scans: not the one that is shared")
	private String results;

	@Option(names = "--root", paramLabel = "PLACE", defaultValue = "",
		description = "folder below which all scans lie; outputs lie at the same places in --out (default: the folder common to all)")
	private String root;

	@Option(names = "--private", paramLabel = "PLACE", defaultValue = "",
		description = "another folder, for what identifies a person: facemasks and landmarks; without it none is written")
	private String identifying;

	@Option(names = "--scratch", paramLabel = "DIR", defaultValue = "", description = "folder of each machine for files in work (default: that of Java)")
	private String scratch;

	@Mixin
	private DefacingOptions defacing;

	@Mixin
	private EngineOptions engine;

	/**
	 * The command line, which is read again on each machine.
	 *
	 * @param arguments as they were typed
	 */
	record Words(List<String> arguments) implements ScanWork {

		private static final long serialVersionUID = 1L;

		private SparkCommand read() {
			return (SparkCommand) Deface.commandLine(Defacer::open).parseArgs(arguments.toArray(String[]::new)).subcommand().commandSpec().userObject();
		}

		@Override
		public FileSettings settings(final int threads) {
			return read().defacing.settings(threads);
		}

		@Override
		public Defacer open(final int threads) {
			final SparkCommand command = read();
			return Defacer.open(command.engine.model(), command.engine.device(new CommandLine(command)).toString(), threads);
		}
	}

	@Override
	public Integer call() throws IOException {
		final SparkJob job = job();
		try {
			return SparkDefacing.run(job, spec.commandLine().getOut()) ? ExitCode.OK : ExitCode.SOFTWARE;
		}
		catch (final NoClassDefFoundError e) {
			if (!String.valueOf(e.getMessage()).startsWith("org/apache/")) throw e;
			throw new DefacingException("Spark is not there; start this command by spark-submit, as the page on clusters has it.", e);
		}
	}

	private SparkJob job() {
		try {
			final Words work = new Words(List.copyOf(spec.root().commandLine().getParseResult().originalArgs()));
			final FileSettings settings = work.settings(1);
			if (settings.applyMask().isPresent()) throw usage("--apply-mask is of one scan; deface it by itself.");
			if (spec.commandLine().getParseResult().hasMatchedOption("--threads")) throw usage(
				"On Spark a scan has as many threads as spark.task.cpus says; leave out --threads.");
			engine.device(spec.commandLine());
			if (!identifying.isEmpty() && apart(out).startsWith(apart(identifying)) || !identifying.isEmpty() && apart(identifying).startsWith(apart(out)))
				throw usage("The private folder " + identifying + " is not apart from " + out + ", which is shared; choose one beside it.");
			if (apart(results).startsWith(apart(out))) throw usage("The tables would lie in " + out +
				", which is shared, and name the scans; choose another folder for --results.");
			return new SparkJob(manifest, root, out, identifying, results, scratch, work);
		}
		catch (final DefacingException e) {
			throw usage(e.getMessage());
		}
	}

	private static String apart(final String place) {
		return place.endsWith("/") ? place : place + "/";
	}

	private ParameterException usage(final String message) {
		return new ParameterException(spec.commandLine(), message);
	}
}
