package org.pediatricdefacer.batch;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** Reads the figures of a defacing from its record, for tables with a line per scan. */
public final class RecordFigures {

	/** What a table shows where a record has nothing. */
	public static final String NONE = "n/a";

	private RecordFigures() {}

	/** Returns the columns that all tables of scans have, in order, and where records keep their figures. */
	public static Map<String, String> columns() {
		final Map<String, String> columns = new LinkedHashMap<>();
		columns.put("share_removed", "ShareRemoved");
		columns.put("confidence", "Proof.check.confidence");
		columns.put("skin_covered", "Proof.check.skinCovered");
		columns.put("largest_uncovered_cm2", "Proof.check.largestUncovered_cm2");
		columns.put("tissue_removed_ml", "Proof.removal.tissue_ml");
		columns.put("brain_ml", "Proof.facts.brain_ml");
		columns.put("face_in_view", "Proof.facts.faceInView");
		return columns;
	}

	/**
	 * Returns what a table shows of a record.
	 *
	 * @param record a record of this program
	 * @param place keys from the outermost to the innermost, with dots between them
	 * @return a number with four digits, or a text or truth value as it is; {@link #NONE} if there is none
	 */
	public static String figure(final JsonObject record, final String place) {
		return value(record, place).map(value -> value.isNumber() ? String.format(Locale.ROOT, "%.4g", value.getAsDouble()) : value.getAsString()).orElse(
			NONE);
	}

	static Optional<JsonPrimitive> value(final JsonObject record, final String place) {
		JsonElement value = record;
		for (final String key : place.split("\\."))
			value = value instanceof JsonObject object ? object.get(key) : null;
		return value instanceof JsonPrimitive primitive ? Optional.of(primitive) : Optional.empty();
	}
}
