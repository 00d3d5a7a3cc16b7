package org.pediatricdefacer.proof;

import java.util.List;

import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.mask.MaskCheck;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.mask.RegionFound;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Recovery.Surface;
import org.pediatricdefacer.removal.Removal;

/** Holds a proof of this program against the thresholds of {@link VerdictRules}. */
final class DefacingRules {

	private final DefacingProof proof;
	private final HeadFacts facts;
	private final Reasons reasons = new Reasons();

	DefacingRules(final DefacingProof proof) {
		this.proof = proof;
		facts = proof.facts();
	}

	Judgment judge() {
		integrity();
		if (proof.doubt().skullStripped()) reasons.add(Verdict.FAIL, Finding.SKULL_STRIPPED,
			"No scalp, no face: the skull was stripped; nothing to remove.");
		else if (isHead()) {
			turned();
			brain();
			priorDefacing();
			if (proof.asked().contains(Region.FACE) || proof.asked().contains(Region.EYES))
				face();
			if (proof.asked().contains(Region.EARS))
				ears();
			hole();
			if (proof.left().frame() != null)
				new LeftRules(proof.left(), true, reasons).judge();
		}
		if (proof.carried() != null)
			carried(proof.carried());
		return reasons.judgment();
	}

	/** Tells whether the shape of what is erased draws the face. */
	private void hole() {
		if (proof.removal().tissue_ml() == 0)
			return;
		if (proof.removal().removal() == Removal.FACEMASK)
			reasons.add(Verdict.REVIEW, Finding.HOLE_DRAWS_FACE,
				"The hole is the facemask itself, which draws the face: do not share the scan, or deface it with a smooth removal.");
		else if (proof.removal().followed_ml() > VerdictRules.FAIL_FOLLOWED_ML && (noEarWhereBothShouldBe() || !facts.fenceTrusted()))
			reasons.add(Verdict.FAIL, Finding.FACE_UNUSUAL,
				"%.0f ml of the face lie where none can, and the hole draws them: the head seems to lie otherwise than the header tells.",
				proof.removal().followed_ml());
		else if (proof.removal().followed_ml() > VerdictRules.MOST_FOLLOWED_ML)
			reasons.add(Verdict.REVIEW, Finding.HOLE_DRAWS_FACE, "Over %.0f ml the hole follows the facemask, which draws the face there.",
				proof.removal().followed_ml());
		else
			recovery(proof.recovery());
	}

	private boolean noEarWhereBothShouldBe() {
		return facts.leftEarInView() && facts.rightEarInView() && facts.leftEar_ml() == 0 && facts.rightEar_ml() == 0;
	}

	private void recovery(final Recovery recovery) {
		if (recovery.outer().correlation() > VerdictRules.MOST_TOLD_OUTSIDE)
			reasons.add(Verdict.REVIEW, Finding.HOLE_DRAWS_FACE, "In the air before the face the hole draws it: r = %.2f.", recovery.outer()
				.correlation());
		for (final Surface surface : List.of(recovery.inner(), recovery.leftEar(), recovery.rightEar()))
			if (Math.abs(surface.correlation()) > VerdictRules.MOST_TOLD_INSIDE && surface.spread_mm() < VerdictRules.MOST_NEAR_MM)
				reasons.add(Verdict.REVIEW, Finding.HOLE_DRAWS_FACE, "Where the hole ends tells of the face or an ear: r = %.2f, %.1f mm.", surface
					.correlation(), surface.spread_mm());
		if (recovery.inner().spread_mm() < recovery.inner().average_mm() - VerdictRules.MOST_GAIN_MM)
			reasons.add(Verdict.REVIEW, Finding.HOLE_DRAWS_FACE,
				"From the hole the skin is guessed to %.1f mm, from the average face to %.1f mm only.", recovery.inner().spread_mm(), recovery
					.inner().average_mm());
	}

	/** Tells whose face was erased, and what could not be seen of whether it lies where this scan has its own. */
	private void carried(final CarriedMask carried) {
		if (carried.by().equals(CarriedMask.NOTHING)) {
			reasons.add(Verdict.REVIEW, Finding.SESSION, "This scan could not be brought together with %s; only what was found on it was erased.",
				carried.from());
			return;
		}
		reasons.add(Verdict.PASS, Finding.SESSION, "%s on %s was erased here, carried by %s.", carried.own() ? "What was also found" :
			"What was found", carried.from(), carried.by());
		if (!carried.checked())
			reasons.add(Verdict.REVIEW, Finding.SESSION, "Whether %s lies on this scan could not be seen in it.", carried.from());
		if (carried.unseen_ml() > VerdictRules.MOST_UNSEEN_ML)
			reasons.add(Verdict.REVIEW, Finding.SESSION, "%.0f ml of where a face can be are in view here, but not on %s.", carried.unseen_ml(),
				carried.from());
	}

	private boolean isFollower() {
		return proof.carried() != null && !proof.carried().own();
	}

	private void integrity() {
		if (!proof.outside().unchanged())
			reasons.add(Verdict.FAIL, Finding.OUTSIDE_CHANGED, "Voxels outside the facemask were changed.");
		if (proof.brainVoxelsRemoved() > 0)
			reasons.add(Verdict.FAIL, Finding.BRAIN_REMOVED, "%d voxels of the brain are inside the facemask.", proof.brainVoxelsRemoved());
	}

	/** A whole brain has eyes in front of it and ears beside it, or it lies otherwise than told. */
	private void turned() {
		if (proof.doubt().plausibleAxes() != null) reasons.add(Verdict.FAIL, Finding.HEAD_TURNED,
			"The head seems to lie otherwise than told: along %1$s axes it has a face; correct the header, or give --orientation %1$s --prefer orientation.", proof
				.doubt().plausibleAxes());
		else if (!eyes() && facts.leftEar_ml() == 0 && facts.rightEar_ml() == 0 && facts.brain_ml() >= VerdictRules.LEAST_BRAIN_ML && facts
			.brainCut_cm2() <= VerdictRules.CUT_BRAIN_CM2 && !proof.markedDefaced()) reasons.add(Verdict.FAIL, Finding.HEAD_TURNED,
				"The brain is whole, but it has no eyes at its front and no ears: they were removed before, or the head lies otherwise than the header tells.");
	}

	private boolean eyes() {
		return facts.basis() == Basis.EYES_AND_BRAIN || facts.basis() == Basis.EYES;
	}

	private boolean isHead() {
		final boolean crumb = facts.brain_ml() < VerdictRules.CRUMB_BRAIN_ML && !eyes();
		final boolean face = faceFound_ml() >= VerdictRules.NO_FACE_ML && !crumb;
		final boolean cut = facts.brainCut_cm2() > VerdictRules.CUT_BRAIN_CM2;
		final boolean large = facts.brain_ml() >= VerdictRules.NO_BRAIN_ML || cut && !crumb;
		final boolean brain = large && facts.brain_ml() <= VerdictRules.NO_HEAD_ML && facts.brainPieces() <= VerdictRules.MOST_BRAIN_PIECES;
		if (brain || face && facts.basis() != null)
			return true;
		reasons.add(Verdict.FAIL, Finding.NOT_A_HEAD, "This does not look like a head: %.0f ml of brain were found, in %d pieces.",
			facts.brain_ml(), facts.brainPieces());
		return false;
	}

	private void brain() {
		final boolean cut = facts.brainCut_cm2() > VerdictRules.CUT_BRAIN_CM2;
		if (cut)
			reasons.add(Verdict.PASS, Finding.BRAIN_UNUSUAL, "The field of view cuts the brain, so its volume could not be checked.");
		if (facts.brain_ml() < VerdictRules.LEAST_BRAIN_ML && !cut || facts.brain_ml() > VerdictRules.MOST_BRAIN_ML)
			reasons.add(Verdict.REVIEW, Finding.BRAIN_UNUSUAL, "The brain has %.0f ml; %.0f to %.0f ml are usual.", facts.brain_ml(),
				VerdictRules.LEAST_BRAIN_ML, VerdictRules.MOST_BRAIN_ML);
		if (facts.brainDropped_ml() > VerdictRules.MOST_BRAIN_DROPPED_ML)
			reasons.add(Verdict.REVIEW, Finding.BRAIN_UNUSUAL, "%.1f ml that look like brain lie apart from the brain and are not protected.",
				facts.brainDropped_ml());
	}

	private void priorDefacing() {
		if (proof.markedDefaced())
			reasons.add(Verdict.REVIEW, Finding.ALREADY_DEFACED, "The header says that this scan was defaced before.");
		if (proof.cut().face_cm2() > VerdictRules.MOST_CUT_CM2)
			reasons.add(Verdict.REVIEW, Finding.ALREADY_DEFACED,
				"The head ends in a constant value over %.0f cm2 of the face: it was defaced or padded before.", proof.cut().face_cm2());
		else if (faceFound_ml() >= VerdictRules.NO_FACE_ML && facts.faceInView() >= VerdictRules.LEAST_FACE_IN_VIEW && facts
			.faceTissue() < VerdictRules.LEAST_WHOLE_TISSUE)
			reasons.add(Verdict.REVIEW, Finding.ALREADY_DEFACED,
				"Of the place of the face %.0f %% is empty: it was defaced before, or this is no head.", 100 * (1 - facts.faceTissue()));
	}

	private double faceFound_ml() {
		return proof.region(Region.FACE).found_ml() + proof.region(Region.EYES).found_ml();
	}

	private void face() {
		if (faceFound_ml() < VerdictRules.NO_FACE_ML) {
			noFace();
			return;
		}
		faceFound();
		removal();
		coverage(proof.check());
		if (proof.check().confidence() < VerdictRules.LEAST_CONFIDENCE)
			reasons.add(proof.check().confidence() < VerdictRules.FAIL_CONFIDENCE ? Verdict.FAIL : Verdict.REVIEW, Finding.LOW_CONFIDENCE,
				"The mask fits what the model saw with an expected Dice of %.2f only; %.2f is usual at least.",
				proof.check().confidence(), VerdictRules.LEAST_CONFIDENCE);
	}

	/** Tells a face that is not in view, or was removed before, from one that was missed. */
	private void noFace() {
		final boolean gone = facts.faceTissue() < VerdictRules.LEAST_TISSUE || proof.cut().face_cm2() > VerdictRules.MOST_CUT_CM2;
		if (facts.basis() == null || facts.faceInView() < VerdictRules.LEAST_FACE_IN_VIEW)
			reasons.add(isFollower() ? Verdict.PASS : Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW, "No face is in the field of view; there was nothing to remove.");
		else if (gone)
			reasons.add(Verdict.REVIEW, Finding.ALREADY_DEFACED, "There is no face where it should be: it was removed before, or the head is bare.");
		else
			reasons.add(Verdict.FAIL, Finding.FACE_MISSED, "The place of the face is in view and there is tissue, but no face was found.");
	}

	private void faceFound() {
		if (facts.basis() != Basis.EYES_AND_BRAIN)
			reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED, "The eyes, or a brain that is whole enough, were not found; less could be checked.");
		if (facts.faceInView() < 1)
			reasons.add(Verdict.PASS, Finding.FACE_PARTLY_IN_VIEW, "Part of the face is outside the field of view.");
		final double least_ml = VerdictRules.LEAST_FACE_U3 * Math.pow(facts.unit_mm(), 3) * facts.faceInView();
		if (faceFound_ml() < least_ml)
			reasons.add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "The face has %.0f ml; at least %.0f ml are expected for this head.",
				faceFound_ml(), least_ml);
		if (facts.modelBare_cm2() > VerdictRules.MOST_COMPLETED_CM2)
			reasons.add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "The model left a piece of %.0f cm2 of the face out; it was covered by geometry only.",
				facts.modelBare_cm2());
		if (facts.facePieces() > 1)
			reasons.add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "The face was found in %d pieces.", facts.facePieces());
		if (!facts.fenceTrusted() || facts.faceFenced_ml() > VerdictRules.MOST_FENCED_ML)
			reasons.add(Verdict.REVIEW, Finding.FACE_UNUSUAL, "%.0f ml were taken for face where no face can be.", facts.faceFenced_ml());
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
		if (share < VerdictRules.LEAST_REMOVED)
			reasons.add(share < VerdictRules.FAIL_REMOVED ? Verdict.FAIL : Verdict.REVIEW, Finding.FACE_LEFT,
				"Only %.0f %% of the face that was found is in the facemask.", 100 * share);
	}

	private void coverage(final MaskCheck check) {
		if (!proof.asked().contains(Region.FACE))
			return;
		if (Double.isNaN(check.skinCovered()))
			reasons.add(Verdict.PASS, Finding.NOT_MEASURED, "Whether the skin of the face is covered could not be measured.");
		else if (check.largestKnown_cm2() > VerdictRules.MOST_KNOWN_BARE_CM2)
			reasons.add(Verdict.FAIL, Finding.FACE_LEFT, "%.1f cm2 of skin in the middle of the face were found and are left bare.",
				check.largestKnown_cm2());
		else if (check.skinCovered() < VerdictRules.LEAST_COVERED || check.largestUncovered_cm2() > VerdictRules.MOST_BARE_CM2)
			reasons.add(check.skinCovered() < VerdictRules.FAIL_COVERED ? Verdict.FAIL : Verdict.REVIEW, Finding.FACE_LEFT,
				"Skin is left bare in the middle of the face: %.0f %% is covered, the largest bare piece has %.1f cm2.",
				100 * check.skinCovered(), check.largestUncovered_cm2());
	}

	private void ears() {
		final RegionFound ears = proof.region(Region.EARS);
		final double share = ears.found_ml() == 0 ? 1 : ears.removed_ml() / ears.found_ml();
		if (share < VerdictRules.LEAST_EARS_REMOVED)
			reasons.add(share < VerdictRules.FAIL_EARS_REMOVED ? Verdict.FAIL : Verdict.REVIEW, Finding.EAR_MISSED,
				"Only %.0f %% of the ears that were found is in the facemask.", 100 * share);
		ear("left", facts.leftEar_ml(), facts.leftEarInView());
		ear("right", facts.rightEar_ml(), facts.rightEarInView());
	}

	private void ear(final String side, final double found_ml, final boolean inView) {
		if (found_ml > 0)
			return;
		if (inView)
			reasons.add(Verdict.REVIEW, Finding.EAR_MISSED, "The place of the %s ear is in view, but no ear was found.", side);
		else
			reasons.add(Verdict.PASS, Finding.EAR_NOT_IN_VIEW, "The %s ear is not in view.", side);
	}
}
