package org.pediatricdefacer.volume;

import java.util.Arrays;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

import org.pediatricdefacer.DefacingException;

/**
 * Maps the range between two percentiles of an image to [0, 1] and clips what lies far outside.
 *
 * @param minPercentile percentile that becomes 0, in [0, 100)
 * @param maxPercentile percentile that becomes 1, in (minPercentile, 100]
 * @param clipMin smallest value given
 * @param clipMax largest value given
 */
public record IntensityNormalizer(double minPercentile, double maxPercentile, double clipMin, double clipMax) {

	/**
	 * Checks the numbers.
	 *
	 * @throws IllegalArgumentException if they are out of order
	 */
	public IntensityNormalizer {
		if (!(minPercentile >= 0 && minPercentile < maxPercentile && maxPercentile <= 100))
			throw new IllegalArgumentException("percentiles must be 0 <= min < max <= 100, were " + minPercentile + " and " + maxPercentile);
		if (!(clipMin < clipMax)) throw new IllegalArgumentException("clip range must be min < max, was " + clipMin + " to " + clipMax);
	}

	/**
	 * Holds what was mapped to 0 and 1.
	 *
	 * @param lo value of the lower percentile
	 * @param hi value of the upper percentile
	 */
	public record Range(double lo, double hi) {}

	/**
	 * Normalizes an image in place: v becomes clip((v - lo) / (hi - lo)), whatever the unit of v.
	 *
	 * @param image finite values
	 * @return the two percentiles of the image as it was
	 * @throws DefacingException if they are equal: then there is no image
	 */
	public Range normalize(final ArrayImg<FloatType, FloatArray> image) {
		final float[] values = image.update(null).getCurrentStorageArray();
		final double[] range = percentiles(values, minPercentile, maxPercentile);
		final double lo = range[0], hi = range[1];
		if (!(hi > lo)) throw new DefacingException("The scan is no image: nearly all of its voxels have the value " + (float) lo +
			"; check that the right file was chosen and that it was written whole.");
		final double width = hi - lo;
		Resampler.forRanges(values.length, (from, to) -> {
			for (int i = from; i < to; i++)
				values[i] = (float) Math.min(Math.max((values[i] - lo) / width, clipMin), clipMax);
		});
		return new Range(lo, hi);
	}

	/**
	 * Computes exact percentiles with linear interpolation between order statistics, numpy's default definition (type 7 of
	 * Hyndman and Fan, The American Statistician 50, 1996).
	 *
	 * @param values at least one, none NaN; not changed
	 * @param percentiles in [0, 100]
	 * @return one number per percentile
	 */
	static double[] percentiles(final float[] values, final double... percentiles) {
		final OrderStatistics order = new OrderStatistics(values);
		return Arrays.stream(percentiles).map(percentile -> {
			final double rank = percentile / 100 * (values.length - 1);
			final int below = (int) Math.floor(rank);
			final double a = order.get(below);
			final double b = order.get(Math.min(below + 1, values.length - 1));
			return a + (b - a) * (rank - below);
		}).toArray();
	}

	/** Finds single order statistics in linear time: counts values by their upper 16 bits, then sorts one bin. */
	private static final class OrderStatistics {

		private static final int SHIFT = 16;

		private final float[] values;
		private final int[] counts = new int[1 << SHIFT];

		OrderStatistics(final float[] values) {
			this.values = values;
			for (final float v : values)
				counts[bin(v)]++;
		}

		/** Bins in the order of the values: a float's bits are ordered like its magnitude. */
		private static int bin(final float value) {
			final int bits = Float.floatToRawIntBits(value);
			return (bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE) >>> SHIFT;
		}

		float get(final int rank) {
			int bin = 0;
			int before = 0;
			while (before + counts[bin] <= rank)
				before += counts[bin++];
			final float[] members = new float[counts[bin]];
			int n = 0;
			for (final float v : values)
				if (bin(v) == bin) members[n++] = v;
			Arrays.sort(members);
			return members[rank - before];
		}
	}
}
