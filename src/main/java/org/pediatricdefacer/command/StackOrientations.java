package org.pediatricdefacer.command;

import java.util.Locale;

import org.pediatricdefacer.DefacingException;

/**
 * Names how the slices of a stack lie in the head, in words that can be checked by looking at the screen.
 * <p>
 * Each begins with the letters that macros may write instead: the directions in which x (to the right on the screen), y (down)
 * and the slices grow.
 */
final class StackOrientations {

	/** Marks an input that takes other words than its choices. */
	static final String FREE = "free";

	static final String FIND_OUT = "as the image says";
	static final String LPS = "LPS: axial, nose up, left ear on the right, from neck to crown";
	static final String LPI = "LPI: axial, nose up, left ear on the right, from crown to neck";
	static final String RPS = "RPS: axial, nose up, left ear on the left, from neck to crown";
	static final String RPI = "RPI: axial, nose up, left ear on the left, from crown to neck";
	static final String LAS = "LAS: axial, nose down, left ear on the right, from neck to crown";
	static final String RAS = "RAS: axial, nose down, left ear on the left, from neck to crown";
	static final String LIP = "LIP: coronal, crown up, left ear on the right, from nose to back";
	static final String LIA = "LIA: coronal, crown up, left ear on the right, from back to nose";
	static final String RIP = "RIP: coronal, crown up, left ear on the left, from nose to back";
	static final String RIA = "RIA: coronal, crown up, left ear on the left, from back to nose";
	static final String PIL = "PIL: sagittal, crown up, nose on the left, from right to left ear";
	static final String PIR = "PIR: sagittal, crown up, nose on the left, from left to right ear";
	static final String AIL = "AIL: sagittal, crown up, nose on the right, from right to left ear";
	static final String AIR = "AIR: sagittal, crown up, nose on the right, from left to right ear";

	/** What the inputs are called and say of themselves. */
	static final String LABEL = "How the slices lie";
	static final String DESCRIPTION = "For images that do not tell; also three letters: to where x, y and the slices grow (R/L, A/P, S/I), such as LPS.";

	private StackOrientations() {}

	/**
	 * Reads a choice.
	 *
	 * @param text one of the choices, or its three letters in any case
	 * @return three letters, or null to find out
	 * @throws DefacingException if it is neither
	 */
	static String letters(final String text) {
		if (text == null || text.isBlank() || text.strip().equals(FIND_OUT)) return null;
		final String letters = text.strip().replaceFirst(":.*", "").toUpperCase(Locale.ROOT);
		if (letters.matches("[RLAPSI]{3}")) return letters;
		throw new DefacingException("orientation=[" + text + "] is not known; give three letters for the directions in which x (to the right), " +
			"y (down) and the slices grow, one of each of R/L, A/P and S/I, such as LPS for axial slices with the nose up.");
	}
}
