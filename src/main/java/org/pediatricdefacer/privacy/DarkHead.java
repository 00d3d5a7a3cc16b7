package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.BoxMean;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.privacy.SideView.Side;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.volume.FloatVolume;

/**
 * A head whose skin is so dark beside its brain that the usual threshold shows brain where other heads show skin, as in echo-planar scans,
 * whose fat is suppressed.
 * <p>
 * What is brain is no skin that is left, but a face in dark skin is there all the same for those who lower the threshold. So such a head is
 * looked at with a low threshold, too. A ray that meets something dark before what it meets at the usual threshold sees skin there. One that
 * meets brain at the usual threshold, and nothing before it at the low one, sees no skin. All others are looked at as usual; and where skin that is no
 * brain is left at the usual threshold, it is left, whatever is seen at the low one.
 * <p>
 * Whether a head is such a one is decided at the sides of its skull, above the brows and behind the face, where nothing was removed and all heads have skin.
 */
final class DarkHead {

	/** What is met at the low threshold stands off by so much at least, in u; less is the same surface, blurred. */
	private static final double STANDS_OFF = 4;
	/** Before the skull nothing dark farther off than this is scalp, in u. */
	private static final double MOST_OFF = 25;
	/** The sides of the skull lie behind this, in u. */
	private static final double BEHIND_FACE = -20;
	private static final double LEAST_COSINE = 0.5;

	private final SideView[] usual;
	private final SideView[] low;
	private final Ray[][] rays;
	private final DarkSkin facts;
	private final double unit_mm;

	/** What a ray meets. */
	private enum Ray {
		/** At the usual threshold skin, or nothing; the same at the low one. */
		USUAL,
		/** Something dark before what is met at the usual threshold, which is no brain. */
		DARK,
		/** Something dark before the brain. */
		DARK_BEFORE_BRAIN,
		/** Brain and nothing before it. */
		BRAIN
	}

	private DarkHead(final SideView[] usual, final SideView[] low, final Ray[][] rays, final DarkSkin facts, final double unit_mm) {
		this.usual = usual;
		this.low = low;
		this.rays = rays;
		this.facts = facts;
		this.unit_mm = unit_mm;
	}

	/**
	 * Looks whether a head's skin is dark.
	 *
	 * @param head of the scan before defacing
	 * @param usual what is seen of it from all sides at the usual threshold
	 * @param frame that the views are in
	 * @param brain where its brain lies
	 * @return the head if its skin is dark; empty if it is as usual
	 */
	static Optional<DarkHead> of(final FloatVolume head, final SideView[] usual, final HeadFrame frame, final BrainPlace brain) {
		final double voxel = Math.cbrt(head.grid().voxelVolume_mm3()) / frame.unit_mm();
		// Nearer to the brain than its guard nothing is removed.
		final double reach = CleaningSettings.DEFAULT_BRAIN_GUARD_MM / frame.unit_mm() + voxel;
		if (!(share(usual, view -> (a, b) -> brain.behind(view, a, b, reach)) > VerdictRules.MOST_BRAIN_SEEN)) return Optional.empty();
		final double threshold = SideView.darkSkin(head);
		final SideView[] low = SideView.all(head, threshold, frame, usual[0].step());
		final Ray[][] rays = new Ray[usual.length][];
		for (int s = 0; s < rays.length; s++)
			rays[s] = rays(usual[s], low[s], brain, reach, voxel);
		final double seen = share(usual, view -> (a, b) -> {
			final Ray ray = rays[view.side().ordinal()][b * view.width() + a];
			return ray == Ray.BRAIN || ray == Ray.DARK_BEFORE_BRAIN;
		});
		if (!(seen > VerdictRules.MOST_BRAIN_SEEN)) return Optional.empty();
		return Optional.of(new DarkHead(usual, low, rays, new DarkSkin(seen, SideView.share(head, threshold), bare(usual, rays)), frame.unit_mm()));
	}

	/** Tells something about a ray. */
	@FunctionalInterface
	private interface RayTest {
		boolean of(int a, int b);
	}

	/** A test for the rays of a view. */
	@FunctionalInterface
	private interface ViewTest {
		RayTest in(SideView view);
	}

	/** The share of the rays at the sides of the skull that pass a test. */
	private static double share(final SideView[] views, final ViewTest test) {
		int all = 0;
		int passed = 0;
		for (final SideView view : views) {
			if (view.side() == Side.FRONT) continue;
			final RayTest rayTest = test.in(view);
			for (int b = 0; b < view.height(); b++)
				for (int a = 0; a < view.width(); a++) {
					if (!meets(view, a, b) || !(view.cosine(a, b) >= LEAST_COSINE)) continue;
					final double[] u = view.place(a, b, view.at(a, b));
					if (u[2] < FaceFeature.BROW || u[1] > BEHIND_FACE) continue;
					all++;
					if (rayTest.of(a, b)) passed++;
				}
		}
		return all == 0 ? 0 : (double) passed / all;
	}

	/** The share of what is seen of the face that is brain without any skin before it. */
	private static double bare(final SideView[] views, final Ray[][] rays) {
		int all = 0;
		int bare = 0;
		for (int s = 0; s < views.length; s++)
			for (int b = 0; b < views[s].height(); b++)
				for (int a = 0; a < views[s].width(); a++) {
					if (!meets(views[s], a, b)) continue;
					final double[] u = views[s].place(a, b, views[s].at(a, b));
					if (!FaceZone.hasFace(u[1], u[2], -FaceResidual.INNER)) continue;
					all++;
					if (rays[s][b * views[s].width() + a] == Ray.BRAIN) bare++;
				}
		return all == 0 ? 0 : (double) bare / all;
	}

	private static boolean meets(final SideView view, final int a, final int b) {
		return Double.isFinite(view.at(a, b)) && !view.cut(a, b);
	}

	private static Ray[] rays(final SideView usual, final SideView low, final BrainPlace brain, final double reach, final double voxel) {
		final Ray[] rays = new Ray[usual.width() * usual.height()];
		Arrays.fill(rays, Ray.USUAL);
		for (int b = 0; b < usual.height(); b++)
			for (int a = 0; a < usual.width(); a++) {
				final boolean meets = meets(usual, a, b);
				final boolean isBrain = meets && brain.behind(usual, a, b, reach);
				if (isDark(usual, low, a, b, isBrain)) rays[b * usual.width() + a] = isBrain ? Ray.DARK_BEFORE_BRAIN : Ray.DARK;
				else if (isBrain && brain.behind(usual, a, b, voxel)) rays[b * usual.width() + a] = Ray.BRAIN;
			}
		return rays;
	}

	private static boolean isDark(final SideView usual, final SideView low, final int a, final int b, final boolean isBrain) {
		if (!meets(low, a, b)) return false;
		if (!Double.isFinite(usual.at(a, b))) return usual.at(a, b) == Float.NEGATIVE_INFINITY;
		final double off = low.at(a, b) - usual.at(a, b);
		final boolean skull = isBrain && usual.place(a, b, usual.at(a, b))[2] >= FaceFeature.BROW;
		return off >= STANDS_OFF && !(skull && off > MOST_OFF);
	}

	/** Returns how dark the skin is. */
	DarkSkin facts() {
		return facts;
	}

	/** Returns the darker of some heads' skin: the one beside which most brain is seen. */
	static Optional<DarkSkin> darkest(final Stream<DarkSkin> skins) {
		return skins.max(Comparator.comparingDouble(DarkSkin::brainSeen));
	}

	/**
	 * Looks at the head after defacing.
	 *
	 * @param after what is seen of it at the usual threshold
	 * @param before the head
	 * @param defaced the defaced head
	 * @param frame that the views are in
	 * @return what is seen of its skin, bright or dark, before and after; what is brain is not in view
	 */
	SideView[][] seen(final SideView[] after, final FloatVolume before, final FloatVolume defaced, final HeadFrame frame) {
		final SideView[] lowAfter = SideView.all(withoutStrays(before, defaced), low[0].skin(), frame, usual[0].step());
		final SideView[][] seen = new SideView[2][usual.length];
		for (int s = 0; s < usual.length; s++) {
			final boolean[] dark = new boolean[rays[s].length];
			final boolean[] none = new boolean[rays[s].length];
			for (int i = 0; i < dark.length; i++) {
				dark[i] = rays[s][i] == Ray.DARK_BEFORE_BRAIN || rays[s][i] == Ray.DARK && !isLeft(usual[s], after[s], i % usual[s].width(), i / usual[s].width());
				none[i] = rays[s][i] == Ray.BRAIN;
			}
			seen[0][s] = usual[s].with(low[s], dark, none);
			seen[1][s] = after[s].with(lowAfter[s], dark, none);
		}
		return seen;
	}

	/** What fills the place of a face is noise, whose single bright voxels are no skin; a face that is blurred there is. */
	private static FloatVolume withoutStrays(final FloatVolume before, final FloatVolume defaced) {
		final float[] values = defaced.values().clone();
		final float[] around = BoxMean.of(values, defaced.grid().lattice());
		for (int i = 0; i < values.length; i++)
			if (values[i] != before.values()[i]) values[i] = Math.min(values[i], around[i]);
		return new FloatVolume(values, defaced.grid(), defaced.stored());
	}

	private boolean isLeft(final SideView before, final SideView after, final int a, final int b) {
		if (!meets(before, a, b) || !Double.isFinite(after.at(a, b))) return false;
		final double cosine = before.cosine(a, b);
		return (before.at(a, b) - after.at(a, b)) * unit_mm * (cosine >= LEAST_COSINE ? cosine : 1) <= FaceResidual.NEAR_MM;
	}
}
