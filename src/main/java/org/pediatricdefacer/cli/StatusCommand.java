package org.pediatricdefacer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.plan.PlanStatus;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells on the command line how far a plan has come. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Tells how far a plan has come, and how to go on.",
	description = {"", "Counts the scans that are done, want a review, failed, crashed (ended the program three times) or are missing, and prints the "
		+ "line that starts a Slurm array of the shards in which some are missing. Outputs are looked for, not read.", ""},
	footer = {"", "Exit status: 0 every scan passed or wants a review, 1 some are missing, failed or crashed, 2 wrong usage."})
final class StatusCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Parameters(paramLabel = "PLAN", description = "a plan's folder, or one of its shards, such as plan/017")
	private Path plan;

	@Override
	public Integer call() throws IOException {
		final PlanStatus status;
		final PlanParts parts;
		try {
			parts = PlanParts.read(plan);
			status = PlanStatus.of(parts.plan(), parts.shards());
		}
		catch (final DefacingException e) {
			throw new ParameterException(spec.commandLine(), e.getMessage(), e);
		}
		PlanLines.status(parts.plan(), status, spec.commandLine().getOut());
		return status.succeeded() ? ExitCode.OK : ExitCode.SOFTWARE;
	}
}
