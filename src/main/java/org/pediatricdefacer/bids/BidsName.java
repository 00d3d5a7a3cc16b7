package org.pediatricdefacer.bids;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a file in the Brain Imaging Data Structure: entities such as {@code sub-01}, a suffix such as {@code T1w} and an
 * extension such as {@code .nii.gz}.
 *
 * @param entities labels by the short names of their entities, in the order of the name
 * @param suffix what kind of data this is
 * @param extension with the leading dot
 */
public record BidsName(Map<String, String> entities, String suffix, String extension) {

	private static final Pattern NAME = Pattern.compile("((?:[a-zA-Z0-9]+-[a-zA-Z0-9+]+_)*)([a-zA-Z0-9]+)(\\.[a-zA-Z0-9.]+)");

	/** Copies the map in its order. */
	public BidsName {
		entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
	}

	/**
	 * Reads a name.
	 *
	 * @param fileName without folders
	 * @return the name; empty if it is not made of entities, a suffix and an extension, or has an entity twice
	 */
	public static Optional<BidsName> parse(final String fileName) {
		final Matcher matcher = NAME.matcher(fileName);
		if (!matcher.matches()) return Optional.empty();
		final Map<String, String> entities = new LinkedHashMap<>();
		for (final String pair : matcher.group(1).split("_")) {
			if (pair.isEmpty()) continue;
			final int dash = pair.indexOf('-');
			if (entities.put(pair.substring(0, dash), pair.substring(dash + 1)) != null) return Optional.empty();
		}
		return Optional.of(new BidsName(entities, matcher.group(2), matcher.group(3)));
	}

	/**
	 * Returns the label of an entity.
	 *
	 * @param entity short name, such as {@code ses}
	 * @return its label; empty if the name has none
	 */
	public Optional<String> label(final String entity) {
		return Optional.ofNullable(entities.get(entity));
	}

	/**
	 * Adds or changes an entity, at the place that the specification gives it.
	 *
	 * @param entity short name
	 * @param label new label
	 * @return the other name
	 */
	public BidsName with(final String entity, final String label) {
		final Map<String, String> changed = new LinkedHashMap<>(entities);
		changed.put(entity, label);
		final List<String> names = new ArrayList<>(changed.keySet());
		names.sort((a, b) -> Integer.compare(BidsRules.place(a), BidsRules.place(b)));
		final Map<String, String> sorted = new LinkedHashMap<>();
		names.forEach(name -> sorted.put(name, changed.get(name)));
		return new BidsName(sorted, suffix, extension);
	}

	/**
	 * Changes the suffix.
	 *
	 * @param value new suffix
	 * @return the other name
	 */
	public BidsName withSuffix(final String value) {
		return new BidsName(entities, value, extension);
	}

	/**
	 * Changes the extension.
	 *
	 * @param value new extension, with the leading dot
	 * @return the other name
	 */
	public BidsName withExtension(final String value) {
		return new BidsName(entities, suffix, value);
	}

	/**
	 * Tells whether a sidecar of this name applies to a file of another, by the principle of inheritance: same suffix, and none of its
	 * entities differs from the other's.
	 *
	 * @param other name of a data file
	 * @return true if it applies, as far as names tell
	 */
	public boolean appliesTo(final BidsName other) {
		return suffix.equals(other.suffix) && other.entities.entrySet().containsAll(entities.entrySet());
	}

	@Override
	public String toString() {
		return entities.entrySet().stream().map(e -> e.getKey() + "-" + e.getValue() + "_").collect(Collectors.joining()) + suffix + extension;
	}
}
