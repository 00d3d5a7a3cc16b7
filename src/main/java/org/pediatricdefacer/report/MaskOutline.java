package org.pediatricdefacer.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The outline of a mask in a picture, along the edges of its pixels.
 *
 * @param loops closed polygons; each a list of corners x0, y0, x1, y1, ... in pixel edges, whose last corner is joined to the first;
 *            neighbors differ in x or in y only
 */
record MaskOutline(List<int[]> loops) {

	private static final int[] DX = { 1, 0, -1, 0 };
	private static final int[] DY = { 0, 1, 0, -1 };

	/** Copies the list. */
	MaskOutline {
		loops = List.copyOf(loops);
	}

	/**
	 * Traces a mask.
	 *
	 * @param mask one flag per pixel, row by row
	 * @param width pixels of a row
	 * @return outer borders clockwise, borders of holes counterclockwise (y grows downwards); empty for an empty mask
	 */
	static MaskOutline of(final boolean[] mask, final int width) {
		return new Tracer(mask, width, mask.length / width).trace();
	}

	/** Returns the outline as the path of an SVG. */
	String svg() {
		final StringBuilder path = new StringBuilder();
		for (final int[] loop : loops) {
			path.append('M').append(loop[0]).append(' ').append(loop[1]);
			for (int i = 2; i < loop.length; i += 2)
				if (loop[i] == loop[i - 2]) path.append('v').append(loop[i + 1] - loop[i - 1]);
				else path.append('h').append(loop[i] - loop[i - 2]);
			path.append('z');
		}
		return path.toString();
	}

	/** Follows the edges that have the mask on their right; directions are 0 right, 1 down, 2 left, 3 up. */
	private static final class Tracer {

		private final boolean[] mask;
		private final int width;
		private final int height;
		private final boolean[] done;

		Tracer(final boolean[] mask, final int width, final int height) {
			this.mask = mask;
			this.width = width;
			this.height = height;
			done = new boolean[4 * (width + 1) * (height + 1)];
		}

		MaskOutline trace() {
			final List<int[]> loops = new ArrayList<>();
			for (int y = 0; y <= height; y++)
				for (int x = 0; x <= width; x++)
					if (isEdge(x, y, 0) && !done[edge(x, y, 0)]) loops.add(loop(x, y));
			return new MaskOutline(loops);
		}

		private int[] loop(final int startX, final int startY) {
			final List<Integer> corners = new ArrayList<>();
			int x = startX;
			int y = startY;
			int direction = 0;
			int before = -1;
			while (!done[edge(x, y, direction)]) {
				done[edge(x, y, direction)] = true;
				if (direction != before) {
					corners.add(x);
					corners.add(y);
				}
				before = direction;
				x += DX[direction];
				y += DY[direction];
				direction = next(x, y, direction);
			}
			// Where the start lies within a straight line, it is no corner.
			final int first = before == 0 ? 2 : 0;
			return corners.stream().skip(first).mapToInt(Integer::intValue).toArray();
		}

		/** Turns right where it can, so that pixels that touch at a corner only stay apart. */
		private int next(final int x, final int y, final int direction) {
			for (final int turn : new int[] { 1, 0, 3 })
				if (isEdge(x, y, (direction + turn) % 4)) return (direction + turn) % 4;
			throw new IllegalStateException("an outline has no end");
		}

		/** Tells whether the mask lies on the right of an edge and not on its left. */
		private boolean isEdge(final int x, final int y, final int direction) {
			return switch (direction) {
				case 0 -> has(x, y) && !has(x, y - 1);
				case 1 -> has(x - 1, y) && !has(x, y);
				case 2 -> has(x - 1, y - 1) && !has(x - 1, y);
				default -> has(x, y - 1) && !has(x - 1, y - 1);
			};
		}

		private boolean has(final int x, final int y) {
			return x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x];
		}

		private int edge(final int x, final int y, final int direction) {
			return 4 * (y * (width + 1) + x) + direction;
		}
	}
}
