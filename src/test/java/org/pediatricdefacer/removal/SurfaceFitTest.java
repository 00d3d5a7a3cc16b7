package org.pediatricdefacer.removal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.removal.PolynomialSurface.Domain;
import org.pediatricdefacer.removal.Rays.Extent;
import org.pediatricdefacer.removal.Rays.Sample;
import org.pediatricdefacer.removal.SurfaceFit.Usual;

class SurfaceFitTest {

	private static final Lattice LATTICE = new Lattice(64, 64, 64, 3, 3, 3);
	private static final Extent EXTENT = new Extent(-60, 60, -60, 60, -50, 50);
	private static final Domain DOMAIN = new Domain(0, 0);
	private static final Usual CUBIC = new Usual(DOMAIN, new double[] { 0, 0, 0, -20, 0, -10, 0, 0, 0, 0 }, new double[] { 6, 6, 12, 20, 10, 20, 8,
		18, 12, 18 });
	private static final Usual QUADRATIC = new Usual(DOMAIN, Arrays.copyOf(CUBIC.average(), 6), Arrays.copyOf(CUBIC.deviation(), 6));

	/** A height over a plane. */
	private interface Height {

		double at(double p, double q);
	}

	/** Air above the skin, what must go down to the end, and what need not go below it. */
	private static Rays rays(final Height skin, final Height end) {
		return new Rays(RaysTest.geometry(LATTICE, 1), EXTENT, (p, q, c) -> new double[] { p, c, q }, (voxel, x, y, z) -> y > skin.at(x, z)
			? Sample.AIR : y > end.at(x, z) ? Sample.MUST : Sample.OTHER);
	}

	/** What must go ends on a quadratic surface, so that no other costs as little. */
	@Test
	void findsTheSurfaceThatCostsNothing() {
		final PolynomialSurface best = new PolynomialSurface(DOMAIN, new double[] { -6, 5, 9, -26, 4, -20 });
		final Rays rays = rays((p, q) -> best.at(p, q) + 10, best::at);
		final PolynomialSurface found = SurfaceFit.fit(rays, QUADRATIC, false);
		double sum = 0;
		for (int ray = 0; ray < rays.p.length; ray++)
			sum += Math.abs(found.at(rays.p[ray], rays.q[ray]) - best.at(rays.p[ray], rays.q[ray]));
		assertTrue(sum / rays.p.length < 1, "off by " + sum / rays.p.length + " u on average");
		assertTrue(rays.mustLeft_ml(found) <= 0.8, rays.mustLeft_ml(found) + " ml");
	}

	/** Where nothing costs anything, the average is best. */
	@Test
	void staysWithTheAverageWhereItMayBeAnywhere() {
		final Rays rays = rays((p, q) -> -1000, (p, q) -> -1000);
		assertArrayEquals(QUADRATIC.average(), SurfaceFit.fit(rays, QUADRATIC, false).coefficients(), 0.5);
	}

	/** A pit that must go, too small to bend the surface for, is reached by lowering all of it, but for slivers that are removed by themselves. */
	@Test
	void leavesNothingThatMustGo() {
		final PolynomialSurface best = new PolynomialSurface(DOMAIN, QUADRATIC.average());
		final Rays rays = rays((p, q) -> best.at(p, q) + 10, (p, q) -> best.at(p, q) - (Math.hypot(p - 20, q) < 10 ? 8 : 0));
		final PolynomialSurface found = SurfaceFit.fit(rays, QUADRATIC, false);
		assertTrue(rays.mustLeft_ml(found) <= 0.8, rays.mustLeft_ml(found) + " ml");
	}

	/** Skin with a nose to one side, and a layer below it that must go. */
	@Test
	void tellsNothingOfTheSkinIfThatCounts() {
		final Height skin = (p, q) -> -20 * p * p / 3600 - 10 * q * q / 3600 + 24 * Math.exp(-((p - 30) * (p - 30) + (q - 20) * (q - 20)) / 800);
		final Rays rays = rays(skin, (p, q) -> skin.at(p, q) - 8);
		final double tight = Math.abs(told(rays, SurfaceFit.fit(rays, CUBIC, false)));
		final double silent = Math.abs(told(rays, SurfaceFit.fit(rays, CUBIC, true)));
		assertTrue(tight > 0.3, "the tightest surface has a correlation of " + tight);
		assertTrue(silent < 0.25 * tight, silent + " instead of " + tight);
	}

	/** Correlation between surface and skin along the rays, both less their best quadratic surface. */
	private static double told(final Rays rays, final PolynomialSurface surface) {
		final int n = rays.p.length;
		final double[][] terms = new double[n][];
		final double[] ends = new double[n];
		for (int ray = 0; ray < n; ray++) {
			assertTrue(rays.skin[ray] > surface.at(rays.p[ray], rays.q[ray]), "skin is removed");
			terms[ray] = Arrays.copyOfRange(DOMAIN.terms(rays.p[ray], rays.q[ray], 6), 1, 6);
			ends[ray] = surface.at(rays.p[ray], rays.q[ray]);
		}
		return new PearsonsCorrelation().correlation(residuals(ends, terms), residuals(rays.skin, terms));
	}

	private static double[] residuals(final double[] heights, final double[][] terms) {
		final OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
		regression.newSampleData(heights, terms);
		return regression.estimateResiduals();
	}

	@Test
	void givesTheSameAgain() {
		final Rays rays = rays((p, q) -> 20, (p, q) -> 0.002 * p * q);
		final double[] one = SurfaceFit.fit(rays, QUADRATIC, true).coefficients();
		assertEquals(6, one.length);
		assertArrayEquals(one, SurfaceFit.fit(rays, QUADRATIC, true).coefficients());
	}
}
