package org.pediatricdefacer.mask;

import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;

import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.mask.MaskEvidence.ZoneTest;

import net.imglib2.Cursor;
import net.imglib2.Interval;
import net.imglib2.Localizable;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Where the head of a scan was cut before: tissue that ends at once in a single, exactly constant value.
 * <p>
 * Skin fades into the air within a voxel or two, even where a scanner sets air to zero; a mask cuts through tissue and
 * leaves no fading. So much of the border between a constant region and tissue in the face zone means that a face was
 * removed (or padding cuts it), and all around, that the skull was.
 *
 * @param face_cm2 area of the cut in the face zone
 * @param elsewhere_cm2 area of the cut anywhere else
 */
public record CutSurface(double face_cm2, double elsewhere_cm2) {

	/** No cut. */
	public static final CutSurface NONE = new CutSurface(0, 0);

	/** Only a region of one value at least this deep counts. */
	private static final double DEEP_MM = 5;
	private static final int DEEP_VOXELS = 3;

	/** Tissue is what is brighter than this share of the way from the constant to the median of the brain. */
	private static final double TISSUE = 0.3;

	/** The first voxel of tissue that fades into air is darker than this share of the next one. */
	private static final double FADING = 0.75;

	/** Values are looked at along lines about so far apart. */
	private static final double LINES_MM = 2;

	/** A value that evenly fills less than this share of the scan is no removed part of a head. */
	private static final double LEAST_SHARE = 0.002;

	private static final int MOST_SAMPLES = 1 << 17;

	/** Sum of the absolute coordinates of a unit vector, on average over the sphere. */
	private static final double MEAN_PROJECTION = 1.5;

	/**
	 * Looks for a cut.
	 *
	 * @param values of the first volume of the scan, stored or real; three dimensions
	 * @param mask made from the scan
	 * @throws IllegalArgumentException if the scan does not have the size of the mask
	 */
	public static <T extends RealType<?>> CutSurface of(final RandomAccessibleInterval<T> values, final Facemask mask) {
		if (!Arrays.equals(values.dimensionsAsLongArray(), mask.classes().dimensionsAsLongArray()))
			throw new IllegalArgumentException("scan and mask must have the same size");
		final RandomAccessibleInterval<T> seen = mask.evidence().geometry().seen(values);
		final double brain = brainMedian(seen, mask.evidence().geometry().seen(mask.classes()));
		final double constant = constant(seen, brain);
		final double tissue = constant + TISSUE * (brain - constant);
		final ZoneTest zone = mask.evidence().zone();
		if (!(tissue > constant) || zone == null)
			return NONE;
		final Search search = new Search(constant, tissue, inPart(zone, mask.evidence().geometry().part()));
		for (int d = 0; d < 3; d++)
			search.along(d, seen, mask.grid().spacing_mm());
		return new CutSurface(search.face.sum() / MEAN_PROJECTION, search.elsewhere.sum() / MEAN_PROJECTION);
	}

	/** The test for places in the part of the scan that is searched. */
	private static ZoneTest inPart(final ZoneTest zone, final Interval part) {
		return at -> zone.contains(new int[] { at[0] + (int) part.min(0), at[1] + (int) part.min(1), at[2] + (int) part.min(2) });
	}

	/**
	 * Returns the value below a limit that fills most of the scan evenly, or NaN if none does.
	 * <p>
	 * The most frequent value is not enough: where gray levels are few, noise in air has one or two of them and is constant
	 * along a line now and then, but not all around a voxel.
	 */
	private static <T extends RealType<?>> double constant(final RandomAccessibleInterval<T> values, final double limit) {
		final long step = values.size() / MOST_SAMPLES | 1;
		final double[] even = new double[(int) (values.size() / step)];
		final Cursor<T> cursor = Views.flatIterable(values).localizingCursor();
		final RandomAccess<T> around = Views.extendBorder(values).randomAccess();
		int n = 0;
		for (int i = 0; i < even.length; i++) {
			cursor.jumpFwd(i == 0 ? 1 : step);
			final double value = cursor.get().getRealDouble();
			if (value < limit && isEven(around, cursor, value))
				even[n++] = value;
		}
		return n == 0 ? Double.NaN : mostFrequent(Arrays.copyOf(even, n), LEAST_SHARE * even.length);
	}

	/** Returns whether a voxel and all around it have one value. */
	private static <T extends RealType<?>> boolean isEven(final RandomAccess<T> access, final Localizable center, final double value) {
		for (int k = 0; k < 27; k++) {
			access.setPosition(center.getLongPosition(0) + k % 3 - 1, 0);
			access.setPosition(center.getLongPosition(1) + k / 3 % 3 - 1, 1);
			access.setPosition(center.getLongPosition(2) + k / 9 - 1, 2);
			if (access.get().getRealDouble() != value)
				return false;
		}
		return true;
	}

	/** Returns the most frequent of some values, which it sorts, or NaN if it is less frequent than a count. */
	static double mostFrequent(final double[] sample, final double least) {
		Arrays.sort(sample);
		int best = 0;
		double value = Double.NaN;
		for (int from = 0, to; from < sample.length; from = to) {
			to = from + 1;
			while (to < sample.length && sample[to] == sample[from])
				to++;
			if (to - from > best) {
				best = to - from;
				value = sample[from];
			}
		}
		return best >= least ? value : Double.NaN;
	}

	private static <T extends RealType<?>> double brainMedian(final RandomAccessibleInterval<T> values,
		final RandomAccessibleInterval<UnsignedByteType> classes)
	{
		final long step = values.size() / (8L * MOST_SAMPLES) | 1;
		final double[] sample = new double[(int) (values.size() / step)];
		final Cursor<T> value = Views.flatIterable(values).cursor();
		final Cursor<UnsignedByteType> label = Views.flatIterable(classes).cursor();
		int n = 0;
		for (int i = 0; i < sample.length; i++) {
			value.jumpFwd(i == 0 ? 1 : step);
			label.jumpFwd(i == 0 ? 1 : step);
			if (label.get().get() == Region.BRAIN.label())
				sample[n++] = value.get().getRealDouble();
		}
		Arrays.sort(sample, 0, n);
		return n == 0 ? Double.NaN : sample[n / 2];
	}

	/** The search along lines. */
	private record Search(double constant, double tissue, ZoneTest zone, DoubleAdder face, DoubleAdder elsewhere) {

		Search(final double constant, final double tissue, final ZoneTest zone) {
			this(constant, tissue, zone, new DoubleAdder(), new DoubleAdder());
		}

		<T extends RealType<?>> void along(final int d, final RandomAccessibleInterval<T> values, final double[] spacing_mm) {
			final double finest = Math.min(spacing_mm[0], Math.min(spacing_mm[1], spacing_mm[2]));
			// Across thick slices everything ends at once.
			if (spacing_mm[d] > 2 * finest)
				return;
			final int a = d == 0 ? 1 : 0;
			final int b = d == 2 ? 1 : 2;
			final int stepA = (int) Math.max(1, Math.round(LINES_MM / spacing_mm[a]));
			final int stepB = (int) Math.max(1, Math.round(LINES_MM / spacing_mm[b]));
			final double area_cm2 = stepA * spacing_mm[a] * stepB * spacing_mm[b] / 100;
			final int deep = (int) Math.max(DEEP_VOXELS, Math.ceil(DEEP_MM / spacing_mm[d]));
			Slabs.run((int) ((values.dimension(b) + stepB - 1) / stepB), (from, to) -> {
				final RandomAccess<T> access = values.randomAccess();
				final double[] line = new double[(int) values.dimension(d)];
				final int[] at = new int[3];
				for (int q = from; q < to; q++)
					for (int p = 0; p < values.dimension(a); p += stepA) {
						at[a] = p;
						at[b] = q * stepB;
						at[d] = 0;
						for (int c = 0; c < 3; c++)
							access.setPosition(values.min(c) + at[c], c);
						for (int i = 0; i < line.length; i++, access.fwd(d))
							line[i] = access.get().getRealDouble();
						count(line, deep, at, d, area_cm2);
					}
			});
		}

		/** Counts the cuts of a line in both directions. */
		private void count(final double[] line, final int deep, final int[] at, final int d, final double area_cm2) {
			int run = 0;
			for (int i = 0; i < line.length; i++) {
				if (line[i] == constant) {
					run++;
					continue;
				}
				if (run >= deep) {
					add(line, i, 1, at, d, area_cm2);
					add(line, i - run - 1, -1, at, d, area_cm2);
				}
				run = 0;
			}
			if (run >= deep)
				add(line, line.length - run - 1, -1, at, d, area_cm2);
		}

		/** Adds the area of one line if tissue begins at once at a voxel, seen in a direction. */
		private void add(final double[] line, final int first, final int step, final int[] at, final int d,
			final double area_cm2)
		{
			final int next = first + step;
			if (first < 0 || next < 0 || next >= line.length)
				return;
			if (line[next] > tissue && line[first] - constant >= FADING * (line[next] - constant)) {
				at[d] = first;
				(zone.contains(at) ? face : elsewhere).add(area_cm2);
			}
		}
	}
}
