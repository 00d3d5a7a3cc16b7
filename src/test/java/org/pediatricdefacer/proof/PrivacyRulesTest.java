package org.pediatricdefacer.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.FaceLeft.Globe;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.PrivacyFacts.Brain;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;

/** Each rule for two scans at and beyond its threshold, all else being well. */
class PrivacyRulesTest {

	private Basis basis = Basis.EYES_AND_BRAIN;
	private double stump_mm = 1;
	private Globe globe = new Globe("left", 1);
	private final List<SeriesVolume> volumes = new ArrayList<>();
	private boolean proven;
	private Feature nose = new Feature("nose", false, true, 0, 18, Double.NaN);
	private Feature ear = new Feature("left ear", true, true, 0, 9, stump_mm);
	private double changed_ml = 700;
	private Brain brain = new Brain(false, true, 0, 0, 0, 0);
	private double alike = 0.08;
	private OptionalDouble detected = OptionalDouble.empty();
	private DarkSkin dark;

	private void expect(final Verdict verdict, final Finding finding) {
		final FaceLeft left = basis == null ? FaceLeft.UNKNOWN : new FaceLeft(HeadFrame.of(new double[3], new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0,
			1 } }, 1.1, basis), List.of(nose, ear), List.of(globe), volumes, dark);
		final Judgment judgment = VerdictRules.judge(new PrivacyFacts(left, proven, changed_ml, brain, alike, detected));
		assertEquals(verdict, judgment.verdict(), judgment.reasons().toString());
		assertTrue(finding == null ? judgment.reasons().isEmpty() : judgment.has(finding), judgment.reasons().toString());
	}

	@Test
	void allWell() {
		expect(Verdict.PASS, null);
	}

	@Test
	void skinLeft() {
		nose = new Feature("nose", false, true, VerdictRules.MOST_RESIDUAL, 18, Double.NaN);
		expect(Verdict.PASS, null);
		nose = new Feature("nose", false, true, VerdictRules.MOST_RESIDUAL + 0.01, 18, Double.NaN);
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		nose = new Feature("nose", false, true, VerdictRules.FAIL_RESIDUAL + 0.01, 18, Double.NaN);
		expect(Verdict.FAIL, Finding.FACE_LEFT);
		nose = new Feature("nose", false, true, 0, 18, Double.NaN);
		ear = new Feature("left ear", true, true, VerdictRules.MOST_RESIDUAL, 9, stump_mm);
		expect(Verdict.PASS, null);
		ear = new Feature("left ear", true, true, VerdictRules.MOST_RESIDUAL + 0.01, 9, stump_mm);
		expect(Verdict.REVIEW, Finding.EAR_MISSED);
		ear = new Feature("left ear", true, true, 1, 0, stump_mm);
		expect(Verdict.FAIL, Finding.EAR_MISSED);
	}

	@Test
	void aThinCut() {
		nose = new Feature("nose", false, true, 0, VerdictRules.LEAST_DEPTH_MM, Double.NaN);
		expect(Verdict.PASS, null);
		nose = new Feature("nose", false, true, 0, VerdictRules.LEAST_DEPTH_MM - 0.1, Double.NaN);
		expect(Verdict.REVIEW, Finding.THIN_CUT);
	}

	@Test
	void aStump() {
		stump_mm = VerdictRules.MOST_STUMP_MM;
		ear = new Feature("left ear", true, true, 0, 9, stump_mm);
		expect(Verdict.PASS, null);
		ear = new Feature("left ear", true, true, 0, 9, stump_mm + 0.1);
		expect(Verdict.REVIEW, Finding.EAR_MISSED);
	}

	@Test
	void anEyeballLeft() {
		globe = new Globe("left", VerdictRules.WHOLE_GLOBE_REMOVED);
		expect(Verdict.PASS, null);
		globe = new Globe("left", VerdictRules.LEAST_GLOBE_REMOVED);
		expect(Verdict.PASS, Finding.EYE_LEFT);
		globe = new Globe("left", VerdictRules.LEAST_GLOBE_REMOVED - 0.01);
		expect(Verdict.REVIEW, Finding.EYE_LEFT);
		globe = new Globe("left", VerdictRules.FAIL_GLOBE_REMOVED - 0.01);
		expect(Verdict.FAIL, Finding.EYE_LEFT);
	}

	@Test
	void volumesThatMoved() {
		volumes.add(new SeriesVolume(7, 12, 0, true));
		expect(Verdict.PASS, Finding.HEAD_MOVED);
		volumes.set(0, new SeriesVolume(7, 12, 0, false));
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
		volumes.set(0, new SeriesVolume(7, Double.NaN, Double.NaN, true));
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
		volumes.set(0, new SeriesVolume(7, 12, VerdictRules.MOST_RESIDUAL + 0.01, true));
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		volumes.set(0, new SeriesVolume(7, 12, VerdictRules.FAIL_RESIDUAL + 0.01, true));
		expect(Verdict.FAIL, Finding.FACE_LEFT);
		final FaceLeft left = new FaceLeft(HeadFrame.of(new double[3], new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, 1.1, basis), List.of(), List
			.of(), volumes, null);
		assertEquals("Volume 7 moved by 12 mm, its face is left: 41 % of the skin; correct the motion of the series, or split it.", VerdictRules.judge(new PrivacyFacts(left, true, 1, brain, alike, detected))
			.reasons().get(0).text());
	}

	@Test
	void darkSkinIsLookedAtByAPersonEvenIfNothingIsLeft() {
		dark = new DarkSkin(0.6, 0.05, 0);
		expect(Verdict.REVIEW, Finding.DARK_SKIN);
		nose = new Feature("nose", false, true, VerdictRules.FAIL_RESIDUAL + 0.01, 0, Double.NaN);
		expect(Verdict.FAIL, Finding.FACE_LEFT);
	}

	@Test
	void noSkinIsNotSkinLeftNorDefacedBefore() {
		dark = new DarkSkin(0.9, 0.05, 0.95);
		nose = new Feature("nose", false, true, Double.NaN, Double.NaN, Double.NaN);
		expect(Verdict.REVIEW, Finding.DARK_SKIN);
		final Judgment judgment = VerdictRules.judge(new PrivacyFacts(new FaceLeft(HeadFrame.of(new double[3], new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0,
			1 } }, 1.1, basis), List.of(nose), List.of(), List.of(), dark), true, 1, brain, alike, detected));
		assertFalse(judgment.has(Finding.ALREADY_DEFACED));
		assertTrue(judgment.reasons().stream().anyMatch(reason -> reason.text().equals(
			"No skin of the face is seen in this scan, so none is left; what is seen in its place is brain.")), judgment.reasons().toString());
	}

	@Test
	void whatTheProgramItselfHasProvenIsOnlyRemarked() {
		proven = true;
		ear = new Feature("left ear", true, true, Double.NaN, Double.NaN, Double.NaN);
		expect(Verdict.PASS, Finding.EAR_MISSED);
		brain = new Brain(false, false, 0, 0, 0, 0);
		expect(Verdict.PASS, Finding.NOT_MEASURED);
		brain = new Brain(false, true, 200, 0, VerdictRules.MOST_EDGE_ML + 0.01, 0);
		expect(Verdict.PASS, Finding.BRAIN_REMOVED);
		alike = VerdictRules.MOST_ALIKE + 0.01;
		expect(Verdict.PASS, Finding.FACE_LEFT);
		brain = new Brain(false, true, 200, 20, 10 * VerdictRules.MOST_DEEP_ML - 0.01, 0);
		expect(Verdict.PASS, Finding.BRAIN_REMOVED);
		brain = new Brain(false, true, 200, 20, 10 * VerdictRules.MOST_DEEP_ML, 0);
		expect(Verdict.FAIL, Finding.BRAIN_REMOVED);
	}

	@Test
	void whatIsNotInViewIsRemarked() {
		ear = new Feature("left ear", true, false, Double.NaN, Double.NaN, stump_mm);
		expect(Verdict.PASS, Finding.EAR_NOT_IN_VIEW);
		nose = new Feature("nose", false, false, Double.NaN, Double.NaN, Double.NaN);
		expect(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW);
	}

	@Test
	void whatWasNotThereIsReviewed() {
		ear = new Feature("left ear", true, true, Double.NaN, Double.NaN, stump_mm);
		expect(Verdict.REVIEW, Finding.EAR_MISSED);
		ear = new Feature("left ear", true, true, 0, 9, stump_mm);
		nose = new Feature("nose", false, true, Double.NaN, Double.NaN, Double.NaN);
		expect(Verdict.REVIEW, Finding.ALREADY_DEFACED);
	}

	@Test
	void brainTaken() {
		brain = new Brain(true, true, 1, 0, 0.001, 0);
		expect(Verdict.FAIL, Finding.BRAIN_REMOVED);
		brain = new Brain(false, true, 0, 0, 0, 1);
		expect(Verdict.FAIL, Finding.BRAIN_REMOVED);
		brain = new Brain(false, true, 200, 1, VerdictRules.MOST_EDGE_ML, 0);
		expect(Verdict.FAIL, Finding.BRAIN_REMOVED);
		brain = new Brain(false, true, 200, 0, VerdictRules.MOST_EDGE_ML, 0);
		expect(Verdict.PASS, null);
		brain = new Brain(false, true, 200, 0, VerdictRules.MOST_EDGE_ML + 0.01, 0);
		expect(Verdict.REVIEW, Finding.BRAIN_REMOVED);
		brain = new Brain(false, false, 200, 9, 3, 0);
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
	}

	@Test
	void nothingDone() {
		changed_ml = 0;
		expect(Verdict.FAIL, Finding.FACE_LEFT);
	}

	@Test
	void facesThatNobodyCanPlace() {
		basis = Basis.BRAIN;
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
		basis = null;
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
	}

	@Test
	void whatStillLooksLikeAFace() {
		alike = VerdictRules.MOST_ALIKE + 0.01;
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		alike = Double.NaN;
		detected = OptionalDouble.of(VerdictRules.MOST_DETECTED);
		expect(Verdict.PASS, null);
		detected = OptionalDouble.of(VerdictRules.MOST_DETECTED + 0.01);
		expect(Verdict.REVIEW, Finding.FACE_DETECTED);
	}
}
