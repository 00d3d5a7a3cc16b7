package org.pediatricdefacer.proof;

import org.pediatricdefacer.proof.Judgment.Finding;

/** Holds what two scans tell against the thresholds of {@link VerdictRules}. */
final class PrivacyRules {

	private final PrivacyFacts facts;
	private final Reasons reasons = new Reasons();

	PrivacyRules(final PrivacyFacts facts) {
		this.facts = facts;
	}

	Judgment judge() {
		brain();
		if (facts.changed_ml() == 0) reasons.add(Verdict.FAIL, Finding.FACE_LEFT, "No voxel was changed.");
		if (facts.left().frame() == null) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED,
			"Neither eyes nor brain were found, so nobody knows where the face is; give labels or a brain mask.");
		else new LeftRules(facts.left(), facts.proven(), reasons).judge();
		if (facts.alike() > VerdictRules.MOST_ALIKE) reasons.add(doubt(), Finding.FACE_LEFT,
			"From the front the face looks as before: structural similarity %.2f.", facts.alike());
		facts.detected().ifPresent(detected -> {
			if (detected > VerdictRules.MOST_DETECTED) reasons.add(Verdict.REVIEW, Finding.FACE_DETECTED,
				"A face detector still finds a face in %.0f %% of the views in which it did before.", 100 * detected);
		});
		return reasons.judgment();
	}

	private void brain() {
		final PrivacyFacts.Brain brain = facts.brain();
		if (brain.labeled_voxels() > 0) reasons.add(Verdict.FAIL, Finding.BRAIN_REMOVED,
			"%d voxels were changed that the labels call brain.", brain.labeled_voxels());
		if (!brain.plausible()) reasons.add(doubt(), Finding.NOT_MEASURED,
			"The brain could not be found by intensity and shape, so nothing is known of what was taken from it; give a brain mask.");
		else if (brain.given() && brain.removed_voxels() > 0) reasons.add(Verdict.FAIL, Finding.BRAIN_REMOVED,
			"%d voxels of the brain were changed.", brain.removed_voxels());
		else if (brain.removedInside_voxels() > 0) reasons.add(facts.proven() && brain.removedInside_ml() < VerdictRules.MOST_DEEP_ML ? Verdict.PASS
			: Verdict.FAIL, Finding.BRAIN_REMOVED,
			"%d voxels were changed that lie deep in what looks like brain.", brain.removedInside_voxels());
		else if (brain.removed_ml() > VerdictRules.MOST_EDGE_ML) reasons.add(doubt(), Finding.BRAIN_REMOVED,
			"%.1f ml were changed at the edge of what looks like brain.", brain.removed_ml());
	}

	/** What is uncertain wants a look, unless the program's own proof, which saw the brain and measured all the skin, is known. */
	private Verdict doubt() {
		return facts.proven() ? Verdict.PASS : Verdict.REVIEW;
	}
}
