package org.pediatricdefacer.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Identifies results by the bytes of their files, so that a rating of one is not taken for a rating of another. */
final class ResultFiles {

	private static final int LETTERS = 16;
	private static final int BUFFER_BYTES = 1 << 16;

	private ResultFiles() {}

	/**
	 * Returns the first 16 letters of the SHA-256 sum over removed region and defaced scan.
	 *
	 * @throws IOException if the disk fails
	 */
	static String digest(final ReportItem item) throws IOException {
		final MessageDigest sha256;
		try {
			sha256 = MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
		final byte[] buffer = new byte[BUFFER_BYTES];
		for (final Optional<Path> file : List.of(item.removed(), item.defaced())) {
			if (file.isEmpty()) continue;
			try (InputStream in = new DigestInputStream(Files.newInputStream(file.get()), sha256)) {
				while (in.read(buffer) >= 0)
					continue;
			}
		}
		return HexFormat.of().formatHex(sha256.digest()).substring(0, LETTERS);
	}
}
