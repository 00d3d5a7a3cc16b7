package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.pediatricdefacer.Progress;
import org.pediatricdefacer.privacy.FaceDetector;
import org.pediatricdefacer.privacy.FaceDetectors;
import org.pediatricdefacer.privacy.PrivacyEvaluation;
import org.pediatricdefacer.privacy.PrivacyFiles;
import org.pediatricdefacer.privacy.PrivacyFolders;
import org.pediatricdefacer.proof.Verdict;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks defaced scans without a reference on the command line, whichever tool defaced them. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Checks defaced scans without a reference: is the face gone, is the brain whole?",
	description = {"", "Works on the scans of any defacing tool that keeps their grids. Writes privacy.csv, privacy_unmatched.csv and privacy.json. "
		+ "All measures are proxies: none is a rate of re-identification.", ""},
	footer = {"", "Exit status: 0 all scans passed or want review, 1 one failed or could not be checked, 2 wrong usage."})
public final class CheckCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec;

	@Option(names = "--before", paramLabel = "DIR", required = true, description = "folder of the scans before defacing")
	private Path before;

	@Option(names = "--after", paramLabel = "DIR", required = true, description = "folder of the defaced scans, NAME or NAME_defaced")
	private Path after;

	@Option(names = "--labels", paramLabel = "DIR", description = "folder of NAME_facemask (the private folder of deface) or NAME_regions, to place the face by its eyes; "
		+ "default: that of the defaced scans")
	private Path labels;

	@Option(names = "--brain", paramLabel = "DIR", description = "folder of brain masks that the defacing's network has not made; "
		+ "default: by intensity and shape")
	private Path brain;

	@Option(names = {"-o", "--out"}, paramLabel = "DIR", required = true, description = "folder for the tables; made if it is not there")
	private Path out;

	@Option(names = "--pattern", paramLabel = "REGEX",
		description = "what names the scan in a path below the folders, by its first group, where names are not BIDS")
	private String pattern;

	@Override
	public Integer call() throws IOException {
		final PrivacyFolders folders = PrivacyFolders.of(before, after, labels, brain, compiled());
		final Optional<FaceDetector> detector = FaceDetectors.open();
		final PrivacyEvaluation evaluation;
		try {
			evaluation = PrivacyEvaluation.of(folders, detector, Progress.NONE);
		}
		finally {
			detector.ifPresent(FaceDetector::close);
		}
		PrivacyFiles.write(evaluation, out);
		print(evaluation, detector.isPresent(), spec.commandLine().getOut());
		final boolean well = evaluation.failures().isEmpty() && evaluation.count(Verdict.FAIL) == 0 && !evaluation.scans().isEmpty();
		return well ? ExitCode.OK : ExitCode.SOFTWARE;
	}

	private Pattern compiled() {
		try {
			return pattern == null ? null : Pattern.compile(pattern);
		}
		catch (final PatternSyntaxException e) {
			throw new ParameterException(spec.commandLine(), "--pattern is no regular expression: " + e.getDescription() + ".", e);
		}
	}

	private void print(final PrivacyEvaluation evaluation, final boolean detector, final PrintWriter lines) {
		for (final PrivacyEvaluation.Scan scan : evaluation.scans()) {
			lines.printf("%-6s %s%n", scan.check().judgment().verdict().text(), scan.item().name());
			scan.check().judgment().reasons().forEach(reason -> lines.printf("       %s%n", reason.text()));
		}
		evaluation.unmatched().forEach(file -> lines.printf("not checked: %s: %s%n", file.file(), file.reason()));
		evaluation.failures().forEach(failure -> lines.printf("failed: %s: %s%n", failure.item().name(), failure.reason()));
		lines.printf("%d scans checked: %d pass, %d review, %d fail; tables in %s%n", evaluation.scans().size(), evaluation.count(Verdict.PASS), evaluation
			.count(Verdict.REVIEW), evaluation.count(Verdict.FAIL), out);
		if (!detector) lines.println(FaceDetectors.NOT_RUN);
		lines.flush();
	}
}
