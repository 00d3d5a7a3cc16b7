package org.pediatricdefacer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.plan.PlanSettings;
import org.pediatricdefacer.plan.ShardRunner;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a shard of a plan on the command line. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Defaces the scans of a shard of a plan that have not been defaced yet.",
	description = {"", "May be killed at any moment, started again, and run on several machines at once: what was done is passed over, and no two work "
		+ "on one scan. A scan that ended the program three times is passed over, too, and counts as crashed. Settings, device and threads are the plan's.", ""},
	footer = {"", "Exit status: 0 all scans pass or need a review, 1 any failed or crashed, 2 wrong usage; above 128 if it was killed: start it again."})
final class RunCommand implements Callable<Integer> {

	private final Deface.Opening opening;

	@Spec
	private CommandSpec spec;

	@Parameters(paramLabel = "PLAN/SHARD", description = "a plan's folder and the number of a shard, such as plan/017 or plan/17")
	private Path shard;

	@Option(names = "--scratch", paramLabel = "DIR", description = "folder on a disk of this machine that scans are copied to before they are read")
	private Path scratch;

	@Option(names = "--retry-crashed", description = "try again the scans that ended the program three times")
	private boolean retryCrashed;

	@Option(names = "--model", paramLabel = "DIR", description = "where the plan's model lies on this machine, if not where it lay when it was planned")
	private String model;

	RunCommand(final Deface.Opening opening) {
		this.opening = opening;
	}

	@Override
	public Integer call() throws IOException {
		final PlanParts parts = parts();
		final PlanSettings settings = parts.plan().settings();
		try (ScanLines lines = new ScanLines(spec.commandLine().getOut());
			Defacer defacer = opening.open(model == null ? settings.model().orElse(null) : model, settings.device(), settings.files().threads()))
		{
			lines.engine(defacer.toString());
			final ShardRunner runner = new ShardRunner(parts.plan(), defacer, ScanFormats::read, Optional.ofNullable(scratch));
			final BatchSummary summary = runner.run(parts.shards().get(0), retryCrashed, lines);
			lines.summary(summary);
			return summary.succeeded() ? ExitCode.OK : ExitCode.SOFTWARE;
		}
	}

	private PlanParts parts() throws IOException {
		try {
			return PlanParts.readShard(shard);
		}
		catch (final DefacingException e) {
			throw new ParameterException(spec.commandLine(), e.getMessage(), e);
		}
	}
}
