package org.pediatricdefacer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.proof.Verdict;

/**
 * All pictures of one result on one sheet, for a window: planes above, renderings below, those from before defacing first.
 *
 * @param name of the scan
 * @param result identifies the files that are shown
 * @param verdict of the program
 * @param reasons sentences, the gravest first
 * @param width pixels
 * @param height pixels
 * @param gray one brightness per pixel, row by row from the top, 0 to 255 unsigned
 * @param outlines of what was removed and of the brain
 * @param captions what is shown where
 */
public record ReviewSheet(String name, String result, Verdict verdict, List<String> reasons, int width, int height, byte[] gray,
	List<Outline> outlines, List<Caption> captions)
{

	private static final int GAP = 8;
	private static final int CAPTION = 18;
	private static final int EMPTY = 256;

	/**
	 * An outline on the sheet.
	 *
	 * @param brain true for the brain, false for what was removed
	 * @param loops closed polygons; each a list of corners x0, y0, x1, y1, ... in pixel edges of the sheet
	 */
	public record Outline(boolean brain, List<int[]> loops) {}

	/**
	 * Words on the sheet.
	 *
	 * @param text the words
	 * @param x left, in pixels
	 * @param y top, in pixels
	 */
	public record Caption(String text, int x, int y) {}

	/** Copies the lists. */
	public ReviewSheet {
		reasons = List.copyOf(reasons);
		outlines = List.copyOf(outlines);
		captions = List.copyOf(captions);
	}

	/** Lays out what is known of a result. */
	static ReviewSheet of(final ExaminedScan scan) {
		final Layout layout = new Layout();
		for (final boolean before : new boolean[] { true, false }) {
			final String when = before ? " before" : "";
			layout.row();
			for (final PlanePicture plane : scan.pictures().planes()) {
				final Optional<GrayPicture> picture = before ? plane.before() : plane.after();
				picture.ifPresent(gray -> layout.plane(gray, plane, plane.left() + "  " + plane.label() + when + "  " + plane.right()));
			}
		}
		for (final boolean before : new boolean[] { true, false }) {
			layout.row();
			for (final ViewPicture view : scan.pictures().views())
				// In full the words would run into those of the next picture.
				(before ? view.before() : view.after()).ifPresent(gray -> layout.put(gray, view.label().replace("three-quarter", "3/4") + (before ? " before"
					: "")));
		}
		return layout.sheet(scan.entry());
	}

	/** Puts pictures one beside the other, row under row. */
	private static final class Layout {

		private record Placed(GrayPicture picture, int x, int y) {}

		private final List<Placed> pictures = new ArrayList<>();
		private final List<Outline> outlines = new ArrayList<>();
		private final List<Caption> captions = new ArrayList<>();
		private int x;
		private int y;
		private int rowHeight;
		private int width;

		/** Begins a new row. */
		void row() {
			y += rowHeight;
			x = 0;
			rowHeight = 0;
		}

		/** Puts a picture at the end of the row. */
		void put(final GrayPicture picture, final String caption) {
			captions.add(new Caption(caption, x + GAP, y));
			pictures.add(new Placed(picture, x, y + CAPTION));
			x += picture.width() + GAP;
			width = Math.max(width, x - GAP);
			rowHeight = Math.max(rowHeight, picture.height() + CAPTION + GAP);
		}

		/** Puts a plane with its outlines. */
		void plane(final GrayPicture picture, final PlanePicture plane, final String caption) {
			outlines.add(new Outline(true, moved(plane.brain(), x, y + CAPTION)));
			outlines.add(new Outline(false, moved(plane.removed(), x, y + CAPTION)));
			put(picture, caption);
		}

		private static List<int[]> moved(final MaskOutline outline, final int dx, final int dy) {
			return outline.loops().stream().map(loop -> {
				final int[] moved = loop.clone();
				for (int i = 0; i < moved.length; i++)
					moved[i] += i % 2 == 0 ? dx : dy;
				return moved;
			}).toList();
		}

		ReviewSheet sheet(final ScanEntry entry) {
			final int w = pictures.isEmpty() ? EMPTY : width;
			final int h = pictures.isEmpty() ? EMPTY : y + rowHeight;
			final byte[] gray = new byte[w * h];
			for (final Placed placed : pictures)
				for (int row = 0; row < placed.picture.height(); row++)
					System.arraycopy(placed.picture.gray(), row * placed.picture.width(), gray, (placed.y + row) * w + placed.x, placed.picture.width());
			if (pictures.isEmpty()) captions.add(new Caption("there is nothing to show", GAP, GAP));
			return new ReviewSheet(entry.name(), entry.result(), entry.verdict(), entry.reasons().stream().map(ResultRecord.Remark::text).toList(), w,
				h, gray, outlines, captions);
		}
	}
}
