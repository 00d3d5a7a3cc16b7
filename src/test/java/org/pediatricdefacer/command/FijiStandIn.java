package org.pediatricdefacer.command;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.scijava.Context;

import ij.macro.Interpreter;

/**
 * Stands in for a Fiji on machines that have none: ImageJ, SciJava and ImgLib2 in a folder {@code jars}, and a launcher that runs macros.
 * <p>
 * It shows that the plugin finds all it needs among what Fiji ships and what {@code mvn install} adds, in a Java machine of its own.
 * What only Fiji has (its launcher, imagej-legacy, SCIFIO) it does not show; {@link MacroBridge} takes the place of the second.
 *
 * <pre>
 * mvn -q package -DskipTests
 * java -cp "target/test-classes:target/app/lib/*" org.pediatricdefacer.command.FijiStandIn target/Fiji.app
 * mvn verify -Dfiji.app=$PWD/target/Fiji.app
 * </pre>
 */
final class FijiStandIn {

	/** What Fiji ships, of all that the program needs. */
	private static final List<String> SHIPPED = List.of("commons-math3-", "gson-", "ij-", "imglib2-", "jna-", "parsington-", "scijava-common-",
		"slf4j-api-");

	private FijiStandIn() {}

	/**
	 * Makes a stand-in, or is one.
	 *
	 * @param arguments the folder to make; or, from its launcher, {@code --headless -macro FILE ARGUMENT}
	 */
	public static void main(final String[] arguments) throws Exception {
		if (arguments.length == 1) make(Path.of(arguments[0]));
		else runMacro(Path.of(arguments[2]), arguments[3]);
	}

	private static void make(final Path folder) throws IOException, URISyntaxException {
		final Path jars = Files.createDirectories(folder.resolve("jars"));
		for (final Path jar : Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).toList())
			if (SHIPPED.stream().anyMatch(jar.getFileName().toString()::startsWith)) Files.copy(jar, jars.resolve(jar.getFileName()),
				StandardCopyOption.REPLACE_EXISTING);
		final Path tests = Path.of(FijiStandIn.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		final Path launcher = folder.resolve(FijiApp.launchers(System.getProperty("os.name"), System.getProperty("os.arch")).get(0));
		Files.createDirectories(launcher.getParent());
		// In jars/linux64 and its like lie those of one platform, as in Fiji.
		final String classPath = "$(find '" + jars.toAbsolutePath() + "' -name '*.jar' | tr '\\n' ':')" + tests;
		Files.writeString(launcher, "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") +
			"' -Djava.awt.headless=true -cp \"" + classPath + "\" " + FijiStandIn.class.getName() + " \"$@\"\n");
		Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	private static void runMacro(final Path macro, final String argument) throws Exception {
		try (Context context = new Context()) {
			MacroBridge.install(context);
			new Interpreter().run(Files.readString(macro), argument);
		}
		System.exit(0);
	}
}
