package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.privacy.FeatureRemoval.Status;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.table.Quantiles;
import org.pediatricdefacer.volume.Volume;

/**
 * How much of the face is left after defacing, and how deep the cut goes, without a reference mask.
 * <p>
 * Of the original skin in the face zone, the share that lies within 2 mm of the new outer surface is what a viewer can still see
 * in its place. Depth is the distance from the original skin to the new surface: a thin cut leaves the shape, and generative
 * models restore faces even from scans whose face was removed (Abramian and Eklund, ISBI 2019, doi 10.1109/ISBI.2019.8759515: blurring
 * is hardly a protection, removal partially reversible; Gao et al., Computers in Biology and Medicine 2025, arXiv:2501.18834: faces
 * refaced by diffusion models are nearer to the original than an average face). Both are proxies, no rates of re-identification.
 * <p>
 * The face zone is shrunk by 8 u, above the brows by 4 u, because skin may be left at its soft border. Where a feature is out of the field of view nothing
 * is said about it.
 *
 * @param features one entry for each feature
 * @param face forehead, eyes, nose, mouth, chin and cheeks taken together
 * @param basis what the head's frame rests on; without eyes the features are roughly placed
 */
public record FaceResidual(Map<FaceFeature, FeatureRemoval> features, FeatureRemoval face, HeadFrame.Basis basis) {

	/** Skin nearer than this to the new surface counts as left. */
	public static final double NEAR_MM = 2;
	/** With less original skin than this in view a feature counts as not found. */
	private static final double LEAST_SKIN_CM2 = 0.5;
	private static final double ROUNDING_MM = 1e-4;
	private static final double THIN = 0.05;

	/** Keeps the order of the features. */
	public FaceResidual {
		features = Collections.unmodifiableMap(new EnumMap<>(features));
	}

	/**
	 * Measures a defaced scan.
	 *
	 * @param before the scan before defacing
	 * @param after the defaced scan, on the same grid or one that covers it
	 * @param labels regions of the head before defacing, with brain and eyes, on any grid
	 * @param spacing_mm of the grid to measure on; 1 is usual
	 * @return the residual; empty if the labels hold neither two eyes nor a brain, so that nobody knows where the face is
	 */
	public static Optional<FaceResidual> of(final Volume before, final Volume after, final Volume labels, final double spacing_mm) {
		final IsotropicScan head = IsotropicScan.of(before, spacing_mm).smoothed();
		return of(head, IsotropicScan.of(after, head.grid()).smoothed(), head.labels(labels), AirThreshold.of(head).skin());
	}

	/**
	 * Measures a defaced scan on a grid that is there already.
	 *
	 * @param before the scan before defacing; smoothed, if it is noisy
	 * @param after the defaced scan on the same grid, smoothed alike
	 * @param labels regions of the head before defacing, one per voxel
	 * @param skin intensity at which skin begins
	 * @return the residual; empty if the labels hold neither two eyes nor a brain
	 */
	public static Optional<FaceResidual> of(final IsotropicScan before, final IsotropicScan after, final byte[] labels, final double skin) {
		return LabelFrame.of(labels, before).map(frame -> {
			final SkinSurface original = SkinSurface.of(before, skin);
			return measure(new FaceSkin(before, original, frame, labels), original, original.after(after, skin), frame);
		});
	}

	private static FaceResidual measure(final FaceSkin skin, final SkinSurface original, final SkinSurface left, final HeadFrame frame) {
		final float[] distance_mm = DistanceTransform.distance_mm(left.skin(), left.lattice());
		final double face_cm2 = left.lattice().dx_mm() * left.lattice().dy_mm() / 100;
		final Map<FaceFeature, FeatureRemoval> features = new EnumMap<>(FaceFeature.class);
		double[] face = new double[0];
		double inView = 0;
		for (final FaceFeature feature : FaceFeature.values()) {
			final double[] depths = depths(skin, original, feature, distance_mm);
			features.put(feature, removal(depths, skin.inView(feature), face_cm2));
			if (feature.ear()) continue;
			inView += skin.inView(feature) / (FaceFeature.values().length - 2);
			final int filled = face.length;
			face = Arrays.copyOf(face, filled + depths.length);
			System.arraycopy(depths, 0, face, filled, depths.length);
		}
		Arrays.sort(face);
		return new FaceResidual(features, removal(face, inView, face_cm2), frame.basis());
	}

	/** Ascending distances from the skin of a feature to the new surface; a head that is gone is infinitely far away. */
	private static double[] depths(final FaceSkin skin, final SkinSurface original, final FaceFeature feature, final float[] distance_mm) {
		final double[] depths = new double[distance_mm.length];
		int n = 0;
		for (int i = 0; i < distance_mm.length; i++)
			if (original.skin()[i] && skin.at(i) == feature) depths[n++] = distance_mm[i];
		final double[] found = Arrays.copyOf(depths, n);
		Arrays.sort(found);
		return found;
	}

	private static FeatureRemoval removal(final double[] depths, final double inView, final double voxel_cm2) {
		final double skin_cm2 = depths.length * voxel_cm2;
		if (inView == 0) return FeatureRemoval.unmeasured(Status.NOT_IN_VIEW, inView, skin_cm2);
		if (skin_cm2 < LEAST_SKIN_CM2) return FeatureRemoval.unmeasured(inView < 1 ? Status.NOT_IN_VIEW : Status.NOT_FOUND, inView, skin_cm2);
		int near = 0;
		while (near < depths.length && depths[near] <= NEAR_MM + ROUNDING_MM)
			near++;
		return new FeatureRemoval(Status.MEASURED, inView, skin_cm2, (double) near / depths.length, Quantiles.ofSorted(depths, THIN), Quantiles.ofSorted(
			depths, 0.5));
	}
}
