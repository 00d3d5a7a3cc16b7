package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.privacy.BrainPreservation.Source;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.Rendering;
import org.pediatricdefacer.render.ViewChange;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class PrivacyStudyTest {

	private static final double SPACING_MM = 2;
	private static final VoxelGrid GRID = BallHead.grid(SPACING_MM);
	private static final Volume HEAD = BallHead.scan(SPACING_MM);
	private static final Volume LABELS = BallHead.labels(SPACING_MM);

	/** Cuts the face off behind a plane, and the ears. */
	private static boolean faceOrEar(final double x, final double y, final double z) {
		return BallHead.ear(x, y, z) || FaceZone.hasFace(y - 60, z + 5, 0) && y > 30 - (z < -60 ? 25 : 0) && Balls.distance(x, y + 13.7, z - 20.4) > 70;
	}

	private static Volume without(final Removal removal) {
		return Balls.sample(GRID, (x, y, z) -> removal.at(x, y, z) ? 0 : BallHead.value(x, y, z));
	}

	private interface Removal {

		boolean at(double x, double y, double z);
	}

	private static PrivacyStudy study(final PrivacyScans scans) {
		return PrivacyStudy.of(scans, Optional.empty(), SPACING_MM);
	}

	@Test
	void measuresAGoodDefacingWithoutAReference() {
		final PrivacyStudy study = study(PrivacyScans.of(HEAD, without(PrivacyStudyTest::faceOrEar)).withRegions(LABELS));
		final PrivacyCheck check = study.check();
		assertEquals(Basis.EYES_AND_BRAIN, check.face().orElseThrow().basis());
		assertTrue(check.face().get().features().get(FaceFeature.NOSE).residual() < 0.05);
		assertFalse(check.judgment().has(Finding.BRAIN_REMOVED), check.judgment().toString());
		assertEquals(Source.CLASSICAL, check.brain().source());
		assertEquals(0, check.brain().removedInside_voxels());
		assertTrue(check.views().get(View.FRONT).ssim() < 0.5);
		assertEquals(List.of(View.values()), study.views().stream().map(ViewChange::view).toList());
		long changed = 0;
		for (final boolean c : study.changed())
			if (c) changed++;
		assertEquals(changed * 0.008, check.changed_ml(), 1e-9);
		assertEquals(Optional.empty(), check.detector());
	}

	@Test
	void aScanThatWasNotDefacedFails() {
		final PrivacyCheck check = study(PrivacyScans.of(HEAD, HEAD).withRegions(LABELS)).check();
		assertEquals(Verdict.FAIL, check.judgment().verdict());
		assertEquals(1, check.views().get(View.FRONT).ssim(), 1e-12);
		assertEquals(0, check.views().get(View.LEFT).silhouetteChange(), 0);
		assertEquals(1, check.face().orElseThrow().face().residual(), 0);
	}

	@Test
	void aBrainMaskThatIsGivenIsExact() {
		final Volume brain = Balls.sample(GRID, (x, y, z) -> BallHead.brain(x, y, z) ? 1 : 0);
		final PrivacyCheck check = study(PrivacyScans.of(HEAD, without((x, y, z) -> faceOrEar(x, y, z) || BallHead.brain(x, y, z) && Math.hypot(Math.hypot(
			x, y - 52), z - 20) < 3)).withBrain(brain)).check();
		assertEquals(Source.GIVEN, check.brain().source());
		assertTrue(check.brain().removed_voxels() > 0 && check.brain().removed_voxels() < 20);
		assertTrue(check.judgment().has(Finding.BRAIN_REMOVED));
		assertEquals(Verdict.FAIL, check.judgment().verdict());
		// Without labels the brain alone places the face.
		assertEquals(Basis.BRAIN, check.face().orElseThrow().basis());
	}

	@Test
	void brainThatTheLabelsKnowCountsToo() {
		final PrivacyCheck check = study(PrivacyScans.of(HEAD, without((x, y, z) -> BallHead.brain(x, y, z) && y > 50)).withRegions(LABELS)).check();
		assertTrue(check.labeled_voxels() > 0);
		assertTrue(check.judgment().has(Finding.BRAIN_REMOVED));
	}

	@Test
	void aMaskWithoutRegionsPlacesNoFace() {
		final Volume mask = Balls.sample(GRID, (x, y, z) -> faceOrEar(x, y, z) ? 1 : 0);
		final PrivacyCheck check = study(PrivacyScans.of(HEAD, without(PrivacyStudyTest::faceOrEar)).withRegions(mask)).check();
		assertEquals(Basis.BRAIN, check.face().orElseThrow().basis());
		assertEquals(0, check.labeled_voxels());
	}

	@Test
	void whatIsNoHeadIsNotPassed() {
		final Volume noise = Balls.sample(GRID, (x, y, z) -> 3);
		final PrivacyCheck check = study(PrivacyScans.of(noise, noise)).check();
		assertEquals(Optional.empty(), check.face());
		assertEquals(Verdict.FAIL, check.judgment().verdict());
		assertTrue(check.judgment().has(Finding.NOT_MEASURED));
	}

	@Test
	void scansOnOtherGridsAreRefused() {
		final Volume other = BallHead.scan(4);
		assertThrows(DefacingException.class, () -> PrivacyScans.of(HEAD, other));
	}

	@Test
	void countsTheViewsInWhichADetectorFindsAFace() {
		final FaceDetector detector = new FaceDetector() {

			@Override
			public List<Box> detect(final Rendering picture) {
				long seen = 0;
				for (final boolean pixel : picture.silhouette())
					if (pixel) seen++;
				return seen > 0 ? List.of(new Box(0, 0, 10)) : List.of();
			}

			@Override
			public String name() {
				return "silhouettes";
			}

			@Override
			public void close() {}
		};
		final Volume nothing = without((x, y, z) -> true);
		final PrivacyCheck check = PrivacyStudy.of(PrivacyScans.of(HEAD, nothing).withRegions(LABELS), Optional.of(detector), 4).check();
		assertEquals(new DetectorHits("silhouettes", 27, 27, 0), check.detector().orElseThrow());
	}
}
