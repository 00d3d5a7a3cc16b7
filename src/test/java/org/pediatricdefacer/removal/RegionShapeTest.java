package org.pediatricdefacer.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.removal.PolynomialSurface.Domain;

class RegionShapeTest {

	private static final double EVER = Double.POSITIVE_INFINITY;
	/** y = 0 behind the face; and x = 60 beside the ears, rising by 6 u over 60 u from back to front. */
	private static final PolynomialSurface FACE = new PolynomialSurface(new Domain(0, 0), new double[] { 0, 0, 0, 0, 0, 0 });
	private static final PolynomialSurface EAR = new PolynomialSurface(new Domain(-77, -25), new double[] { 60, 6, 0, 0, 0, 0 });

	private static RegionShape shape(final double slack) {
		return new RegionShape(FACE, slack, -EVER, EVER, EAR, slack, EAR, slack);
	}

	@Test
	void holdsAllBeforeTheFaceInItsZone() {
		final Random random = new Random(2);
		for (int n = 0; n < 1000; n++) {
			final double x = -30 + 60 * random.nextDouble();
			final double y = -60 + 200 * random.nextDouble();
			final double z = -160 + 220 * random.nextDouble();
			final double slack = 6 * random.nextDouble();
			assertEquals(y > 0 && FaceZone.hasFace(y, z, slack), shape(slack).contains(x, y, z));
		}
		assertTrue(shape(0).contains(0, 1e6, 0), "to the border of the field of view");
		assertFalse(shape(0).contains(0, 50, FaceZone.TOP + 1));
		assertTrue(shape(2).contains(0, 50, FaceZone.TOP + 1));
	}

	@Test
	void holdsAllBesideAnEarInItsWindowOnBothSides() {
		final RegionShape shape = shape(0);
		for (final int side : new int[] { -1, 1 }) {
			assertTrue(shape.contains(side * 60.1, -77, -25));
			assertFalse(shape.contains(side * 59.9, -77, -25));
			assertTrue(shape.contains(side * 1e6, -77, -25), "to the border of the field of view");
			// At y = -57 the surface stands at 60 + 6 * 20 / 60 = 62.
			assertTrue(shape.contains(side * 62.1, -57, -25));
			assertFalse(shape.contains(side * 61.9, -57, -25));
			assertFalse(shape.contains(side * 70, RegionShape.EAR_Y[0] - 1, -25), "behind the window");
			assertFalse(shape.contains(side * 70, -77, RegionShape.EAR_Z[1] + 1), "above it");
			assertTrue(shape(2).contains(side * 70, -77, RegionShape.EAR_Z[1] + 1), "which is in the window once it is grown");
		}
	}

	@Test
	void nothingNearTheMiddleIsBesideAnEar() {
		final PolynomialSurface deep = EAR.lowered(100);
		final RegionShape shape = new RegionShape(null, 0, -EVER, EVER, deep, 0, deep, 0);
		for (final int side : new int[] { -1, 1 }) {
			assertTrue(shape.contains(side * (RegionShape.LEAST_EAR_X + 0.1), -77, -25));
			assertFalse(shape.contains(side * (RegionShape.LEAST_EAR_X - 0.1), -77, -25));
		}
	}

	@Test
	void leavesWhatIsNotAskedFor() {
		final RegionShape rightOnly = new RegionShape(null, 0, -EVER, EVER, null, 0, EAR, 0);
		assertFalse(rightOnly.contains(0, 50, 0));
		assertFalse(rightOnly.contains(-70, -77, -25));
		assertTrue(rightOnly.contains(70, -77, -25));
		assertTrue(rightOnly.zoneContains(0, 50, 0) && rightOnly.zoneContains(-70, -77, -25), "the places are there all the same");
		assertFalse(rightOnly.zoneContains(0, -100, 60));
		final RegionShape eyes = new RegionShape(FACE, 0, -24, 24, null, 0, null, 0);
		assertTrue(eyes.contains(0, 50, 0));
		assertFalse(eyes.contains(0, 50, -25));
		assertFalse(eyes.contains(0, 50, 25));
	}
}
