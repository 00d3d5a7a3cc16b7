package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.proof.Verdict;

/**
 * What the program wrote down about one defacing, read back from {@code NAME_defaced.json}.
 *
 * @param verdict of the program's own proof
 * @param reasons for it, the gravest first
 * @param warnings on what was assumed
 * @param settings what did the work and how, a line each
 * @param confidence expected Dice of the mask, or NaN
 * @param removed_ml volume that was removed, or NaN
 * @param brainVoxels voxels of the model's brain that were removed, or NaN
 */
record ResultRecord(Verdict verdict, List<Remark> reasons, List<String> warnings, List<String> settings, double confidence,
	double removed_ml, double brainVoxels)
{

	/**
	 * A sentence and how grave it is.
	 *
	 * @param weight what it asks for
	 * @param text one sentence
	 */
	record Remark(Verdict weight, String text) {}

	/**
	 * Reads a record.
	 *
	 * @throws DefacingException if it is none
	 * @throws IOException if the disk fails
	 */
	static ResultRecord read(final Path file) throws IOException {
		try {
			return of(JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8)).getAsJsonObject());
		}
		catch (final JsonParseException | IllegalStateException | IllegalArgumentException | UnsupportedOperationException
				| ClassCastException | NullPointerException e)
		{
			throw new DefacingException(file.getFileName() + " is no record of this program; deface the scan again, or move the file away.", e);
		}
	}

	private static ResultRecord of(final JsonObject json) {
		final List<Remark> reasons = new ArrayList<>();
		for (final JsonElement reason : json.getAsJsonArray("Reasons"))
			reasons.add(new Remark(verdict(reason.getAsJsonObject().get("weight")), reason.getAsJsonObject().get("text").getAsString()));
		final List<String> warnings = json.getAsJsonArray("Warnings").asList().stream().map(JsonElement::getAsString).toList();
		final JsonObject proof = json.getAsJsonObject("Proof");
		double removed = 0;
		double brain = Double.NaN;
		for (final JsonElement element : proof.getAsJsonArray("regions")) {
			final JsonObject region = element.getAsJsonObject();
			if (region.get("region").getAsString().equals("brain")) brain = number(region, "voxelsRemoved");
			else removed += number(region, "removed_ml");
		}
		return new ResultRecord(verdict(json.get("Status")), reasons, warnings, settings(json), number(proof.getAsJsonObject("check"),
			"confidence"), removed, brain);
	}

	private static Verdict verdict(final JsonElement text) {
		return Verdict.valueOf(text.getAsString().toUpperCase(Locale.ROOT));
	}

	private static double number(final JsonObject object, final String key) {
		final JsonElement value = object.get(key);
		return value == null || value.isJsonNull() ? Double.NaN : value.getAsDouble();
	}

	private static List<String> settings(final JsonObject json) {
		final List<String> lines = new ArrayList<>();
		Optional.ofNullable(json.getAsJsonArray("DeidentificationMethod")).ifPresent(methods -> methods.forEach(method -> lines.add(method
			.getAsString() + ".")));
		final JsonObject model = json.getAsJsonObject("Model");
		final JsonObject software = json.getAsJsonObject("Software");
		lines.add("Model " + model.get("Name").getAsString() + " " + model.get("Version").getAsString() + " on " + software.get("Device")
			.getAsString() + ", " + software.get("Engine").getAsString() + ".");
		return lines;
	}
}
