package org.pediatricdefacer.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.mask.CutSurface;
import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.mask.MaskCheck;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.mask.RegionFound;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.removal.Removal;
import org.pediatricdefacer.removal.RemovalFacts;

/** Each rule at and beyond its threshold, all else being well. */
class VerdictRulesTest {

	private double brain_ml = 1400;
	private int brainPieces = 1;
	private double brainCut_cm2;
	private double brainDropped_ml;
	private Basis basis = Basis.EYES_AND_BRAIN;
	private double face_ml = 650;
	private double faceRemoved_ml = 645;
	private int pieces = 1;
	private double fenced_ml;
	private double bare_cm2;
	private double faceInView = 1;
	private double tissue = 1;
	private double left_ml = 20;
	private boolean leftInView = true;
	private MaskCheck check = new MaskCheck(0.9, 1, 0, 0);
	private RemovalFacts removal = new RemovalFacts(Removal.SMOOTH, 600, 90, 8, 0.1);
	private CarriedMask carried;
	private CutSurface cut = CutSurface.NONE;
	private boolean marked;
	private HeadDoubt doubt = HeadDoubt.NONE;
	private double right_ml = 20;

	private Judgment judge() {
		final HeadFacts facts = new HeadFacts(basis, 1.1, brain_ml, brainPieces, brainDropped_ml, brainCut_cm2, pieces, fenced_ml, true, 0,
			bare_cm2, left_ml, right_ml, leftInView, true, faceInView, tissue, true);
		final double ears_ml = left_ml + right_ml;
		final List<RegionFound> regions = List.of(new RegionFound(Region.BRAIN, brain_ml, 0, 0, Double.NaN, false),
			new RegionFound(Region.FACE, face_ml, 1, faceRemoved_ml, faceInView, false), new RegionFound(Region.EYES, 0, 0, 0, faceInView, false),
			new RegionFound(Region.EARS, ears_ml, 1, ears_ml, 1, false));
		return VerdictRules.judge(new DefacingProof(new OutsideHash("a", "a"), Region.facemask(), regions, facts, check, removal, carried, Recovery.NONE, cut, FaceLeft.UNKNOWN,
			doubt, marked,
			HeaderDifference.NONE, List.of()));
	}

	private void expect(final Verdict verdict, final Finding finding) {
		final Judgment judgment = judge();
		assertEquals(verdict, judgment.verdict(), judgment.reasons().toString());
		assertTrue(finding == null ? judgment.reasons().isEmpty() : judgment.has(finding), judgment.reasons().toString());
	}

	@Test
	void allWell() {
		expect(Verdict.PASS, null);
	}

	@Test
	void aStrippedBrainIsNotWritten() {
		doubt = new HeadDoubt(true, null);
		face_ml = 0;
		faceRemoved_ml = 0;
		expect(Verdict.FAIL, Finding.SKULL_STRIPPED);
		assertEquals(1, judge().reasons().size());
	}

	@Test
	void aHeadThatLiesOtherwiseFailsAndTheAxesAreNamed() {
		doubt = new HeadDoubt(false, "RPS");
		expect(Verdict.FAIL, Finding.HEAD_TURNED);
		assertTrue(judge().reasons().get(0).text().contains("--orientation RPS --prefer orientation"));
	}

	@Test
	void aWholeBrainWithoutEyesAndEarsFails() {
		basis = Basis.BRAIN;
		left_ml = 0;
		right_ml = 0;
		expect(Verdict.FAIL, Finding.HEAD_TURNED);
		brainCut_cm2 = VerdictRules.CUT_BRAIN_CM2 + 1;
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
		brainCut_cm2 = 0;
		left_ml = 1;
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
	}

	@Test
	void aCrumbOfBrainIsNoHeadUnlessEyesAreInFrontOfIt() {
		brain_ml = VerdictRules.CRUMB_BRAIN_ML - 1;
		basis = Basis.BRAIN;
		expect(Verdict.FAIL, Finding.NOT_A_HEAD);
		brainCut_cm2 = VerdictRules.CUT_BRAIN_CM2 + 1;
		expect(Verdict.FAIL, Finding.NOT_A_HEAD);
		basis = Basis.EYES;
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
	}

	@Test
	void brainSizes() {
		for (final double usual : new double[] { VerdictRules.LEAST_BRAIN_ML, VerdictRules.MOST_BRAIN_ML }) {
			brain_ml = usual;
			expect(Verdict.PASS, null);
		}
		for (final double unusual : new double[] { VerdictRules.LEAST_BRAIN_ML - 1, VerdictRules.MOST_BRAIN_ML + 1 }) {
			brain_ml = unusual;
			expect(Verdict.REVIEW, Finding.BRAIN_UNUSUAL);
		}
		face_ml = 0;
		faceRemoved_ml = 0;
		for (final double impossible : new double[] { 0, VerdictRules.NO_BRAIN_ML - 1, VerdictRules.NO_HEAD_ML + 1 }) {
			brain_ml = impossible;
			expect(Verdict.FAIL, Finding.NOT_A_HEAD);
		}
	}

	@Test
	void aBrainThatIsCutMayBeSmall() {
		brain_ml = 150;
		brainCut_cm2 = 30;
		expect(Verdict.PASS, Finding.BRAIN_UNUSUAL);
	}

	@Test
	void aBrainOfManyPiecesIsNoise() {
		face_ml = 0;
		faceRemoved_ml = 0;
		brainCut_cm2 = 400;
		brainPieces = VerdictRules.MOST_BRAIN_PIECES + 1;
		expect(Verdict.FAIL, Finding.NOT_A_HEAD);
		brainCut_cm2 = 0;
		expect(Verdict.FAIL, Finding.NOT_A_HEAD);
		brainPieces = VerdictRules.MOST_BRAIN_PIECES;
		assertFalse(judge().has(Finding.NOT_A_HEAD));
	}

	@Test
	void brainApartFromTheBrain() {
		brainDropped_ml = VerdictRules.MOST_BRAIN_DROPPED_ML + 0.1;
		expect(Verdict.REVIEW, Finding.BRAIN_UNUSUAL);
	}

	@Test
	void facesLeft() {
		faceRemoved_ml = 0.94 * face_ml;
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		faceRemoved_ml = 0.84 * face_ml;
		expect(Verdict.FAIL, Finding.FACE_LEFT);
	}

	@Test
	void skinLeftBare() {
		check = new MaskCheck(0.9, 0.96, 1, 0);
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		check = new MaskCheck(0.9, 0.99, VerdictRules.MOST_BARE_CM2 + 0.1, 0);
		expect(Verdict.REVIEW, Finding.FACE_LEFT);
		check = new MaskCheck(0.9, 0.99, 10, VerdictRules.MOST_KNOWN_BARE_CM2 + 0.1);
		expect(Verdict.FAIL, Finding.FACE_LEFT);
		check = new MaskCheck(0.9, VerdictRules.FAIL_COVERED - 0.01, 100, 0);
		expect(Verdict.FAIL, Finding.FACE_LEFT);
		check = new MaskCheck(0.9, Double.NaN, Double.NaN, Double.NaN);
		expect(Verdict.PASS, Finding.NOT_MEASURED);
	}

	@Test
	void facesOfUnusualShape() {
		face_ml = VerdictRules.LEAST_FACE_U3 * Math.pow(1.1, 3) - 1;
		faceRemoved_ml = face_ml;
		expect(Verdict.REVIEW, Finding.FACE_UNUSUAL);
		faceInView = 0.5;
		expect(Verdict.PASS, Finding.FACE_PARTLY_IN_VIEW);
		faceInView = 1;
		face_ml = 650;
		faceRemoved_ml = 650;
		pieces = 2;
		expect(Verdict.REVIEW, Finding.FACE_UNUSUAL);
		pieces = 1;
		fenced_ml = VerdictRules.MOST_FENCED_ML + 1;
		expect(Verdict.REVIEW, Finding.FACE_UNUSUAL);
		fenced_ml = 0;
		bare_cm2 = VerdictRules.MOST_COMPLETED_CM2 + 1;
		expect(Verdict.REVIEW, Finding.FACE_UNUSUAL);
	}

	@Test
	void noFace() {
		face_ml = 0;
		faceRemoved_ml = 0;
		expect(Verdict.FAIL, Finding.FACE_MISSED);
		cut = new CutSurface(60, 0);
		expect(Verdict.REVIEW, Finding.ALREADY_DEFACED);
		cut = CutSurface.NONE;
		tissue = 0.3;
		expect(Verdict.REVIEW, Finding.ALREADY_DEFACED);
		faceInView = 0;
		tissue = Double.NaN;
		expect(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW);
	}

	@Test
	void defacedBefore() {
		marked = true;
		expect(Verdict.REVIEW, Finding.ALREADY_DEFACED);
		marked = false;
		cut = new CutSurface(VerdictRules.MOST_CUT_CM2 + 1, 0);
		expect(Verdict.REVIEW, Finding.ALREADY_DEFACED);
		cut = new CutSurface(0, 500);
		expect(Verdict.PASS, null);
		tissue = VerdictRules.LEAST_WHOLE_TISSUE;
		expect(Verdict.PASS, null);
		tissue = 0.5;
		expect(Verdict.REVIEW, Finding.ALREADY_DEFACED);
	}

	@Test
	void ears() {
		left_ml = 0;
		expect(Verdict.REVIEW, Finding.EAR_MISSED);
		leftInView = false;
		expect(Verdict.PASS, Finding.EAR_NOT_IN_VIEW);
	}

	@Test
	void doubt() {
		check = new MaskCheck(VerdictRules.LEAST_CONFIDENCE - 0.01, 1, 0, 0);
		expect(Verdict.REVIEW, Finding.LOW_CONFIDENCE);
		check = new MaskCheck(VerdictRules.FAIL_CONFIDENCE - 0.01, 1, 0, 0);
		expect(Verdict.FAIL, Finding.LOW_CONFIDENCE);
		check = new MaskCheck(0.9, 1, 0, 0);
		basis = Basis.EYES;
		expect(Verdict.REVIEW, Finding.NOT_MEASURED);
	}

	@Test
	void facesOfOtherScans() {
		carried = new CarriedMask("sub-01_T1w", "scanner coordinates", true, true, 0);
		expect(Verdict.PASS, Finding.SESSION);
		assertTrue(judge().reasons().get(0).text().contains("sub-01_T1w"), judge().reasons().toString());
		carried = new CarriedMask("sub-01_T1w", "nothing", false, true, 0);
		expect(Verdict.REVIEW, Finding.SESSION);
		carried = new CarriedMask("sub-01_T1w", "scanner coordinates", false, false, 0);
		expect(Verdict.REVIEW, Finding.SESSION);
		carried = new CarriedMask("sub-01_T1w", "scanner coordinates", true, false, VerdictRules.MOST_UNSEEN_ML + 1);
		expect(Verdict.REVIEW, Finding.SESSION);
	}

	@Test
	void aFaceThatIsKnownNotToBeInViewIsNoConcern() {
		face_ml = 0;
		faceRemoved_ml = 0;
		faceInView = 0;
		expect(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW);
		carried = new CarriedMask("sub-01_T1w", "scanner coordinates", true, false, 0);
		expect(Verdict.PASS, Finding.FACE_NOT_IN_VIEW);
	}
}
