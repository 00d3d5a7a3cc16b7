package org.pediatricdefacer.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import org.pediatricdefacer.AtomicFile;

/** Writes rows of named cells as CSV (RFC 4180, UTF-8, decimal points) and as JSON, each file whole or not at all. */
public final class TableFiles {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();
	/** For scripts inside of HTML: no character of it can end the script. */
	private static final Gson COMPACT = new GsonBuilder().serializeNulls().create();

	private TableFiles() {}

	/** Returns JSON for people and programs; NaN and infinities, which JSON does not know, are null. */
	public static String json(final Map<String, Object> content) {
		return GSON.toJson(finite(content)) + "\n";
	}

	/** Returns JSON on one line that may stand in a script of an HTML page. */
	public static String script(final Map<String, Object> content) {
		return COMPACT.toJson(finite(content));
	}

	private static Object finite(final Object value) {
		if (value instanceof Double number) return Double.isFinite(number) ? number : null;
		if (value instanceof List<?> list) return list.stream().map(TableFiles::finite).toList();
		if (value instanceof Map<?, ?> map) {
			final Map<Object, Object> copy = new LinkedHashMap<>();
			map.forEach((key, v) -> copy.put(key, finite(v)));
			return copy;
		}
		return value;
	}

	/** Returns a table as CSV with a line of names; empty without rows. NaN is an empty cell, infinities are inf and -inf. */
	public static String csv(final List<Map<String, Object>> rows) {
		final StringBuilder text = new StringBuilder();
		if (!rows.isEmpty()) text.append(String.join(",", rows.get(0).keySet())).append("\r\n");
		for (final Map<String, Object> row : rows)
			text.append(String.join(",", row.values().stream().map(TableFiles::cell).toList())).append("\r\n");
		return text.toString();
	}

	private static String cell(final Object value) {
		if (value instanceof Double number) {
			if (Double.isNaN(number)) return "";
			if (Double.isInfinite(number)) return number > 0 ? "inf" : "-inf";
			return String.format(Locale.ROOT, "%.6g", number);
		}
		final String text = value.toString();
		return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
	}

	/** Writes a text; an older file of the name is replaced. */
	public static void write(final Path file, final String text) throws IOException {
		try (AtomicFile out = AtomicFile.create(file, true)) {
			out.stream().write(text.getBytes(StandardCharsets.UTF_8));
			out.commit();
		}
	}
}
