package org.pediatricdefacer.panel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.pediatricdefacer.proof.DefacingProof;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;
import org.pediatricdefacer.proof.Recovery;
import org.pediatricdefacer.proof.Recovery.Surface;

/** Says in words what of a face is left and what can be got back of it. */
final class RecoveryWords {

	/** Rays on which a surface must be seen to tell anything. */
	private static final int LEAST_RAYS = 30;

	private RecoveryWords() {}

	/** Returns a sentence for each thing that was measured. */
	static List<String> of(final DefacingProof proof) {
		final List<String> words = new ArrayList<>();
		final Recovery recovery = proof.recovery();
		words.add(recovery.outer().rays() < LEAST_RAYS ? "Before the face the hole reaches to the border of the picture; nothing is drawn there." :
			surface("The border of the hole in the air", recovery.outer()));
		if (recovery.inner().rays() >= LEAST_RAYS) words.add(surface("Where the hole ends in the head", recovery.inner()) + guess(recovery.inner()));
		if (recovery.leftEar().rays() >= LEAST_RAYS) words.add(surface("Where it ends beside the left ear", recovery.leftEar()));
		if (recovery.rightEar().rays() >= LEAST_RAYS) words.add(surface("Where it ends beside the right ear", recovery.rightEar()));
		final String left = proof.left().features().stream().filter(Feature::measured).map(feature -> String.format(Locale.ROOT, "%s %.0f %%", feature
			.name(), 100 * feature.residual())).collect(Collectors.joining(", "));
		if (!left.isEmpty()) words.add("Skin that is left: " + left + ".");
		return words;
	}

	private static String surface(final String what, final Surface surface) {
		return String.format(Locale.ROOT, "%s follows the skin by r = %.2f (0: not at all, 1: draws it).", what, Math.abs(surface.correlation()));
	}

	private static String guess(final Surface surface) {
		return String.format(Locale.ROOT, " A guess of the face from it is off by %.1f mm, the average face by %.1f mm%s.", surface.spread_mm(),
			surface.average_mm(), surface.spread_mm() >= surface.average_mm() ? ", so it tells nothing" : "");
	}
}
