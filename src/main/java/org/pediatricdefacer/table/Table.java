package org.pediatricdefacer.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of named cells, filled one row after the other. */
public final class Table {

	private final List<Map<String, Object>> rows = new ArrayList<>();

	/** Begins a row. */
	public Table row() {
		rows.add(new LinkedHashMap<>());
		return this;
	}

	/** Fills a cell of the last row. */
	public void put(final String column, final Object value) {
		rows.get(rows.size() - 1).put(column, value);
	}

	/** Returns all rows, each with its columns in the order they were filled. */
	public List<Map<String, Object>> rows() {
		return rows;
	}
}
