package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;

/**
 * Ratings as a table: tab-separated UTF-8 with a header line, one line per rating.
 * <p>
 * The columns are {@code scan result rating note rater rated_at}; the first and the third must be there, in any order, others
 * are ignored. The report's page and Fiji's review write the same file.
 *
 * @param all in the order of the file
 */
public record Ratings(List<ScanRating> all) {

	/** No ratings. */
	public static final Ratings NONE = new Ratings(List.of());

	/** The columns in the order in which they are written. */
	static final List<String> COLUMNS = List.of("scan", "result", "rating", "note", "rater", "rated_at");

	/** Copies the list. */
	public Ratings {
		all = List.copyOf(all);
	}

	/**
	 * Reads a table.
	 *
	 * @param file the table; line ends of any system, with or without byte order mark
	 * @return its ratings; a scan with a note, but without a rating is to be reviewed later, one with neither is left out
	 * @throws DefacingException if it is no such table
	 * @throws IOException if the disk fails
	 */
	public static Ratings read(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) throw new DefacingException(file + " does not exist; name a table of ratings.");
		final List<String> lines;
		try {
			lines = Files.readAllLines(file, StandardCharsets.UTF_8);
		}
		catch (final CharacterCodingException e) {
			throw new DefacingException(file + " is not in UTF-8; save it as a tab-separated table in UTF-8.", e);
		}
		final List<String> header = lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).replace("\uFEFF", "").split("\t", -1));
		if (!header.contains("scan") || !header.contains("rating")) throw new DefacingException(file +
			" has no columns scan and rating in its first line; give the table that the report's page downloads.");
		final List<ScanRating> ratings = new ArrayList<>();
		for (int i = 1; i < lines.size(); i++)
			rating(file, i + 1, header, Arrays.asList(lines.get(i).split("\t", -1))).ifPresent(ratings::add);
		return new Ratings(ratings);
	}

	private static Optional<ScanRating> rating(final Path file, final int number, final List<String> header, final List<String> cells) {
		final String text = cell(header, cells, "rating");
		if (text.isBlank() && cell(header, cells, "note").isBlank()) return Optional.empty();
		final Rating rating = text.isBlank() ? Rating.LATER : Rating.ofText(text).orElseThrow(() -> new DefacingException(file + ", line " + number + ": '" + text +
			"' is no rating; use one of " + Rating.choices() + "."));
		return Optional.of(new ScanRating(cell(header, cells, "scan"), cell(header, cells, "result"), rating, cell(header, cells, "note"), cell(
			header, cells, "rater"), cell(header, cells, "rated_at")));
	}

	private static String cell(final List<String> header, final List<String> cells, final String column) {
		final int index = header.indexOf(column);
		return index < 0 || index >= cells.size() ? "" : cells.get(index);
	}

	/**
	 * Writes the table, whole or not at all; an older one is replaced.
	 *
	 * @param file where to, in an existing folder
	 * @throws IOException if the disk fails
	 */
	public void write(final Path file) throws IOException {
		final StringBuilder text = new StringBuilder(String.join("\t", COLUMNS)).append('\n');
		for (final ScanRating r : all)
			text.append(String.join("\t", r.scan(), r.result(), r.rating().text(), r.note(), r.rater(), r.ratedAt())).append('\n');
		try (AtomicFile out = AtomicFile.create(file, true)) {
			out.stream().write(text.toString().getBytes(StandardCharsets.UTF_8));
			out.commit();
		}
	}

	/**
	 * Adds other ratings behind these.
	 *
	 * @param other more ratings
	 * @return both
	 */
	public Ratings and(final Ratings other) {
		final List<ScanRating> both = new ArrayList<>(all);
		both.addAll(other.all);
		return new Ratings(both);
	}

	/**
	 * Returns the ratings of one scan.
	 *
	 * @param scan name of the scan
	 * @return in the order of time; ratings without a time come first
	 */
	public List<ScanRating> of(final String scan) {
		return all.stream().filter(rating -> rating.scan().equals(scan)).sorted((a, b) -> a.ratedAt().compareTo(b.ratedAt())).toList();
	}
}
