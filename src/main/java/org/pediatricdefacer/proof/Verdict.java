package org.pediatricdefacer.proof;

import java.util.Locale;

/** What to do with a defaced scan. */
public enum Verdict {
	/** The proof found nothing wrong. */
	PASS,
	/** A person must look at it before it is used. */
	REVIEW,
	/** It must not be used: a face may be left, brain may be lost, or the image is no head. */
	FAIL;

	/** Returns the lower-case name of this verdict. */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Returns the graver of two verdicts. */
	public Verdict or(final Verdict other) {
		return compareTo(other) >= 0 ? this : other;
	}
}
