package org.pediatricdefacer.privacy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.evaluate.LabelScheme;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.BrainPreservation.Source;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.RenderSimilarity;
import org.pediatricdefacer.render.Rendering;
import org.pediatricdefacer.render.ViewChange;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Looks at one scan before and after defacing, without a reference: is the face gone, is the brain whole?
 * <p>
 * Measures on a grid of 1 mm along the world's axes, smoothed; the brain on the grid of the scan. The face is found by the eyes of the
 * labels, if there are some, and by the brain. Works for any tool that keeps the grid.
 */
public final class PrivacyStudy {

	private static final double GRID_MM = 1;
	private static final double PIXEL_MM = 1;

	private final PrivacyCheck check;
	private final List<ViewChange> views;
	private final boolean[] changed;
	private final boolean[] brain;

	private PrivacyStudy(final PrivacyCheck check, final List<ViewChange> views, final boolean[] changed, final boolean[] brain) {
		this.check = check;
		this.views = views;
		this.changed = changed;
		this.brain = brain;
	}

	/**
	 * Measures and judges.
	 *
	 * @param scans the scan before and after, and what else is known
	 * @param detector looks at renderings, too; empty if there is none. It is left open
	 * @return all that was found
	 */
	public static PrivacyStudy of(final PrivacyScans scans, final Optional<FaceDetector> detector) {
		return of(scans, detector, GRID_MM);
	}

	/**
	 * Measures and judges on a grid of another spacing, coarser for scans of large fields of view.
	 *
	 * @param scans the scan before and after, and what else is known
	 * @param detector looks at renderings, too; empty if there is none. It is left open
	 * @param spacing_mm edge of the voxels to measure on
	 * @return all that was found
	 */
	public static PrivacyStudy of(final PrivacyScans scans, final Optional<FaceDetector> detector, final double spacing_mm) {
		final VoxelGrid grid = scans.before().grid();
		final boolean[] changed = BrainPreservation.changed(scans.before(), scans.after());
		final Optional<BrainMask> found = scans.brain().isPresent() ? Optional.empty() : Optional.of(BrainMask.of(scans.before(), grid));
		final boolean[] brain = found.map(BrainMask::voxels).orElseGet(() -> NearestLabels.above0(NearestLabels.onto(grid, scans.brain().get())));
		final Source source = found.map(mask -> mask.plausible() ? Source.CLASSICAL : Source.DOUBTFUL).orElse(Source.GIVEN);
		final Optional<Volume> regions = scans.regions().filter(labels -> LabelScheme.guess(NearestLabels.onto(labels.grid(), labels)) == LabelScheme.REGIONS);

		final IsotropicScan before = IsotropicScan.of(scans.before(), spacing_mm).smoothed();
		final IsotropicScan after = IsotropicScan.of(scans.after(), before.grid()).smoothed();
		final double skin = AirThreshold.of(before).skin();
		final HeadRender renderBefore = new HeadRender(before);
		final HeadRender renderAfter = new HeadRender(after);
		final Optional<HeadFrame> frame = scans.proof().map(proof -> proof.left().frame()).or(() -> LabelFrame.of(labels(before, regions,
			source == Source.DOUBTFUL ? new boolean[brain.length] : brain, grid), before));
		final List<ViewChange> views = views(before, renderBefore, renderAfter, skin, frame);
		final Map<View, RenderSimilarity> similarities = new EnumMap<>(View.class);
		views.forEach(view -> similarities.put(view.view(), view.similarity()));
		final Optional<FaceResidual> face = frame.map(f -> FaceResidual.of(scans.before(), scans.after(), f));
		final FaceLeft left = face.map(residual -> LeftOnScan.of(residual, scans, regions, changed)).orElse(FaceLeft.UNKNOWN);
		return new PrivacyStudy(PrivacyCheck.of(face, left, scans.proof(), count(changed) * grid.voxelVolume_mm3() / 1000, BrainPreservation.of(source, changed,
			brain, grid), regions.map(labeled -> labeledBrain(changed, labeled, grid)).orElse(0L), similarities, detector.map(d -> DetectorViews.hits(d, before,
				renderBefore, renderAfter, skin))), views, changed, brain);
	}

	/** Labels to find the face by; the brain of the mask where they hold none themselves. */
	private static byte[] labels(final IsotropicScan head, final Optional<Volume> regions, final boolean[] brain, final VoxelGrid grid) {
		final byte[] labels = regions.map(head::labels).orElseGet(() -> new byte[head.values().length]);
		for (final byte label : labels)
			if (label == Region.BRAIN.label()) return labels;
		final boolean[] carried = NearestLabels.onto(head.grid(), brain, grid);
		for (int i = 0; i < labels.length; i++)
			if (labels[i] == 0 && carried[i]) labels[i] = (byte) Region.BRAIN.label();
		return labels;
	}

	private static List<ViewChange> views(final IsotropicScan head, final HeadRender before, final HeadRender after, final double skin,
		final Optional<HeadFrame> frame)
	{
		final List<ViewChange> views = new ArrayList<>();
		for (final View view : View.values()) {
			final Camera camera = Camera.of(view, head, PIXEL_MM);
			final Rendering was = before.surface(camera, skin);
			final Rendering is = after.surface(camera, skin);
			final boolean[] zone = frame.map(f -> RenderSimilarity.zone(was, camera, f)).orElseGet(() -> new boolean[was.gray().length]);
			views.add(new ViewChange(view, was, is, RenderSimilarity.of(was, is, zone)));
		}
		return List.copyOf(views);
	}

	private static long labeledBrain(final boolean[] changed, final Volume labels, final VoxelGrid grid) {
		final byte[] carried = NearestLabels.onto(grid, labels);
		final boolean[] both = new boolean[changed.length];
		for (int i = 0; i < both.length; i++)
			both[i] = changed[i] && carried[i] == Region.BRAIN.label();
		return count(both);
	}

	private static long count(final boolean[] mask) {
		long count = 0;
		for (final boolean set : mask)
			if (set) count++;
		return count;
	}

	/** Returns the numbers and the verdict. */
	public PrivacyCheck check() {
		return check;
	}

	/** Returns the pictures of the five standard views, right to left. */
	public List<ViewChange> views() {
		return views;
	}

	/** Returns the voxels of the scan that changed, x-fastest; not a copy. */
	public boolean[] changed() {
		return changed;
	}

	/** Returns the voxels of the scan that are brain by the mask that {@link BrainPreservation#source()} names, x-fastest; not a copy. */
	public boolean[] brain() {
		return brain;
	}
}
