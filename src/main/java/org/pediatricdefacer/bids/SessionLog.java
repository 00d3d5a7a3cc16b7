package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

/**
 * Says how the scans of a session ended; written when all of its files are in the output.
 *
 * @param digest of all that went in: files, settings, program and network
 * @param scans in the order of their paths
 */
record SessionLog(String digest, List<ScanEnd> scans) {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
	static final String ENDING = "_log.json";

	/**
	 * How a scan ended.
	 *
	 * @param filename path below the data set, with slashes
	 * @param status pass, review, fail or error
	 * @param reasons sentences for the user
	 * @param warnings sentences for the user
	 */
	record ScanEnd(String filename, String status, List<String> reasons, List<String> warnings) {

		/** Tells whether the scan is not in the output. */
		boolean failed() {
			return status.equals("fail") || status.equals("error");
		}
	}

	/** Tells whether a scan could not be defaced at all, which may have been for a full disk, and may go better the next time. */
	boolean hasErrors() {
		return scans.stream().anyMatch(scan -> scan.status().equals("error"));
	}

	String json() {
		return GSON.toJson(this) + "\n";
	}

	/** Reads a log; empty if there is none, or it is not whole. */
	static Optional<SessionLog> read(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return Optional.empty();
		try {
			final SessionLog log = GSON.fromJson(Files.readString(file), SessionLog.class);
			return log == null || log.digest == null || log.scans == null ? Optional.empty() : Optional.of(log);
		}
		catch (final JsonParseException e) {
			return Optional.empty();
		}
	}

	/** Reads all logs of a folder, in the order of their names. */
	static List<SessionLog> all(final Path folder) throws IOException {
		final List<SessionLog> logs = new ArrayList<>();
		if (!Files.isDirectory(folder)) return logs;
		try (var files = Files.list(folder)) {
			for (final Path file : files.filter(f -> f.getFileName().toString().endsWith(ENDING) && !f.getFileName().toString().startsWith("."))
				.sorted().toList())
				read(file).ifPresent(logs::add);
		}
		return logs;
	}
}
