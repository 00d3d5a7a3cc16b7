package org.pediatricdefacer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Knows the version of this program. */
public final class ProgramVersion {

	/** Name of the program as it is written into files. */
	public static final String NAME = "Pediatric Defacer";

	private ProgramVersion() {}

	/**
	 * Reads the version that the build wrote beside this class.
	 *
	 * @return such as {@code 0.1.0}
	 */
	public static String get() {
		try (InputStream in = ProgramVersion.class.getResourceAsStream("version.properties")) {
			final Properties properties = new Properties();
			properties.load(in);
			return properties.getProperty("version");
		}
		catch (final IOException e) {
			throw new UncheckedIOException("the program's own files cannot be read; install it again", e);
		}
	}
}
