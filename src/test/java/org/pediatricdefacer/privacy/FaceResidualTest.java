package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.privacy.FeatureRemoval.Status;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class FaceResidualTest {

	private static final double SPACING_MM = 2;
	private static final Volume SCAN = BallHead.scan(SPACING_MM);
	private static final Volume LABELED = BallHead.labels(SPACING_MM);
	private static final IsotropicScan HEAD = IsotropicScan.of(BallHead.scan(SPACING_MM), SPACING_MM);
	private static final byte[] LABELS = HEAD.labels(BallHead.labels(SPACING_MM));
	private static final double SKIN = AirThreshold.of(HEAD).skin();
	private static final float[] DEPTH_MM = DistanceTransform.distance_mm(SkinSurface.of(HEAD, SKIN).outside(), HEAD.lattice());

	private static Volume labels(final byte[] labels) {
		return new Volume(ArrayImgs.unsignedBytes(labels, HEAD.grid().size()), HEAD.grid());
	}

	/** Tells whether a place of the head is removed. */
	private interface Cut {

		boolean at(double x, double y, double z, double depth_mm);
	}

	/** The face zone to a depth, and both ears. */
	private static Cut face(final double depth_mm) {
		return (x, y, z, depth) -> BallHead.ear(x, y, z) || FaceZone.hasFace(y - 60, z + 5, 0) && depth <= depth_mm && !BallHead.ear(x, y, z);
	}

	private static Volume cut(final Cut cut, final double fill) {
		final float[] values = HEAD.values().clone();
		for (int i = 0; i < values.length; i++) {
			final double[] w = HEAD.grid().toWorld(HEAD.lattice().x(i), HEAD.lattice().y(i), HEAD.lattice().z(i));
			if (cut.at(w[0], w[1], w[2], DEPTH_MM[i])) values[i] = (float) fill;
		}
		return new Volume(ArrayImgs.floats(values, HEAD.grid().size()), HEAD.grid());
	}

	private static FaceResidual residual(final Cut cut) {
		return FaceResidual.of(SCAN, cut(cut, 0), LABELED).orElseThrow();
	}

	@Test
	void anUntouchedFaceIsLeftWholly() {
		final FaceResidual residual = FaceResidual.of(SCAN, SCAN, LABELED).orElseThrow();
		assertEquals(HeadFrame.Basis.EYES_AND_BRAIN, residual.basis());
		residual.features().forEach((feature, removal) -> {
			assertEquals(Status.MEASURED, removal.status(), feature.text());
			assertEquals(1, removal.residual(), 0, feature.text());
			assertEquals(0, removal.depthMedian_mm(), 0, feature.text());
			assertEquals(1, removal.inView(), 0);
		});
		assertEquals(1, residual.face().residual(), 0);
	}

	@Test
	void aRemovedFaceIsGoneToItsDepth() {
		final FaceResidual residual = residual(face(15));
		residual.features().forEach((feature, removal) -> {
			assertEquals(Status.MEASURED, removal.status(), feature.text());
			assertEquals(0, removal.residual(), 0.02, feature.text());
		});
		// The new surface lies behind a shell of 15 mm, up to a voxel and to where rays slant; under the forehead the dark skull opens farther in.
		assertEquals(15, residual.features().get(FaceFeature.CHEEKS).depthMedian_mm(), 3);
		assertTrue(residual.face().depth5_mm() > 8, "5th percentile " + residual.face().depth5_mm());
	}

	@Test
	void aThinCutIsSeenInItsDepth() {
		final FaceResidual residual = residual(face(4));
		assertEquals(0, residual.face().residual(), 0.05);
		assertEquals(4, residual.features().get(FaceFeature.CHEEKS).depthMedian_mm(), 2);
	}

	@Test
	void aCutThinnerThanTheToleranceIsNone() {
		// One layer of voxels of 2 mm, which is a little more where rays slant.
		final FeatureRemoval cheeks = residual(face(2)).features().get(FaceFeature.CHEEKS);
		assertTrue(cheeks.residual() > VerdictRules.FAIL_RESIDUAL, cheeks.toString());
		assertEquals(2, cheeks.depthMedian_mm(), 0.5);
	}

	@Test
	void aForgottenEarIsFound() {
		final Cut whole = face(15);
		final FaceResidual residual = residual((x, y, z, depth) -> x > -60 && whole.at(x, y, z, depth));
		assertTrue(residual.features().get(FaceFeature.LEFT_EAR).residual() > 0.95);
		assertEquals(0, residual.features().get(FaceFeature.RIGHT_EAR).residual(), 0.02);
	}

	@Test
	void anEarCutOffDownToTheScalpLeavesNoStump() {
		final FaceResidual residual = residual(face(15));
		for (final FaceFeature ear : Set.of(FaceFeature.LEFT_EAR, FaceFeature.RIGHT_EAR)) {
			final double stump_mm = residual.features().get(ear).standsOut_mm();
			assertTrue(stump_mm < VerdictRules.MOST_STUMP_MM, ear.text() + ": " + stump_mm + " mm");
		}
		assertTrue(Double.isNaN(residual.features().get(FaceFeature.NOSE).standsOut_mm()), "only ears have stumps");
	}

	@Test
	void anEarCutOffTooHighLeavesAStump() {
		final Cut whole = face(15);
		// The ear ends at 94 mm; the scalp under it is at 69 mm in its middle, lower at its ends.
		double lower_mm = 0;
		for (final double end_mm : new double[] { 75, 80 }) {
			final FaceResidual residual = residual((x, y, z, depth) -> whole.at(x, y, z, depth) && !(x < 0 && x > -end_mm && BallHead.ear(x, y, z)));
			final double stump_mm = residual.features().get(FaceFeature.LEFT_EAR).standsOut_mm();
			assertTrue(stump_mm > VerdictRules.MOST_STUMP_MM, stump_mm + " mm");
			assertTrue(stump_mm > lower_mm + 2, stump_mm + " mm, " + lower_mm + " mm where it was cut off lower");
			lower_mm = stump_mm;
		}
	}

	@Test
	void halfAnEarThatIsLeftTells() {
		final Cut whole = face(15);
		for (final Cut kept : Set.<Cut>of((x, y, z, depth) -> z > -28, (x, y, z, depth) -> z < -28, (x, y, z, depth) -> y < -17)) {
			final FaceResidual residual = residual((x, y, z, depth) -> whole.at(x, y, z, depth) && !(x < 0 && BallHead.ear(x, y, z) && kept.at(x, y, z, depth)));
			final double left = residual.features().get(FaceFeature.LEFT_EAR).residual();
			assertTrue(left > VerdictRules.MOST_RESIDUAL, "left: " + left);
		}
	}

	@Test
	void anEarThatTheFieldOfViewCutsBelowIsFound() {
		// The lower half of the ears is out of view.
		final VoxelGrid upper = new VoxelGrid(new long[] { 104, 116, 90 }, new double[] { 2, 0, 0, -103, 0, 2, 0, -115, 0, 0, 2, -29 });
		final Volume scan = Balls.sample(upper, BallHead::value);
		final FaceResidual residual = FaceResidual.of(scan, scan, BallHead.labels(SPACING_MM)).orElseThrow();
		assertEquals(1, residual.features().get(FaceFeature.LEFT_EAR).residual(), 0);
		assertEquals(1, residual.features().get(FaceFeature.RIGHT_EAR).residual(), 0);
	}

	@Test
	void aForgottenNoseIsFound() {
		final Cut whole = face(15);
		final FaceResidual residual = residual((x, y, z, depth) -> !(Math.abs(x) < 14 && Math.abs(z + 35) < 20) && whole.at(x, y, z, depth));
		assertTrue(residual.features().get(FaceFeature.NOSE).residual() > VerdictRules.FAIL_RESIDUAL);
		for (final FaceFeature other : Set.of(FaceFeature.CHEEKS, FaceFeature.EYES, FaceFeature.FOREHEAD_BROW))
			assertTrue(residual.features().get(other).residual() < 0.1, other.text());
	}

	@Test
	void aFaceFilledWithTissueIsNotRemoved() {
		final FaceResidual residual = FaceResidual.of(SCAN, cut(face(15), BallHead.SOFT), LABELED).orElseThrow();
		assertEquals(1, residual.face().residual(), 0.01);
	}

	@Test
	void whatIsOutOfViewIsNotCalledRemoved() {
		// The field of view ends under the nose, and beside the cheeks.
		final VoxelGrid tight = new VoxelGrid(new long[] { 60, 116, 85 }, new double[] { 2, 0, 0, -59, 0, 2, 0, -115, 0, 0, 2, -57 });
		final Volume scan = Balls.sample(tight, BallHead::value);
		final FaceResidual residual = FaceResidual.of(scan, scan, BallHead.labels(SPACING_MM)).orElseThrow();
		for (final FaceFeature unseen : Set.of(FaceFeature.MOUTH_CHIN, FaceFeature.LEFT_EAR, FaceFeature.RIGHT_EAR)) {
			assertEquals(Status.NOT_IN_VIEW, residual.features().get(unseen).status(), unseen.text());
			assertTrue(Double.isNaN(residual.features().get(unseen).residual()));
		}
		assertEquals(Status.MEASURED, residual.features().get(FaceFeature.NOSE).status());
		assertTrue(residual.face().inView() < 1);
	}

	@Test
	void anEarThatIsNotThereIsNotFound() {
		final Volume earless = Balls.sample(BallHead.grid(SPACING_MM), (x, y, z) -> BallHead.ear(x, y, z) && x < 0 && Balls.distance(x, y + 13.7, z - 20.4) >= 84 ? BallHead.AIR
			: BallHead.value(x, y, z));
		final FaceResidual residual = FaceResidual.of(earless, earless, BallHead.labels(SPACING_MM)).orElseThrow();
		assertEquals(Status.NOT_FOUND, residual.features().get(FaceFeature.LEFT_EAR).status());
		assertEquals(Status.MEASURED, residual.features().get(FaceFeature.RIGHT_EAR).status());
	}

	@Test
	void withoutEyesTheBrainPlacesTheFaceRoughly() {
		final byte[] brainOnly = LABELS.clone();
		for (int i = 0; i < brainOnly.length; i++)
			if (brainOnly[i] != 1) brainOnly[i] = 0;
		final FaceResidual residual = FaceResidual.of(SCAN, cut(face(15), 0), labels(brainOnly)).orElseThrow();
		assertEquals(HeadFrame.Basis.BRAIN, residual.basis());
		assertTrue(residual.face().residual() < 0.2);
	}

	@Test
	void withoutEyesAndBrainNothingIsKnown() {
		assertEquals(Optional.empty(), FaceResidual.of(SCAN, SCAN, labels(new byte[LABELS.length])));
	}
}
