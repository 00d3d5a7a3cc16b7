package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.pediatricdefacer.batch.RecordFigures;
import org.pediatricdefacer.bids.SessionLog.ScanEnd;
import org.pediatricdefacer.evaluate.Participants;
import org.pediatricdefacer.evaluate.ScanName;

/**
 * Sums up what became of a data set: {@code deface.tsv} with a line per scan and a column per figure, and {@code deface_summary.tsv} by
 * suffix, age band and scanner.
 */
public final class GroupTables {

	static final String SCANS = "deface.tsv";
	static final String SUMMARY = "deface_summary.tsv";

	/** Columns of figures, and where the records keep them. */
	private static final Map<String, String> FIGURES = RecordFigures.columns();

	static {
		FIGURES.put("mask_from", "Proof.carried.from");
		FIGURES.put("mask_carried_by", "Proof.carried.by");
		FIGURES.put("mask_checked", "Proof.carried.checked");
	}

	private GroupTables() {}

	/**
	 * Writes the tables.
	 *
	 * @param dataset the original data set, whose table of participants is read
	 * @param out the data set that was written
	 * @param placement how it is laid out
	 * @return the rows of the scans, by column
	 * @throws IOException if a file cannot be read or written
	 */
	public static List<Map<String, String>> write(final Path dataset, final Path out, final Placement placement) throws IOException {
		final DatasetWriter writer = new DatasetWriter(out);
		final List<ScanEnd> ends = SessionLog.all(writer.at(placement.own().resolve("logs"))).stream().flatMap(log -> log.scans().stream()).toList();
		final Path participants = dataset.resolve("participants.tsv");
		final Participants known = Files.isRegularFile(participants) ? Participants.read(participants) : Participants.NONE;
		final List<Map<String, String>> rows = new ArrayList<>();
		for (final ScanEnd end : ends)
			rows.add(row(end, writer.at(placement.base(Path.of(end.filename()))), known));
		writer.alone(placement.own(), () -> {
			writer.put(placement.own().resolve(SCANS), table(rows));
			writer.put(placement.own().resolve(SUMMARY), table(summary(rows)));
		});
		return rows;
	}

	private static Map<String, String> row(final ScanEnd end, final Path base, final Participants known) throws IOException {
		final Map<String, String> row = new LinkedHashMap<>();
		final Path path = Path.of(end.filename());
		row.put("filename", end.filename());
		row.put("suffix", BidsName.parse(path.getFileName().toString()).map(BidsName::suffix).orElse(RecordFigures.NONE));
		final Map<String, String> groups = known.groups(ScanName.of(path));
		row.put("age_band", groups.getOrDefault("age band", RecordFigures.NONE));
		row.put("scanner", groups.getOrDefault("scanner", RecordFigures.NONE));
		row.put("status", end.status());
		final Path record = base.resolveSibling(base.getFileName() + "_defaced.json");
		final JsonObject json = Files.isRegularFile(record) ? JsonParser.parseString(Files.readString(record, StandardCharsets.UTF_8))
			.getAsJsonObject() : new JsonObject();
		FIGURES.forEach((column, place) -> row.put(column, RecordFigures.figure(json, place)));
		row.put("reasons", String.join(" ", end.reasons()));
		return row;
	}

	private static List<Map<String, String>> summary(final List<Map<String, String>> rows) {
		final Map<String, Map<String, String>> groups = new TreeMap<>();
		for (final String column : List.of("suffix", "age_band", "scanner")) {
			final Map<String, List<Map<String, String>>> byValue = rows.stream().collect(Collectors.groupingBy(row -> row.get(column), TreeMap::new,
				Collectors.toList()));
			byValue.forEach((value, members) -> groups.put(column + "\t" + value, counts(column, value, members)));
		}
		return List.copyOf(groups.values());
	}

	private static Map<String, String> counts(final String column, final String value, final List<Map<String, String>> members) {
		final Map<String, String> counts = new LinkedHashMap<>();
		counts.put("group", column);
		counts.put("value", value);
		counts.put("scans", Integer.toString(members.size()));
		for (final String status : List.of("pass", "review", "fail", "error"))
			counts.put(status, Long.toString(members.stream().filter(row -> row.get("status").equals(status)).count()));
		return counts;
	}

	private static String table(final List<Map<String, String>> rows) {
		if (rows.isEmpty()) return "filename\tstatus\n";
		return String.join("\t", rows.get(0).keySet()) + "\n" + rows.stream().map(row -> row.values().stream().map(OwnTables::cell).collect(Collectors
			.joining("\t")) + "\n").collect(Collectors.joining());
	}
}
