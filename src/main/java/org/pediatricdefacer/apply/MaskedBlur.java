package org.pediatricdefacer.apply;

import java.util.Arrays;

import org.pediatricdefacer.lattice.Slabs;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** The Gaussian-blurred values of a volume, worked out in the box around a mask. */
final class MaskedBlur implements FaceRemover.Filling {

	/** Kernels end after so many standard deviations. */
	private static final double REACH = 3;

	private final long[] min;
	private final int[] size;
	private float[] values;

	<T extends RealType<T>> MaskedBlur(final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask, final double sigma_mm, final double... spacing_mm)
	{
		if (spacing_mm.length < 3)
			throw new IllegalArgumentException("a blur needs three voxel sides, had " + spacing_mm.length);
		final int[] reach = new int[3];
		for (int d = 0; d < 3; d++)
			reach[d] = (int) Math.ceil(REACH * sigma_mm / spacing_mm[d]);
		final Interval box = box(mask, reach);
		min = box.minAsLongArray();
		size = Arrays.stream(box.dimensionsAsLongArray()).mapToInt(Math::toIntExact).toArray();
		values = new float[Math.multiplyExact(Math.multiplyExact(size[0], size[1]), size[2])];
		final Cursor<T> cursor = Views.flatIterable(Views.interval(volume, box)).cursor();
		for (int i = 0; i < values.length; i++) {
			final float v = cursor.next().getRealFloat();
			values[i] = Float.isFinite(v) ? v : 0;
		}
		for (int d = 0; d < 3; d++)
			blur(d, kernel(sigma_mm / spacing_mm[d], reach[d]));
	}

	@Override
	public double value(final int x, final int y, final int z) {
		return values[(int) (x - min[0] + size[0] * (y - min[1] + size[1] * (z - min[2])))];
	}

	/** Returns the box around the masked voxels, grown by the kernel's reach; one voxel if there are none. */
	private static Interval box(final RandomAccessibleInterval<UnsignedByteType> mask, final int[] reach) {
		final long[] low = mask.maxAsLongArray();
		final long[] high = new long[3];
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(mask).localizingCursor();
		while (cursor.hasNext()) {
			if (cursor.next().get() == 0)
				continue;
			for (int d = 0; d < 3; d++) {
				low[d] = Math.min(low[d], cursor.getLongPosition(d));
				high[d] = Math.max(high[d], cursor.getLongPosition(d));
			}
		}
		for (int d = 0; d < 3; d++) {
			low[d] = Math.max(0, low[d] - reach[d]);
			high[d] = Math.max(low[d], Math.min(mask.max(d), high[d] + reach[d]));
		}
		return new FinalInterval(low, high);
	}

	private static double[] kernel(final double sigma, final int reach) {
		final double[] weights = new double[reach + 1];
		for (int i = 0; i <= reach; i++)
			weights[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
		return weights;
	}

	/** Blurs along one axis; at the ends the kernel is cut and weighted anew. */
	private void blur(final int d, final double[] kernel) {
		final int n = size[d];
		final int stride = d == 0 ? 1 : d == 1 ? size[0] : size[0] * size[1];
		final float[] in = values;
		final float[] out = new float[in.length];
		Slabs.run(in.length / n, (from, to) -> {
			for (int line = from; line < to; line++) {
				final int start = line / stride * stride * n + line % stride;
				for (int i = 0; i < n; i++) {
					double sum = 0;
					double weight = 0;
					for (int j = Math.max(0, i - kernel.length + 1); j <= Math.min(n - 1, i + kernel.length - 1); j++) {
						final double w = kernel[Math.abs(i - j)];
						sum += w * in[start + j * stride];
						weight += w;
					}
					out[start + i * stride] = (float) (sum / weight);
				}
			}
		});
		values = out;
	}
}
