package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.plan.PlanStatus;
import org.pediatricdefacer.plan.PlanTable;
import org.pediatricdefacer.plan.PlanTable.Result;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.report.ReportItem;
import org.pediatricdefacer.report.ReportPlan;
import org.pediatricdefacer.report.ReportSettings;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one table and one report of all shards of a plan, on the command line. */
@Command(name = "merge", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Makes one table and one QC report of all shards of a plan.",
	description = {"", "Writes " + PlanTable.FILE_NAME + " and " + QcReport.FILE_NAME + " into the plan's folder. Scans are called by their outputs.", ""},
	footer = {"", "Exit status: 0 every scan passed or wants a review, 1 some are missing, failed or crashed, 2 wrong usage."})
final class MergeCommand implements Callable<Integer> {

	/** Which scans are shown in the report. */
	enum Shown {
		/** All. */
		ALL,
		/** Those that did not pass. */
		LOOK,
		/** There is no report. */
		NONE
	}

	@Spec
	private CommandSpec spec;

	@Parameters(paramLabel = "PLAN", description = "a plan's folder, or one of its shards, such as plan/017, for a table and a report of it alone")
	private Path plan;

	@Option(names = "--report", paramLabel = "KIND", defaultValue = "all",
		description = "which scans the report shows: all, look (those that did not pass) or none (default: ${DEFAULT-VALUE})")
	private Shown shown;

	@Option(names = "--with-before", description = "with pictures from before defacing, which identify people, and measures of what is left in them")
	private boolean withBefore;

	@Override
	public Integer call() throws IOException {
		final PlanParts parts = parts();
		final Path folder = parts.shards().size() == parts.plan().shards().size() ? parts.plan().folder() : parts.plan().folder().resolve(parts
			.shards().get(0).name());
		final PrintWriter lines = spec.commandLine().getOut();
		final List<Result> results = PlanTable.write(parts.plan(), parts.shards(), folder.resolve(PlanTable.FILE_NAME));
		lines.println(folder.resolve(PlanTable.FILE_NAME));
		final List<ReportItem> items = results.stream().filter(result -> shown == Shown.ALL || !result.isPass()).map(this::item).toList();
		if (shown != Shown.NONE && !items.isEmpty()) {
			final ReportSettings settings = ReportSettings.DEFAULT.withShowBefore(withBefore);
			QcReport.write(new ReportPlan(items, List.of(), withBefore), settings, folder.resolve(QcReport.FILE_NAME), Progress.NONE).files().forEach(
				lines::println);
			if (withBefore) lines.println("The report shows faces: keep it with the original scans.");
		}
		final PlanStatus status = PlanStatus.of(parts.plan(), parts.shards());
		PlanLines.status(parts.plan(), status, lines);
		return status.succeeded() ? ExitCode.OK : ExitCode.SOFTWARE;
	}

	private PlanParts parts() throws IOException {
		try {
			return PlanParts.read(plan);
		}
		catch (final DefacingException e) {
			throw new ParameterException(spec.commandLine(), e.getMessage(), e);
		}
	}

	private ReportItem item(final Result result) {
		final BatchItem item = result.item();
		return new ReportItem(result.name(), nifti(item.defaced()).or(() -> nifti(item.failed())), nifti(item.removed()), Optional.empty(), Optional
			.empty(), Optional.of(item.record()), withBefore ? nifti(item.input()) : Optional.empty(), Optional.empty());
	}

	/** A report shows images of this format. */
	private static Optional<Path> nifti(final Path file) {
		return Optional.of(file).filter(there -> there.toString().matches("(?is).*\\.nii(\\.gz)?") && Files.isRegularFile(there));
	}
}
