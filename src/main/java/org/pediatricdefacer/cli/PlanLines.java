package org.pediatricdefacer.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import org.pediatricdefacer.infer.ModelFolder;
import org.pediatricdefacer.plan.DefacingPlan;
import org.pediatricdefacer.plan.PlanStatus;
import org.pediatricdefacer.plan.Shard;

/** What is said of plans: their size, their status, and how to go on. */
final class PlanLines {

	private static final String SCRIPT = "deface.sbatch";
	private static final String PROGRAM = "deface";

	private PlanLines() {}

	/** Says what was planned, and how to start it. */
	static void made(final DefacingPlan plan, final PrintWriter lines) {
		final int scans = plan.shards().stream().mapToInt(Shard::scans).sum();
		final long bytes = plan.shards().stream().mapToLong(Shard::bytes).sum();
		lines.printf(Locale.ROOT, "%d %s in %d %s, %.1f MB: %s%n", scans, scans == 1 ? "scan" : "scans", plan.shards().size(), plan.shards()
			.size() == 1 ? "shard" : "shards", bytes / 1e6, plan.folder());
		lines.println("To start: " + array(plan, plan.shards()));
		lines.flush();
	}

	/** Says how far a plan has come, and how to go on. */
	static void status(final DefacingPlan plan, final PlanStatus status, final PrintWriter lines) {
		status.crashed().forEach(sentence -> lines.println("crashed " + sentence));
		lines.println(status.text());
		if (!status.unfinished().isEmpty()) lines.println("To go on: " + array(plan, status.unfinished()));
		if (!status.withErrors().isEmpty()) lines.println("To try again what failed without a record: " + array(plan, status.withErrors()));
		lines.flush();
	}

	/** The line that starts shards as an array of jobs. */
	private static String array(final DefacingPlan plan, final List<Shard> shards) {
		return program() + "sbatch --array=" + PlanStatus.array(shards) + " --cpus-per-task=" + plan.settings().files().threads() + " " + quoted(script()) + " " +
			quoted(plan.folder().toAbsolutePath().toString());
	}

	/** The script of the app, where there is an app. */
	private static String script() {
		return app().map(app -> app.resolve("slurm").resolve(SCRIPT)).filter(Files::exists).map(Path::toString).orElse(SCRIPT);
	}

	/** Names the program to the script, unless the script finds it by itself. */
	private static String program() {
		final Optional<Path> program = app().map(app -> app.resolve("bin").resolve(PROGRAM)).filter(Files::exists);
		final boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).anyMatch(folder -> Files.exists(Path.of(
			folder, PROGRAM)));
		return found || program.isEmpty() ? "" : "DEFACE=" + quoted(program.get().toString()) + " ";
	}

	/** The folder of the app that this program runs from. */
	private static Optional<Path> app() {
		return Optional.ofNullable(System.getProperty(ModelFolder.MODELS_PROPERTY)).map(models -> Path.of(models).getParent());
	}

	/** A word of a shell. */
	private static String quoted(final String text) {
		return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
	}
}
