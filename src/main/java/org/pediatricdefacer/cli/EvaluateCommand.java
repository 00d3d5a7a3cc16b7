package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import org.pediatricdefacer.Progress;
import org.pediatricdefacer.evaluate.EvaluationFiles;
import org.pediatricdefacer.evaluate.FacemaskEvaluation;
import org.pediatricdefacer.evaluate.LabelScheme;
import org.pediatricdefacer.evaluate.MaskPairing;
import org.pediatricdefacer.evaluate.Participants;
import org.pediatricdefacer.evaluate.SampleSummary;
import org.pediatricdefacer.evaluate.Score;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares facemasks with reference masks on the command line. */
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Compares facemasks with reference masks.",
	description = {"", "Writes scores.csv, summary.csv, worst.csv, unmatched.csv, evaluation.json and evaluation.html. Masks hold 1 brain, 2 face, 3 eyes, 4 ears, "
		+ "or one value for the whole facemask; they may lie on different grids.", ""},
	footer = {"", "Exit status: 0 all pairs were compared, 1 none was or one could not be, 2 wrong usage."})
public final class EvaluateCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Option(names = "--predicted", paramLabel = "DIR", required = true, description = "folder of the masks to judge")
	private Path predicted;

	@Option(names = "--reference", paramLabel = "DIR", required = true, description = "folder of the masks to judge them by")
	private Path reference;

	@Option(names = "--compare", paramLabel = "DIR", description = "folder of a second method's masks, for paired differences")
	private Path compare;

	@Option(names = {"-o", "--out"}, paramLabel = "DIR", required = true, description = "folder for the tables; made if it is not there")
	private Path out;

	@Option(names = "--scans", paramLabel = "DIR",
		description = "folder of the scans, to show outliers with; the page is then identifying, without it only outlines are drawn")
	private Path scans;

	@Option(names = "--pattern", paramLabel = "REGEX",
		description = "what names the scan in a path below the folders, by its first group, where names are not BIDS")
	private String pattern;

	@Option(names = "--participants", paramLabel = "TSV", description = "BIDS participants.tsv with age, contrast or scanner, for groups")
	private Path participants;

	@Option(names = "--seed", paramLabel = "N", defaultValue = "" + SampleSummary.SEED,
		description = "seed of the bootstrap intervals (default: ${DEFAULT-VALUE})")
	private long seed;

	@Override
	public Integer call() throws IOException {
		final Participants groups = participants == null ? Participants.NONE : Participants.read(participants);
		final FacemaskEvaluation evaluation = evaluate(predicted, groups);
		final FacemaskEvaluation other = compare == null ? null : evaluate(compare, groups);
		new EvaluationFiles(evaluation, other, seed).write(out, scans);
		final PrintWriter lines = spec.commandLine().getOut();
		print(evaluation, lines);
		left(evaluation, "", lines);
		if (other != null) left(other, "other method, ", lines);
		lines.printf("tables in %s%n", out);
		lines.flush();
		final boolean whole = evaluation.failures().isEmpty() && (other == null || other.failures().isEmpty());
		return whole && !evaluation.scans().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
	}

	private FacemaskEvaluation evaluate(final Path folder, final Participants groups) throws IOException {
		return FacemaskEvaluation.of(MaskPairing.of(folder, reference, compiled()), groups, Progress.NONE);
	}

	private Pattern compiled() {
		try {
			return pattern == null ? null : Pattern.compile(pattern);
		}
		catch (final PatternSyntaxException e) {
			throw new ParameterException(spec.commandLine(), "--pattern is no regular expression: " + e.getDescription() + ".", e);
		}
	}

	private void print(final FacemaskEvaluation evaluation, final PrintWriter lines) {
		lines.printf(Locale.ROOT, "%d scans compared%n", evaluation.scans().size());
		lines.printf(Locale.ROOT, "%-10s %-22s %9s %19s %9s %9s%n", "region", "score", "median", "95 % interval", "mean", "SD");
		for (final String region : evaluation.regions())
			for (final Score score : Score.values()) {
				final SampleSummary s = FacemaskEvaluation.summary(region, score, evaluation.scans(), seed);
				lines.printf(Locale.ROOT, "%-10s %-22s %9.3f %9.3f-%9.3f %9.3f %9.3f%n", region, score.column(), s.median(), s.medianLow(), s.medianHigh(), s
					.mean(), s.sd());
			}
		final List<FacemaskEvaluation.Scan> worst = evaluation.worst(LabelScheme.WHOLE, Score.DICE);
		if (!worst.isEmpty()) lines.printf("worst Dice of the facemask: %s%n", worst.stream().map(scan -> String.format(Locale.ROOT, "%s %.3f", scan.name(),
			scan.score(LabelScheme.WHOLE, Score.DICE))).collect(Collectors.joining(", ")));
	}

	private static void left(final FacemaskEvaluation evaluation, final String method, final PrintWriter lines) {
		for (final MaskPairing.Unmatched file : evaluation.unmatched())
			lines.printf("%snot compared: %s: %s%n", method, file.file(), file.reason());
		for (final FacemaskEvaluation.Failure failure : evaluation.failures())
			lines.printf("%sfailed: %s: %s%n", method, failure.pair().name().key(), failure.reason());
	}
}
