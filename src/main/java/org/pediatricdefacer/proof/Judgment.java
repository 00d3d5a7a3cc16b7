package org.pediatricdefacer.proof;

import java.util.List;

/**
 * A verdict with its reasons.
 *
 * @param verdict the gravest of the reasons; pass if there are none
 * @param reasons findings in plain words, the gravest first; those of weight pass are remarks
 */
public record Judgment(Verdict verdict, List<Reason> reasons) {

	/**
	 * One finding.
	 *
	 * @param weight what this finding alone asks for
	 * @param kind what was found, for programs
	 * @param text what was found, one sentence for people
	 */
	public record Reason(Verdict weight, Finding kind, String text) {}

	/** The kinds of findings. */
	public enum Finding {
		/** Voxels outside the mask were changed. */
		OUTSIDE_CHANGED,
		/** Voxels of the brain were removed. */
		BRAIN_REMOVED,
		/** The image is no head. */
		NOT_A_HEAD,
		/** The brain has an unusual size or shape. */
		BRAIN_UNUSUAL,
		/** There is a face in view, but not in the mask. */
		FACE_MISSED,
		/** There is no face in view. */
		FACE_NOT_IN_VIEW,
		/** Part of the face is not in view. */
		FACE_PARTLY_IN_VIEW,
		/** The face was removed before. */
		ALREADY_DEFACED,
		/** Part of the face was found, but is not in the mask. */
		FACE_LEFT,
		/** What was removed is so thin that it can be guessed back. */
		THIN_CUT,
		/** The border of what was erased runs along the face. */
		HOLE_DRAWS_FACE,
		/** A face detector still finds a face. */
		FACE_DETECTED,
		/** The face in the mask has an unusual size or shape. */
		FACE_UNUSUAL,
		/** An ear is in view, but not in the mask. */
		EAR_MISSED,
		/** An eyeball is left in part. */
		EYE_LEFT,
		/** The head moved within a series. */
		HEAD_MOVED,
		/** The head lies otherwise than the header tells. */
		HEAD_TURNED,
		/** There is a brain and nothing around it. */
		SKULL_STRIPPED,
		/** An ear is not in view. */
		EAR_NOT_IN_VIEW,
		/** The skin is so dark that brain is seen in its place. */
		DARK_SKIN,
		/** The model is not sure. */
		LOW_CONFIDENCE,
		/** The head could not be measured, so that less could be checked. */
		NOT_MEASURED,
		/** What was erased was found on other scans of the session. */
		SESSION
	}

	/** Copies the list. */
	public Judgment {
		reasons = List.copyOf(reasons);
	}

	/** Returns this judgment with more reasons, those that it has already but once. */
	public Judgment with(final List<Reason> more) {
		final Reasons all = new Reasons();
		reasons.forEach(all::add);
		more.forEach(all::add);
		return all.judgment();
	}

	/** Returns whether there is a finding of a kind. */
	public boolean has(final Finding kind) {
		return reasons.stream().anyMatch(reason -> reason.kind() == kind);
	}
}
