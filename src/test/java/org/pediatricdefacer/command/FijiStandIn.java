package org.pediatricdefacer.command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.scijava.Context;

import ij.macro.Interpreter;

/**
 * Stands in for a Fiji on machines that have none: ImageJ, SciJava and ImgLib2 in a folder {@code jars}, and a launcher that runs macros.
 * <p>
 * It shows that the plugin finds all it needs among what Fiji ships and what {@code mvn install} adds, in a Java machine of its own
 * that is started as Fiji's launcher starts one. What only Fiji has (imagej-legacy, SCIFIO) it does not show; {@link MacroBridge}
 * takes the place of the first.
 */
final class FijiStandIn {

	private FijiStandIn() {}

	/** Is a Fiji without a window, called by its launcher with {@code --headless -macro FILE ARGUMENT}. */
	public static void main(final String[] arguments) throws Exception {
		try (Context context = new Context()) {
			MacroBridge.install(context);
			new Interpreter().run(Files.readString(Path.of(arguments[2])), arguments[3]);
		}
		System.exit(0);
	}

	/** Writes the launcher of a folder in whose {@code jars} is what Fiji ships and the plugin, both put there by the build. */
	static void makeLauncher(final Path folder) throws IOException, URISyntaxException {
		final Path jars = folder.resolve("jars");
		final Path tests = Path.of(FijiStandIn.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		final String os = System.getProperty("os.name"), arch = System.getProperty("os.arch");
		final Path launcher = folder.resolve(FijiApp.launchers(os, arch).get(0));
		Files.createDirectories(launcher.getParent());
		// As in Fiji, jars may lie one folder deeper, too.
		final String classPath = "$(find '" + jars.toAbsolutePath() + "' -name '*.jar' | tr '\\n' ':')" + tests;
		Files.writeString(launcher, "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Djava.awt.headless=true " +
			String.join(" ", arguments(folder.toAbsolutePath(), FijiApp.platform(os, arch))) + " -cp \"" + classPath + "\" " + FijiStandIn.class
				.getName() + " \"$@\"\n");
		Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	/** The arguments by which Fiji's launcher starts Java 17 that matter without a window; source: config/fiji.toml of Fiji 2.17. */
	private static List<String> arguments(final Path folder, final String platform) {
		return List.of("-XX:+UseG1GC", "'--module-path=" + folder.resolve("jars").resolve(platform) + "'", "'-Dij.dir=" + folder + "'",
			"'-Dij.executable=" + folder + "'", "'-Djava.library.path=" + folder.resolve("lib").resolve(platform) + "'", "'-Djna.library.path=" + folder
				.resolve("lib").resolve(platform) + "'", "--enable-native-access=ALL-UNNAMED", "--add-opens=java.base/java.lang=ALL-UNNAMED",
			"-Dscijava.app.unlock-modules=true", "-Dscijava.context.strict=false");
	}
}
