package org.pediatricdefacer.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Says which fields of a header differ between a scan and its defaced copy.
 *
 * @param changes field by field
 */
public record HeaderDifference(List<Change> changes) {

	/** No difference. */
	public static final HeaderDifference NONE = new HeaderDifference(List.of());

	/**
	 * One changed field.
	 *
	 * @param field its name in the standard
	 * @param change what was done to it, in words; never its former content, which may identify the patient
	 */
	public record Change(String field, String change) {

		/** Checks that nothing is missing. */
		public Change {
			Objects.requireNonNull(field, "field");
			Objects.requireNonNull(change, "change");
		}
	}

	/** Copies the list. */
	public HeaderDifference {
		changes = List.copyOf(changes);
	}

	/** Compares two headers, each given as fields and their contents, and lists the fields that differ by name. */
	public static HeaderDifference between(final Map<String, String> before, final Map<String, String> after) {
		final TreeSet<String> fields = new TreeSet<>(before.keySet());
		fields.addAll(after.keySet());
		final List<Change> changes = new ArrayList<>();
		for (final String field : fields) {
			final String was = before.getOrDefault(field, "");
			final String is = after.getOrDefault(field, "");
			if (!was.equals(is))
				changes.add(new Change(field, is.isEmpty() ? "cleared" : was.isEmpty() ? "set" : "replaced"));
		}
		return new HeaderDifference(changes);
	}
}
