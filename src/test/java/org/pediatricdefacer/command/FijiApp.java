package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A Fiji installation that can be started without a window. */
final class FijiApp {

	/** What a run of Fiji left behind. */
	record Run(int status, String output) {}

	private final Path folder;
	private final Path launcher;

	private FijiApp(final Path folder, final Path launcher) {
		this.folder = folder;
		this.launcher = launcher;
	}

	/**
	 * Finds the launcher of a Fiji.
	 *
	 * @param folder that holds {@code jars}, whatever its name
	 * @throws IOException if there is no Fiji for this system
	 */
	static FijiApp in(final Path folder) throws IOException {
		if (!Files.isDirectory(folder.resolve("jars"))) throw new IOException(folder + " is no Fiji: it has no folder jars");
		final List<String> names = launchers(System.getProperty("os.name"), System.getProperty("os.arch"));
		for (final String name : names)
			if (Files.isRegularFile(folder.resolve(name))) return new FijiApp(folder, folder.resolve(name));
		throw new IOException(folder + " has no launcher for this system; looked for " + String.join(", ", names));
	}

	/** Lists the launchers of a system in the order of preference: Fiji's present ones, then those it had until 2024. */
	static List<String> launchers(final String osName, final String osArch) {
		final String os = osName.toLowerCase(Locale.ROOT);
		final boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
		if (os.startsWith("mac")) return List.of("Contents/MacOS/fiji-macos-" + (arm ? "arm64" : "x64"), "Contents/MacOS/fiji-macos", "fiji",
			"Contents/MacOS/ImageJ-macosx");
		if (os.startsWith("windows")) return List.of("fiji-windows-" + (arm ? "arm64" : "x64") + ".exe", "ImageJ-win64.exe");
		return List.of("fiji-linux-" + (arm ? "arm64" : "x64"), "fiji", "ImageJ-linux64");
	}

	/** Names the folder of {@code jars} whose files Fiji's launcher puts on Java's module path. */
	static String platform(final String osName, final String osArch) {
		final String os = osName.toLowerCase(Locale.ROOT);
		final boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
		return (os.startsWith("mac") ? "macos" : os.startsWith("windows") ? "win" : "linux") + (arm ? "-arm64" : "64");
	}

	Path folder() {
		return folder;
	}

	Path launcher() {
		return launcher;
	}

	/**
	 * Runs an ImageJ macro without a window.
	 *
	 * @param macro file
	 * @param argument what {@code getArgument()} gives
	 * @param limit_s when to give up, seconds; Fiji is then ended
	 * @throws IOException if Fiji cannot be started or did not end in time
	 */
	Run macro(final Path macro, final String argument, final long limit_s) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(List.of(launcher.toAbsolutePath().toString(), "--headless"));
		command.addAll(List.of("-macro", macro.toAbsolutePath().toString(), argument));
		final File log = File.createTempFile("fiji", ".log");
		try {
			final Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log).start();
			process.getOutputStream().close();
			final boolean ended = process.waitFor(limit_s, TimeUnit.SECONDS);
			if (!ended) {
				process.descendants().forEach(ProcessHandle::destroyForcibly);
				process.destroyForcibly().waitFor();
			}
			final String output = Files.readString(log.toPath());
			if (!ended) throw new IOException("Fiji did not end within " + limit_s + " s; it said:\n" + output);
			return new Run(process.exitValue(), output);
		}
		finally {
			Files.delete(log.toPath());
		}
	}
}
