package org.pediatricdefacer.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.PrivacyFacts.Brain;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;

/** Each rule for two scans at and beyond its threshold, all else being well. */
class PrivacyRulesTest {

	private Optional<Basis> basis = Optional.of(Basis.EYES_AND_BRAIN);
	private Feature nose = new Feature("nose", false, true, 0, 18);
	private Feature ear = new Feature("left ear", true, true, 0, 9);
	private double changed_ml = 700;
	private Brain brain = new Brain(false, true, 0, 0, 0, 0);
	private double alike = 0.08;
	private OptionalDouble detected = OptionalDouble.empty();

	private void expect(final Verdict verdict, final Finding finding) {
		final Judgment judgment = VerdictRules.judge(new PrivacyFacts(basis, List.of(nose, ear), changed_ml, brain, alike, detected));
		assertEquals(verdict, judgment.verdict(), judgment.reasons().toString());
		assertTrue(finding == null ? judgment.reasons().isEmpty() : judgment.has(finding), judgment.reasons().toString());
	}

	@Test
	void allWell() {
		expect(Verdict.PASS, null);
	}

	@Test
	void skinLeft() {
		nose = new Feature("nose", false, true, VerdictRules.MOST_RESIDUAL, 18);
		expect(Verdict.PASS, null);
		nose = new Feature("nose", false, true, VerdictRules.MOST_RESIDUAL + 0.01, 18);
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		nose = new Feature("nose", false, true, VerdictRules.FAIL_RESIDUAL + 0.01, 18);
		expect(Verdict.FAIL, Finding.FACE_LEFT);
		nose = new Feature("nose", false, true, 0, 18);
		ear = new Feature("left ear", true, true, VerdictRules.MOST_EAR_RESIDUAL, 9);
		expect(Verdict.PASS, null);
		ear = new Feature("left ear", true, true, VerdictRules.MOST_EAR_RESIDUAL + 0.01, 9);
		expect(Verdict.REVIEW, Finding.EAR_MISSED);
		ear = new Feature("left ear", true, true, 1, 0);
		expect(Verdict.FAIL, Finding.EAR_MISSED);
	}

	@Test
	void aThinCut() {
		nose = new Feature("nose", false, true, 0, VerdictRules.LEAST_DEPTH_MM);
		expect(Verdict.PASS, null);
		nose = new Feature("nose", false, true, 0, VerdictRules.LEAST_DEPTH_MM - 0.1);
		expect(Verdict.REVIEW, Finding.THIN_CUT);
	}

	@Test
	void whatIsNotInViewIsRemarked() {
		ear = new Feature("left ear", true, false, Double.NaN, Double.NaN);
		expect(Verdict.PASS, Finding.EAR_NOT_IN_VIEW);
		nose = new Feature("nose", false, false, Double.NaN, Double.NaN);
		expect(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW);
	}

	@Test
	void whatWasNotThereIsReviewed() {
		ear = new Feature("left ear", true, true, Double.NaN, Double.NaN);
		expect(Verdict.REVIEW, Finding.EAR_MISSED);
		ear = new Feature("left ear", true, true, 0, 9);
		nose = new Feature("nose", false, true, Double.NaN, Double.NaN);
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
		basis = Optional.of(Basis.BRAIN);
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
		basis = Optional.empty();
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
