package org.pediatricdefacer.study;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.pediatricdefacer.AtomicFile;


/** Accounts for every DICOM file: how many were defaced, and why each of the others was not. */
final class WithheldTable {

	/** The table's file. */
	static final String FILE_NAME = "withheld.tsv";

	/** What becomes of a file. */
	enum Fate {
		/** Its series was written. */
		DEFACED,
		/** It is something that the program does not deface. */
		WITHHELD,
		/** It is damaged, or its series makes no volume. */
		REFUSED,
		/** Its series failed while it was worked on, or failed its check. */
		FAILED
	}

	private record Row(Fate fate, String reason) {}

	private final Map<Path, String> names;
	private final Map<Path, Row> rows = new TreeMap<>();

	/**
	 * Makes an empty table.
	 *
	 * @param names of all files, as the user knows them
	 */
	WithheldTable(final Map<Path, String> names) {
		this.names = names;
	}

	/** Says what becomes of a file, without the folders that it lies in; the last word counts. */
	void put(final Path file, final Fate fate, final String reason) {
		rows.put(file, new Row(fate, reason.replace(file.toString(), "it").replace(file.getParent() + File.separator, "")));
	}

	/** Returns whether nothing is left out. */
	boolean isEmpty() {
		return rows.values().stream().allMatch(row -> row.fate == Fate.DEFACED);
	}

	/** Returns whether this became of a file. */
	boolean has(final Fate fate) {
		return rows.values().stream().anyMatch(row -> row.fate == fate);
	}

	/** Sums up in one line; files of which nobody has spoken would show as a difference. */
	String text() {
		final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
		rows.values().forEach(row -> counts.merge(row.fate, 1, Integer::sum));
		return names.size() + " DICOM files: " + counts.getOrDefault(Fate.DEFACED, 0) + " defaced, " + counts.getOrDefault(Fate.WITHHELD, 0) +
			" withheld, " + counts.getOrDefault(Fate.REFUSED, 0) + " refused, " + counts.getOrDefault(Fate.FAILED, 0) + " failed" + (rows
				.size() == names.size() ? "" : ", " + (names.size() - rows.size()) + " left when it was stopped");
	}

	/**
	 * Writes the files that were not defaced, a line each.
	 *
	 * @param folder where to; an earlier table is replaced
	 * @throws IOException if the disk fails
	 */
	void write(final Path folder) throws IOException {
		Files.createDirectories(folder);
		final StringBuilder text = new StringBuilder("file\tfate\treason\n");
		rows.forEach((file, row) -> {
			if (row.fate != Fate.DEFACED) text.append(cell(names.getOrDefault(file, file.toString()))).append('\t').append(row.fate.name()
				.toLowerCase(Locale.ROOT)).append('\t').append(cell(row.reason)).append('\n');
		});
		try (AtomicFile table = AtomicFile.create(folder.resolve(FILE_NAME), true)) {
			table.stream().write(text.toString().getBytes(StandardCharsets.UTF_8));
			table.commit();
		}
	}

	private static String cell(final String text) {
		return text.replaceAll("[\\t\\r\\n]", " ");
	}
}
