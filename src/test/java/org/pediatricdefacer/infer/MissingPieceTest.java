package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.DefacingException;

/** Tests what is said where a library is missing or old, with the errors that Java throws then. */
class MissingPieceTest {

	/** Runs the program in a loader that has all but the jars of one name. */
	@ParameterizedTest
	@CsvSource({"api-,The file api-*.jar is missing", "snakeyaml-,The file snakeyaml-*.jar is missing", "pytorch-engine-,Deep learning engine not found",
		"pytorch-native-cpu-,PyTorch could not be loaded"})
	void namesTheFileThatIsMissing(final String missing, final String words) throws Exception {
		final List<URL> path = new ArrayList<>();
		for (final String entry : System.getProperty("java.class.path").split(File.pathSeparator))
			if (!Path.of(entry).getFileName().toString().startsWith(missing)) path.add(Path.of(entry).toUri().toURL());
		try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
			final Class<?> probe = loader.loadClass(Probe.class.getName());
			final String told = (String) probe.getMethod("run").invoke(null);
			assertTrue(told.contains(words) && told.contains("install the"), told);
			assertEquals(1, told.lines().count());
		}
	}

	/** Opens the model and the engine, as commands do. */
	public static final class Probe {

		private Probe() {}

		/** Returns what is said. */
		public static String run() {
			try {
				ModelFolder.find(null);
				TorchRuntime.start(DeviceChoice.CPU, 1);
				return "all is there";
			}
			catch (final LinkageError e) {
				return MissingPiece.of(e).getMessage();
			}
			catch (final DefacingException e) {
				return e.getMessage();
			}
		}
	}

	@Test
	void namesTheFileThatThePanelLacks() {
		final String told = MissingPiece.of(new NoClassDefFoundError("net/miginfocom/swing/MigLayout")).getMessage();
		assertTrue(told.startsWith("The file miglayout-swing-*.jar is missing ("), told);
	}

	/** What Java says where Fiji has an old snakeyaml (1.33 has code points since 1.32) or an old gson (before 2.8.6). */
	@ParameterizedTest
	@CsvSource({"snakeyaml,'''void org.yaml.snakeyaml.LoaderOptions.setCodePointLimit(int)'''",
		"gson,'''com.google.gson.JsonElement com.google.gson.JsonParser.parseString(java.lang.String)'''"})
	void namesTheFileThatIsTooOld(final String piece, final String said) {
		final String told = MissingPiece.of(new NoSuchMethodError(said)).getMessage();
		assertTrue(told.startsWith("The file " + piece + "-*.jar has another version than the program needs") && told.contains("found in " + piece + "-"),
			told);
	}
}
