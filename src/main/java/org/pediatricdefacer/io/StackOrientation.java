package org.pediatricdefacer.io;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.pediatricdefacer.DefacingException;

/**
 * Says in plain words how a head lies in a stack of slices.
 * <p>
 * Where nose and top of the head point to tells all but left from right; that follows, as no scanner shows heads in a mirror. Mirrored or not is of no
 * concern to a face.
 */
public final class StackOrientation {

	/** The commonest, as scanners store them. */
	private static final List<String> CHOICES = List.of("axial, nose up, first slice at the neck (LPS)", "axial, nose up, first slice at the top (RPI)",
		"axial, nose down, first slice at the neck (RAS)", "axial, nose down, first slice at the top (LAI)", "sagittal, nose left, top of the head up (PIR)",
		"sagittal, nose right, top of the head up (AIL)", "sagittal, nose left, top of the head down (PSL)", "sagittal, nose right, top of the head down (ASR)",
		"coronal, top of the head up, first slice at the nose (LIP)", "coronal, top of the head up, first slice at the back (RIA)",
		"coronal, top of the head down, first slice at the nose (RSP)", "coronal, top of the head down, first slice at the back (LSA)");

	private static final Pattern CODES = Pattern.compile("(?:.*\\()?([RLAPSI]{3})\\)?", Pattern.CASE_INSENSITIVE);

	private StackOrientation() {}

	/** Returns the commonest orientations in plain words, each ending in its three letters in parentheses. */
	public static List<String> choices() {
		return CHOICES;
	}

	/**
	 * Returns the three letters of an orientation.
	 *
	 * @param choice one of {@link #choices()}, or the letters themselves
	 * @return such as {@code LPS}: to where x (right on the screen), y (down) and the slices grow
	 * @throws DefacingException if it is neither
	 */
	public static String codesOf(final String choice) {
		final Matcher matcher = CODES.matcher(choice.strip());
		final String letters = matcher.matches() ? matcher.group(1).toUpperCase(Locale.ROOT) : choice;
		return NiftiReadOptions.axes(letters).codes();
	}

	/**
	 * Returns the three letters of a stack in which nose and top of the head point to where the user sees them.
	 *
	 * @param nose where the nose points to
	 * @param crown where the top of the head points to
	 * @return such as {@code LPS}
	 * @throws DefacingException if both lie along one axis
	 */
	public static String codes(final StackDirection nose, final StackDirection crown) {
		if (nose.axis == crown.axis) throw new DefacingException("The nose cannot point " + nose.text() + " while the top of the head points " + crown
			.text() + "; look at the slices again.");
		final int[] anterior = new int[3];
		final int[] superior = new int[3];
		anterior[nose.axis] = nose.sign;
		superior[crown.axis] = crown.sign;
		final char[] letters = new char[3];
		for (int d = 0; d < 3; d++) {
			// Right is anterior cross superior, in axes that are no mirror image of the world's.
			final int right = anterior[(d + 1) % 3] * superior[(d + 2) % 3] - anterior[(d + 2) % 3] * superior[(d + 1) % 3];
			letters[d] = anterior[d] != 0 ? anterior[d] > 0 ? 'A' : 'P' : superior[d] != 0 ? superior[d] > 0 ? 'S' : 'I' : right > 0 ? 'R' : 'L';
		}
		return new String(letters);
	}
}
