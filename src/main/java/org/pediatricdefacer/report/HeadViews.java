package org.pediatricdefacer.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.Rendering;
import org.pediatricdefacer.render.ViewChange;

/** The outside of a head from five sides, as a 3D viewer shows it; all pictures are cropped to the head. */
final class HeadViews {

	private static final int ROOM = 4;

	private HeadViews() {}

	/** Shows what a privacy study rendered; the original only if asked for. */
	static List<ViewPicture> of(final List<ViewChange> views, final boolean showBefore) {
		return views.stream().map(view -> picture(view.view().text(), Optional.of(view.after()), Optional.of(view.before()).filter(
			picture -> showBefore))).toList();
	}

	/** Renders a scan whose counterpart is missing. */
	static List<ViewPicture> alone(final IsotropicScan scan, final boolean isBefore) {
		final HeadRender render = new HeadRender(scan.smoothed());
		final double skin = AirThreshold.of(scan).skin();
		return Arrays.stream(View.values()).map(view -> {
			final Optional<Rendering> picture = Optional.of(render.surface(Camera.of(view, scan, scan.spacing_mm()), skin));
			return picture(view.text(), picture.filter(some -> !isBefore), picture.filter(some -> isBefore));
		}).toList();
	}

	private static ViewPicture picture(final String label, final Optional<Rendering> after, final Optional<Rendering> before) {
		final int[] crop = crop(before.or(() -> after).orElseThrow());
		return new ViewPicture(label, after.map(rendering -> cut(rendering, crop)), before.map(rendering -> cut(rendering, crop)));
	}

	private static GrayPicture cut(final Rendering rendering, final int[] crop) {
		return new GrayPicture(rendering.width(), rendering.height(), rendering.gray()).crop(crop[0], crop[1], crop[2], crop[3]);
	}

	/** First column, first row, columns and rows of what is seen; all of it if nothing is seen. */
	private static int[] crop(final Rendering rendering) {
		final boolean[] seen = rendering.silhouette();
		int left = rendering.width();
		int right = -1;
		int top = rendering.height();
		int bottom = -1;
		for (int p = 0; p < seen.length; p++)
			if (seen[p]) {
				left = Math.min(left, p % rendering.width());
				right = Math.max(right, p % rendering.width());
				top = Math.min(top, p / rendering.width());
				bottom = p / rendering.width();
			}
		if (right < 0) return new int[] { 0, 0, rendering.width(), rendering.height() };
		return new int[] { left - ROOM, top - ROOM, right - left + 1 + 2 * ROOM, bottom - top + 1 + 2 * ROOM };
	}
}
