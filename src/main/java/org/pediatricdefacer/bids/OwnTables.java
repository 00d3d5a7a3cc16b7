package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the tables of what is not in the output: {@code withheld.tsv} and {@code deface_failed.tsv}.
 * <p>
 * Each session has tables of its own, which only the run that treats it writes; those of the data set are joined of them.
 */
final class OwnTables {

	static final String WITHHELD = "withheld.tsv";
	static final String FAILED = "deface_failed.tsv";
	private static final String HEADER = "filename\treason\n";

	private final DatasetWriter writer;
	private final Path own;

	/**
	 * Makes tables.
	 *
	 * @param writer of the data set
	 * @param own folder of the program's own files below it
	 */
	OwnTables(final DatasetWriter writer, final Path own) {
		this.writer = writer;
		this.own = own;
	}

	/**
	 * Writes the tables of one session, or of what belongs to all.
	 *
	 * @param session name of the session; {@code dataset} for what belongs to all
	 * @param withheld reasons by the names of files
	 * @param failed reasons by the names of scans
	 * @throws IOException if the disk fails
	 */
	void write(final String session, final Map<String, String> withheld, final Map<String, String> failed) throws IOException {
		writer.put(parts().resolve(session + "_" + WITHHELD), table(withheld));
		writer.put(parts().resolve(session + "_" + FAILED), table(failed));
	}

	private Path parts() {
		return own.resolve("logs");
	}

	private static String table(final Map<String, String> reasons) {
		return HEADER + new TreeMap<>(reasons).entrySet().stream().map(e -> cell(e.getKey()) + "\t" + cell(e.getValue()) + "\n").collect(Collectors
			.joining());
	}

	/** A cell holds no tabs and no line breaks. */
	static String cell(final String text) {
		final String cell = text.replaceAll("[\\t\\r\\n]+", " ").trim();
		return cell.isEmpty() ? "n/a" : cell;
	}

	/**
	 * Joins the tables of all sessions; to be done by one run at a time.
	 *
	 * @throws IOException if the disk fails
	 */
	void join() throws IOException {
		for (final String table : List.of(WITHHELD, FAILED)) {
			final StringBuilder rows = new StringBuilder(HEADER);
			for (final Path part : parts("_" + table))
				rows.append(Files.readString(part).substring(HEADER.length()));
			writer.put(own.resolve(table), rows.toString());
		}
	}

	private List<Path> parts(final String ending) throws IOException {
		try (Stream<Path> files = Files.list(writer.at(parts()))) {
			return files.filter(file -> file.getFileName().toString().endsWith(ending) && !file.getFileName().toString().startsWith(".")).sorted()
				.toList();
		}
	}
}
