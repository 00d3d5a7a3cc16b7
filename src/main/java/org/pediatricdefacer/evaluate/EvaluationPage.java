package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.table.Html;
import org.pediatricdefacer.table.Table;
import org.pediatricdefacer.table.TableFiles;

/**
 * Shows an evaluation as one HTML file: tables, box plots with a dot per scan, a Bland-Altman plot of volumes, and the outliers.
 * <p>
 * The plots are drawn in the browser by D3 (Bostock, Ogievetsky and Heer, IEEE Transactions on Visualization and Computer Graphics
 * 17, 2011; ISC license), which is part of the file; nothing is loaded from elsewhere. Source of the Bland-Altman plot: Bland and
 * Altman, The Lancet 327 (1986).
 */
final class EvaluationPage {

	private static final String LIBRARY = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";
	private static final String LIBRARY_LICENSE = "/META-INF/resources/webjars/d3/7.9.0/LICENSE";
	private static final List<String> NUMBERS = List.of("score", "n", "median", "median_low_95", "median_high_95", "mean", "sd", "infinite",
		"undefined");

	private final FacemaskEvaluation evaluation;
	private final Map<String, List<Map<String, Object>>> tables;
	private final long seed;

	/**
	 * Takes what is to be shown.
	 *
	 * @param evaluation of a method
	 * @param tables scores, summary, worst, unmatched, and comparison if there is one
	 * @param seed of the bootstrap
	 */
	EvaluationPage(final FacemaskEvaluation evaluation, final Map<String, List<Map<String, Object>>> tables, final long seed) {
		this.evaluation = evaluation;
		this.tables = tables;
		this.seed = seed;
	}

	/**
	 * Returns the page.
	 *
	 * @param outliers pictures of the worst scans
	 * @param identifying whether they show scans
	 */
	String html(final List<OutlierPicture> outliers, final boolean identifying) throws IOException {
		final Map<String, String> parts = new LinkedHashMap<>();
		parts.put("style", resource("evaluation.css"));
		parts.put("lead", Html.escape(String.format(Locale.ROOT, "%d scans compared with their references, %d files or pairs not compared. %s.", evaluation
			.scans().size(), tables.get("unmatched").size(), ProgramVersion.NAME + " " + ProgramVersion.get())));
		parts.put("warning", identifying ? "<p class=\"warning\"><strong>This page shows slices of scans before defacing.</strong> "
			+ "Treat it as identifying; do not publish it.</p>" : "");
		parts.put("summary", evaluation.scans().isEmpty() ? "<p>No scan was compared.</p>" : summaries());
		parts.put("seed", Long.toString(seed));
		parts.put("comparison", tables.containsKey("comparison") && !tables.get("comparison").isEmpty() ? "<h2 id=\"comparison\">Compared with the other method</h2>\n"
			+ Html.table("This method minus the other, scan by scan; Wilcoxon signed-rank test, two-sided", tables.get("comparison")) : "");
		parts.put("outliers", outliers.isEmpty() ? "<p>There is none to show.</p>" : String.join("\n", outliers.stream().map(OutlierPicture::html)
			.toList()));
		parts.put("unmatched", tables.get("unmatched").isEmpty() ? "" : "<h2 id=\"unmatched\">Not compared</h2>\n" + Html.table("Files without a score",
			tables.get("unmatched")));
		parts.put("scans", evaluation.scans().isEmpty() ? "" : Html.table("Scores of all scans", scans()));
		parts.put("library", "/*\n" + read(LIBRARY_LICENSE) + "*/\n" + read(LIBRARY));
		parts.put("data", TableFiles.script(data()));
		parts.put("script", resource("evaluation.js"));
		return fill(resource("evaluation.html"), parts);
	}

	/** Replaces each {{name}} once, left to right, so that braces in what is filled in mean nothing. */
	private static String fill(final String template, final Map<String, String> parts) {
		final StringBuilder page = new StringBuilder();
		int from = 0;
		for (int at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", from)) {
			final int end = template.indexOf("}}", at);
			page.append(template, from, at).append(parts.get(template.substring(at + 2, end)));
			from = end + 2;
		}
		return page.append(template.substring(from)).toString();
	}

	/** All scans by region, the facemask by group, and the worst scans of the facemask by name. */
	private String summaries() {
		final StringBuilder html = new StringBuilder(Html.table("All scans", picked("summary", row -> row.get("group_by").equals("all"),
			List.of("region"), NUMBERS)));
		final Predicate<Map<String, Object>> facemask = row -> row.get("region").equals(LabelScheme.WHOLE);
		final List<Map<String, Object>> groups = picked("summary", facemask.and(row -> !row.get("group_by").equals("all")), List.of("group_by", "group"),
			NUMBERS);
		if (!groups.isEmpty()) html.append("<details><summary>By group</summary>").append(Html.table("Facemask by group", groups)).append("</details>");
		final List<Map<String, Object>> worst = picked("worst", facemask, List.of("scan"), List.of("score", "value"));
		if (!worst.isEmpty()) html.append("<details><summary>Worst scans by name</summary>").append(Html.table("Facemask: the five worst scans of each score",
			worst)).append("</details>");
		return html.toString();
	}

	/** Some rows of a table with some of its columns. */
	private List<Map<String, Object>> picked(final String name, final Predicate<Map<String, Object>> wanted, final List<String> names,
		final List<String> values)
	{
		final Table table = new Table();
		tables.get(name).stream().filter(wanted).forEach(row -> {
			table.row();
			names.forEach(column -> table.put(column, row.get(column)));
			values.forEach(column -> table.put(column, row.get(column)));
		});
		return table.rows();
	}

	/** The table of scores without the paths of files, which may name people. */
	private List<Map<String, Object>> scans() {
		final Set<String> paths = Set.of("predicted", "reference");
		final List<Map<String, Object>> rows = new ArrayList<>();
		for (final Map<String, Object> row : tables.get("scores")) {
			final Map<String, Object> kept = new LinkedHashMap<>(row);
			kept.keySet().removeAll(paths);
			rows.add(kept);
		}
		return rows;
	}

	private Map<String, Object> data() {
		final List<Map<String, Object>> scores = new ArrayList<>();
		for (final Score score : Score.values())
			scores.add(Map.of("column", score.column(), "title", score.title(), "unit", score.unit(), "share", score.unit().isEmpty()));
		final Map<String, Map<String, String>> groups = new LinkedHashMap<>();
		evaluation.scans().forEach(scan -> groups.put(scan.name(), scan.groups()));
		final List<Map<String, Object>> rows = scans();
		rows.forEach(row -> row.put("groups", groups.get(row.get("scan"))));
		return Map.of("scores", scores, "scans", rows, "kinds", List.copyOf(evaluation.groups().keySet()));
	}

	private static String resource(final String name) throws IOException {
		return read("/org/pediatricdefacer/evaluate/" + name);
	}

	private static String read(final String path) throws IOException {
		try (InputStream in = EvaluationPage.class.getResourceAsStream(path)) {
			if (in == null) throw new IOException(path + " is missing from the program; install it again");
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}
}
