package org.pediatricdefacer.proof;

import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.FaceLeft.Globe;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;

/** Holds what is left of a face against the thresholds of {@link VerdictRules}; the same for the defacing, the check and the report. */
final class LeftRules {

	private final FaceLeft left;
	private final boolean proven;
	private final Reasons reasons;

	/**
	 * Makes the rules.
	 *
	 * @param left what was measured
	 * @param proven whether the program's own proof is known, too: it tells ears that lie flat from ears that were missed
	 * @param reasons gets what is found
	 */
	LeftRules(final FaceLeft left, final boolean proven, final Reasons reasons) {
		this.left = left;
		this.proven = proven;
		this.reasons = reasons;
	}

	void judge() {
		if (left.frame().basis() == Basis.BRAIN) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED,
			"The eyes are not known, so the features of the face are placed roughly.");
		if (left.dark() != null) dark(left.dark());
		final List<Feature> face = left.features().stream().filter(feature -> !feature.ear()).toList();
		if (!face.isEmpty()) {
			if (face.stream().noneMatch(Feature::inView)) reasons.add(Verdict.REVIEW, Finding.FACE_NOT_IN_VIEW, "No face is in the field of view.");
			else if (face.stream().noneMatch(Feature::measured) && left.dark() != null) reasons.add(Verdict.REVIEW, Finding.DARK_SKIN,
				"No skin of the face is seen in this scan, so none is left; what is seen in its place is brain.");
			else if (face.stream().noneMatch(Feature::measured)) reasons.add(Verdict.REVIEW, Finding.ALREADY_DEFACED,
				"The place of the face is in view, but there was no skin before defacing.");
		}
		left.features().forEach(this::feature);
		left.globes().forEach(this::globe);
		left.volumes().forEach(this::volume);
	}

	/** Skin of which little is seen may show a face all the same, to those who look for it. */
	private void dark(final DarkSkin dark) {
		reasons.add(Verdict.REVIEW, Finding.DARK_SKIN,
			"The skin is dark, as where fat is suppressed: at the sides of the skull brain is seen first over %.0f %%. It was looked for down to %.0f %% of the head's brightness; look at the scan so.",
			100 * dark.brainSeen(), 100 * dark.threshold());
		if (dark.bare() > VerdictRules.MOST_BARE_FACE) reasons.add(Verdict.REVIEW, Finding.DARK_SKIN,
			"Over %.0f %% of the face no skin is seen even so, only brain.", 100 * dark.bare());
	}

	private void feature(final Feature feature) {
		if (!feature.measured()) {
			if (!feature.inView()) reasons.add(Verdict.PASS, feature.ear() ? Finding.EAR_NOT_IN_VIEW : Finding.FACE_PARTLY_IN_VIEW,
				"Not in view: %s.", feature.name());
			else reasons.add(feature.ear() && proven ? Verdict.PASS : Verdict.REVIEW, feature.ear() ? Finding.EAR_MISSED : Finding.NOT_MEASURED,
				"In view, but without skin that stands out before defacing: %s.", feature.name());
		} else if (feature.residual() > VerdictRules.MOST_RESIDUAL) {
			reasons.add(feature.residual() > VerdictRules.FAIL_RESIDUAL ? Verdict.FAIL : Verdict.REVIEW, feature.ear() ? Finding.EAR_MISSED
				: Finding.FACE_LEFT, "%.0f %% of the skin is left: %s.", 100 * feature.residual(), feature.name());
		} else if (feature.standsOut_mm() > VerdictRules.MOST_STUMP_MM) reasons.add(Verdict.REVIEW, Finding.EAR_MISSED,
			"A stump stands out by %.1f mm: %s.", feature.standsOut_mm(), feature.name());
		else if (feature.depthMedian_mm() < VerdictRules.LEAST_DEPTH_MM) reasons.add(Verdict.REVIEW, Finding.THIN_CUT,
			"Only %.1f mm were taken off: %s.", feature.depthMedian_mm(), feature.name());
	}

	private void globe(final Globe globe) {
		if (!(globe.removed() < VerdictRules.WHOLE_GLOBE_REMOVED)) return;
		reasons.add(globe.removed() < VerdictRules.FAIL_GLOBE_REMOVED ? Verdict.FAIL : globe.removed() < VerdictRules.LEAST_GLOBE_REMOVED
			? Verdict.REVIEW : Verdict.PASS, Finding.EYE_LEFT, "%.0f %% of the %s eyeball is left.", 100 * (1 - globe.removed()), globe.side());
	}

	private void volume(final SeriesVolume volume) {
		final String where = Double.isNaN(volume.moved_mm()) ? String.format(Locale.ROOT, "Volume %d does not show the head of the first", volume.volume())
			: volume.moved_mm() <= VerdictRules.MOST_MOVED_MM ? String.format(Locale.ROOT, "Volume %d lies still", volume.volume()) : String.format(
				Locale.ROOT, "Volume %d moved by %.0f mm", volume.volume(), volume.moved_mm());
		if (volume.residual() > VerdictRules.MOST_RESIDUAL) reasons.add(volume.residual() > VerdictRules.FAIL_RESIDUAL ? Verdict.FAIL
			: Verdict.REVIEW, Finding.FACE_LEFT, "%s, its face is left: %.0f %% of the skin; correct the motion of the series, or split it.", where, 100 * volume.residual());
		else if (Double.isNaN(volume.moved_mm())) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED, "%s; look at it.", where);
		else if (!volume.foundAnew()) reasons.add(Verdict.REVIEW, Finding.NOT_MEASURED,
			"%s; its face is removed, but whether its brain was touched is not known.", where);
		else reasons.add(Verdict.PASS, Finding.HEAD_MOVED, "%s; its face was looked for anew and is removed, too.", where);
	}
}
