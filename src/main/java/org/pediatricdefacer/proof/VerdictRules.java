package org.pediatricdefacer.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.mask.HeadFrame.Basis;
import org.pediatricdefacer.mask.MaskCheck;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.mask.RegionFound;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Judgment.Reason;

/**
 * The rules that turn a proof into pass, review or fail; all thresholds are here, each with its reason.
 * <p>
 * Fail means a changed voxel outside the mask, a lost brain voxel, a face or ear that was found and is not removed, or no
 * head. Review means that a person should look. Remarks, of weight pass, say what could not be checked or is not in view.
 */
public final class VerdictRules {

	/** Smallest intracranial volume of a whole head: infants of four months have 500 ml and more, microcephaly less. */
	public static final double LEAST_BRAIN_ML = 450;

	/** Largest usual one: large adults have up to 1900 ml. */
	public static final double MOST_BRAIN_ML = 2100;

	/** Below this a whole "brain" is none: half that of a newborn. */
	public static final double NO_BRAIN_ML = 200;

	/** Above this it is none either: beyond the largest hydrocephalus that fits a head coil. */
	public static final double NO_HEAD_ML = 3500;

	/** A brain with more than this on the border of the field of view is cut, and its volume tells nothing. */
	public static final double CUT_BRAIN_CM2 = 5;

	/** The cleaning drops specks; this much "brain" apart from the brain is more, and may be brain that was missed. */
	public static final double MOST_BRAIN_DROPPED_ML = 3;

	/** A face smaller than this is none: a single eye with its lids is larger. */
	public static final double NO_FACE_ML = 15;

	/**
	 * Smallest volume of a face that is whole in view, in u cubed (u as in the head's frame) per 1000. Adults have 480 to
	 * 650; an infant's face, shorter and flatter, about half.
	 */
	public static final double LEAST_FACE_U3 = 170;

	/** With fewer landmarks in view than this, of eight, there is no face to be missed: forehead or cheeks alone. */
	public static final double LEAST_FACE_IN_VIEW = 0.25;

	/** Where fewer of the landmarks in view have tissue near them, the face is gone rather than missed. */
	public static final double LEAST_TISSUE = 0.5;

	/** Area cut straight through tissue in the face zone: scans as they come have none, a removed face leaves 50 cm2. */
	public static final double MOST_CUT_CM2 = 8;

	/** Share of the face and eyes found that must be in the mask; the brain guard takes up to two percent. */
	public static final double LEAST_REMOVED = 0.95;
	public static final double FAIL_REMOVED = 0.85;

	/** Share of the ears found that must be in the mask; without one of two it is a half. */
	public static final double LEAST_EARS_REMOVED = 0.9;
	public static final double FAIL_EARS_REMOVED = 0.7;

	/**
	 * Share of the skin in the inner face zone that the mask must cover; a frame off by a few mm costs two percent. Metal
	 * in the mouth leaves voids with walls like skin, so only much more is called a failure.
	 */
	public static final double LEAST_COVERED = 0.97;
	public static final double FAIL_COVERED = 0.6;

	/** Largest piece of that skin that may be bare; a nose has 15 cm2 and more, an eye with its lids 6. */
	public static final double MOST_BARE_CM2 = 3;

	/** Largest piece of bare skin that the model itself took for face. */
	public static final double MOST_KNOWN_BARE_CM2 = 2;

	/** Largest patch of skin that the model may leave out and the cleaning cover: half a cheek. */
	public static final double MOST_COMPLETED_CM2 = 15;

	/** Expected Dice below which a mask needs a look, and below which it is a guess. */
	public static final double LEAST_CONFIDENCE = 0.75;
	public static final double FAIL_CONFIDENCE = 0.5;

	/** Volume the model took for face where no face can be, above which it did not understand the head. */
	public static final double MOST_FENCED_ML = 250;

	private final DefacingProof proof;
	private final HeadFacts facts;
	private final List<Reason> reasons = new ArrayList<>();

	private VerdictRules(final DefacingProof proof) {
		this.proof = proof;
		facts = proof.facts();
	}

	/** Judges a proof. */
	public static Judgment judge(final DefacingProof proof) {
		final VerdictRules rules = new VerdictRules(proof);
		rules.integrity();
		if (rules.isHead()) {
			rules.brain();
			rules.priorDefacing();
			if (proof.asked().contains(Region.FACE) || proof.asked().contains(Region.EYES))
				rules.face();
			if (proof.asked().contains(Region.EARS))
				rules.ears();
		}
		rules.reasons.sort(Comparator.comparing(Reason::weight).reversed());
		final Verdict verdict = rules.reasons.stream().map(Reason::weight).reduce(Verdict.PASS, Verdict::or);
		return new Judgment(verdict, rules.reasons);
	}

	private void add(final Verdict weight, final Finding kind, final String text, final Object... values) {
		reasons.add(new Reason(weight, kind, String.format(Locale.ROOT, text, values)));
	}

	private void integrity() {
		if (!proof.outside().unchanged())
			add(Verdict.FAIL, Finding.OUTSIDE_CHANGED, "Voxels outside the facemask were changed.");
		if (proof.brainVoxelsRemoved() > 0)
			add(Verdict.FAIL, Finding.BRAIN_REMOVED, "%d voxels of the brain are inside the facemask.", proof.brainVoxelsRemoved());
	}

	private boolean isHead() {
		final boolean face = faceFound_ml() >= NO_FACE_ML;
		final boolean cut = facts.brainCut_cm2() > CUT_BRAIN_CM2;
		if (facts.brain_ml() >= NO_BRAIN_ML && facts.brain_ml() <= NO_HEAD_ML || face && facts.basis() != null)
			return true;
		if (facts.brain_ml() > 0 && cut && facts.brain_ml() <= NO_HEAD_ML)
			return true;
		add(Verdict.FAIL, Finding.NOT_A_HEAD, "This does not look like a head: %.0f ml of brain were found.", facts.brain_ml());
		return false;
	}

	private void brain() {
		final boolean cut = facts.brainCut_cm2() > CUT_BRAIN_CM2;
		if (cut)
			add(Verdict.PASS, Finding.BRAIN_UNUSUAL, "The field of view cuts the brain, so its volume could not be checked.");
		if (facts.brain_ml() < LEAST_BRAIN_ML && !cut || facts.brain_ml() > MOST_BRAIN_ML)
			add(Verdict.REVIEW, Finding.BRAIN_UNUSUAL, "The brain has %.0f ml; %.0f to %.0f ml are usual.", facts.brain_ml(),
				LEAST_BRAIN_ML, MOST_BRAIN_ML);
		if (facts.brainDropped_ml() > MOST_BRAIN_DROPPED_ML)
			add(Verdict.REVIEW, Finding.BRAIN_UNUSUAL, "%.1f ml that look like brain lie apart from the brain and are not protected.",
				facts.brainDropped_ml());
	}

	private void priorDefacing() {
		if (proof.markedDefaced())
			add(Verdict.REVIEW, Finding.ALREADY_DEFACED, "The header says that this scan was defaced before.");
		if (proof.cut().face_cm2() > MOST_CUT_CM2)
			add(Verdict.REVIEW, Finding.ALREADY_DEFACED,
				"The head ends in a constant value over %.0f cm2 of the face: it was defaced or padded before.", proof.cut().face_cm2());
	}

	private double faceFound_ml() {
		return proof.region(Region.FACE).found_ml() + proof.region(Region.EYES).found_ml();
	}

	private void face() {
		if (faceFound_ml() < NO_FACE_ML) {
			noFace();
			return;
		}
		faceFound();
		removal();
		coverage(proof.check());
		if (proof.check().confidence() < LEAST_CONFIDENCE)
			add(proof.check().confidence() < FAIL_CONFIDENCE ? Verdict.FAIL : Verdict.REVIEW, Finding.LOW_CONFIDENCE,
				"The mask fits what the model saw with an expected Dice of %.2f only; %.2f is usual at least.",
				proof.check().confidence(), LEAST_CONFIDENCE);
	}

	/** Tells a face that is not in view, or was removed before, from one that was missed. */
	private void noFace() {
		final boolean gone = facts.faceTissue() < LEAST_TISSUE || proof.cut().face_cm2() > MOST_CUT_CM2;
		if (facts.basis() == null || facts.faceInView() < LEAST_FACE_IN_VIEW)
			add(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW, "No face is in the field of view; there was nothing to remove.");
		else if (gone)
			add(Verdict.REVIEW, Finding.ALREADY_DEFACED, "There is no face where it should be: it was removed before, or the head is bare.");
		else
			add(Verdict.FAIL, Finding.FACE_MISSED, "The place of the face is in view and there is tissue, but no face was found.");
	}

	private void faceFound() {
		if (facts.basis() != Basis.EYES_AND_BRAIN)
			add(Verdict.REVIEW, Finding.NOT_MEASURED, "The eyes, or a brain that is whole enough, were not found; less could be checked.");
		if (facts.faceInView() < 1)
			add(Verdict.PASS, Finding.FACE_PARTLY_IN_VIEW, "Part of the face is outside the field of view.");
		final double least_ml = LEAST_FACE_U3 * Math.pow(facts.unit_mm(), 3) * facts.faceInView();
		if (faceFound_ml() < least_ml)
			add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "The face has %.0f ml; at least %.0f ml are expected for this head.",
				faceFound_ml(), least_ml);
		if (facts.modelBare_cm2() > MOST_COMPLETED_CM2)
			add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "The model left a piece of %.0f cm2 of the face out; it was covered by geometry only.",
				facts.modelBare_cm2());
		if (facts.facePieces() > 1)
			add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "The face was found in %d pieces.", facts.facePieces());
		if (!facts.fenceTrusted() || facts.faceFenced_ml() > MOST_FENCED_ML)
			add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "%.0f ml were taken for face where no face can be.", facts.faceFenced_ml());
	}

	private void removal() {
		double found = 0;
		double removed = 0;
		for (final Region region : List.of(Region.FACE, Region.EYES)) {
			if (proof.asked().contains(region)) {
				found += proof.region(region).found_ml();
				removed += proof.region(region).removed_ml();
			}
		}
		final double share = found == 0 ? 1 : removed / found;
		if (share < LEAST_REMOVED)
			add(share < FAIL_REMOVED ? Verdict.FAIL : Verdict.REVIEW, Finding.FACE_LEFT,
				"Only %.0f %% of the face that was found is in the facemask.", 100 * share);
	}

	private void coverage(final MaskCheck check) {
		if (!proof.asked().contains(Region.FACE))
			return;
		if (Double.isNaN(check.skinCovered()))
			add(Verdict.PASS, Finding.NOT_MEASURED, "Whether the skin of the face is covered could not be measured.");
		else if (check.largestKnown_cm2() > MOST_KNOWN_BARE_CM2)
			add(Verdict.FAIL, Finding.FACE_LEFT, "%.1f cm2 of skin in the middle of the face were found and are left bare.",
				check.largestKnown_cm2());
		else if (check.skinCovered() < LEAST_COVERED || check.largestUncovered_cm2() > MOST_BARE_CM2)
			add(check.skinCovered() < FAIL_COVERED ? Verdict.FAIL : Verdict.REVIEW, Finding.FACE_LEFT,
				"Skin is left bare in the middle of the face: %.0f %% is covered, the largest bare piece has %.1f cm2.",
				100 * check.skinCovered(), check.largestUncovered_cm2());
	}

	private void ears() {
		final RegionFound ears = proof.region(Region.EARS);
		final double share = ears.found_ml() == 0 ? 1 : ears.removed_ml() / ears.found_ml();
		if (share < LEAST_EARS_REMOVED)
			add(share < FAIL_EARS_REMOVED ? Verdict.FAIL : Verdict.REVIEW, Finding.EAR_MISSED,
				"Only %.0f %% of the ears that were found is in the facemask.", 100 * share);
		ear("left", facts.leftEar_ml(), facts.leftEarInView());
		ear("right", facts.rightEar_ml(), facts.rightEarInView());
	}

	private void ear(final String side, final double found_ml, final boolean inView) {
		if (found_ml > 0)
			return;
		if (inView)
			add(Verdict.REVIEW, Finding.EAR_MISSED, "The place of the %s ear is in view, but no ear was found.", side);
		else
			add(Verdict.PASS, Finding.EAR_NOT_IN_VIEW, "The %s ear is not in view.", side);
	}
}
