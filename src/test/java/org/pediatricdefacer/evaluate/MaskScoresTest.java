package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pediatricdefacer.lattice.Lattice;

class MaskScoresTest {

	private static final Lattice LATTICE = new Lattice(10, 9, 8, 1, 2, 0.5);

	static List<Golden.Case> cases() throws IOException {
		return Golden.read().cases();
	}

	@ParameterizedTest
	@MethodSource("cases")
	void equalsTheDefinitionsInNumpyAndScipy(final Golden.Case golden) {
		final MaskScores scores = MaskScores.of(golden.unpack(golden.reference()), golden.unpack(golden.predicted()), golden.lattice());
		assertScore(golden, "dice", scores.dice());
		assertScore(golden, "sensitivity", scores.sensitivity());
		assertScore(golden, "precision", scores.precision());
		assertScore(golden, "hd95_mm", scores.hd95_mm());
		assertScore(golden, "assd_mm", scores.assd_mm());
		assertScore(golden, "surface_dice", scores.surfaceDice());
	}

	private static void assertScore(final Golden.Case golden, final String key, final double score) {
		final double expected = golden.scores().get(key);
		assertEquals(expected, score, 1e-6 * Math.max(1, expected), key);
		// MONAI computes in single precision; its percentile is off by up to 5e-6 of the value.
		assertEquals(golden.monai().get(key), score, 5e-6 * Math.max(1, expected), key + " of MONAI");
	}

	@Test
	void readsAllGoldenCases() throws IOException {
		assertEquals(15, cases().size());
	}

	@Test
	void distancesOfABoxAndItsShiftAreKnown() {
		// Two boxes of 3 x 3 x 3 voxels, two voxels of 2 mm apart along y.
		final MaskScores scores = MaskScores.of(box(2, 1, 2), box(2, 3, 2), LATTICE);
		assertEquals(27, scores.reference_voxels());
		assertEquals(9, scores.shared_voxels());
		assertEquals(1.0 / 3, scores.dice(), 1e-12);
		assertEquals(4, scores.hd95_mm(), 1e-6);
		assertEquals(0, scores.volumeDifference_ml(), 0);
		assertEquals(0.027, scores.reference_ml(), 1e-12);
	}

	@Test
	void nothingIsDefinedForTwoEmptyMasks() {
		final MaskScores scores = MaskScores.of(empty(), empty(), LATTICE);
		for (final double score : new double[] { scores.dice(), scores.sensitivity(), scores.precision(), scores.hd95_mm(), scores.assd_mm(), scores
			.surfaceDice() })
			assertTrue(Double.isNaN(score));
		assertEquals(0, scores.volumeDifference_ml(), 0);
	}

	@Test
	void aMissedRegionScoresZeroAtInfiniteDistance() {
		final MaskScores scores = MaskScores.of(box(2, 1, 2), empty(), LATTICE);
		assertEquals(0, scores.dice(), 0);
		assertEquals(0, scores.sensitivity(), 0);
		assertTrue(Double.isNaN(scores.precision()));
		assertEquals(Double.POSITIVE_INFINITY, scores.hd95_mm(), 0);
		assertEquals(Double.POSITIVE_INFINITY, scores.assd_mm(), 0);
		assertEquals(0, scores.surfaceDice(), 0);
		assertEquals(-0.027, scores.volumeDifference_ml(), 1e-12);
	}

	@Test
	void anInventedRegionScoresZeroAtInfiniteDistance() {
		final MaskScores scores = MaskScores.of(empty(), box(2, 1, 2), LATTICE);
		assertEquals(0, scores.dice(), 0);
		assertTrue(Double.isNaN(scores.sensitivity()));
		assertEquals(0, scores.precision(), 0);
		assertEquals(Double.POSITIVE_INFINITY, scores.hd95_mm(), 0);
	}

	@Test
	void surfacesExactlyTwoMillimetersApartCountAsTheSame() {
		assertEquals(1, MaskScores.of(box(2, 1, 2), box(2, 2, 2), LATTICE).surfaceDice(), 0);
		final Lattice wider = new Lattice(10, 9, 8, 1, 2.001, 0.5);
		assertTrue(MaskScores.of(box(2, 1, 2), box(2, 2, 2), wider).surfaceDice() < 1);
	}

	@Test
	void refusesMasksOfAnotherSize() {
		assertThrows(IllegalArgumentException.class, () -> MaskScores.of(new boolean[3], empty(), LATTICE));
	}

	private static boolean[] empty() {
		return new boolean[LATTICE.voxels()];
	}

	private static boolean[] box(final int x, final int y, final int z) {
		final boolean[] box = empty();
		for (int k = 0; k < 3; k++)
			for (int j = 0; j < 3; j++)
				for (int i = 0; i < 3; i++)
					box[LATTICE.index(x + i, y + j, z + k)] = true;
		return box;
	}
}
