package org.pediatricdefacer.evaluate;

import java.util.List;
import java.util.Map;

import org.pediatricdefacer.table.Table;

/** The tables of an evaluation, the same for CSV, JSON and HTML. */
final class EvaluationTables {

	private final FacemaskEvaluation evaluation;
	private final long seed;

	/**
	 * Takes an evaluation.
	 *
	 * @param evaluation of a method
	 * @param seed of the bootstrap
	 */
	EvaluationTables(final FacemaskEvaluation evaluation, final long seed) {
		this.evaluation = evaluation;
		this.seed = seed;
	}

	/** One row per scan and region. */
	static List<Map<String, Object>> scores(final FacemaskEvaluation evaluation) {
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

	/** One row per group, region and score; the group of all first. */
	List<Map<String, Object>> summary() {
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

	/** The worst scans of each region and score. */
	List<Map<String, Object>> worst() {
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

	/**
	 * What was not compared, and why.
	 *
	 * @param other evaluation of a second method, or null
	 */
	List<Map<String, Object>> unmatched(final FacemaskEvaluation other) {
		final Table table = new Table();
		left(table, evaluation, "");
		if (other != null) left(table, other, "other method: ");
		return table.rows();
	}

	private static void left(final Table table, final FacemaskEvaluation of, final String method) {
		for (final MaskPairing.Unmatched file : of.unmatched()) {
			table.row().put("file", file.file().toString());
			table.put("reason", method + file.reason());
		}
		for (final FacemaskEvaluation.Failure failure : of.failures()) {
			table.row().put("file", failure.pair().predicted().toString());
			table.put("reason", method + failure.reason());
		}
	}

	/** Paired differences to another method, one row per region and score. */
	List<Map<String, Object>> comparison(final FacemaskEvaluation other) {
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
}
