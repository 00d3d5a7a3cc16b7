package org.pediatricdefacer;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.view.Views;

import org.pediatricdefacer.volume.Volume;

/**
 * What stored values mean: the straight line from them to intensities, found from a scan whose both are known.
 *
 * @param slope factor
 * @param intercept offset
 */
record StoredScale(double slope, double intercept) {

	private static final int SAMPLES = 1 << 16;

	/** Finds the line from the two sampled voxels that lie farthest apart; stored values that are all the same keep their value. */
	static StoredScale of(final RandomAccessibleInterval<? extends RealType<?>> stored, final Volume intensities) {
		if (intensities.pixels() == stored) return new StoredScale(1, 0);
		final Cursor<? extends RealType<?>> cursor = Views.flatIterable(stored).localizingCursor();
		final RandomAccess<? extends RealType<?>> meant = intensities.pixels().randomAccess();
		final long step = stored.size() / SAMPLES | 1;
		double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY, atLow = 0, atHigh = 0;
		for (long i = step; i <= stored.size(); i += step) {
			cursor.jumpFwd(step);
			final double value = cursor.get().getRealDouble();
			if (!Double.isFinite(value) || value >= low && value <= high) continue;
			final double intensity = meant.setPositionAndGet(cursor).getRealDouble();
			if (value < low) {
				low = value;
				atLow = intensity;
			}
			if (value > high) {
				high = value;
				atHigh = intensity;
			}
		}
		if (!(high > low)) return new StoredScale(1, 0);
		final double slope = (atHigh - atLow) / (high - low);
		return new StoredScale(slope, atLow - slope * low);
	}

	/** Returns the intensities of stored values on the grid of a scan. */
	Volume meant(final RandomAccessibleInterval<? extends RealType<?>> stored, final Volume like) {
		if (slope == 1 && intercept == 0) return new Volume(stored, like.grid());
		return new Volume(Converters.convert(stored, (in, out) -> out.set(in.getRealDouble() * slope + intercept), new DoubleType()), like.grid());
	}
}
