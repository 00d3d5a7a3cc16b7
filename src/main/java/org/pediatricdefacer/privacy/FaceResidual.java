package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.commons.math3.util.MathArrays;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.privacy.FeatureRemoval.Status;
import org.pediatricdefacer.privacy.SideView.Side;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.table.Quantiles;
import org.pediatricdefacer.volume.FloatVolume;
import org.pediatricdefacer.volume.Volume;

/**
 * How much of the face is left after defacing, and how deep the cut goes, without a reference mask.
 * <p>
 * The head is looked at from the front and from both sides, before and after, along parallel rays ({@link SideView}). Of the original
 * skin in the face zone, the share whose ray still meets something within 2 mm is what a viewer can still see in its place. Depth is
 * the distance along the skin's normal: a thin cut leaves the shape, and generative models restore faces even from scans whose face
 * was removed (Abramian and Eklund, ISBI 2019, doi 10.1109/ISBI.2019.8759515: blurring is hardly a protection, removal partially
 * reversible; Gao et al., Computers in Biology and Medicine 2025, arXiv:2501.18834: faces refaced by diffusion models are nearer to
 * the original than an average face). Both are proxies, no rates of re-identification. The same few milliseconds are spent by the
 * defacing itself, by the check of any tool's scans and by the report, so that all three know the same.
 * <p>
 * The face zone is shrunk by 8 u, above the brows by 4 u, because skin may be left at its soft border. An ear is what stands out
 * from the side of the head ({@link EarRelief}), so one that a network overlooks is not overlooked here; where the side of
 * the field of view cuts it, its cut counts as its skin. What is left of one must not stand out from the scalp carried on under it. Of other features a cut is no skin. Where a feature is out of the field of view nothing is said about it.
 *
 * @param features one entry for each feature
 * @param face forehead, eyes, nose, mouth, chin and cheeks taken together
 * @param frame upright frame of the head in world coordinates; without eyes the features are roughly placed
 * @param dark how dark the skin is, if it is too dark to be told from air as usual
 */
public record FaceResidual(Map<FaceFeature, FeatureRemoval> features, FeatureRemoval face, HeadFrame frame, Optional<DarkSkin> dark) {

	/** Skin nearer than this to the new surface counts as left. */
	public static final double NEAR_MM = 2;
	/** By how much the face zone is shrunk, in u: at its soft border skin may be left. */
	static final double INNER = 8;
	/** The same above the brows, where the border is a plain line on the skin: a mask too low leaves a strip there. */
	private static final double INNER_ABOVE_BROWS = 4;
	/** With less original skin than this in view a feature counts as not found. */
	private static final double LEAST_SKIN_CM2 = 0.5;
	/** Skin that a ray meets at more than 60 degrees from its normal is left to the other views. */
	private static final double LEAST_COSINE = 0.5;
	/** What stood out by less than this from the scalp carried on under an ear is nape or jaw beside it. */
	private static final double FLUSH_MM = 2;
	private static final double ROUNDING_MM = 1e-4;
	private static final double THIN = 0.05;
	/** Distance of rays in u, and the finest voxels that are looked at. */
	static final double STEP = 2;
	static final double FINEST_MM = 2;

	/** Keeps the order of the features. */
	public FaceResidual {
		features = Collections.unmodifiableMap(new EnumMap<>(features));
	}

	/** Returns what the head's frame rests on. */
	public HeadFrame.Basis basis() {
		return frame.basis();
	}

	/**
	 * Measures the first volume of a defaced scan.
	 *
	 * @param before the scan before defacing
	 * @param after the defaced scan
	 * @param frame upright frame of the head in world coordinates
	 * @return the residual
	 */
	public static FaceResidual of(final Volume before, final Volume after, final HeadFrame frame) {
		return of(FloatVolume.of(before, 0, FINEST_MM), FloatVolume.of(after, 0, FINEST_MM), frame, Optional.empty());
	}

	/**
	 * Measures a defaced scan whose face the labels place.
	 *
	 * @param before the scan before defacing
	 * @param after the defaced scan
	 * @param labels regions of the head before defacing, with brain and eyes, on any grid
	 * @return the residual; empty if the labels hold neither two eyes nor a brain, so that nobody knows where the face is
	 */
	public static Optional<FaceResidual> of(final Volume before, final Volume after, final Volume labels) {
		final IsotropicScan grid = IsotropicScan.of(before, FINEST_MM);
		return LabelFrame.of(grid.labels(labels), grid).map(frame -> of(before, after, frame));
	}

	/** Measures one volume; the brain tells whether its skin is dark. */
	static FaceResidual of(final FloatVolume before, final FloatVolume after, final HeadFrame frame, final Optional<BrainPlace> brain) {
		return of(SeenSkin.of(before, frame, brain, STEP), after);
	}

	/** Measures one volume of which the skin before defacing has been looked at. */
	static FaceResidual of(final SeenSkin before, final FloatVolume after) {
		final HeadFrame frame = before.frame();
		final SideView[] was = before.views();
		final SideView[][] seen = seen(was, before.dark(), before::scan, after, frame, true);
		final Map<FaceFeature, Skin> found = skins();
		for (int s = 0; s < was.length; s++)
			look(seen[0][s], seen[1][s], before.scan(), frame, true, found);
		final Map<FaceFeature, FeatureRemoval> features = new EnumMap<>(FaceFeature.class);
		found.forEach((feature, surface) -> features.put(feature, surface.removal(inView(feature, before.scan(), frame), feature.ear())));
		return new FaceResidual(features, face(found, before.scan(), frame), frame, before.dark().map(DarkHead::facts));
	}

	/**
	 * Looks at a defaced volume as it was looked at before.
	 *
	 * @param was views of the volume before defacing
	 * @param dark what else is to be looked at if its skin is dark
	 * @param before the volume before defacing, only asked for if its skin is dark
	 * @param after the defaced volume
	 * @param frame that the views are in
	 * @param ears whether ears matter
	 * @return what is seen before and after, in the order of the sides
	 */
	static SideView[][] seen(final SideView[] was, final Optional<DarkHead> dark, final Supplier<FloatVolume> before, final FloatVolume after,
		final HeadFrame frame, final boolean ears)
	{
		return dark.map(head -> head.seen(SideView.all(after, was[0].skin(), frame, was[0].step()), before.get(), after, frame)).orElseGet(
			() -> new SideView[][] { was, SideView.again(after, was, frame, view -> (a, b) -> asked(view, a, b, ears)) });
	}

	/**
	 * Measures the face without the ears.
	 *
	 * @param before views of a volume from all sides
	 * @param after the same of the defaced volume, on the rays that are {@link #asked}
	 * @param scan any volume on the grid of both
	 * @param frame that the views are in
	 */
	static FeatureRemoval face(final SideView[] before, final SideView[] after, final FloatVolume scan, final HeadFrame frame) {
		final Map<FaceFeature, Skin> found = skins();
		for (int s = 0; s < before.length; s++)
			look(before[s], after[s], scan, frame, false, found);
		return face(found, scan, frame);
	}

	/** Returns whether a ray of a view before defacing meets skin of the face, or what may be an ear: only there it matters what is seen after it. */
	static boolean asked(final SideView before, final int a, final int b, final boolean ears) {
		final double height = before.at(a, b);
		if (!Double.isFinite(height)) return false;
		final double[] u = before.place(a, b, height);
		return FaceZone.hasFace(u[1], u[2], slack(u[2])) || ears && before.side() != Side.FRONT && EarRelief.possible(u);
	}

	/** Returns by how much the face zone is shrunk at a height, less than 0. */
	private static double slack(final double z) {
		return z < FaceFeature.BROW ? -INNER : -INNER_ABOVE_BROWS;
	}

	private static Map<FaceFeature, Skin> skins() {
		final Map<FaceFeature, Skin> skins = new EnumMap<>(FaceFeature.class);
		for (final FaceFeature feature : FaceFeature.values())
			skins.put(feature, new Skin());
		return skins;
	}

	private static FeatureRemoval face(final Map<FaceFeature, Skin> found, final FloatVolume scan, final HeadFrame frame) {
		final Skin face = new Skin();
		double inView = 0;
		int features = 0;
		for (final FaceFeature feature : FaceFeature.values())
			if (!feature.ear()) {
				inView += inView(feature, scan, frame);
				features++;
				face.add(found.get(feature));
			}
		return face.removal(inView / features, false);
	}

	private static void look(final SideView before, final SideView after, final FloatVolume scan, final HeadFrame frame, final boolean ears,
		final Map<FaceFeature, Skin> found)
	{
		final boolean beside = ears && before.side() != Side.FRONT;
		final double unit_mm = frame.unit_mm();
		final double[] right = MathArrays.ebeSubtract(frame.place_mm(1 / unit_mm, 0, 0), frame.place_mm(0, 0, 0));
		final Optional<CarriedScalp> scalp = beside ? CarriedScalp.of(before, after, NEAR_MM / unit_mm) : Optional.empty();
		final EarRelief relief = beside ? new EarRelief(before, unit_mm, scan.edge_mm(right)) : null;
		for (int b = 0; b < before.height(); b++)
			for (int a = 0; a < before.width(); a++) {
				final double height = before.at(a, b);
				if (!Double.isFinite(height)) continue;
				final double[] u = before.place(a, b, height);
				final boolean ear = relief != null && relief.ear(a, b);
				final FaceFeature feature = ear ? FaceFeature.earAt(u[0]) : FaceFeature.at(u[0], u[1], u[2], slack(u[2]));
				final double cosine = ear ? 1 : before.cosine(a, b);
				if (feature == null || !ear && (before.cut(a, b) || !(cosine >= LEAST_COSINE)) || ear && scalp.isPresent() && scalp.get().stoodOut(a, b) *
					unit_mm < FLUSH_MM) continue;
				final float now = after.at(a, b);
				final double left = Float.isNaN(now) ? Double.NEGATIVE_INFINITY : now;
				found.get(feature).add((height - left) * unit_mm * cosine, Math.pow(before.step() * unit_mm / 10, 2) / cosine);
			}
		scalp.ifPresent(carried -> found.get(before.side() == Side.LEFT ? FaceFeature.LEFT_EAR : FaceFeature.RIGHT_EAR).standsOut_mm = carried.standsOut() *
			unit_mm);
	}

	/** Returns the share of a feature's landmarks that the field of view covers. */
	private static double inView(final FaceFeature feature, final FloatVolume scan, final HeadFrame frame) {
		int seen = 0;
		for (final double[] u : feature.landmarks()) {
			final double[] v = scan.grid().toVoxel(frame.place_mm(u[0], u[1], u[2]));
			boolean inside = true;
			for (int d = 0; d < 3; d++)
				inside &= v[d] > -0.5 && v[d] < scan.grid().size(d) - 0.5;
			if (inside) seen++;
		}
		return (double) seen / feature.landmarks().size();
	}

	/** The skin of one feature: depths of the cut, its area, and what still stands out. */
	private static final class Skin {

		private double[] depths_mm = new double[256];
		private int count;
		private double area_cm2;
		private double standsOut_mm = Double.NaN;

		void add(final double depth_mm, final double cm2) {
			if (count == depths_mm.length) depths_mm = Arrays.copyOf(depths_mm, 2 * count);
			depths_mm[count++] = Math.max(0, depth_mm);
			area_cm2 += cm2;
		}

		void add(final Skin other) {
			for (int i = 0; i < other.count; i++)
				add(other.depths_mm[i], other.area_cm2 / other.count);
		}

		FeatureRemoval removal(final double inView, final boolean ear) {
			if (area_cm2 < LEAST_SKIN_CM2 || inView == 0 && !ear) return FeatureRemoval.unmeasured(inView < 1 ? Status.NOT_IN_VIEW : Status.NOT_FOUND, inView, area_cm2);
			final double[] sorted = Arrays.copyOf(depths_mm, count);
			Arrays.sort(sorted);
			int near = 0;
			while (near < count && sorted[near] <= NEAR_MM + ROUNDING_MM)
				near++;
			return new FeatureRemoval(Status.MEASURED, inView, area_cm2, (double) near / count, Quantiles.ofSorted(sorted, THIN), Quantiles.ofSorted(
				sorted, 0.5), standsOut_mm);
		}
	}
}
