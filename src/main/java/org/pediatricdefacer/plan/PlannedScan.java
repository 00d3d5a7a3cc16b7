package org.pediatricdefacer.plan;

import java.util.List;
import java.util.Objects;

/**
 * One scan of a shard, a line of its list.
 * <p>
 * Cells hold tabs, line breaks and backslashes of names as {@code \t}, {@code \n}, {@code \r} and {@code \\}.
 *
 * @param number its line in the list of its shard, 0 for the first
 * @param input absolute path of the scan's file, or how a name is shown that this machine cannot read
 * @param output path of its outputs below the folder for outputs, without endings, with forward slashes
 * @param bytes size of its files
 * @param sha256 sum of its files; empty if it is refused
 * @param refused why it fails before any work, a sentence for the user; empty if it does not
 */
public record PlannedScan(int number, String input, String output, long bytes, String sha256, String refused) {

	/** Names of the cells. */
	static final String HEADER = "input\toutput\tbytes\tsha256\trefused";

	private static final int CELLS = 5;

	/** Checks that nothing is missing. */
	public PlannedScan {
		for (final String text : List.of(input, output, sha256, refused))
			Objects.requireNonNull(text);
		if (number < 0 || bytes < 0) throw new IllegalArgumentException("number and bytes must be >= 0, were " + number + " and " + bytes);
	}

	/**
	 * Tells whether the scan fails before any work.
	 *
	 * @return whether there is a reason to
	 */
	public boolean isRefused() {
		return !refused.isEmpty();
	}

	PlannedScan withNumber(final int value) {
		return new PlannedScan(value, input, output, bytes, sha256, refused);
	}

	/** Writes the scan as a line without its end. */
	String line() {
		return String.join("\t", escape(input), escape(output), Long.toString(bytes), sha256, escape(refused));
	}

	/**
	 * Reads a line.
	 *
	 * @throws IllegalArgumentException if it is none that {@link #line()} wrote
	 */
	static PlannedScan parse(final int number, final String line) {
		final String[] cells = line.split("\t", -1);
		if (cells.length != CELLS) throw new IllegalArgumentException(cells.length + " cells instead of " + CELLS);
		return new PlannedScan(number, unescape(cells[0]), unescape(cells[1]), Long.parseLong(cells[2]), cells[3], unescape(cells[4]));
	}

	/** Returns a text as one cell. */
	static String escape(final String text) {
		return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
	}

	/** Returns the text of a cell. */
	static String unescape(final String cell) {
		final StringBuilder text = new StringBuilder(cell.length());
		for (int i = 0; i < cell.length(); i++) {
			final char letter = cell.charAt(i);
			if (letter != '\\') text.append(letter);
			else if (++i < cell.length()) text.append(letter(cell.charAt(i)));
			else throw new IllegalArgumentException("a backslash at the end of a cell");
		}
		return text.toString();
	}

	private static char letter(final char code) {
		return switch (code) {
			case 't' -> '\t';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case '\\' -> '\\';
			default -> throw new IllegalArgumentException("a backslash before " + code);
		};
	}
}
