package org.pediatricdefacer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import com.google.gson.JsonObject;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanRequests;
import org.pediatricdefacer.cli.Deface.Opening;

import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Stays, and defaces the scans that are asked for, for pipelines that call once for each scan: the program is started, and becomes fast, once.
 * <p>
 * Ends when its standard input ends, or, with a socket, when the program that started it ends. Nothing is heard from a network.
 */
@Command(name = "serve", versionProvider = VersionText.class, mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
	header = "Stays, and defaces the scans that are asked for, a line of JSON for each.",
	description = {"", "A request: {\"id\": 1, \"input\": \"scan.nii.gz\", \"out\": \"folder\"}; id may be anything, out may be left out if it is given "
		+ "to this command; with \"private\": \"other folder\" what identifies is written there. The answer: {\"id\": 1, \"input\": ..., \"status\": \"pass\", \"reasons\": [], \"warnings\": [], \"written\": [...], "
		+ "\"seconds\": 1.1}; status is pass, review, fail or error. The first line says that the service is ready.", ""},
	footer = {"", "Scans are defaced one at a time, in the order of asking; who asks for more waits.",
		"Exit status: 0 the requests have ended, 1 the service could not start or go on, 2 wrong usage."})
final class ServeCommand implements Callable<Integer> {

	private final Opening opening;
	private final InputStream in;
	private final OutputStream standardOut;

	@Spec
	private CommandSpec spec;

	@Option(names = "--socket", paramLabel = "FILE",
		description = "listen on a Unix socket that only this user can reach, instead of the standard input and output")
	private Path socket;

	@Option(names = {"-o", "--out"}, paramLabel = "DIR", description = "folder for what is written for requests that name none")
	private Path out;

	@Mixin
	private DefacingOptions defacing;

	@Mixin
	private EngineOptions engine;

	ServeCommand(final Opening opening, final InputStream in, final OutputStream out) {
		this.opening = opening;
		this.in = in;
		standardOut = out;
	}

	@Override
	public Integer call() throws IOException {
		final FileSettings settings = settings();
		final String device = engine.device(spec.commandLine()).toString();
		try (Defacer defacer = opening.open(engine.model(), device, settings.threads())) {
			final ScanDefacer scans = new ScanDefacer(defacer, settings);
			final RequestLines lines = new RequestLines(new ScanRequests((item, progress) -> deface(scans, item), out));
			if (socket == null) {
				sayReady(defacer, null);
				lines.answer(in, standardOut);
			}
			else serve(defacer, lines);
		}
		return ExitCode.OK;
	}

	/** Only work under way delays the end of the program. */
	private static ScanOutcome deface(final ScanDefacer scans, final BatchItem item) throws IOException {
		try (Interruption interruption = new Interruption()) {
			return scans.deface(item, interruption);
		}
	}

	private void serve(final Defacer defacer, final RequestLines lines) throws IOException {
		try (UserSocket listening = UserSocket.open(socket)) {
			final Thread end = new Thread(() -> close(listening), "end");
			// A signal or the parent's end closes the socket, which ends the serving.
			Runtime.getRuntime().addShutdownHook(end);
			ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> close(listening)));
			sayReady(defacer, listening.path());
			listening.serve(lines);
		}
	}

	private static void close(final UserSocket listening) {
		try {
			listening.close();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private void sayReady(final Defacer defacer, final Path path) throws IOException {
		final JsonObject ready = new JsonObject();
		ready.addProperty("status", "ready");
		ready.addProperty("engine", defacer.toString());
		if (path != null) ready.addProperty("socket", path.toString());
		RequestLines.send(standardOut, ready.toString());
	}

	private FileSettings settings() {
		try {
			return defacing.settings(engine.threads(spec.commandLine()));
		}
		catch (final DefacingException e) {
			throw new ParameterException(spec.commandLine(), e.getMessage());
		}
	}
}
