package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.proof.Recovery;

/** Attacks holes of known shape in a block of tissue whose front is a face of waves on a bowl. */
class RecoveryAttacksTest {

	private static final Lattice LATTICE = new Lattice(100, 110, 90, 2, 2, 2);
	private static final double[] MIDDLE = { 99, 130, 130 };

	/** A u of 1 mm; its axes are those of the lattice. */
	private static final HeadFrame FRAME = HeadFrame.of(new double[] { MIDDLE[0] - 27, MIDDLE[1], MIDDLE[2] }, new double[] { MIDDLE[0] + 27,
		MIDDLE[1], MIDDLE[2] }, new double[] { MIDDLE[0], MIDDLE[1] - 77.4 * Math.cos(Math.toRadians(19.2)), MIDDLE[2] + 77.4 * Math.sin(Math
			.toRadians(19.2)) });

	/** Tells whether a place of the frame is in something. */
	private interface Place {

		boolean contains(double x, double y, double z);
	}

	private static double bowl(final double x, final double z) {
		return 22 - x * x / 90 - (z + 40) * (z + 40) / 160;
	}

	private static double skin(final double x, final double z) {
		return bowl(x, z) + 5 * Math.sin(x / 9) * Math.cos(z / 11);
	}

	private static boolean[] mask(final Place place) {
		final boolean[] mask = new boolean[LATTICE.voxels()];
		for (int i = 0; i < mask.length; i++)
			mask[i] = place.contains(2 * LATTICE.x(i) - MIDDLE[0], 2 * LATTICE.y(i) - MIDDLE[1], 2 * LATTICE.z(i) - MIDDLE[2]);
		return mask;
	}

	private static Recovery attack(final Place removed) {
		return new RecoveryAttacks(LATTICE, FRAME, mask((x, y, z) -> y > skin(x, z)), mask(removed)).run(0, 1);
	}

	@Test
	void aHoleAlongTheSkinIsACastOfIt() {
		final Recovery cast = attack((x, y, z) -> Math.abs(y - skin(x, z) + 4) < 8);
		assertTrue(cast.outer().correlation() > 0.95, cast.toString());
		assertTrue(cast.inner().correlation() > 0.95, cast.toString());
		assertTrue(cast.outer().spread_mm() < 1.5 && cast.inner().spread_mm() < 1.5, cast.toString());
		assertTrue(cast.inner().spread_mm() < cast.inner().average_mm(), cast.toString());
	}

	@Test
	void aSmoothHoleThatReachesTheBorderTellsNothing() {
		final Recovery smooth = attack((x, y, z) -> y > bowl(x, z) - 14);
		assertEquals(0, smooth.outer().rays());
		assertEquals(0, smooth.outer().correlation());
		assertTrue(smooth.inner().rays() > 1000, smooth.toString());
		assertTrue(Math.abs(smooth.inner().correlation()) < 0.2, smooth.toString());
		assertTrue(smooth.inner().spread_mm() > 2, smooth.toString());
	}

	@Test
	void aBluntBorderInTheAirTellsNothing() {
		final Recovery blunt = attack((x, y, z) -> y > bowl(x, z) - 14 && y < 36);
		assertTrue(blunt.outer().rays() > 1000, blunt.toString());
		assertEquals(0, blunt.outer().correlation());
	}

	@Test
	void nothingRemovedIsNoSurface() {
		final Recovery none = attack((x, y, z) -> false);
		assertEquals(0, none.outer().rays() + none.inner().rays() + none.leftEar().rays() + none.rightEar().rays());
	}
}
