package org.pediatricdefacer.privacy;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.pediatricdefacer.privacy.BrainPreservation.Source;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.PrivacyFacts;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.RenderSimilarity;

/**
 * All that is measured on a defaced scan without a reference, and what {@link VerdictRules} say to it; numbers only, small enough to
 * keep for thousands of scans.
 *
 * @param face what is left of the face in the first volume; empty if nobody knows where it is
 * @param left the same for the verdict, with the eyeballs and the other volumes of a series
 * @param changed_ml volume of the voxels that defacing changed
 * @param brain what became of the brain
 * @param labeled_voxels changed voxels that the labels call brain; 0 if they hold none
 * @param views how much each of the five standard views changed
 * @param detector what a face detector finds; empty if it did not run
 * @param judgment pass, review or fail, with reasons
 */
public record PrivacyCheck(Optional<FaceResidual> face, FaceLeft left, double changed_ml, BrainPreservation brain, long labeled_voxels,
	Map<View, RenderSimilarity> views, Optional<DetectorHits> detector, Judgment judgment)
{

	/** Keeps the order of the views. */
	public PrivacyCheck {
		views = Collections.unmodifiableMap(new EnumMap<>(views));
	}

	/** Judges what was measured, and what the program's own proof of the scan says if it is known. */
	static PrivacyCheck of(final Optional<FaceResidual> face, final FaceLeft left, final Optional<RecordedProof> proof, final double changed_ml,
		final BrainPreservation brain, final long labeled_voxels, final Map<View, RenderSimilarity> views, final Optional<DetectorHits> detector)
	{
		final OptionalDouble detected = detector.filter(hits -> hits.before() > 0).map(hits -> OptionalDouble.of((double) hits.after() / hits.before()))
			.orElse(OptionalDouble.empty());
		final PrivacyFacts facts = new PrivacyFacts(left, proof.isPresent(), changed_ml, facts(brain, labeled_voxels), views.get(View.FRONT).ssim(), detected);
		return new PrivacyCheck(face, left, changed_ml, brain, labeled_voxels, views, detector, VerdictRules.judge(facts).with(proof.map(
			RecordedProof::reasons).orElse(List.of())));
	}

	private static PrivacyFacts.Brain facts(final BrainPreservation brain, final long labeled_voxels) {
		return new PrivacyFacts.Brain(brain.source() == Source.GIVEN, brain.source() != Source.DOUBTFUL, brain.removed_voxels(), brain
			.removedInside_voxels(), brain.removed_ml(), labeled_voxels);
	}
}
