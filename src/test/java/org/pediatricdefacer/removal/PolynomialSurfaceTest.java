package org.pediatricdefacer.removal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.removal.PolynomialSurface.Domain;

class PolynomialSurfaceTest {

	/** The power of p and of q in each term. */
	private static final int[][] POWERS = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 2, 0 }, { 1, 1 }, { 0, 2 }, { 3, 0 }, { 2, 1 }, { 1, 2 }, { 0, 3 } };

	@ParameterizedTest
	@ValueSource(ints = { PolynomialSurface.QUADRATIC, PolynomialSurface.CUBIC })
	void isTheSumOfItsTerms(final int count) {
		final Random random = new Random(1);
		final Domain domain = new Domain(7, -40);
		final double[] coefficients = random.doubles(count, -50, 50).toArray();
		final PolynomialSurface surface = new PolynomialSurface(domain, coefficients);
		for (int n = 0; n < 100; n++) {
			final double p = -90 + 180 * random.nextDouble();
			final double q = -140 + 180 * random.nextDouble();
			final double[] terms = domain.terms(p, q, count);
			assertEquals(count, terms.length);
			double height = 0;
			for (int i = 0; i < count; i++) {
				assertEquals(Math.pow((p - 7) / 60, POWERS[i][0]) * Math.pow((q + 40) / 60, POWERS[i][1]), terms[i], 1e-12);
				height += coefficients[i] * terms[i];
			}
			assertEquals(height, surface.at(p, q), 1e-9);
			assertEquals(height - 2.5, surface.lowered(2.5).at(p, q), 1e-9);
		}
	}

	@Test
	void keepsItsCoefficientsToItself() {
		final double[] given = { 1, 2, 3, 4, 5, 6 };
		final PolynomialSurface surface = new PolynomialSurface(new Domain(0, 0), given);
		given[0] = 100;
		surface.coefficients()[1] = 100;
		surface.lowered(1);
		assertArrayEquals(new double[] { 1, 2, 3, 4, 5, 6 }, surface.coefficients());
	}

	@Test
	void refusesAnotherNumberOfCoefficients() {
		for (final int count : new int[] { 0, 5, 7, 11 })
			assertThrows(IllegalArgumentException.class, () -> new PolynomialSurface(new Domain(0, 0), new double[count]));
	}
}
