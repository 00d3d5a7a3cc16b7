package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.pediatricdefacer.table.TableFiles;

/**
 * Writes an evaluation as tables, JSON and a page.
 * <p>
 * CSV as in RFC 4180, UTF-8, decimal points: {@code scores.csv} (a line per scan and region), {@code summary.csv} (a line per
 * group, region and score), {@code worst.csv} (the five worst scans of each region and score), {@code unmatched.csv}, with a second
 * method {@code comparison.csv}; {@code evaluation.json} holds all of it; {@code evaluation.html} shows it with plots, in one file that
 * needs no network. A score that is not defined is an empty cell or null; an infinite one is {@code inf} or null, and the status of
 * the region says why.
 */
public final class EvaluationFiles {

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
	 * @param scans folder of the scans, to show outliers with; null to show outlines only, which identify nobody
	 * @throws IOException if the disk fails
	 */
	public void write(final Path folder, final Path scans) throws IOException {
		Files.createDirectories(folder);
		final EvaluationTables tables = new EvaluationTables(evaluation, seed);
		final Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
		all.put("scores", EvaluationTables.scores(evaluation));
		all.put("summary", tables.summary());
		all.put("worst", tables.worst());
		all.put("unmatched", tables.unmatched(other));
		if (other != null) all.put("comparison", tables.comparison(other));
		for (final Map.Entry<String, List<Map<String, Object>>> table : all.entrySet())
			TableFiles.write(folder.resolve(table.getKey() + ".csv"), TableFiles.csv(table.getValue()));
		final Map<String, Object> json = new LinkedHashMap<>(all);
		if (other != null) json.put("other_scores", EvaluationTables.scores(other));
		json.put("seed", seed);
		TableFiles.write(folder.resolve("evaluation.json"), TableFiles.json(json));
		TableFiles.write(folder.resolve("evaluation.html"), new EvaluationPage(evaluation, all, seed).html(OutlierPicture.all(evaluation, scans), scans != null));
	}
}
