package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import org.pediatricdefacer.io.AtomicFile;

/**
 * Writes an evaluation as tables and JSON.
 * <p>
 * CSV as in RFC 4180, UTF-8, decimal points: {@code scores.csv} (a line per scan and region), {@code summary.csv} (a line per
 * group, region and score), {@code unmatched.csv}, with a second method {@code comparison.csv}; {@code evaluation.json} holds all
 * of it. A score that is not defined is an empty cell or null; an infinite one is {@code inf} or null, and the status of the
 * region says why.
 */
public final class EvaluationFiles {

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().serializeNulls().disableHtmlEscaping().create();

	private final FacemaskEvaluation evaluation;
	private final FacemaskEvaluation other;
	private final long seed;

	/**
	 * Takes what is to be written.
	 *
	 * @param evaluation of the method at hand
	 * @param other evaluation of a second method, or null
	 * @param seed of the bootstrap
	 */
	public EvaluationFiles(final FacemaskEvaluation evaluation, final FacemaskEvaluation other, final long seed) {
		this.evaluation = evaluation;
		this.other = other;
		this.seed = seed;
	}

	/**
	 * Writes all files, each whole or not at all; older ones of the same names are replaced.
	 *
	 * @param folder made if it is not there
	 * @throws IOException if the disk fails
	 */
	public void write(final Path folder) throws IOException {
		Files.createDirectories(folder);
		final List<Map<String, Object>> scores = scores(evaluation);
		final List<Map<String, Object>> summary = summary();
		final List<Map<String, Object>> unmatched = unmatched();
		final Map<String, Object> json = new LinkedHashMap<>();
		json.put("scores", scores);
		json.put("summary", summary);
		json.put("worst", worst());
		json.put("unmatched", unmatched);
		write(folder.resolve("scores.csv"), csv(scores));
		write(folder.resolve("summary.csv"), csv(summary));
		write(folder.resolve("unmatched.csv"), csv(unmatched));
		if (other != null) {
			final List<Map<String, Object>> comparison = comparison();
			json.put("other_scores", scores(other));
			json.put("comparison", comparison);
			write(folder.resolve("comparison.csv"), csv(comparison));
		}
		json.put("seed", seed);
		write(folder.resolve("evaluation.json"), GSON.toJson(finite(json)) + "\n");
	}

	private static List<Map<String, Object>> scores(final FacemaskEvaluation evaluation) {
		final Table table = new Table();
		for (final FacemaskEvaluation.Scan scan : evaluation.scans())
			scan.result().scores().forEach((region, scores) -> {
				table.row().put("scan", scan.name());
				table.put("region", region);
				table.put("status", status(scores));
				for (final Score score : Score.values())
					table.put(score.column(), score.of(scores));
				table.put("reference_ml", scores.reference_ml());
				table.put("predicted_ml", scores.predicted_ml());
				table.put("reference_outside_predicted_view", scan.result().notCovered());
				table.put("predicted_outside_reference_view_ml", scan.result().notJudged_ml());
				for (final String kind : evaluation.groups().keySet())
					table.put(kind.replace(' ', '_'), scan.groups().getOrDefault(kind, ""));
				table.put("predicted", scan.pair().predicted().toString());
				table.put("reference", scan.pair().reference().toString());
			});
		return table.rows();
	}

	private static String status(final MaskScores scores) {
		if (scores.reference_voxels() == 0) return scores.predicted_voxels() == 0 ? "both empty" : "not in reference";
		return scores.predicted_voxels() == 0 ? "missed" : "compared";
	}

	private List<Map<String, Object>> summary() {
		final Table table = new Table();
		summarize(table, "all", "all", evaluation.scans());
		evaluation.groups().forEach((kind, groups) -> groups.forEach((group, scans) -> summarize(table, kind, group, scans)));
		return table.rows();
	}

	private void summarize(final Table table, final String kind, final String group, final List<FacemaskEvaluation.Scan> scans) {
		for (final String region : evaluation.regions())
			for (final Score score : Score.values()) {
				table.row().put("group_by", kind);
				table.put("group", group);
				table.put("region", region);
				table.put("score", score.column());
				put(table, FacemaskEvaluation.summary(region, score, scans, seed));
			}
	}

	private static void put(final Table table, final SampleSummary summary) {
		table.put("n", summary.count());
		table.put("undefined", summary.undefined());
		table.put("infinite", summary.infinite());
		table.put("median", summary.median());
		table.put("median_low_95", summary.medianLow());
		table.put("median_high_95", summary.medianHigh());
		table.put("mean", summary.mean());
		table.put("mean_low_95", summary.meanLow());
		table.put("mean_high_95", summary.meanHigh());
		table.put("sd", summary.sd());
	}

	private List<Map<String, Object>> worst() {
		final Table table = new Table();
		for (final String region : evaluation.regions())
			for (final Score score : Score.values())
				for (final FacemaskEvaluation.Scan scan : evaluation.worst(region, score)) {
					table.row().put("region", region);
					table.put("score", score.column());
					table.put("scan", scan.name());
					table.put("value", scan.score(region, score));
				}
		return table.rows();
	}

	private List<Map<String, Object>> unmatched() {
		final Table table = new Table();
		for (final MaskPairing.Unmatched file : evaluation.unmatched()) {
			table.row().put("file", file.file().toString());
			table.put("reason", file.reason());
		}
		for (final FacemaskEvaluation.Failure failure : evaluation.failures()) {
			table.row().put("file", failure.pair().predicted().toString());
			table.put("reason", failure.reason());
		}
		return table.rows();
	}

	private List<Map<String, Object>> comparison() {
		final Table table = new Table();
		for (final String region : evaluation.regions())
			for (final Score score : Score.values()) {
				final PairedDifference difference = evaluation.minus(other, region, score, seed);
				table.row().put("region", region);
				table.put("score", score.column());
				table.put("pairs", difference.pairs());
				table.put("left_out", difference.leftOut());
				table.put("equal", difference.zeros());
				table.put("median_difference", difference.difference().median());
				table.put("mean_difference", difference.difference().mean());
				table.put("mean_low_95", difference.difference().meanLow());
				table.put("mean_high_95", difference.difference().meanHigh());
				table.put("wilcoxon_p", difference.p());
			}
		return table.rows();
	}

	/** JSON knows neither NaN nor infinity. */
	private static Object finite(final Object value) {
		if (value instanceof Double number) return Double.isFinite(number) ? number : null;
		if (value instanceof List<?> list) return list.stream().map(EvaluationFiles::finite).toList();
		if (value instanceof Map<?, ?> map) {
			final Map<Object, Object> copy = new LinkedHashMap<>();
			map.forEach((key, v) -> copy.put(key, finite(v)));
			return copy;
		}
		return value;
	}

	private static String csv(final List<Map<String, Object>> rows) {
		final StringBuilder text = new StringBuilder();
		if (!rows.isEmpty()) text.append(String.join(",", rows.get(0).keySet())).append("\r\n");
		for (final Map<String, Object> row : rows)
			text.append(String.join(",", row.values().stream().map(EvaluationFiles::cell).toList())).append("\r\n");
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

	private static void write(final Path file, final String text) throws IOException {
		try (AtomicFile out = AtomicFile.create(file, true)) {
			out.stream().write(text.getBytes(StandardCharsets.UTF_8));
			out.commit();
		}
	}
}
