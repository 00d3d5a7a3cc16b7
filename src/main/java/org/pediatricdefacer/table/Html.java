package org.pediatricdefacer.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pieces of HTML pages. */
public final class Html {

	/** Numbers below this would be rounded to zero. */
	private static final double SMALLEST = 0.0005;

	private Html() {}

	/** Returns a text as it may stand between tags and in quoted attributes. */
	public static String escape(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
	}

	/**
	 * Returns a table with row and column headers.
	 *
	 * @param caption says what it holds
	 * @param rows at least one, all with the names of the first; the first cell of each is its header
	 */
	public static String table(final String caption, final List<Map<String, Object>> rows) {
		final StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><caption>" + escape(caption) + "</caption>\n<thead><tr>");
		rows.get(0).forEach((name, value) -> html.append("<th scope=\"col\"").append(kind(value)).append('>').append(escape(name)).append("</th>"));
		html.append("</tr></thead>\n<tbody>\n");
		for (final Map<String, Object> row : rows) {
			html.append("<tr>");
			boolean header = true;
			for (final Object value : row.values()) {
				html.append(header ? "<th scope=\"row\"" : "<td").append(kind(value)).append('>').append(escape(cell(value))).append(header ? "</th>"
					: "</td>");
				header = false;
			}
			html.append("</tr>\n");
		}
		return html.append("</tbody></table></div>").toString();
	}

	private static String kind(final Object value) {
		return value instanceof Number ? " class=\"number\"" : "";
	}

	private static String cell(final Object value) {
		if (!(value instanceof Double number)) return value.toString();
		if (Double.isNaN(number)) return "–";
		if (Double.isInfinite(number)) return number > 0 ? "∞" : "-∞";
		// A small p value is not zero.
		return String.format(Locale.ROOT, number != 0 && Math.abs(number) < SMALLEST ? "%.1e" : "%.3f", number);
	}
}
