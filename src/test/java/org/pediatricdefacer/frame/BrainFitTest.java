package org.pediatricdefacer.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.Lattice;

/** Finds the frame of an average brain again, however the head lies and wherever the field of view ends. */
class BrainFitTest {

	private static final Lattice WHOLE = new Lattice(90, 100, 90, 2, 2, 2);
	private static final double[] MIDDLE = { 89, 130, 60 };

	private static HeadFrame frame(final double unit_mm, final double pitch) {
		final double half_mm = HeadFrame.BETWEEN_EYES * unit_mm / 2;
		return HeadFrame.of(new double[] { MIDDLE[0] - half_mm, MIDDLE[1], MIDDLE[2] },
			new double[] { MIDDLE[0] + half_mm, MIDDLE[1], MIDDLE[2] }).pitched(Math.toRadians(pitch), MIDDLE);
	}

	/** The average brain in a frame, in a lattice that begins at a corner of the whole one (voxels). */
	private static boolean[] brain(final HeadFrame frame, final Lattice lattice, final int... corner) {
		final boolean[] brain = new boolean[lattice.voxels()];
		for (int i = 0; i < brain.length; i++)
			brain[i] = BrainShape.distance(frame, new double[] { 2.0 * (lattice.x(i) + corner[0]), 2.0 * (lattice.y(i) + corner[1]),
				2.0 * (lattice.z(i) + corner[2]) }) < 0;
		return brain;
	}

	private static double[] eye(final HeadFrame frame, final int side, final int... corner) {
		final double[] place = frame.place_mm(side * HeadFrame.BETWEEN_EYES / 2, 0, 0);
		for (int d = 0; d < 3; d++)
			place[d] -= 2.0 * corner[d];
		return place;
	}

	private static void assertNear(final HeadFrame wanted, final HeadFrame found, final double u, final int... corner) {
		for (final double[] landmark : new double[][] { { 0, 0, 0 }, { 0, 20, -90 }, { 60, -70, -25 }, { 0, -150, 50 } }) {
			final double[] a = wanted.place_mm(landmark[0], landmark[1], landmark[2]);
			final double[] b = found.place_mm(landmark[0], landmark[1], landmark[2]);
			double square = 0;
			for (int d = 0; d < 3; d++)
				square += Math.pow(a[d] - 2.0 * corner[d] - b[d], 2);
			assertTrue(Math.sqrt(square) < u * wanted.unit_mm(), "off by " + Math.sqrt(square) + " mm");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1.1, 0", "0.8, 20", "1.0, -25" })
	void aBrainWithoutItsCrownTellsThePitchToEyes(final double unit_mm, final double pitch) {
		final HeadFrame wanted = frame(unit_mm, pitch);
		final Lattice cut = new Lattice(90, 100, 45, 2, 2, 2);
		final boolean[] brain = brain(wanted, cut, 0, 0, 0);
		final HeadFrame found = BrainFit.withEyes(brain, cut, eye(wanted, -1, 0, 0, 0), eye(wanted, 1, 0, 0, 0)).orElseThrow();
		assertEquals(Basis.EYES_AND_BRAIN, found.basis());
		assertNear(wanted, found, 4, 0, 0, 0);
	}

	@ParameterizedTest
	@CsvSource({ "1.1, 0", "0.9, 15", "1.05, -15" })
	void aBrainWhoseFrontIsCutTellsWhereTheEyesWere(final double unit_mm, final double pitch) {
		final HeadFrame wanted = frame(unit_mm, pitch);
		final Lattice cut = new Lattice(90, 55, 90, 2, 2, 2);
		final boolean[] brain = brain(wanted, cut, 0, 0, 0);
		final double[] center = new double[3];
		int count = 0;
		for (int i = 0; i < brain.length; i++) {
			if (!brain[i])
				continue;
			count++;
			center[0] += 2 * cut.x(i);
			center[1] += 2 * cut.y(i);
			center[2] += 2 * cut.z(i);
		}
		for (int d = 0; d < 3; d++)
			center[d] /= count;
		final HeadFrame found = BrainFit.withoutEyes(brain, cut, center, 118 * unit_mm).orElseThrow();
		assertEquals(Basis.BRAIN_SURFACE, found.basis());
		assertNear(wanted, found, 8, 0, 0, 0);
	}

	@Test
	void whereTheFieldOfViewBeginsDoesNotMatter() {
		final HeadFrame wanted = frame(1.1, 5);
		final Lattice cut = new Lattice(60, 80, 60, 2, 2, 2);
		final int[] corner = { 20, 12, 10 };
		final HeadFrame found = BrainFit.withEyes(brain(wanted, cut, corner), cut, eye(wanted, -1, corner), eye(wanted, 1, corner)).orElseThrow();
		assertNear(wanted, found, 4, corner);
	}

	@Test
	void whatIsNoBrainTellsNothing() {
		final HeadFrame frame = frame(1.1, 0);
		final Random random = new Random(3);
		final boolean[] specks = new boolean[WHOLE.voxels()];
		for (int i = 0; i < specks.length; i++)
			specks[i] = random.nextInt(50) == 0;
		assertTrue(BrainFit.withEyes(specks, WHOLE, eye(frame, -1, 0, 0, 0), eye(frame, 1, 0, 0, 0)).isEmpty());
		assertTrue(BrainFit.withoutEyes(new boolean[WHOLE.voxels()], WHOLE, MIDDLE, 130).isEmpty());
	}

	@Test
	void theSurfaceOfABoxIsItsSides() {
		final Lattice lattice = new Lattice(12, 12, 12, 2, 3, 4);
		final boolean[] box = new boolean[lattice.voxels()];
		for (int i = 0; i < box.length; i++)
			box[i] = lattice.x(i) >= 4 && lattice.x(i) < 8 && lattice.y(i) >= 4 && lattice.y(i) < 8;
		final double[][] surface = BrainShape.surface_mm(box, lattice);
		assertEquals(12 * 10, surface.length); // a ring of 12 voxels in each slice but the first and last, where the field of view ends
		for (final double[] point : surface)
			assertTrue(point[0] == 8 || point[0] == 14 || point[1] == 12 || point[1] == 21, point[0] + ", " + point[1]);
	}
}
