package org.pediatricdefacer.report;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Collects what a page shows of its scans, as the page's script expects it. */
final class ReportJson {

	private final ReportSettings settings;
	private final String made;
	private final String program;
	private final JsonArray scans = new JsonArray();
	private int rated;

	ReportJson(final ReportSettings settings, final String made, final String program) {
		this.settings = settings;
		this.made = made;
		this.program = program;
	}

	/** Adds a scan to the table; returns what is only needed when it is opened. */
	JsonElement add(final ExaminedScan scan, final ReportItem item) {
		scans.add(line(scan.entry()));
		final JsonObject rest = new JsonObject();
		rest.addProperty("outline", item.facemask().isPresent() ? "facemask" : "removed region");
		rest.addProperty("brain", scan.brainSource());
		rest.addProperty("without", without(scan));
		rest.add("warnings", texts(scan.warnings()));
		rest.add("settings", texts(scan.settings()));
		final JsonArray features = new JsonArray();
		scan.features().forEach(line -> features.add(texts(line)));
		rest.add("features", features);
		final JsonObject pictures = new PicturesJson(scan.pictures(), QcReport.BYTES_PER_SCAN - rest.toString().length()).json();
		pictures.asMap().forEach(rest::add);
		return rest;
	}

	private String without(final ExaminedScan scan) {
		if (!scan.pictures().views().isEmpty()) return "";
		return settings.showBefore() ? "the scan could not be shown." : "there is no defaced scan to show, and originals are not shown here.";
	}

	private JsonObject line(final ScanEntry entry) {
		final JsonObject line = new JsonObject();
		line.addProperty("name", entry.name());
		line.addProperty("result", entry.result());
		line.addProperty("verdict", entry.verdict().text());
		final JsonArray reasons = new JsonArray();
		entry.reasons().forEach(remark -> {
			final JsonObject reason = new JsonObject();
			reason.addProperty("weight", remark.weight().text());
			reason.addProperty("text", remark.text());
			reasons.add(reason);
		});
		line.add("reasons", reasons);
		final JsonObject values = new JsonObject();
		entry.values().forEach((measure, value) -> values.addProperty(measure.key(), value));
		line.add("values", values);
		line.add("ratings", ratings(entry));
		return line;
	}

	private JsonArray ratings(final ScanEntry entry) {
		final JsonArray ratings = new JsonArray();
		boolean counts = false;
		for (final ScanRating given : settings.ratings().of(entry.name())) {
			// A table without checksums is taken at its word.
			final boolean stale = !given.result().isEmpty() && !given.result().equals(entry.result());
			final JsonObject rating = new JsonObject();
			rating.addProperty("rating", given.rating().text());
			rating.addProperty("note", given.note());
			rating.addProperty("rater", given.rater());
			rating.addProperty("rated_at", given.ratedAt());
			rating.addProperty("stale", stale);
			ratings.add(rating);
			counts |= !stale;
		}
		if (counts) rated++;
		return ratings;
	}

	/** Returns how many of the scans have a rating that counts. */
	int rated() {
		return rated;
	}

	/** Returns what the page shows first. */
	JsonObject report(final int part, final List<Path> files, final List<String> withoutResult, final boolean facemasks) {
		final JsonObject report = new JsonObject();
		report.addProperty("subtitle", scans.size() + (scans.size() == 1 ? " scan, " : " scans, ") + made + ", " + program + (files.size() > 1 ?
			", part " + (part + 1) + " of " + files.size() : ""));
		report.addProperty("before", settings.showBefore());
		report.addProperty("facemasks", facemasks);
		report.addProperty("ratings_file", stem(files.get(part).getFileName().toString()) + "_ratings.tsv");
		report.addProperty("part", part);
		report.add("parts", texts(files.stream().map(file -> file.getFileName().toString()).toList()));
		report.add("without_result", texts(withoutResult));
		report.add("ratings", ratingChoices());
		report.add("measures", measures());
		report.add("scans", scans);
		return report;
	}

	private static String stem(final String name) {
		return name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name;
	}

	private static JsonArray ratingChoices() {
		final JsonArray choices = new JsonArray();
		for (final Rating rating : Rating.values()) {
			final JsonObject choice = new JsonObject();
			choice.addProperty("key", String.valueOf(rating.key()));
			choice.addProperty("text", rating.text());
			choices.add(choice);
		}
		return choices;
	}

	private static JsonArray measures() {
		final JsonArray measures = new JsonArray();
		for (final ReportMeasure measure : ReportMeasure.values()) {
			final JsonObject column = new JsonObject();
			column.addProperty("key", measure.key());
			column.addProperty("label", measure.label());
			column.addProperty("unit", measure.unit());
			column.addProperty("percent", measure.percent());
			column.addProperty("digits", measure.digits());
			column.addProperty("help", measure.help());
			measures.add(column);
		}
		return measures;
	}

	private static JsonArray texts(final Collection<String> texts) {
		final JsonArray array = new JsonArray();
		texts.forEach(array::add);
		return array;
	}
}
