package org.pediatricdefacer.volume;

/**
 * Relates the voxels along one axis of a scan to those of a grid of another spacing with the same center.
 * <p>
 * New voxel i' of n' lies at old index u = (i' - (n'-1)/2) * ratio + (n-1)/2, ratio being new over old spacing.
 */
final class AxisMap {

	final int oldSize;
	final int newSize;
	private final double ratio;

	/** Chooses the number of new voxels that best covers the old ones. Ties round to even, as in Python. */
	AxisMap(final int oldSize, final double oldSpacing_mm, final double newSpacing_mm) {
		this(oldSize, newSize(oldSize, oldSpacing_mm, newSpacing_mm), newSpacing_mm / oldSpacing_mm);
	}

	AxisMap(final int oldSize, final int newSize, final double ratio) {
		this.oldSize = oldSize;
		this.newSize = newSize;
		this.ratio = ratio;
	}

	private static int newSize(final int oldSize, final double oldSpacing_mm, final double newSpacing_mm) {
		return (int) Math.max(1, Math.rint(oldSize * oldSpacing_mm / newSpacing_mm));
	}

	/** Old index of a new voxel. */
	double toOld(final int newIndex) {
		return (newIndex - (newSize - 1) / 2.0) * ratio + (oldSize - 1) / 2.0;
	}

	/** New index of an old voxel, clamped to the new voxels. */
	double toNew(final int oldIndex) {
		final double v = (oldIndex - (oldSize - 1) / 2.0) / ratio + (newSize - 1) / 2.0;
		return Math.min(Math.max(v, 0), newSize - 1);
	}

	/** The triangle kernel's weights for all new voxels. */
	Taps taps() {
		return new Taps(this, Math.max(1, ratio));
	}

	/** Which old voxels make a new one, and with what weights, which add up to 1. */
	static final class Taps {

		/** First old voxel of each new one. */
		final int[] start;
		/** Number of old voxels of each new one. */
		final int[] count;
		/** Weights of each new voxel's old ones, one after the other, each new voxel with {@link #stride} entries. */
		final double[] weights;
		final int stride;

		Taps(final AxisMap axis, final double halfWidth) {
			stride = (int) Math.min(axis.oldSize, 2 * (long) Math.ceil(halfWidth) + 1);
			start = new int[axis.newSize];
			count = new int[axis.newSize];
			weights = new double[axis.newSize * stride];
			for (int i = 0; i < axis.newSize; i++) {
				final double u = axis.toOld(i);
				// The kernel is 0 at its ends, so only voxels strictly inside count.
				start[i] = (int) Math.max(0, Math.floor(u - halfWidth) + 1);
				final int end = (int) Math.min(axis.oldSize - 1, Math.ceil(u + halfWidth) - 1);
				count[i] = end - start[i] + 1;
				double sum = 0;
				for (int t = 0; t < count[i]; t++)
					sum += weights[i * stride + t] = 1 - Math.abs(start[i] + t - u) / halfWidth;
				for (int t = 0; t < count[i]; t++)
					weights[i * stride + t] /= sum;
			}
		}
	}
}
