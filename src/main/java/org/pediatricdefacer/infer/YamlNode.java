package org.pediatricdefacer.infer;

import java.util.List;
import java.util.Map;

/** A mapping in a YAML document that knows its own path, so that every complaint can name the field. */
final class YamlNode {

	private final String path;
	private final Map<?, ?> fields;

	private YamlNode(final String path, final Map<?, ?> fields) {
		this.path = path;
		this.fields = fields;
	}

	/**
	 * Wraps a parsed document.
	 *
	 * @param document what the YAML parser returned
	 * @return the document's top mapping
	 * @throws IllegalArgumentException if the document is not a mapping
	 */
	static YamlNode of(final Object document) {
		if (!(document instanceof Map<?, ?> fields)) throw new IllegalArgumentException("the file is not a list of 'field: value'");
		return new YamlNode("", fields);
	}

	boolean has(final String name) {
		return fields.get(name) != null;
	}

	YamlNode child(final String name) {
		return wrap(path + name, value(name));
	}

	/** Returns the mappings in a list; each has at least one field. */
	List<YamlNode> children(final String name) {
		final List<?> items = list(name);
		return items.stream().map(item -> wrap(path + name, item)).toList();
	}

	List<?> list(final String name) {
		if (value(name) instanceof List<?> items) return items;
		throw new IllegalArgumentException(path + name + " must be a list, was '" + value(name) + "'");
	}

	List<Integer> integers(final String name) {
		return list(name).stream().map(item -> toInteger(path + name, item)).toList();
	}

	List<String> texts(final String name) {
		return list(name).stream().map(String::valueOf).toList();
	}

	String text(final String name) {
		final Object value = value(name);
		if (value instanceof Map || value instanceof List)
			throw new IllegalArgumentException(path + name + " must be a text, was '" + value + "'");
		return value.toString();
	}

	int integer(final String name) {
		return toInteger(path + name, value(name));
	}

	double number(final String name) {
		if (value(name) instanceof Number number) return number.doubleValue();
		throw new IllegalArgumentException(path + name + " must be a number, was '" + value(name) + "'");
	}

	/** Checks that a field holds one certain text. */
	void require(final String name, final String expected) {
		if (!text(name).equals(expected))
			throw new IllegalArgumentException(path + name + " must be '" + expected + "', was '" + text(name) + "'");
	}

	private Object value(final String name) {
		final Object value = fields.get(name);
		if (value == null) throw new IllegalArgumentException("the field '" + path + name + "' is missing");
		return value;
	}

	private static YamlNode wrap(final String path, final Object value) {
		if (value instanceof Map<?, ?> map) return new YamlNode(path + ": ", map);
		throw new IllegalArgumentException(path + " must hold named fields, was '" + value + "'");
	}

	private static int toInteger(final String path, final Object value) {
		if (value instanceof Integer number) return number;
		throw new IllegalArgumentException(path + " must be a whole number, was '" + value + "'");
	}
}
