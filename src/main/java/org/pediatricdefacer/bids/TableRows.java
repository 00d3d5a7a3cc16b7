package org.pediatricdefacer.bids;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** Takes rows out of a tab-separated table and leaves every other byte as it is. */
final class TableRows {

	private TableRows() {}

	/**
	 * Takes rows out.
	 *
	 * @param table the bytes of the table
	 * @param column name of the column to look at
	 * @param gone tells of a value of the column whether its row goes
	 * @return the bytes without those rows; all of them if there is no such column
	 */
	static byte[] without(final byte[] table, final String column, final Predicate<String> gone) {
		final ByteArrayOutputStream left = new ByteArrayOutputStream(table.length);
		int index = -1;
		for (int start = 0, row = 0; start < table.length; row++) {
			final int end = end(table, start);
			final List<String> cells = cells(table, start, end);
			if (row == 0) index = cells.indexOf(column);
			if (row == 0 || index < 0 || index >= cells.size() || !gone.test(cells.get(index))) left.write(table, start, end - start);
			start = end;
		}
		return left.toByteArray();
	}

	private static int end(final byte[] table, final int start) {
		int end = start;
		while (end < table.length && table[end] != '\n')
			end++;
		return Math.min(table.length, end + 1);
	}

	private static List<String> cells(final byte[] table, final int start, final int end) {
		final String line = new String(table, start, end - start, StandardCharsets.UTF_8).replace("\uFEFF", "");
		return List.of(line.replaceAll("[\r\n]+$", "").split("\t", -1));
	}
}
