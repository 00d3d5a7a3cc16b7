package org.pediatricdefacer.apply;

import java.util.Arrays;
import java.util.Locale;

import org.pediatricdefacer.DefacingException;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Collects stored values of the air around a head.
 * <p>
 * Air is what is given as such. Where that is too little, it is what lies below Otsu's threshold of the voxels outside the mask, less
 * the upper tail, which is bone and the partial volume of skin. A background that a scanner or a program has set to one value
 * gives this value alone.
 */
final class AirSample {

	/** More values than this do not make the noise better, they only take longer. */
	private static final int MOST_VALUES = 1 << 18;

	/** Fewer would show as a pattern. */
	private static final int FEWEST_VALUES = 64;

	private static final int BINS = 256;

	/** Of a Rayleigh distribution, the noise of air in magnitude images, 99.99 % lies below 3.7 times the median. */
	private static final double TAIL = 3.7;

	/** A value that so much of the air has is that of an empty background; in noise of few gray levels none has it. */
	private static final double CONSTANT = 0.95;

	/** By how much zero may lie beside the air's values, as a share of the distance from air to the brightest tissue. */
	private static final double NEARLY_AIR = 0.02;

	private AirSample() {}

	/**
	 * Returns values of the air of a volume in a fixed order.
	 *
	 * @param volume stored values, three dimensions, origin 0
	 * @param mask of the same size; voxels above 0 are not looked at
	 * @param known of the same size; voxels above 0 are air
	 * @return at least {@value #FEWEST_VALUES} values, or one if all are the same; none if there is too little air
	 */
	static <T extends RealType<T>> double[] of(final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask, final RandomAccessibleInterval<UnsignedByteType> known)
	{
		final double[] sure = values(volume, known, true);
		final double[] air = sure.length >= FEWEST_VALUES ? sure : belowTail(values(volume, mask, false));
		if (air.length < FEWEST_VALUES)
			return new double[0];
		final double[] sorted = air.clone();
		Arrays.sort(sorted);
		final double middle = sorted[sorted.length / 2];
		final long alike = Arrays.stream(air).filter(value -> value == middle).count();
		return alike >= CONSTANT * air.length ? new double[] { middle } : air;
	}

	/**
	 * Checks that a value is one of the air's, so that what is filled with it shows no surface.
	 *
	 * @param value what to fill with
	 * @param air values of the air; none if it is not known
	 * @param volume the volume that it fills
	 * @param mask voxels above 0 are filled
	 * @throws DefacingException if it is not
	 */
	static <T extends RealType<T>> void requireAir(final double value, final double[] air, final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask)
	{
		if (air.length == 0)
			return;
		final double[] sorted = air.clone();
		Arrays.sort(sorted);
		final double low = sorted[(int) (0.01 * (sorted.length - 1))];
		final double high = sorted[(int) (0.99 * (sorted.length - 1))];
		final double[] all = values(volume, mask, false);
		Arrays.sort(all);
		final double brightest = all[(int) (0.99 * (all.length - 1))];
		final double beside = Math.max(low - value, value - high);
		if (beside > NEARLY_AIR * Math.abs(brightest - sorted[sorted.length / 2])) throw new DefacingException(String.format(Locale.ROOT,
			"The air of the scan has stored values of %.4g to %.4g, so that a hole filled with zero (stored as %.4g) would show; fill with background.",
			low, high, value));
	}

	/** Values of voxels whose mask is above 0, or is not. */
	private static <T extends RealType<T>> double[] values(final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask, final boolean inside)
	{
		final long voxels = volume.size();
		// An odd step does not fall in with the sides of the volume, which are mostly even.
		final long step = voxels / MOST_VALUES | 1;
		final RandomAccess<T> value = volume.randomAccess();
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(mask).localizingCursor();
		final double[] values = new double[(int) (voxels / step) + 1];
		int n = 0;
		for (long i = 0; i < voxels; i += step) {
			cursor.jumpFwd(i == 0 ? 1 : step);
			if (cursor.get().get() > 0 != inside)
				continue;
			final double v = value.setPositionAndGet(cursor).getRealDouble();
			if (Double.isFinite(v))
				values[n++] = v;
		}
		return Arrays.copyOf(values, n);
	}

	private static double[] belowTail(final double[] values) {
		if (values.length == 0)
			return values;
		final double[] sorted = values.clone();
		Arrays.sort(sorted);
		final double low = sorted[0];
		final double threshold = otsu(sorted, low, sorted[(int) (0.995 * (sorted.length - 1))]);
		int below = 0;
		while (below < sorted.length && sorted[below] <= threshold)
			below++;
		final double tail = below == 0 ? low : Math.min(threshold, low + TAIL * (sorted[below / 2] - low));
		return Arrays.stream(values).filter(v -> v <= tail).toArray();
	}

	/** Otsu, IEEE Trans. Syst. Man Cybern. 9 (1979); the threshold is the upper edge of the best bin. */
	private static double otsu(final double[] values, final double low, final double high) {
		final double width = (high - low) / BINS;
		if (!(width > 0))
			return low;
		final double[] count = new double[BINS];
		for (final double v : values)
			count[(int) Math.min(BINS - 1, (v - low) / width)]++;
		double total = 0;
		for (int b = 0; b < BINS; b++)
			total += b * count[b];
		double below = 0;
		double sum = 0;
		double best = -1;
		int bestBin = 0;
		for (int b = 0; b < BINS - 1; b++) {
			below += count[b];
			sum += b * count[b];
			final double above = values.length - below;
			final double gap = above == 0 || below == 0 ? 0 : sum / below - (total - sum) / above;
			final double between = below * above * gap * gap;
			if (between > best) {
				best = between;
				bestBin = b;
			}
		}
		return low + (bestBin + 1) * width;
	}
}
