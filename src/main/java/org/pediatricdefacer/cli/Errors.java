package org.pediatricdefacer.cli;

import org.pediatricdefacer.DefacingException;

import java.io.IOException;
import java.io.PrintWriter;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line what went wrong. */
final class Errors {

	private Errors() {}

	/** Reports a command line that cannot be understood. */
	static int usage(final ParameterException e, final String[] arguments) {
		final PrintWriter err = e.getCommandLine().getErr();
		final String text = firstLine(e);
		err.println("deface: " + text + (text.endsWith(".") ? "" : ".") + " See deface --help.");
		err.flush();
		return CommandLine.ExitCode.USAGE;
	}

	/** Reports a failure that ended the whole run. */
	static int execution(final Exception e, final CommandLine commandLine, final ParseResult parsed) {
		final PrintWriter err = commandLine.getErr();
		if (isDebug(commandLine)) e.printStackTrace(err);
		else err.println("deface: " + text(e));
		err.flush();
		return CommandLine.ExitCode.SOFTWARE;
	}

	private static boolean isDebug(final CommandLine commandLine) {
		final Boolean debug = commandLine.getCommandSpec().findOption("--debug").getValue();
		return Boolean.TRUE.equals(debug);
	}

	private static String text(final Exception e) {
		if (e instanceof DefacingException) return firstLine(e);
		if (e instanceof IOException disk) return firstLine(DefacingException.of(disk));
		return "this is a mistake in the program (" + e + "); run again with --debug and report what it says.";
	}

	private static String firstLine(final Exception e) {
		return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
	}
}
