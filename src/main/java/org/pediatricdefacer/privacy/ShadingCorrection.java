package org.pediatricdefacer.privacy;

import org.pediatricdefacer.lattice.Lattice;

/**
 * Evens out the slow shading that a head coil leaves, by the local mean of tissue.
 * <p>
 * The mean is a triple box filter normalized by the weights of what it saw: cheap, close to a Gaussian, and blind to everything
 * outside the tissue. Source: homomorphic filters in Vovk, Pernus and Likar, IEEE Transactions on Medical Imaging 26 (2007).
 */
final class ShadingCorrection {

	private static final int PASSES = 3;

	private ShadingCorrection() {}

	/**
	 * Divides values by their local mean and multiplies by a level.
	 *
	 * @param values x-fastest
	 * @param tissue voxels whose mean counts
	 * @param lattice size of the volume
	 * @param radius half width of the box in voxels
	 * @param level what the local mean is brought to
	 * @return new values; unchanged where no tissue is near
	 */
	static float[] even(final float[] values, final boolean[] tissue, final Lattice lattice, final int radius, final double level) {
		final float[] sums = new float[values.length];
		final float[] weights = new float[values.length];
		for (int i = 0; i < values.length; i++)
			if (tissue[i]) {
				sums[i] = values[i];
				weights[i] = 1;
			}
		final int[] strides = { 1, lattice.nx(), lattice.nx() * lattice.ny() };
		for (int pass = 0; pass < PASSES; pass++)
			for (int d = 0; d < 3; d++) {
				mean(sums, strides[d], lattice.size(d), radius);
				mean(weights, strides[d], lattice.size(d), radius);
			}
		final float[] even = values.clone();
		// A thousandth of full weight: below that rounding rules.
		for (int i = 0; i < even.length; i++)
			if (weights[i] > 1e-3 && sums[i] > 0) even[i] = (float) (values[i] * level * weights[i] / sums[i]);
		return even;
	}

	/** Running mean along one axis, in place; beyond the ends lies nothing. */
	private static void mean(final float[] values, final int stride, final int length, final int radius) {
		final float[] line = new float[length];
		final int block = stride * length;
		for (int n = 0; n < values.length / length; n++) {
			final int start = n / stride * block + n % stride;
			for (int k = 0; k < length; k++)
				line[k] = values[start + k * stride];
			double sum = 0;
			for (int k = 0; k < Math.min(radius, length); k++)
				sum += line[k];
			for (int k = 0; k < length; k++) {
				if (k + radius < length) sum += line[k + radius];
				if (k - radius - 1 >= 0) sum -= line[k - radius - 1];
				values[start + k * stride] = (float) (sum / (2 * radius + 1));
			}
		}
	}
}
