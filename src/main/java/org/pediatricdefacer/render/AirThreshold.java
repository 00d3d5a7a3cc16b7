package org.pediatricdefacer.render;

import java.util.Arrays;

/**
 * Tells air from head by intensity.
 * <p>
 * The typical head value is the median above a clip level that is half of that median, a fixed point (3dClipLevel of AFNI).
 * Values are clipped there, so that bright fat or vessels do not matter, and Otsu's method separates two classes; the lower
 * one gives level and spread of air. The skin threshold lies a quarter of the way from air to head, because suppressed fat
 * makes skin darker than brain, but always four spreads above air.
 * <p>
 * Sources: Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9 (1979); Cox, AFNI, Computers and Biomedical Research 29
 * (1996).
 *
 * @param air typical value of air
 * @param airSpread standard deviation of air, by its quantiles
 * @param head median value of the head
 */
public record AirThreshold(double air, double airSpread, double head) {

	private static final double SKIN_SHARE = 0.25;
	private static final double AIR_DEVIATIONS = 4;
	private static final double CLIP_SHARE = 0.5;
	/** Up to a third of the lower class may be no air: then this is the median of air. */
	private static final double AIR_QUANTILE = 0.35;
	private static final double LOW_QUANTILE = 0.1;
	/** Standard deviation of a Rayleigh distribution over the distance of these quantiles. */
	private static final double RAYLEIGH = 1.4;
	private static final int BINS = 1024;
	private static final int ITERATIONS = 50;

	/**
	 * Estimates air and head of a scan.
	 *
	 * @param scan resampled scan; only voxels in its field of view count
	 * @return the estimate; all three numbers equal for a constant image
	 */
	public static AirThreshold of(final IsotropicScan scan) {
		int count = 0;
		final float[] seen = new float[scan.values().length];
		for (int i = 0; i < seen.length; i++)
			if (scan.inView()[i]) seen[count++] = scan.values()[i];
		return of(Arrays.copyOf(seen, count));
	}

	/**
	 * Estimates air and head from values, such as an even sample of a scan.
	 *
	 * @param values finite numbers in any order
	 * @return the estimate; all three numbers equal for a constant image
	 */
	public static AirThreshold of(final float[] values) {
		float low = Float.POSITIVE_INFINITY;
		float high = Float.NEGATIVE_INFINITY;
		for (final float value : values) {
			low = Math.min(low, value);
			high = Math.max(high, value);
		}
		if (!(high > low)) return new AirThreshold(low, 0, low);
		final double top = clippedTop(values, low, high);
		final long[] histogram = histogram(values, low, top);
		final double width = (top - low) / BINS;
		final int split = otsu(histogram);
		// Low quantiles, because bone, sinuses and voxels half filled with skin belong to the lower class, too.
		final double air = low + quantile(histogram, split, AIR_QUANTILE) * width;
		final double spread = RAYLEIGH * (air - low - quantile(histogram, split, LOW_QUANTILE) * width);
		return new AirThreshold(air, spread, top);
	}

	/** The bin under which a share of the lower class lies. */
	private static double quantile(final long[] histogram, final int split, final double share) {
		final double wanted = share * Arrays.stream(histogram, 0, split).sum();
		long seen = 0;
		for (int b = 0; b < split; b++) {
			if (seen + histogram[b] >= wanted && histogram[b] > 0) return b + (wanted - seen) / histogram[b];
			seen += histogram[b];
		}
		return split;
	}

	/** Returns the value at which skin begins, in the units of the scan. */
	public double skin() {
		return Math.max(noise(), at(SKIN_SHARE));
	}

	/** Returns the value above which there is more than the noise of air, in the units of the scan. */
	public double noise() {
		return air + AIR_DEVIATIONS * airSpread;
	}

	/**
	 * Returns a value between air and head.
	 *
	 * @param share 0 for air, 1 for the typical head value
	 * @return a value in the units of the scan
	 */
	public double at(final double share) {
		return air + share * (head - air);
	}

	/** The median of what exceeds half of it (above the lowest value), from a fine histogram. */
	private static double clippedTop(final float[] values, final float low, final float high) {
		final long[] fine = new long[1 << 16];
		final double scale = (fine.length - 1) / ((double) high - low);
		double squares = 0;
		for (final float value : values) {
			final double above = (value - low) * scale;
			fine[(int) above]++;
			squares += above * above;
		}
		double clip = CLIP_SHARE * Math.sqrt(squares / values.length);
		double median = clip;
		for (int i = 0; i < ITERATIONS; i++) {
			median = medianAbove(fine, (int) clip);
			if (Math.abs(CLIP_SHARE * median - clip) < 1) break;
			clip = CLIP_SHARE * median;
		}
		return low + Math.max(1, median) / scale;
	}

	private static int medianAbove(final long[] histogram, final int clip) {
		final long above = Arrays.stream(histogram, Math.min(clip + 1, histogram.length - 1), histogram.length).sum();
		long seen = 0;
		int bin = clip;
		while (bin < histogram.length - 1 && 2 * seen < above)
			seen += histogram[++bin];
		return bin;
	}

	private static long[] histogram(final float[] values, final double low, final double top) {
		final long[] histogram = new long[BINS];
		for (final float value : values)
			// Most voxels lie at one of the ends; a division for each takes long.
			histogram[value >= top ? BINS - 1 : value <= low ? 0 : (int) Math.min(BINS - 1, (value - low) / (top - low) * BINS)]++;
		return histogram;
	}

	/** Returns the first bin of the upper class. */
	static int otsu(final long[] histogram) {
		double total = 0;
		double weighted = 0;
		for (int b = 0; b < histogram.length; b++) {
			total += histogram[b];
			weighted += (double) b * histogram[b];
		}
		double count = 0;
		double sum = 0;
		double best = -1;
		int split = 1;
		for (int b = 0; b < histogram.length - 1; b++) {
			count += histogram[b];
			sum += (double) b * histogram[b];
			if (count == 0 || count == total) continue;
			final double gap = weighted * count / total - sum;
			final double between = gap * gap / (count * (total - count));
			if (between > best) {
				best = between;
				split = b + 1;
			}
		}
		return split;
	}
}
