package org.pediatricdefacer.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Says which tile size to try next when a device runs out of memory. */
public final class TilingPolicy {

	/** Below this side a tile sees too little of a head to tell a nose from a neck. */
	static final long MIN_SIDE = 64;

	private TilingPolicy() {}

	/**
	 * Does some work with the given tile size, and with smaller ones as long as the device runs out of memory.
	 * <p>
	 * Each step halves the longest side (of equals the last one, z before y before x, so that tiles stay contiguous in memory),
	 * down to {@value #MIN_SIDE} voxels. The work starts from the beginning each time: a half-stitched result is never continued.
	 *
	 * @param <T> what the work gives
	 * @param first tile size along x, y, z to begin with, each a multiple of {@code patchMultiple}
	 * @param patchMultiple what each side must stay a multiple of
	 * @param work maps a tile size along x, y, z to a result
	 * @return the result of the first tile size that fits
	 * @throws OutOfDeviceMemoryException if the smallest size does not fit either; the message names the sizes tried
	 */
	public static <T> T shrinkUntilItFits(final long[] first, final int patchMultiple, final Function<long[], T> work) {
		final List<String> tried = new ArrayList<>();
		long[] size = first.clone();
		while (true) {
			try {
				return work.apply(size.clone());
			}
			catch (final OutOfDeviceMemoryException e) {
				tried.add(text(size));
				final long[] next = smaller(size, patchMultiple);
				if (Arrays.equals(next, size)) throw new OutOfDeviceMemoryException("Out of memory with tiles of " +
					String.join(", then ", tried) + " voxels: free memory by closing other programs that use this device, " +
					"or choose the device cpu. " + e.getMessage(), e);
				size = next;
			}
		}
	}

	/**
	 * Returns the next smaller tile size.
	 *
	 * @param size tile size along x, y, z
	 * @param patchMultiple what each side must stay a multiple of
	 * @return another size, or an equal one if there is no smaller
	 */
	static long[] smaller(final long[] size, final int patchMultiple) {
		int longest = 0;
		for (int d = 1; d < size.length; d++)
			if (size[d] >= size[longest]) longest = d;
		final long half = Math.max(size[longest] / 2, MIN_SIDE);
		final long[] next = size.clone();
		next[longest] = Math.min(size[longest], (half + patchMultiple - 1) / patchMultiple * patchMultiple);
		return next;
	}

	/** Writes a size as people do: 128 x 128 x 64. */
	static String text(final long... size) {
		return LongStream.of(size).mapToObj(Long::toString).collect(Collectors.joining(" x "));
	}
}
