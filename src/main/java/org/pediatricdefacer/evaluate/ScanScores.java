package org.pediatricdefacer.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * The scores of one scan's mask, for the facemask and for each region that both images know.
 * <p>
 * Compared on the reference's grid: each of its voxels takes the nearest voxel of the prediction through world coordinates;
 * where the prediction's field of view ends nothing was predicted. What of the prediction lies outside the reference's field of
 * view cannot be judged and is only measured. Distances take the axes of the reference's grid as perpendicular.
 *
 * @param scores by region; {@value LabelScheme#WHOLE} first
 * @param notCovered share of the reference's facemask outside the prediction's field of view; NaN if the reference is empty
 * @param notJudged_ml volume of the predicted facemask outside the reference's field of view
 * @param predictedScheme how the prediction's values were read
 * @param referenceScheme how the reference's values were read
 */
public record ScanScores(Map<String, MaskScores> scores, double notCovered, double notJudged_ml, LabelScheme predictedScheme,
	LabelScheme referenceScheme)
{

	/** Keeps the order of the regions. */
	public ScanScores {
		scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
	}

	/**
	 * Scores a mask image.
	 *
	 * @param predicted label image on any grid
	 * @param reference label image on any grid
	 * @return the scores
	 */
	public static ScanScores of(final Volume predicted, final Volume reference) {
		final VoxelGrid grid = reference.grid();
		final byte[] own = NearestLabels.onto(predicted.grid(), predicted);
		final byte[] truth = NearestLabels.onto(grid, reference);
		final byte[] carried = NearestLabels.ontoMarked(grid, predicted);
		final LabelScheme predictedScheme = LabelScheme.guess(own);
		final LabelScheme referenceScheme = LabelScheme.guess(truth);
		final Map<String, boolean[]> truths = referenceScheme.masks(truth);
		final Map<String, boolean[]> found = predictedScheme.masks(carried);
		final Lattice lattice = grid.lattice();
		final Map<String, MaskScores> scores = new LinkedHashMap<>();
		truths.forEach((region, mask) -> {
			// A facemask as the defacer writes it holds no brain: then brain is not missed but absent.
			if (found.containsKey(region) && !(region.equals("brain") && (none(found.get(region)) || none(mask)))) scores.put(region, MaskScores.of(mask,
				found.get(region), lattice));
		});
		return new ScanScores(scores, notCovered(truths.get(LabelScheme.WHOLE), carried), notJudged_ml(predictedScheme.masks(own).get(LabelScheme.WHOLE),
			predicted.grid(), grid), predictedScheme, referenceScheme);
	}

	private static boolean none(final boolean[] mask) {
		for (final boolean set : mask)
			if (set) return false;
		return true;
	}

	private static double notCovered(final boolean[] reference, final byte[] carried) {
		long size = 0;
		long outside = 0;
		for (int i = 0; i < reference.length; i++)
			if (reference[i]) {
				size++;
				if (carried[i] == NearestLabels.OUTSIDE) outside++;
			}
		return (double) outside / size;
	}

	private static double notJudged_ml(final boolean[] predicted, final VoxelGrid from, final VoxelGrid reference) {
		long outside = 0;
		final int nx = (int) from.size(0);
		final int ny = (int) from.size(1);
		for (int i = 0; i < predicted.length; i++) {
			if (!predicted[i]) continue;
			final double[] at = reference.toVoxel(from.toWorld(i % nx, i / nx % ny, i / (nx * ny)));
			boolean inside = true;
			for (int d = 0; d < 3; d++)
				inside &= at[d] >= -0.5 - 1e-6 && at[d] <= reference.size(d) - 0.5 + 1e-6;
			if (!inside) outside++;
		}
		return outside * from.voxelVolume_mm3() / 1000;
	}
}
