package org.pediatricdefacer.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.evaluate.MaskPairing;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.privacy.FeatureRemoval.Status;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.RenderSimilarity;
import org.pediatricdefacer.table.Table;
import org.pediatricdefacer.table.TableFiles;

/**
 * Writes a privacy evaluation: {@code privacy.csv} (a line per scan), {@code privacy_unmatched.csv}, and {@code privacy.json} with
 * both. Cells of what was not measured are empty; an infinite distance (nothing of the head, or of the mask, is left) is
 * {@code inf}, in JSON null.
 */
public final class PrivacyFiles {

	private PrivacyFiles() {}

	/**
	 * Writes all files, each whole or not at all; older ones of the same names are replaced.
	 *
	 * @param evaluation what was measured
	 * @param folder made if it is not there
	 * @throws IOException if the disk fails
	 */
	public static void write(final PrivacyEvaluation evaluation, final Path folder) throws IOException {
		Files.createDirectories(folder);
		final List<Map<String, Object>> scans = scans(evaluation);
		final List<Map<String, Object>> unmatched = unmatched(evaluation);
		TableFiles.write(folder.resolve("privacy.csv"), TableFiles.csv(scans));
		TableFiles.write(folder.resolve("privacy_unmatched.csv"), TableFiles.csv(unmatched));
		final Map<String, Object> json = new LinkedHashMap<>();
		json.put("program", ProgramVersion.NAME + " " + ProgramVersion.get());
		json.put("scans", scans);
		json.put("unmatched", unmatched);
		TableFiles.write(folder.resolve("privacy.json"), TableFiles.json(json));
	}

	private static List<Map<String, Object>> scans(final PrivacyEvaluation evaluation) {
		final Table table = new Table();
		for (final PrivacyEvaluation.Scan scan : evaluation.scans()) {
			final PrivacyCheck check = scan.check();
			table.row().put("scan", scan.item().name());
			table.put("verdict", check.judgment().verdict().text());
			table.put("reasons", String.join(" ", check.judgment().reasons().stream().map(reason -> reason.text()).toList()));
			table.put("changed_ml", check.changed_ml());
			putFace(table, check);
			putBrain(table, check);
			check.views().forEach((view, similarity) -> putView(table, view, similarity));
			table.put("detector", check.detector().map(DetectorHits::detector).orElse("not run"));
			table.put("detector_views", check.detector().map(hits -> (Object) hits.views()).orElse(""));
			table.put("detector_hits_before", check.detector().map(hits -> (Object) hits.before()).orElse(""));
			table.put("detector_hits_after", check.detector().map(hits -> (Object) hits.after()).orElse(""));
			table.put("before", scan.item().before().toString());
			table.put("after", scan.item().after().toString());
		}
		return table.rows();
	}

	private static void putFace(final Table table, final PrivacyCheck check) {
		table.put("face_found_by", check.face().map(FaceResidual::basis).map(HeadFrame.Basis::name).orElse("").toLowerCase(Locale.ROOT));
		put(table, "face", check.face().map(FaceResidual::face).orElse(null));
		for (final FaceFeature feature : FaceFeature.values())
			put(table, feature.name().toLowerCase(Locale.ROOT), check.face().map(face -> face.features().get(feature)).orElse(null));
	}

	private static void put(final Table table, final String name, final FeatureRemoval removal) {
		final FeatureRemoval known = removal == null ? FeatureRemoval.unmeasured(Status.NOT_FOUND, Double.NaN, Double.NaN) : removal;
		table.put(name + "_status", removal == null ? "place not known" : removal.status().text());
		table.put(name + "_in_view", known.inView());
		table.put(name + "_residual", known.residual());
		table.put(name + "_depth5_mm", known.depth5_mm());
		table.put(name + "_depth_median_mm", known.depthMedian_mm());
	}

	private static void putBrain(final Table table, final PrivacyCheck check) {
		table.put("brain_mask", check.brain().source().name().toLowerCase(Locale.ROOT));
		table.put("brain_ml", check.brain().brain_ml());
		table.put("brain_removed_voxels", check.brain().removed_voxels());
		table.put("brain_removed_inside_voxels", check.brain().removedInside_voxels());
		table.put("brain_removed_ml", check.brain().removed_ml());
		table.put("brain_nearest_mm", check.brain().nearest_mm());
		table.put("labeled_brain_removed_voxels", check.labeled_voxels());
	}

	private static void putView(final Table table, final View view, final RenderSimilarity similarity) {
		final String name = view.name().toLowerCase(Locale.ROOT);
		table.put(name + "_ssim", similarity.ssim());
		table.put(name + "_silhouette_change", similarity.silhouetteChange());
	}

	private static List<Map<String, Object>> unmatched(final PrivacyEvaluation evaluation) {
		final Table table = new Table();
		for (final MaskPairing.Unmatched file : evaluation.unmatched()) {
			table.row().put("file", file.file().toString());
			table.put("reason", file.reason());
		}
		for (final PrivacyEvaluation.Failure failure : evaluation.failures()) {
			table.row().put("file", failure.item().after().toString());
			table.put("reason", failure.reason());
		}
		return table.rows();
	}
}
