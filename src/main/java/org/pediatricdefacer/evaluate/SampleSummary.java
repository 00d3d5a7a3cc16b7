package org.pediatricdefacer.evaluate;

import java.util.Arrays;

import org.apache.commons.math3.random.MersenneTwister;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.stat.StatUtils;

import org.pediatricdefacer.table.Quantiles;

/**
 * A sample of scores in the numbers the field prints.
 * <p>
 * Values that are not defined (NaN) are left out and counted. Infinite ones (a region was missed or invented) take part in the
 * median, but cannot in mean and standard deviation: they are counted, and the mean speaks of the rest. The intervals are 95 %
 * percentile bootstrap intervals over scans from 2,000 seeded resamples (Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993).
 *
 * @param count values that are defined, infinite ones included
 * @param undefined values left out
 * @param infinite values that are infinite
 * @param median of the defined values; NaN of none
 * @param medianLow lower end of the interval of the median
 * @param medianHigh upper end of the interval of the median
 * @param mean of the finite values; NaN of none
 * @param meanLow lower end of the interval of the mean
 * @param meanHigh upper end of the interval of the mean
 * @param sd standard deviation of the finite values, with n - 1; NaN of fewer than two
 */
public record SampleSummary(int count, int undefined, int infinite, double median, double medianLow, double medianHigh, double mean, double meanLow,
	double meanHigh, double sd)
{

	/** The seed used where none is given. */
	public static final long SEED = 20261L;
	private static final int RESAMPLES = 2_000;
	private static final double TAIL = 0.025;

	/**
	 * Summarizes a sample.
	 *
	 * @param values any order; NaN for those not defined
	 * @param seed of the bootstrap
	 * @return the summary
	 */
	public static SampleSummary of(final double[] values, final long seed) {
		final double[] defined = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
		final double[] finite = Arrays.stream(defined).filter(Double::isFinite).toArray();
		final double[][] intervals = bootstrap(defined, finite, new MersenneTwister(seed));
		return new SampleSummary(defined.length, values.length - defined.length, defined.length - finite.length, Quantiles.of(defined, 0.5), intervals[0][0],
			intervals[0][1], mean(finite), intervals[1][0], intervals[1][1], finite.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(finite)));
	}

	private static double mean(final double[] values) {
		return values.length == 0 ? Double.NaN : StatUtils.mean(values);
	}

	private static double[][] bootstrap(final double[] defined, final double[] finite, final RandomGenerator random) {
		final double[] medians = new double[RESAMPLES];
		final double[] means = new double[RESAMPLES];
		for (int r = 0; r < RESAMPLES; r++) {
			medians[r] = Quantiles.of(resample(defined, random), 0.5);
			means[r] = mean(resample(finite, random));
		}
		return new double[][] { interval(medians), interval(means) };
	}

	private static double[] resample(final double[] values, final RandomGenerator random) {
		final double[] drawn = new double[values.length];
		for (int i = 0; i < drawn.length; i++)
			drawn[i] = values[random.nextInt(values.length)];
		return drawn;
	}

	private static double[] interval(final double[] estimates) {
		return new double[] { Quantiles.of(estimates, TAIL), Quantiles.of(estimates, 1 - TAIL) };
	}
}
