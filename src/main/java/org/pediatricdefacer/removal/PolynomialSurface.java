package org.pediatricdefacer.removal;

import java.util.Arrays;

/**
 * A smooth surface over a plane: its height is a polynomial of two coordinates, all in u.
 * <p>
 * With p and q the coordinates less {@link Domain#center}, over {@link Domain#SCALE}, the terms are 1, p, q, p2, pq, q2, p3, p2q,
 * pq2, q3, of which a quadratic surface has the first six. A quadratic surface holds nothing of a face but its size, place,
 * slope and curvature; the four cubic terms let a surface stay before the brain and behind the globes at once.
 */
final class PolynomialSurface {

	/** The plane that a surface lies over. */
	record Domain(double centerP, double centerQ) {

		/** Length in u at which the terms are of the size of their coefficients. */
		static final double SCALE = 60;

		/** Returns the terms at a place. */
		double[] terms(final double p, final double q, final int count) {
			final double a = (p - centerP) / SCALE;
			final double b = (q - centerQ) / SCALE;
			return Arrays.copyOf(new double[] { 1, a, b, a * a, a * b, b * b, a * a * a, a * a * b, a * b * b, b * b * b }, count);
		}
	}

	/** Number of coefficients of a quadratic and of a cubic surface. */
	static final int QUADRATIC = 6;
	static final int CUBIC = 10;

	private final Domain domain;
	private final double[] coefficients;

	/** Makes a surface of 6 or 10 coefficients in u. */
	PolynomialSurface(final Domain domain, final double[] coefficients) {
		if (coefficients.length != QUADRATIC && coefficients.length != CUBIC)
			throw new IllegalArgumentException("expected 6 or 10 coefficients, were " + coefficients.length);
		this.domain = domain;
		this.coefficients = coefficients.clone();
	}

	/** Returns the height over a place. */
	double at(final double p, final double q) {
		final double a = (p - domain.centerP()) / Domain.SCALE;
		final double b = (q - domain.centerQ()) / Domain.SCALE;
		final double[] c = coefficients;
		final double quadratic = c[0] + a * (c[1] + a * c[3] + b * c[4]) + b * (c[2] + b * c[5]);
		return c.length == QUADRATIC ? quadratic : quadratic + a * a * (a * c[6] + b * c[7]) + b * b * (a * c[8] + b * c[9]);
	}

	/** Returns this surface lowered. */
	PolynomialSurface lowered(final double by) {
		final double[] lowered = coefficients.clone();
		lowered[0] -= by;
		return new PolynomialSurface(domain, lowered);
	}

	/** Returns a copy of the coefficients in u. */
	double[] coefficients() {
		return coefficients.clone();
	}
}
