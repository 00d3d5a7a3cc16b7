package org.pediatricdefacer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.pediatricdefacer.evaluate.SampleSummary;

/** Sums up what the records of a folder say of the removed regions: what they cost, and what they tell of the face. */
final class HoleTable {

	/** From how many rays on a correlation means anything. */
	private static final int LEAST_RAYS = 30;

	private static final String[] SURFACES = { "outer", "inner", "leftEar", "rightEar" };

	private final List<JsonObject> proofs;

	private HoleTable(final List<JsonObject> proofs) {
		this.proofs = proofs;
	}

	/**
	 * Reads records.
	 *
	 * @param defaced folder that a defacing wrote to
	 * @return a table in Markdown: median over the scans, and the worst of them
	 * @throws IOException if a record cannot be read
	 */
	static String of(final Path defaced) throws IOException {
		final List<Path> records;
		try (Stream<Path> files = Files.list(defaced)) {
			records = files.filter(file -> file.toString().endsWith("_defaced.json")).sorted().toList();
		}
		final List<JsonObject> proofs = new ArrayList<>();
		for (final Path record : records)
			proofs.add(JsonParser.parseString(Files.readString(record)).getAsJsonObject().getAsJsonObject("Proof"));
		return new HoleTable(proofs).table();
	}

	private String table() {
		final StringBuilder table = new StringBuilder("| key of the record's Proof | scans | median | worst |\n| --- | --- | --- | --- |\n");
		for (final String key : new String[] { "tissue_ml", "beyond_ml", "left_ml", "followed_ml" })
			line(table, "removal." + key, proof -> number(proof.getAsJsonObject("removal").get(key)), 0);
		for (final String surface : SURFACES)
			line(table, "recovery." + surface + ".correlation, absolute", proof -> Math.abs(seen(proof, surface, "correlation")), 0);
		line(table, "recovery.inner.spread_mm (worst: least)", proof -> seen(proof, "inner", "spread_mm"), Double.POSITIVE_INFINITY);
		line(table, "recovery.inner: average_mm less spread_mm", proof -> seen(proof, "inner", "average_mm") - seen(proof, "inner", "spread_mm"),
			Double.NEGATIVE_INFINITY);
		line(table, "recovery.fillLevel", proof -> number(proof.getAsJsonObject("recovery").get("fillLevel")), 0);
		line(table, "recovery.fillSpread", proof -> number(proof.getAsJsonObject("recovery").get("fillSpread")), 1);
		return table.toString();
	}

	/** Adds a line; the worst value is the one that is farthest from an ideal one. */
	private void line(final StringBuilder table, final String name, final ToDoubleFunction<JsonObject> value, final double ideal) {
		final double[] values = proofs.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).toArray();
		if (values.length == 0) {
			table.append(String.format(Locale.ROOT, "| %s | 0 | | |%n", name));
			return;
		}
		final double worst = DoubleStream.of(values).reduce((a, b) -> farther(a, b, ideal) ? a : b).getAsDouble();
		table.append(String.format(Locale.ROOT, "| %s | %d | %.3f | %.3f |%n", name, values.length, SampleSummary.of(values, SampleSummary.SEED)
			.median(), worst));
	}

	private static boolean farther(final double a, final double b, final double ideal) {
		return Double.isInfinite(ideal) ? ideal > 0 == a < b : Math.abs(a - ideal) > Math.abs(b - ideal);
	}

	/** What was measured of a surface; NaN if too little of it was seen. */
	private static double seen(final JsonObject proof, final String surface, final String key) {
		final JsonObject measured = proof.getAsJsonObject("recovery").getAsJsonObject(surface);
		return measured.get("rays").getAsInt() < LEAST_RAYS ? Double.NaN : number(measured.get(key));
	}

	private static double number(final JsonElement value) {
		return value == null || value.isJsonNull() ? Double.NaN : value.getAsDouble();
	}
}
