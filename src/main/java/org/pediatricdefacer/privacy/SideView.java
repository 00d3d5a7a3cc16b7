package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.function.Function;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Trilinear;
import org.pediatricdefacer.volume.FloatVolume;

/**
 * What a viewer sees of a head from one side of its upright frame: the height of the first thing that is not air, along parallel rays.
 * <p>
 * Heights are in u along the direction to the viewer: anterior for the front, left or right for the sides. A ray meets something
 * where two samples, one u apart, reach the threshold; the height between the last sample of air and the first of these is
 * interpolated. It costs a few milliseconds, whatever the size of the scan.
 */
final class SideView {

	/** From where the head is looked at. */
	enum Side {
		/** From the front. */
		FRONT(1, 1, -72, 72, -62),
		/** From the patient's left. */
		LEFT(0, -1, -138, 42, 20),
		/** From the patient's right. */
		RIGHT(0, 1, -138, 42, 20);

		/** The axis of the frame that the rays run along, and the sign of its direction to the viewer. */
		final int axis;
		final int sign;
		/** Range of x (front) or y (sides). */
		private final double low;
		private final double high;
		/** Rays are not followed below this height. */
		final double end;

		Side(final int axis, final int sign, final double low, final double high, final double end) {
			this.axis = axis;
			this.sign = sign;
			this.low = low;
			this.high = high;
			this.end = end;
		}
	}

	/** Rays begin at this height in u; noses end at 31, ears at 90. */
	private static final double START = 120;
	/** All views reach from the throat to above the brows. */
	private static final double BOTTOM = -134;
	private static final double TOP = 42;
	/** Distance of samples along a ray, in u. */
	private static final double ALONG = 1;
	/** An even sample of so many voxels tells air from head. */
	private static final int SAMPLE = 1 << 17;
	/** Share of the head's brightness that dark skin has: suppressed fat leaves it 5 to 20 %. */
	private static final double DARK_SHARE = 0.05;

	private final Side side;
	private final double skin;
	private final double step;
	private final int width;
	private final int height;
	/** Height of the first thing seen, in u; negative infinity if there is none, NaN where the field of view has nothing or is left before. */
	private final float[] heights;
	/** Whether it is no skin, but where the field of view cuts the head. */
	private final boolean[] cut;

	private SideView(final Side side, final double skin, final double step) {
		this.side = side;
		this.skin = skin;
		this.step = step;
		width = (int) Math.floor((side.high - side.low) / step) + 1;
		height = (int) Math.floor((TOP - BOTTOM) / step) + 1;
		heights = new float[width * height];
		cut = new boolean[heights.length];
		Arrays.fill(heights, Float.NaN);
	}

	/** Tells for which rays it matters what they meet. */
	@FunctionalInterface
	interface Wanted {

		/** Returns whether to follow a ray. */
		boolean ray(int a, int b);
	}

	/**
	 * Looks at a head from all sides.
	 *
	 * @param head any orientation and spacing
	 * @param threshold intensity at which skin begins
	 * @param frame upright frame of the head in world coordinates
	 * @param step distance of rays in u
	 * @return what is seen, in the order of the sides
	 */
	static SideView[] all(final FloatVolume head, final double threshold, final HeadFrame frame, final double step) {
		final AirBlocks air = new AirBlocks(head, threshold);
		final Side[] sides = Side.values();
		final SideView[] views = new SideView[sides.length];
		for (int s = 0; s < sides.length; s++)
			views[s] = new SideView(sides[s], threshold, step).look(new Rays(head, air, threshold, frame, sides[s]), (a, b) -> true);
		return views;
	}

	/**
	 * Looks at a head again, by the threshold of another volume.
	 *
	 * @param head on the grid of the other volume
	 * @param before views of that volume
	 * @param frame the same as theirs
	 * @param wanted rays of one of them that are to be followed; all others are not in view
	 * @return what is seen of the head, in the order of the sides
	 */
	static SideView[] again(final FloatVolume head, final SideView[] before, final HeadFrame frame, final Function<SideView, Wanted> wanted) {
		final AirBlocks air = new AirBlocks(head, before[0].skin);
		return Arrays.stream(before).map(view -> new SideView(view.side, view.skin, view.step).look(new Rays(head, air, view.skin, frame, view.side), wanted
			.apply(view))).toArray(SideView[]::new);
	}

	private SideView look(final Rays rays, final Wanted wanted) {
		Slabs.run(height, (from, to) -> {
			for (int b = from; b < to; b++)
				for (int a = 0; a < width; a++)
					if (wanted.ray(a, b)) rays.follow(this, a, b);
		});
		return this;
	}

	/** Returns the intensity at which skin begins in a volume, from an even sample of it; infinite if air and head cannot be told apart. */
	static double skin(final FloatVolume head) {
		final AirThreshold threshold = threshold(head);
		return tells(threshold) ? threshold.skin() : Double.POSITIVE_INFINITY;
	}

	/** In noise alone, four of its spreads above air lie beyond what looks like head. */
	private static boolean tells(final AirThreshold threshold) {
		return threshold.head() > threshold.air() && threshold.skin() < threshold.head();
	}

	private static AirThreshold threshold(final FloatVolume head) {
		final float[] values = head.values();
		final int stride = values.length / SAMPLE | 1;
		final float[] sample = new float[(values.length + stride - 1) / stride];
		for (int i = 0; i < sample.length; i++)
			sample[i] = values[i * stride];
		return AirThreshold.of(sample);
	}

	/**
	 * Returns the intensity at which skin begins that is hardly brighter than air: what stands out from its noise, and has a twentieth of the head's
	 * brightness. Infinite if air and head cannot be told apart.
	 */
	static double darkSkin(final FloatVolume head) {
		final AirThreshold threshold = threshold(head);
		return tells(threshold) ? Math.min(threshold.skin(), Math.max(threshold.noise(), threshold.at(DARK_SHARE))) : Double.POSITIVE_INFINITY;
	}

	/** Returns where an intensity lies between air, 0, and the typical head, 1. */
	static double share(final FloatVolume head, final double intensity) {
		final AirThreshold threshold = threshold(head);
		return (intensity - threshold.air()) / (threshold.head() - threshold.air());
	}

	/**
	 * Returns this view with other rays in place of some.
	 *
	 * @param other of the same side and rays
	 * @param taken one flag for each ray, rows from below
	 * @param none rays that shall not be in view, likewise
	 */
	SideView with(final SideView other, final boolean[] taken, final boolean[] none) {
		final SideView view = new SideView(side, skin, step);
		for (int i = 0; i < heights.length; i++) {
			view.heights[i] = none[i] ? Float.NaN : taken[i] ? other.heights[i] : heights[i];
			view.cut[i] = !none[i] && (taken[i] ? other.cut[i] : cut[i]);
		}
		return view;
	}

	Side side() {
		return side;
	}

	/** Returns the intensity at which skin begins. */
	double skin() {
		return skin;
	}

	double step() {
		return step;
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** Returns the height at a ray in u; negative infinity if it meets nothing, NaN if it is not in view or leaves it. */
	float at(final int a, final int b) {
		return heights[b * width + a];
	}

	/** Returns whether the field of view cuts the head there. */
	boolean cut(final int a, final int b) {
		return cut[b * width + a];
	}

	/** Returns the place in u of a height at a ray. */
	double[] place(final int a, final int b, final double h) {
		final double along = side.low + a * step;
		final double z = BOTTOM + b * step;
		return side == Side.FRONT ? new double[] { along, h, z } : new double[] { side.sign * h, along, z };
	}

	/** Returns the cosine between the rays and the surface's normal; NaN at an edge or beside what is not in view. */
	double cosine(final int a, final int b) {
		final double across = slope(a, b, 1, 0);
		final double up = slope(a, b, 0, 1);
		return 1 / Math.sqrt(1 + across * across + up * up);
	}

	private double slope(final int a, final int b, final int da, final int db) {
		final double here = at(a, b);
		final double before = a - da < 0 || b - db < 0 ? Double.NaN : at(a - da, b - db);
		final double after = a + da >= width || b + db >= height ? Double.NaN : at(a + da, b + db);
		final double down = (here - before) / step;
		final double up = (after - here) / step;
		// At an edge one side tells: the flatter of the two.
		return Double.isFinite(down) && (Double.isNaN(up) || Math.abs(down) < Math.abs(up)) ? down : Double.isFinite(up) ? up : Double.NaN;
	}

	/** Follows rays through a volume, sample by sample but for where there is nothing but air. */
	private static final class Rays {

		/** Keeps a leap from ending on a border, in voxels. */
		private static final double NUDGE = 1e-6;

		private final float[] values;
		private final AirBlocks air;
		private final int[] size = new int[3];
		private final double threshold;
		private final Side side;
		private final int samples;
		/** Voxel position of the frame's origin, and its change per u along each axis of the frame. */
		private final double[] origin;
		private final double[][] perU = new double[3][3];
		/** What a sample is from the one before. */
		private final double[] move = new double[3];

		Rays(final FloatVolume head, final AirBlocks air, final double threshold, final HeadFrame frame, final Side side) {
			values = head.values();
			this.air = air;
			this.threshold = threshold;
			this.side = side;
			samples = (int) ((START - side.end) / ALONG) + 1;
			origin = head.grid().toVoxel(frame.place_mm(0, 0, 0));
			for (int d = 0; d < 3; d++) {
				size[d] = (int) head.grid().size(d);
				final double[] tip = head.grid().toVoxel(frame.place_mm(d == 0 ? 1 : 0, d == 1 ? 1 : 0, d == 2 ? 1 : 0));
				for (int k = 0; k < 3; k++)
					perU[d][k] = tip[k] - origin[k];
			}
			for (int k = 0; k < 3; k++)
				move[k] = -side.sign * ALONG * perU[side.axis][k];
		}

		void follow(final SideView view, final int a, final int b) {
			final double[] place = view.place(a, b, START);
			final double[] at = origin.clone();
			for (int d = 0; d < 3; d++)
				for (int k = 0; k < 3; k++)
					at[k] += place[d] * perU[d][k];
			final int i = b * view.width + a;
			float last = Float.NaN;
			float lastButOne = Float.NaN;
			final double[] skipped = new double[3];
			boolean leapt = false;
			for (int n = leap(at, before(at)); n < samples; n++, leap(at, 1)) {
				final boolean inView = inView(at);
				if (inView && !air.reaches((int) inside(at, 0), (int) inside(at, 1), (int) inside(at, 2))) {
					n += leap(at, Math.min(samples - 1 - n, within(at)));
					view.heights[i] = Float.NEGATIVE_INFINITY;
					System.arraycopy(at, 0, skipped, 0, 3);
					leapt = true;
					continue;
				}
				if (leapt) last = sample(skipped);
				leapt = false;
				final float value = inView ? sample(at) : Float.NaN;
				if (last >= threshold && (value >= threshold || Float.isNaN(value))) {
					view.cut[i] = Float.isNaN(lastButOne);
					view.heights[i] = (float) (START - (n - 1) * ALONG + (view.cut[i] ? 0 : ALONG * (last - threshold) / (last - lastButOne)));
					return;
				}
				if (!Float.isNaN(value)) view.heights[i] = Float.NEGATIVE_INFINITY;
				else if (!Float.isNaN(last)) {
					view.heights[i] = Float.NaN; // what it would have met lies beyond the field of view
					return;
				}
				lastButOne = last;
				last = value;
			}
		}

		/** Moves by some samples, one by one, so that rounding is the same however they are split; returns how many. */
		private int leap(final double[] at, final int count) {
			double x = at[0];
			double y = at[1];
			double z = at[2];
			for (int n = 0; n < count; n++) {
				x += move[0];
				y += move[1];
				z += move[2];
			}
			at[0] = x;
			at[1] = y;
			at[2] = z;
			return count;
		}

		/** The number of samples from here that surely lie before the field of view; all of them where the ray misses it. */
		private int before(final double[] at) {
			double most = 0;
			for (int d = 0; d < 3; d++) {
				final double low = -0.5 - NUDGE - at[d];
				final double high = size[d] - 0.5 + NUDGE - at[d];
				// Beyond a border, and going away from it or along it, or so many samples before it.
				if (low > 0) most = Math.max(most, move[d] > 0 ? low / move[d] : samples);
				if (high < 0) most = Math.max(most, move[d] < 0 ? high / move[d] : samples);
			}
			return (int) Math.min(samples, most);
		}

		/** The number of samples after this one that surely lie in the block of this one, and in view. */
		private int within(final double[] at) {
			double least = samples;
			for (int d = 0; d < 3; d++) {
				final int first = (int) inside(at, d) / AirBlocks.SIDE * AirBlocks.SIDE;
				final double end = move[d] > 0 ? Math.min(first + AirBlocks.SIDE, size[d] - 0.5) - NUDGE : first == 0 ? NUDGE - 0.5 : first + NUDGE;
				if (move[d] != 0) least = Math.min(least, (end - at[d]) / move[d]);
			}
			return Math.max(0, (int) least);
		}

		private float sample(final double[] at) {
			return Trilinear.at(values, size[0], size[1], size[2], inside(at, 0), inside(at, 1), inside(at, 2));
		}

		private boolean inView(final double[] at) {
			for (int d = 0; d < 3; d++)
				if (!(at[d] > -0.5 && at[d] < size[d] - 0.5)) return false;
			return true;
		}

		private double inside(final double[] at, final int d) {
			return Math.max(0, Math.min(size[d] - 1.0, at[d]));
		}
	}
}
