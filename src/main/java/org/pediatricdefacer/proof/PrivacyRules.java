package org.pediatricdefacer.proof;

import java.util.List;

import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;

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
		if (facts.basis().isEmpty()) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED,
			"Neither eyes nor brain were found, so nobody knows where the face is; give labels or a brain mask.");
		else face();
		if (facts.alike() > VerdictRules.MOST_ALIKE) reasons.add(Verdict.REVIEW, Finding.FACE_LEFT,
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
		if (!brain.plausible()) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED,
			"The brain could not be found by intensity and shape, so nothing is known of what was taken from it; give a brain mask.");
		else if (brain.given() && brain.removed_voxels() > 0) reasons.add(Verdict.FAIL, Finding.BRAIN_REMOVED,
			"%d voxels of the brain were changed.", brain.removed_voxels());
		else if (brain.removedInside_voxels() > 0) reasons.add(Verdict.FAIL, Finding.BRAIN_REMOVED,
			"%d voxels were changed that lie deep in what looks like brain.", brain.removedInside_voxels());
		else if (brain.removed_ml() > VerdictRules.MOST_EDGE_ML) reasons.add(Verdict.REVIEW, Finding.BRAIN_REMOVED,
			"%.1f ml were changed at the edge of what looks like brain.", brain.removed_ml());
	}

	private void face() {
		if (facts.basis().get() == Basis.BRAIN) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED,
			"The eyes are not known, so the features of the face are placed roughly.");
		final List<Feature> face = facts.features().stream().filter(feature -> !feature.ear()).toList();
		if (face.stream().noneMatch(Feature::inView)) reasons.add(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW, "No face is in the field of view.");
		else if (face.stream().noneMatch(Feature::measured)) reasons.add(Verdict.REVIEW, Finding.ALREADY_DEFACED,
			"The place of the face is in view, but there was no skin before defacing.");
		facts.features().forEach(this::feature);
	}

	private void feature(final Feature feature) {
		if (!feature.measured()) {
			if (!feature.inView()) reasons.add(Verdict.PASS, feature.ear() ? Finding.EAR_NOT_IN_VIEW : Finding.FACE_PARTLY_IN_VIEW,
				"Not in view: %s.", feature.name());
			else reasons.add(Verdict.REVIEW, feature.ear() ? Finding.EAR_MISSED : Finding.NOT_MEASURED,
				"In view, but without skin before defacing: %s.", feature.name());
		} else if (feature.residual() > (feature.ear() ? VerdictRules.MOST_EAR_RESIDUAL : VerdictRules.MOST_RESIDUAL)) {
			reasons.add(feature.residual() > VerdictRules.FAIL_RESIDUAL ? Verdict.FAIL : Verdict.REVIEW, feature.ear() ? Finding.EAR_MISSED
				: Finding.FACE_LEFT, "%.0f %% of the skin is left: %s.", 100 * feature.residual(), feature.name());
		} else if (feature.depthMedian_mm() < VerdictRules.LEAST_DEPTH_MM) reasons.add(Verdict.REVIEW, Finding.THIN_CUT,
			"Only %.1f mm were taken off: %s.", feature.depthMedian_mm(), feature.name());
	}
}
