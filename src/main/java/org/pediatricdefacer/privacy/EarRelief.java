package org.pediatricdefacer.privacy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

import org.pediatricdefacer.frame.FaceZone;

/**
 * Where an ear stands out from the side of a head, seen from its side, found without the network.
 * <p>
 * It stands out from what an opening of the side's relief with a ball leaves: jaw, mastoid and nape are rounder than the ball, an
 * ear is not. Looked for at half the rays, since it is smooth. Beyond the field of view the relief is taken to go on as it ends: an ear that is cut
 * off there is a ridge, and stands out all the same.
 * <p>
 * An ear is a patch, where ears can be, that stands out by more than 4 mm, in its middle by more than 5; in thick slices, whose steps
 * stand out from each other, by a slice and two. What stands out less cannot be told from the scalp that an ear is cut down to.
 */
final class EarRelief {

	/**
	 * Radius of the ball in u. Of the references' ears of the validation heads this one leaves two thirds; one of 40 leaves four fifths, but
	 * takes up to 13 cm2 of nape and jaw for ear, too.
	 */
	private static final double BALL = 28;
	/** The ball is looked at to this distance from its top, where it is so steep that no ray would see it. */
	private static final double REACH = 26.5;
	private static final int EVERY = 2;
	private static final double STANDS_OUT_MM = 4;
	private static final double MIDDLE_MM = 5;

	/** An ear lies in an ellipse of the side view, in u; neck and nape beyond it stand out, too. All ears of the validation heads do. */
	static final double CENTER_Y = -80;
	static final double CENTER_Z = -24;
	private static final double HALF_Y = 33;
	private static final double HALF_Z = 44;

	private final int width;
	private final int height;
	private final float[] scalp;
	private final boolean[] ear;
	private final int rays;

	/**
	 * Finds the ear in a side view.
	 *
	 * @param view from the left or the right
	 * @param unit_mm length of u
	 * @param edge_mm how far a voxel reaches along the rays
	 */
	EarRelief(final SideView view, final double unit_mm, final double edge_mm) {
		final double end = view.side().end;
		rays = view.width();
		width = (view.width() + EVERY - 1) / EVERY;
		height = (view.height() + EVERY - 1) / EVERY;
		final float[] relief = new float[width * height];
		for (int b = 0; b < height; b++)
			for (int a = 0; a < width; a++)
				relief[b * width + a] = (float) Math.max(end, view.at(EVERY * a, EVERY * b));
		goOn(relief, 1, width, height, width);
		goOn(relief, width, height, width, 1);
		final float[] eroded = ball(relief, view.step() * EVERY, -1);
		scalp = ball(eroded, view.step() * EVERY, 1);
		ear = patches(view, Math.max(STANDS_OUT_MM, edge_mm) / unit_mm, Math.max(MIDDLE_MM, 2 * edge_mm) / unit_mm);
	}

	/** Returns whether a ray of the view meets the ear. */
	boolean ear(final int a, final int b) {
		return ear[b * rays + a];
	}

	/** Patches that stand out, grown from their middles. */
	private boolean[] patches(final SideView view, final double least, final double middle) {
		final boolean[] found = new boolean[view.width() * view.height()];
		final Deque<int[]> open = new ArrayDeque<>();
		for (int b = 0; b < view.height(); b++)
			for (int a = 0; a < view.width(); a++)
				if (standsOut(view, a, b, middle)) open.add(new int[] { a, b });
		while (!open.isEmpty()) {
			final int[] at = open.poll();
			if (at[0] < 0 || at[1] < 0 || at[0] >= view.width() || at[1] >= view.height() || found[at[1] * rays + at[0]] || !standsOut(view, at[0],
				at[1], least)) continue;
			found[at[1] * rays + at[0]] = true;
			for (int k = 0; k < 9; k++)
				open.add(new int[] { at[0] + k % 3 - 1, at[1] + k / 3 - 1 });
		}
		return found;
	}

	private boolean standsOut(final SideView view, final int a, final int b, final double by) {
		final double height = view.at(a, b);
		if (!Double.isFinite(height) || !(height - scalp(a, b) > by)) return false;
		return possible(view.place(a, b, height));
	}

	/** Returns whether a place in u is one where an ear can be. */
	static boolean possible(final double[] u) {
		return Math.hypot((u[1] - CENTER_Y) / HALF_Y, (u[2] - CENTER_Z) / HALF_Z) < 1 && FaceZone.hasEar(u[0], u[1], u[2], 0);
	}

	/** Returns the height in u of what the opening leaves. */
	private double scalp(final int a, final int b) {
		final int i = Math.min(width - 1, a / EVERY);
		final int j = Math.min(height - 1, b / EVERY);
		final int i1 = Math.min(width - 1, (a + EVERY - 1) / EVERY);
		final int j1 = Math.min(height - 1, (b + EVERY - 1) / EVERY);
		return (scalp[j * width + i] + scalp[j1 * width + i1]) / 2.0;
	}

	/** Replaces the NaN at both ends of each line by the value next to them; {@code lines} lines of {@code length} values. */
	private static void goOn(final float[] relief, final int nextLine, final int lines, final int length, final int next) {
		for (int line = 0; line < lines; line++) {
			final int from = line * nextLine;
			int first = 0;
			while (first < length && Float.isNaN(relief[from + first * next]))
				first++;
			int last = length - 1;
			while (last > first && Float.isNaN(relief[from + last * next]))
				last--;
			if (first == length) continue;
			for (int k = 0; k < first; k++)
				relief[from + k * next] = relief[from + first * next];
			for (int k = last + 1; k < length; k++)
				relief[from + k * next] = relief[from + last * next];
		}
	}

	/** Erodes (sign -1) or dilates (1) by the ball; NaN, within which nothing is in view, counts as nothing. */
	private float[] ball(final float[] relief, final double step, final int sign) {
		final int reach = (int) Math.floor(REACH / step);
		final float[] result = new float[relief.length];
		Arrays.fill(result, Float.NaN);
		for (int b = 0; b < height; b++)
			for (int a = 0; a < width; a++) {
				double most = Double.NEGATIVE_INFINITY;
				for (int db = -reach; db <= reach; db++)
					for (int da = -reach; da <= reach; da++) {
						final double square = (da * da + db * db) * step * step;
						if (square > REACH * REACH || b + db < 0 || b + db >= height || a + da < 0 || a + da >= width) continue;
						final float there = relief[(b + db) * width + a + da];
						if (!Float.isNaN(there)) most = Math.max(most, sign * there - (BALL - Math.sqrt(BALL * BALL - square)));
					}
				if (most > Double.NEGATIVE_INFINITY) result[b * width + a] = (float) (sign * most);
			}
		return result;
	}
}
