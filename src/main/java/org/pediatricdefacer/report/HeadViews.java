package org.pediatricdefacer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.evaluate.Camera;
import org.pediatricdefacer.evaluate.Camera.View;
import org.pediatricdefacer.evaluate.HeadRender;
import org.pediatricdefacer.evaluate.IsotropicScan;
import org.pediatricdefacer.evaluate.Rendering;

/** The outside of a head from five sides, as a 3D viewer shows it; all pictures are cropped to the head. */
final class HeadViews {

	private static final int ROOM = 4;

	private HeadViews() {}

	/** Renders what there is; the original only if asked for. */
	static List<ViewPicture> of(final HeadImages head, final double skin, final boolean showBefore) {
		final Optional<List<Rendering>> after = head.after().map(scan -> render(scan, head, skin));
		final Optional<List<Rendering>> before = head.before().filter(scan -> showBefore).map(scan -> render(scan, head, skin));
		final List<ViewPicture> views = new ArrayList<>();
		for (final View view : View.values())
			views.add(picture(view.text(), after.map(list -> list.get(view.ordinal())), before.map(list -> list.get(view.ordinal()))));
		return views;
	}

	private static List<Rendering> render(final IsotropicScan scan, final HeadImages head, final double skin) {
		final HeadRender render = new HeadRender(scan.smoothed());
		return Arrays.stream(View.values()).map(view -> render.surface(Camera.of(view, head.reference(), scan.spacing_mm()), skin)).toList();
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
