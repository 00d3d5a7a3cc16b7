package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.junit.jupiter.api.Test;

import org.pediatricdefacer.table.Quantiles;

class StatisticsTest {

	@Test
	void summaryAndSignedRankTestEqualScipys() throws IOException {
		for (final Golden.Statistic golden : Golden.read().statistics()) {
			final SampleSummary summary = SampleSummary.of(golden.first(), 1);
			assertEquals(golden.median(), summary.median(), 1e-12);
			assertEquals(golden.mean(), summary.mean(), 1e-12);
			assertEquals(golden.sd(), summary.sd(), 1e-12);
			final PairedDifference difference = PairedDifference.of(golden.first(), golden.second(), 1);
			assertEquals(golden.p_exact(), difference.p(), 1e-12);
			final double[] differences = new double[golden.first().length];
			Arrays.setAll(differences, i -> golden.first()[i] - golden.second()[i]);
			final double[] ranks = new NaturalRanking().rank(Arrays.stream(differences).map(Math::abs).toArray());
			assertEquals(golden.p_normal(), PairedDifference.normal(differences, ranks), 1e-12);
		}
	}

	@Test
	void intervalOfTheMeanIsThatOfTheCentralLimitTheorem() {
		final Random random = new Random(4);
		final double[] values = random.doubles(400).toArray();
		final SampleSummary summary = SampleSummary.of(values, 9);
		final double half = 1.96 * summary.sd() / Math.sqrt(400);
		assertEquals(summary.mean() - half, summary.meanLow(), 0.1 * half);
		assertEquals(summary.mean() + half, summary.meanHigh(), 0.1 * half);
		assertTrue(summary.medianLow() < summary.median() && summary.median() < summary.medianHigh());
		assertEquals(summary, SampleSummary.of(values, 9), "seeded");
	}

	@Test
	void countsWhatIsUndefinedOrInfinite() {
		final SampleSummary summary = SampleSummary.of(new double[] { 1, Double.NaN, 3, Double.POSITIVE_INFINITY, 2, Double.POSITIVE_INFINITY }, 1);
		assertEquals(5, summary.count());
		assertEquals(1, summary.undefined());
		assertEquals(2, summary.infinite());
		assertEquals(3, summary.median(), 0);
		assertEquals(2, summary.mean(), 1e-12);
		assertEquals(Double.POSITIVE_INFINITY, summary.medianHigh(), 0);
	}

	@Test
	void nothingIsNotANumber() {
		final SampleSummary summary = SampleSummary.of(new double[0], 1);
		assertTrue(Double.isNaN(summary.median()) && Double.isNaN(summary.mean()) && Double.isNaN(summary.sd()));
	}

	@Test
	void pairsOnlyFiniteScoresAndDropsTies() {
		final PairedDifference difference = PairedDifference.of(new double[] { 1, 2, 3, Double.NaN, 5 }, new double[] { 1, 1, 1, 1, Double.POSITIVE_INFINITY }, 1);
		assertEquals(3, difference.pairs());
		assertEquals(2, difference.leftOut());
		assertEquals(1, difference.zeros());
		assertEquals(1, difference.difference().mean(), 1e-12);
		// Two positive differences: both signs of each are equally likely, so p = 2 / 4.
		assertEquals(0.5, difference.p(), 1e-12);
		assertTrue(Double.isNaN(PairedDifference.of(new double[] { 1 }, new double[] { 1 }, 1).p()));
		assertThrows(IllegalArgumentException.class, () -> PairedDifference.of(new double[1], new double[2], 1));
	}

	@Test
	void signedRankTestOfManyPairsWithTiesIsNearTheExactOne() {
		final double[] differences = new Random(6).ints(150, -5, 7).filter(d -> d != 0).asDoubleStream().toArray();
		final double[] ranks = new NaturalRanking().rank(Arrays.stream(differences).map(Math::abs).toArray());
		final double exact = PairedDifference.exact(differences, ranks);
		assertTrue(exact > 1e-4 && exact < 0.5, "p " + exact);
		assertEquals(1, PairedDifference.normal(differences, ranks) / exact, 0.05);
	}

	@Test
	void quantilesAreLinearBetweenRanks() {
		final double[] values = { 4, 1, 3, 2 };
		assertEquals(2.5, Quantiles.of(values, 0.5), 1e-12);
		assertEquals(3.85, Quantiles.of(values, 0.95), 1e-12);
		assertEquals(1, Quantiles.of(values, 0), 0);
		assertEquals(4, Quantiles.of(values, 1), 0);
		assertTrue(Arrays.equals(new double[] { 4, 1, 3, 2 }, values), "values stay as they are");
	}
}
