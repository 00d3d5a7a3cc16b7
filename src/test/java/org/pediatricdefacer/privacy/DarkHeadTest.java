package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.Balls.Field;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.FeatureRemoval.Status;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.PrivacyFacts;
import org.pediatricdefacer.proof.PrivacyFacts.Brain;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.volume.FloatVolume;
import org.pediatricdefacer.volume.VoxelGrid;

/** A head as echo-planar scans show it: the brain bright, skin and scalp dark or not to be seen at all. */
class DarkHeadTest {

	private static final VoxelGrid GRID = BallHead.grid(2);
	private static final HeadFrame FRAME = HeadFrame.of(new double[] { 0, 60, -5 }, new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, 1,
		Basis.EYES_AND_BRAIN);
	/** A tenth of the brain, at which the usual threshold sees nothing. */
	private static final double DARK = 70;

	/** All that is not brain has at most an intensity. */
	private static Field skin(final double most) {
		return (x, y, z) -> BallHead.brain(x, y, z) ? BallHead.BRAIN : Math.min(most, BallHead.value(x, y, z));
	}

	/** A field whose face zone and ears are air. */
	private static Field defaced(final Field head) {
		return (x, y, z) -> (zone(y, z) || BallHead.ear(x, y, z)) && !BallHead.brain(x, y, z) ? BallHead.AIR : head.at(x, y, z);
	}

	private static boolean zone(final double y, final double z) {
		return FaceZone.hasFace(y - 60, z + 5, 0);
	}

	private static FloatVolume volume(final Field field) {
		return FloatVolume.of(Balls.sample(GRID, field), 0, FaceResidual.FINEST_MM);
	}

	private static FaceResidual residual(final Field before, final Field after, final Field labels) {
		final FloatVolume classes = volume(labels);
		final byte[] bytes = new byte[classes.values().length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) classes.values()[i];
		return FaceResidual.of(volume(before), volume(after), FRAME, Optional.of(new BrainPlace(bytes, GRID, FRAME)));
	}

	private static FaceResidual residual(final Field before, final Field after) {
		return residual(before, after, BallHead::label);
	}

	private static Judgment judgment(final FaceResidual residual) {
		final FaceLeft left = new FaceLeft(FRAME, LeftOnScan.features(residual, Region.facemask()), List.of(), List.of(), residual.dark().orElse(null));
		return VerdictRules.judge(new PrivacyFacts(left, true, 700, new Brain(false, true, 0, 0, 0, 0), 0.1, OptionalDouble.empty()));
	}

	@Test
	void aHeadWithBrightSkinIsMeasuredAsIfNobodyKnewItsBrain() {
		final FaceResidual residual = residual(BallHead::value, defaced(BallHead::value));
		assertEquals(Optional.empty(), residual.dark());
		assertEquals(FaceResidual.of(volume(BallHead::value), volume(defaced(BallHead::value)), FRAME, Optional.empty()), residual);
	}

	@Test
	void brainThatIsSeenInThePlaceOfDarkSkinIsNoSkinThatIsLeft() {
		final Field head = skin(DARK);
		final FaceResidual asUsual = FaceResidual.of(volume(head), volume(defaced(head)), FRAME, Optional.empty());
		assertTrue(asUsual.features().get(FaceFeature.FOREHEAD_BROW).residual() > VerdictRules.FAIL_RESIDUAL, "without the brain known, brain is taken for skin");
		final FaceResidual residual = residual(head, defaced(head));
		assertTrue(residual.dark().orElseThrow().brainSeen() > 0.9, residual.dark().toString());
		assertEquals(0.05, residual.dark().get().threshold(), 0.01);
		for (final FaceFeature feature : FaceFeature.values()) {
			assertEquals(Status.MEASURED, residual.features().get(feature).status(), feature.text());
			assertTrue(residual.features().get(feature).residual() < VerdictRules.MOST_RESIDUAL, feature.text() + residual.features().get(feature));
		}
		final Judgment judgment = judgment(residual);
		assertEquals(Verdict.REVIEW, judgment.verdict(), judgment.toString());
		assertTrue(judgment.has(Finding.DARK_SKIN) && !judgment.has(Finding.FACE_LEFT), judgment.toString());
	}

	@ParameterizedTest
	@ValueSource(doubles = { 45, 70, 150 })
	void aDarkFaceThatIsLeftFails(final double brightness) {
		final Field head = skin(brightness);
		final FaceResidual residual = residual(head, head);
		for (final FaceFeature feature : FaceFeature.values())
			assertTrue(residual.features().get(feature).residual() > 0.95, feature.text() + residual.features().get(feature));
		assertEquals(Verdict.FAIL, judgment(residual).verdict());
	}

	@Test
	void aDarkNoseThatIsLeftFails() {
		final Field head = skin(DARK);
		final Field sabotaged = (x, y, z) -> Math.abs(x) < 14 && y > 40 && Math.abs(z + 35) < 20 ? head.at(x, y, z) : defaced(head).at(x, y, z);
		final FaceResidual residual = residual(head, sabotaged);
		assertTrue(residual.features().get(FaceFeature.NOSE).residual() > VerdictRules.FAIL_RESIDUAL, residual.features().toString());
		assertEquals(Verdict.FAIL, judgment(residual).verdict());
	}

	@Test
	void aDarkEarThatIsLeftFails() {
		final Field head = skin(DARK);
		final FaceResidual residual = residual(head, (x, y, z) -> x < 0 && BallHead.ear(x, y, z) ? head.at(x, y, z) : defaced(head).at(x, y, z));
		assertTrue(residual.features().get(FaceFeature.LEFT_EAR).residual() > VerdictRules.FAIL_RESIDUAL, residual.features().toString());
		assertTrue(residual.features().get(FaceFeature.RIGHT_EAR).residual() < VerdictRules.MOST_RESIDUAL, residual.features().toString());
	}

	@Test
	void aDarkFaceThatIsOnlyBlurredIsLeft() {
		final Field head = skin(DARK);
		final FaceResidual residual = residual(head, (x, y, z) -> zone(y, z) && !BallHead.brain(x, y, z) && BallHead.head(x, y, z) ? 0.9 * DARK : head.at(x, y,
			z));
		assertTrue(residual.face().residual() > VerdictRules.FAIL_RESIDUAL, residual.face().toString());
	}

	@Test
	void straysOfTheFillAreNoFace() {
		final Field head = skin(DARK);
		final FaceResidual residual = residual(head, (x, y, z) -> zone(y, z) && BallHead.head(x, y, z) && !BallHead.brain(x, y, z) && Math.floorMod(Math.round(x /
			2) * 7 + Math.round(y / 2) * 11 + Math.round(z / 2) * 5, 23) == 0 ? 2 * DARK : defaced(head).at(x, y, z));
		assertTrue(residual.face().residual() < VerdictRules.MOST_RESIDUAL, residual.face().toString());
	}

	@Test
	void noSkinIsNotSkinThatIsLeft() {
		final Field brain = skin(BallHead.AIR);
		final FaceResidual residual = residual(brain, brain);
		assertTrue(residual.dark().orElseThrow().bare() > 0.9, residual.dark().toString());
		for (final FaceFeature feature : FaceFeature.values())
			assertEquals(Status.NOT_FOUND, residual.features().get(feature).status(), feature.text());
		final Judgment judgment = judgment(residual);
		assertEquals(Verdict.REVIEW, judgment.verdict(), judgment.toString());
		assertTrue(judgment.reasons().stream().anyMatch(reason -> reason.text().startsWith("No skin of the face is seen in this scan")), judgment.toString());
	}

	/** No scalp, but a face: it is found where it is, and the words of a scan without skin are not said. */
	@Test
	void aFaintFaceBeforeABareSkullIsNoScanWithoutSkin() {
		final Field faint = (x, y, z) -> skin(zone(y, z) ? DARK : BallHead.AIR).at(x, y, z);
		final FaceResidual residual = residual(faint, faint);
		assertTrue(residual.dark().isPresent());
		assertTrue(residual.face().residual() > 0.95, residual.face().toString());
		final Judgment judgment = judgment(residual);
		assertEquals(Verdict.FAIL, judgment.verdict(), judgment.toString());
		assertFalse(judgment.reasons().stream().anyMatch(reason -> reason.text().startsWith("No skin")), judgment.toString());
	}

	@Test
	void skinCloseToTheBrainIsStillSkin() {
		// A newborn: 4 mm from the skin to the brain.
		final Field thin = (x, y, z) -> Balls.distance(x, y + 13.7, z - 20.4) < 80 ? Region.BRAIN.label() : 0;
		final FaceResidual residual = residual(BallHead::value, BallHead::value, thin);
		assertEquals(Optional.empty(), residual.dark());
		assertEquals(1, residual.face().residual(), 0);
	}

	@Test
	void aBrainThatSpillsOverTheForeheadForgivesNoSkin() {
		final Field spilt = (x, y, z) -> BallHead.brain(x, y, z) || y > 45 && Balls.distance(x, y + 13.7, z - 20.4) < 84 ? Region.BRAIN.label() : 0;
		final FaceResidual residual = residual(BallHead::value, BallHead::value, spilt);
		assertEquals(Optional.empty(), residual.dark());
		assertEquals(1, residual.features().get(FaceFeature.FOREHEAD_BROW).residual(), 0);
	}
}
