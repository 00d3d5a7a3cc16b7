package org.pediatricdefacer.table;

import java.util.Arrays;

/** Quantiles that are linear between ranks, the definition numpy and MONAI use by default (type 7 of Hyndman and Fan, 1996). */
public final class Quantiles {

	private Quantiles() {}

	/**
	 * Returns a quantile of sorted values.
	 *
	 * @param sorted ascending
	 * @param share 0 for the smallest, 0.5 for the median, 1 for the largest
	 * @return the quantile; NaN of no values
	 */
	public static double ofSorted(final double[] sorted, final double share) {
		if (sorted.length == 0) return Double.NaN;
		final double rank = share * (sorted.length - 1);
		final int below = (int) rank;
		final double low = sorted[below];
		// Keeps infinities from becoming NaN where no interpolation is needed.
		if (rank == below || low == sorted[below + 1]) return low;
		return low + (rank - below) * (sorted[below + 1] - low);
	}

	/** Returns a quantile of values in any order, which stay as they are. */
	public static double of(final double[] values, final double share) {
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		return ofSorted(sorted, share);
	}
}
