package org.pediatricdefacer.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Sums up the bytes of files. */
public final class FileChecksum {

	private FileChecksum() {}

	/**
	 * Returns the SHA-256 sum of the bytes of a file.
	 *
	 * @param file any file
	 * @return 64 hexadecimal digits
	 * @throws IOException if it cannot be read
	 */
	public static String sha256(final Path file) throws IOException {
		final MessageDigest digest = digest();
		add(file, digest);
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Returns the SHA-256 sum of the bytes of a scan: of its file, or of header and image of a pair one after the other.
	 *
	 * @param scan a single file, or either file of a pair
	 * @return 64 hexadecimal digits, the same for both files of a pair
	 * @throws IOException if a file cannot be read
	 */
	public static String ofScan(final Path scan) throws IOException {
		final MessageDigest digest = digest();
		for (final Path file : PairedFiles.filesOf(scan))
			add(file, digest);
		return HexFormat.of().formatHex(digest.digest());
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}

	private static void add(final Path file, final MessageDigest digest) throws IOException {
		try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
			in.transferTo(OutputStream.nullOutputStream());
		}
	}
}
