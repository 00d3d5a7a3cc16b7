package org.pediatricdefacer.evaluate;

import java.util.Arrays;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/**
 * How the scores of two methods on the same scans differ.
 * <p>
 * Pairs in which a score is not finite are left out and counted. The two-sided Wilcoxon signed-rank test drops differences of
 * zero; up to 200 pairs the p value is exact, ties included, above that it comes from the normal approximation with continuity
 * correction (Wilcoxon, Biometrics Bulletin 1, 1945).
 *
 * @param pairs pairs with two finite scores
 * @param leftOut pairs without
 * @param zeros pairs whose scores are equal
 * @param difference first method minus second method
 * @param p two-sided p value; NaN if no pair differs
 */
public record PairedDifference(int pairs, int leftOut, int zeros, SampleSummary difference, double p) {

	/** Above this number of pairs the approximation is as good as exact. */
	private static final int EXACT_PAIRS = 200;

	/**
	 * Compares two methods.
	 *
	 * @param first scores of the first method
	 * @param second scores of the second method on the same scans, in the same order
	 * @param seed of the bootstrap
	 * @return the comparison
	 * @throws IllegalArgumentException if the lengths differ
	 */
	public static PairedDifference of(final double[] first, final double[] second, final long seed) {
		if (first.length != second.length)
			throw new IllegalArgumentException("both methods must score the same scans, were " + first.length + " and " + second.length);
		final double[] differences = new double[first.length];
		int finite = 0;
		int zeros = 0;
		for (int i = 0; i < first.length; i++) {
			if (!Double.isFinite(first[i]) || !Double.isFinite(second[i])) continue;
			differences[finite] = first[i] - second[i];
			if (differences[finite++] == 0) zeros++;
		}
		final double[] paired = Arrays.copyOf(differences, finite);
		return new PairedDifference(finite, first.length - finite, zeros, SampleSummary.of(paired, seed), p(paired, finite - zeros));
	}

	private static double p(final double[] differences, final int count) {
		if (count == 0) return Double.NaN;
		final double[] nonZero = Arrays.stream(differences).filter(d -> d != 0).toArray();
		final double[] ranks = new NaturalRanking(TiesStrategy.AVERAGE).rank(Arrays.stream(nonZero).map(Math::abs).toArray());
		return count <= EXACT_PAIRS ? exact(nonZero, ranks) : normal(nonZero, ranks);
	}

	/**
	 * The distribution of the rank sum under all assignments of signs, built up one rank at a time. Commons Math offers the same
	 * by listing all 2^n assignments, which ends at about 20 pairs, and its approximation corrects for continuity in the wrong
	 * direction.
	 */
	static double exact(final double[] nonZero, final double[] ranks) {
		final int n = ranks.length;
		// Ranks of ties are halves: doubled, they are whole.
		final double[] probability = new double[n * (n + 1) + 1];
		probability[0] = 1;
		int reached = 0;
		int positive = 0;
		for (int i = 0; i < n; i++) {
			final int rank = (int) Math.round(2 * ranks[i]);
			if (nonZero[i] > 0) positive += rank;
			reached += rank;
			for (int sum = reached; sum >= 0; sum--)
				probability[sum] = 0.5 * (probability[sum] + (sum >= rank ? probability[sum - rank] : 0));
		}
		final int smaller = Math.min(positive, reached - positive);
		double tail = 0;
		for (int sum = 0; sum <= smaller; sum++)
			tail += probability[sum];
		return Math.min(1, 2 * tail);
	}

	/** The normal approximation with continuity correction; averaged ranks account for ties. */
	static double normal(final double[] nonZero, final double[] ranks) {
		double positive = 0;
		double all = 0;
		double squares = 0;
		for (int i = 0; i < ranks.length; i++) {
			if (nonZero[i] > 0) positive += ranks[i];
			all += ranks[i];
			squares += ranks[i] * ranks[i];
		}
		final double z = Math.max(0, Math.abs(positive - all / 2) - 0.5) / Math.sqrt(squares / 4);
		return 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(-z);
	}
}
