package org.pediatricdefacer.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.dicom.Uids;

/**
 * Keeps the secret that new identifiers are made with, so that repeats give the same and nobody else can tell which old ones they
 * belong to.
 * <p>
 * A random number in the user's own settings, made when it is first needed; only the user can read it where the disk knows users.
 */
final class SaltFile {

	/** Names another folder of settings. */
	static final String FOLDER = "pediatricdefacer.settings";

	private static final String NAME = "uid-salt";
	private static final int BYTES = 32;

	private SaltFile() {}

	/**
	 * Reads the secret, or makes it.
	 *
	 * @return maker of identifiers
	 * @throws DefacingException if it can neither be read nor made
	 */
	static Uids uids() {
		final Path file = folder().resolve(NAME);
		try {
			if (!Files.exists(file)) make(file);
			return new Uids(Files.readString(file).strip());
		}
		catch (final IOException | DefacingException e) {
			throw new DefacingException(file + ", the secret that new identifiers are made with, can be neither read nor made (" + e.getMessage() +
				"); give a secret of your own as the option uid-salt.", e);
		}
	}

	private static Path folder() {
		final String named = System.getProperty(FOLDER);
		if (named != null) return Path.of(named);
		final Path home = Path.of(System.getProperty("user.home"));
		final String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		if (system.startsWith("windows")) return variable("APPDATA").orElse(home.resolve("AppData/Roaming")).resolve("Pediatric Defacer");
		if (system.startsWith("mac")) return home.resolve("Library/Application Support/Pediatric Defacer");
		return variable("XDG_CONFIG_HOME").orElse(home.resolve(".config")).resolve("pediatric-defacer");
	}

	private static Optional<Path> variable(final String name) {
		return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank()).map(Path::of);
	}

	/** Another run that makes it at the same time may be faster: then its secret counts. */
	private static void make(final Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		final byte[] random = new byte[BYTES];
		new SecureRandom().nextBytes(random);
		try (AtomicFile made = AtomicFile.create(file, false)) {
			made.stream().write((HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
			final Path temporary = made.finish();
			if (Files.getFileStore(temporary).supportsFileAttributeView("posix")) Files.setPosixFilePermissions(temporary, PosixFilePermissions
				.fromString("rw-------"));
			made.commit();
		}
		catch (final DefacingException e) {
			if (!Files.exists(file)) throw e;
		}
	}
}
