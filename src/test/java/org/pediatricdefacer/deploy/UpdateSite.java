package org.pediatricdefacer.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Lays out a folder as Fiji's updater reads it: a packed index {@code db.xml.gz}, and files that bear their time in their names.
 * <p>
 * The folder can be served by any web server, or be named in Fiji by an address that begins with {@code file:}. Source of the
 * format: net.imagej.updater.XMLFileWriter and UpdaterUtil of ImageJ's updater, version 2.
 */
public final class UpdateSite {

	/** Endings of the engine's files, and Fiji's names of the platforms that are to get them. */
	private static final Map<String, String> PLATFORMS = Map.of("-linux-x86_64.jar", "linux64", "-linux-aarch64.jar", "linux-arm64", "-win-x86_64.jar",
		"win64", "-osx-aarch64.jar", "macos-arm64");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

	/** How Maven writes the time of a build, whose zone may have a colon, or be Z. */
	private static final DateTimeFormatter GIVEN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[XXX][XX]");

	private static final String DESCRIPTION = "Removes face, eyes and ears from MRI of the head.";

	private UpdateSite() {}

	/**
	 * Writes the site.
	 *
	 * @param arguments the program's jar, folder of its dependencies, folder to write to, the time of the release as in
	 *            2026-11-30T12:00:00Z
	 */
	public static void main(final String[] arguments) throws IOException {
		final Path program = Path.of(arguments[0]), jars = Path.of(arguments[1]);
		Files.copy(program, jars.resolve(program.getFileName()), StandardCopyOption.REPLACE_EXISTING);
		write(jars, Path.of(arguments[2]), OffsetDateTime.parse(arguments[3], GIVEN).toInstant());
	}

	static void write(final Path jars, final Path site, final Instant release) throws IOException {
		final String time = TIME.format(release);
		final Path files = Files.createDirectories(site.resolve("jars"));
		final StringBuilder records = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pluginRecords>\n");
		for (final Path jar : sorted(jars)) {
			Files.copy(jar, files.resolve(jar.getFileName() + "-" + time), StandardCopyOption.REPLACE_EXISTING);
			records.append(record(jar, time));
		}
		records.append("</pluginRecords>\n");
		try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(site.resolve("db.xml.gz")))) {
			out.write(records.toString().getBytes(StandardCharsets.UTF_8));
		}
	}

	private static List<Path> sorted(final Path jars) throws IOException {
		try (Stream<Path> all = Files.list(jars)) {
			return all.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().toList();
		}
	}

	private static String record(final Path jar, final String time) throws IOException {
		final String name = jar.getFileName().toString();
		final String platform = PLATFORMS.entrySet().stream().filter(known -> name.endsWith(known.getKey())).map(known -> "<platform>" + known
			.getValue() + "</platform>").findFirst().orElse("");
		final String description = name.startsWith("pediatric-defacer") ? "<description>" + DESCRIPTION + "</description>" : "";
		return "<plugin filename=\"jars/" + name + "\">" + platform + "<version checksum=\"" + checksum(jar) + "\" timestamp=\"" + time +
			"\" filesize=\"" + Files.size(jar) + "\">" + description + "</version></plugin>\n";
	}

	/** SHA-1 of names and contents of the entries, by name, without manifest and comments of properties, as the updater computes it. */
	static String checksum(final Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile())) {
			final MessageDigest digest = MessageDigest.getInstance("SHA-1");
			for (final JarEntry entry : file.stream().sorted(Comparator.comparing(JarEntry::getName)).toList()) {
				digest.update(entry.getName().getBytes(StandardCharsets.US_ASCII));
				if (!entry.getName().equals(JarFile.MANIFEST_NAME)) update(digest, file, entry);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}

	private static void update(final MessageDigest digest, final JarFile file, final JarEntry entry) throws IOException {
		final boolean properties = entry.getName().endsWith(".properties");
		try (InputStream in = file.getInputStream(entry)) {
			final byte[] buffer = new byte[1 << 16];
			boolean start = true, comment = false;
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
				int kept = 0;
				for (int i = 0; i < n; i++) {
					final byte b = buffer[i];
					comment |= properties && start && b == '#';
					// A line behind an empty one is no comment to the updater.
					start = start ? b == '#' : b == '\n';
					if (comment && b == '\n') comment = false;
					if (!comment) buffer[kept++] = b;
				}
				digest.update(buffer, 0, kept);
			}
		}
	}
}
