package org.pediatricdefacer.dicom;

import java.util.Objects;

/**
 * Says how defaced instances are written.
 *
 * @param uids makes new identifiers
 * @param newUids whether all identifiers are replaced, and not those of instance and series only
 * @param keepSourceReference whether each instance names the one that it was made from
 * @param clean whether the check passed, so that the header may say that no face can be recognized
 * @param method what was done, of at most 64 letters
 */
public record WriteSettings(Uids uids, boolean newUids, boolean keepSourceReference, boolean clean, String method) {

	/** The longest value of a long string (LO). */
	static final int MOST_LETTERS = 64;

	/**
	 * Checks the method.
	 *
	 * @throws IllegalArgumentException if it is too long, or not of plain letters
	 */
	public WriteSettings {
		Objects.requireNonNull(uids, "uids");
		Objects.requireNonNull(method, "method");
		if (method.length() > MOST_LETTERS || !method.matches("[ -\\[\\]-~]+")) throw new IllegalArgumentException(
			"method must be 1 to 64 ASCII letters without backslash, was " + method);
	}
}
