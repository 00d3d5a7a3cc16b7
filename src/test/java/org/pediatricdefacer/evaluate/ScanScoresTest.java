package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class ScanScoresTest {

	private static final VoxelGrid REFERENCE = VoxelGrid.ofSpacing(new long[] { 40, 40, 40 }, 1);

	/** A little head: brain at the back, face in front, an eye and an ear. */
	private static Volume head(final VoxelGrid grid) {
		return Balls.sample(grid, (x, y, z) -> Balls.distance(x, y + 8, z) < 7 ? 1
			: Balls.distance(x - 4, y - 8, z - 4) < 2.5 ? 3 : Balls.distance(x - 12, y, z) < 3 ? 4 : y > 4 && Balls.distance(x, y, z) < 15 ? 2 : 0);
	}

	@Test
	void theSameHeadOnAnotherGridScoresFully() {
		final VoxelGrid fine = Balls.obliqueSagittal(new long[] { 120, 120, 120 }, new double[] { 0.5, 0.5, 0.5 }, 20);
		final ScanScores scores = ScanScores.of(head(fine), head(REFERENCE));
		assertEquals(5, scores.scores().size());
		scores.scores().forEach((region, score) -> {
			assertTrue(score.dice() > 0.85, region + " " + score.dice());
			assertTrue(score.hd95_mm() <= 1, region);
		});
		assertEquals(0, scores.notCovered(), 0);
		assertEquals(0, scores.notJudged_ml(), 0);
	}

	@Test
	void comparesOnTheReferencesGridExactly() {
		final ScanScores scores = ScanScores.of(head(REFERENCE), head(REFERENCE));
		scores.scores().forEach((region, score) -> assertEquals(1, score.dice(), 0));
		final MaskScores face = scores.scores().get(LabelScheme.WHOLE);
		assertEquals(face.reference_voxels(), scores.scores().get("face").reference_voxels() + scores.scores().get("eyes").reference_voxels() + scores
			.scores().get("ears").reference_voxels());
	}

	@Test
	void tellsWhatTheFieldsOfViewDoNotShare() {
		final VoxelGrid right = new VoxelGrid(new long[] { 20, 40, 40 }, new double[] { 1, 0, 0, 0.5, 0, 1, 0, -19.5, 0, 0, 1, -19.5 });
		final ScanScores half = ScanScores.of(head(right), head(REFERENCE));
		final MaskScores whole = half.scores().get(LabelScheme.WHOLE);
		assertEquals(1 - whole.sensitivity(), half.notCovered(), 1e-12, "all that is missed lies outside the prediction's view");
		assertTrue(half.notCovered() > 0.3);
		assertEquals(1, whole.precision(), 0);
		final ScanScores other = ScanScores.of(head(REFERENCE), head(right));
		assertEquals(1, other.scores().get(LabelScheme.WHOLE).dice(), 0);
		assertEquals((whole.reference_voxels() - whole.shared_voxels()) / 1000.0, other.notJudged_ml(), 1e-9);
	}

	@Test
	void aMaskOfOneValueHasNoRegions() {
		final Volume mask = Balls.sample(REFERENCE, (x, y, z) -> y > 4 && Balls.distance(x, y, z) < 15 ? 255 : 0);
		final ScanScores scores = ScanScores.of(mask, head(REFERENCE));
		assertEquals(LabelScheme.FACEMASK, scores.predictedScheme());
		assertEquals(LabelScheme.REGIONS, scores.referenceScheme());
		assertEquals(1, scores.scores().size());
		assertTrue(scores.scores().get(LabelScheme.WHOLE).dice() > 0.9);
	}

	@Test
	void brainIsComparedOnlyWhereBothHaveIt() {
		final Volume facemask = Balls.sample(REFERENCE, (x, y, z) -> y > 4 && Balls.distance(x, y, z) < 15 ? 2 : 0);
		final ScanScores scores = ScanScores.of(facemask, head(REFERENCE));
		assertFalse(scores.scores().containsKey("brain"));
		assertEquals(0, scores.scores().get("ears").dice(), 0, "a missed region is there with score 0");
	}

	@Test
	void guessesWhatValuesMean() {
		assertEquals(LabelScheme.REGIONS, LabelScheme.guess(new byte[] { 0, 2, 4 }));
		assertEquals(LabelScheme.REGIONS, LabelScheme.guess(new byte[] { 0, 1, 2 }));
		assertEquals(LabelScheme.REGIONS, LabelScheme.guess(new byte[] { 0, 0 }));
		assertEquals(LabelScheme.FACEMASK, LabelScheme.guess(new byte[] { 0, 1 }));
		assertEquals(LabelScheme.FACEMASK, LabelScheme.guess(new byte[] { 0, 127 }));
	}
}
