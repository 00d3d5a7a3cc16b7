package org.pediatricdefacer.evaluate;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.table.Quantiles;

/**
 * How well a mask agrees with a reference mask on the same grid.
 * <p>
 * With R the reference, P the prediction and their surfaces as in {@link SurfaceDistances}:
 * <ul>
 * <li>Dice 2|R and P| / (|R| + |P|), sensitivity |R and P| / |R|, precision |R and P| / |P| (Taha and Hanbury, BMC Medical
 * Imaging 15, 2015);</li>
 * <li>HD95: the larger of the two 95th percentiles (linear between ranks) of the distances from one surface to the other
 * (Huttenlocher et al., IEEE TPAMI 15, 1993; percentile as in MONAI);</li>
 * <li>average symmetric surface distance: the mean over the surface voxels of both masks;</li>
 * <li>surface Dice: the share of the surface voxels of both masks that lie within 2 mm of the other surface (after Nikolov et
 * al., arXiv:1809.04430, counted in voxels as MONAI does without subvoxels).</li>
 * </ul>
 * Edge cases: a share of nothing is NaN (not defined). With both masks empty everything is NaN; with exactly one empty Dice and
 * surface Dice are 0 and both distances are infinite. The volume difference is always defined.
 *
 * @param reference_voxels voxels of the reference
 * @param predicted_voxels voxels of the prediction
 * @param shared_voxels voxels of both
 * @param dice 0 to 1
 * @param sensitivity 0 to 1; NaN if the reference is empty
 * @param precision 0 to 1; NaN if the prediction is empty
 * @param hd95_mm Hausdorff distance at the 95th percentile
 * @param assd_mm average symmetric surface distance
 * @param surfaceDice surface Dice at 2 mm, 0 to 1
 * @param voxel_mm3 volume of a voxel
 */
public record MaskScores(long reference_voxels, long predicted_voxels, long shared_voxels, double dice, double sensitivity, double precision,
	double hd95_mm, double assd_mm, double surfaceDice, double voxel_mm3)
{

	/** How far two surfaces may lie apart to count as the same in the surface Dice. */
	public static final double SURFACE_TOLERANCE_MM = 2;
	/** Absorbs the rounding of distances, so that a surface exactly 2 mm away counts. */
	private static final double ROUNDING_MM = 1e-5;
	private static final double PERCENTILE = 95;

	/**
	 * Scores a mask.
	 *
	 * @param reference one flag per voxel, x-fastest
	 * @param predicted likewise
	 * @param lattice size and spacing
	 * @return the scores
	 * @throws IllegalArgumentException if a mask does not fit the lattice
	 */
	public static MaskScores of(final boolean[] reference, final boolean[] predicted, final Lattice lattice) {
		if (reference.length != lattice.voxels() || predicted.length != lattice.voxels())
			throw new IllegalArgumentException("expected " + lattice.voxels() + " voxels, were " + reference.length + " and " + predicted.length);
		long r = 0;
		long p = 0;
		long both = 0;
		for (int i = 0; i < reference.length; i++) {
			if (reference[i]) r++;
			if (predicted[i]) p++;
			if (reference[i] && predicted[i]) both++;
		}
		final SurfaceDistances distances = SurfaceDistances.between(reference, predicted, lattice);
		return new MaskScores(r, p, both, 2.0 * both / (r + p), (double) both / r, (double) both / p, hd95(distances), mean(distances), within(
			distances), lattice.voxelVolume_mm3());
	}

	/** Returns the volume of the prediction minus that of the reference, in ml. */
	public double volumeDifference_ml() {
		return (predicted_voxels - reference_voxels) * voxel_mm3 / 1000;
	}

	/** Returns the volume of the reference in ml. */
	public double reference_ml() {
		return reference_voxels * voxel_mm3 / 1000;
	}

	/** Returns the volume of the prediction in ml. */
	public double predicted_ml() {
		return predicted_voxels * voxel_mm3 / 1000;
	}

	private static double hd95(final SurfaceDistances distances) {
		final double[] r = distances.fromReference();
		final double[] p = distances.fromPredicted();
		if (r.length == 0 || p.length == 0) return r.length == p.length ? Double.NaN : Double.POSITIVE_INFINITY;
		return Math.max(Quantiles.ofSorted(r, PERCENTILE / 100), Quantiles.ofSorted(p, PERCENTILE / 100));
	}

	private static double mean(final SurfaceDistances distances) {
		double sum = 0;
		for (final double d : distances.fromReference())
			sum += d;
		for (final double d : distances.fromPredicted())
			sum += d;
		return sum / (distances.fromReference().length + distances.fromPredicted().length);
	}

	private static double within(final SurfaceDistances distances) {
		return (double) (count(distances.fromReference()) + count(distances.fromPredicted())) / (distances.fromReference().length + distances
			.fromPredicted().length);
	}

	private static int count(final double[] sorted) {
		int n = 0;
		while (n < sorted.length && sorted[n] <= SURFACE_TOLERANCE_MM + ROUNDING_MM)
			n++;
		return n;
	}
}
