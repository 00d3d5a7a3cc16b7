package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;

/**
 * The groups that scans fall into by what a BIDS {@code participants.tsv} says: age band, contrast, scanner.
 * <p>
 * The contrast comes from a column of that name or else from the scan's own name. Unknown values ({@code n/a}, empty) make no
 * group. Ages are in years, as BIDS has them.
 */
public final class Participants {

	/** For a data set without a table: only contrasts are known. */
	public static final Participants NONE = new Participants(Map.of());

	private static final String[] BAND_COLUMNS = { "age_band", "age_group", "ageband" };
	private static final String[] SCANNER_COLUMNS = { "scanner", "manufacturers_model_name", "manufacturersmodelname", "manufacturer", "site" };
	private static final double[] BAND_ENDS = { 2, 6, 12, 18 };
	private static final String[] BANDS = { "0-1 years", "2-5 years", "6-11 years", "12-17 years", "18 years and over" };

	private final Map<String, Map<String, String>> rows;

	private Participants(final Map<String, Map<String, String>> rows) {
		this.rows = rows;
	}

	/**
	 * Reads a table.
	 *
	 * @param file tab-separated, the first line holds the names of the columns, one of which is {@code participant_id}
	 * @return the participants
	 * @throws IOException if the file cannot be read
	 * @throws DefacingException if it is not in UTF-8, has no such column, or a line with more values than columns
	 */
	public static Participants read(final Path file) throws IOException {
		final List<String> lines;
		try {
			lines = Files.readAllLines(file);
		}
		catch (final CharacterCodingException e) {
			throw new DefacingException(file + " is not in UTF-8; save it as a tab-separated table in UTF-8.", e);
		}
		final String[] columns = lines.isEmpty() ? new String[0] : lines.get(0).replace("\uFEFF", "").toLowerCase(Locale.ROOT).split("\t");
		final int id = List.of(columns).indexOf("participant_id");
		if (id < 0) throw new DefacingException(file + ": no column is named participant_id; give a BIDS participants.tsv.");
		final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
		for (int n = 1; n < lines.size(); n++) {
			if (lines.get(n).isBlank()) continue;
			final String[] values = lines.get(n).split("\t", -1);
			if (values.length > columns.length)
				throw new DefacingException(file + ", line " + (n + 1) + ": " + values.length + " values for " + columns.length + " columns; correct the line.");
			final Map<String, String> row = new LinkedHashMap<>();
			for (int c = 0; c < values.length; c++)
				row.put(columns[c].trim(), values[c].trim());
			rows.put(row.get("participant_id"), row);
		}
		return new Participants(rows);
	}

	/**
	 * Returns the groups of a scan.
	 *
	 * @param scan name of the scan
	 * @return group by kind: any of "age band", "contrast", "scanner"
	 */
	public Map<String, String> groups(final ScanName scan) {
		final Map<String, String> row = rows.getOrDefault(scan.subject(), rows.getOrDefault(scan.subject().replaceFirst("^sub-", ""), Map.of()));
		final Map<String, String> groups = new LinkedHashMap<>();
		first(row, BAND_COLUMNS).or(() -> first(row, "age").flatMap(Participants::band)).ifPresent(band -> groups.put("age band", band));
		first(row, "contrast").or(scan::contrast).ifPresent(contrast -> groups.put("contrast", contrast));
		first(row, SCANNER_COLUMNS).ifPresent(scanner -> groups.put("scanner", scanner));
		return groups;
	}

	private static Optional<String> first(final Map<String, String> row, final String... columns) {
		for (final String column : columns) {
			final String value = row.getOrDefault(column, "");
			if (!value.isEmpty() && !value.equalsIgnoreCase("n/a")) return Optional.of(value);
		}
		return Optional.empty();
	}

	private static Optional<String> band(final String age) {
		try {
			// BIDS writes "89+" for those who could be identified by a higher age.
			final double years = Double.parseDouble(age.replace("+", ""));
			if (!(years >= 0)) return Optional.empty();
			int band = 0;
			while (band < BAND_ENDS.length && years >= BAND_ENDS[band])
				band++;
			return Optional.of(BANDS[band]);
		}
		catch (final NumberFormatException e) {
			return Optional.empty();
		}
	}
}
