package org.pediatricdefacer.io;

import java.util.Locale;
import java.util.Objects;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Orientation;

/**
 * Says what the reader does where a file leaves a choice.
 *
 * @param prefer which affine to use where a file has two
 * @param orientation three letters that say to where i, j and k grow, such as {@code "LAS"}, for files that do not tell;
 *            null if unknown. A file that tells otherwise is refused, unless the orientation is preferred. ANALYZE 7.5 is read only if this is given.
 */
public record NiftiReadOptions(Prefer prefer, String orientation) {

	/** Choice between the two affines of a file. */
	public enum Prefer {
		/** Take the sform; refuse the file if the qform disagrees. */
		NEITHER,
		/** Take the sform where there is one. */
		SFORM,
		/** Take the qform where there is one. */
		QFORM,
		/** Take neither, but the orientation that the user gives: for files whose header is wrong. */
		ORIENTATION
	}

	/** No preference, no orientation given. */
	public static final NiftiReadOptions DEFAULT = new NiftiReadOptions(Prefer.NEITHER, null);

	/**
	 * Checks the orientation.
	 *
	 * @throws DefacingException if it is not three letters, one each of RL, AP and SI
	 */
	public NiftiReadOptions {
		Objects.requireNonNull(prefer, "prefer");
		if (orientation != null) {
			orientation = orientation.toUpperCase(Locale.ROOT);
			axes(orientation);
		} else if (prefer == Prefer.ORIENTATION) throw new DefacingException(
			"An orientation is to be preferred, but none is given; give --orientation, too, such as RAS.");
	}

	/** Reads an orientation that the user gave. */
	static Orientation axes(final String code) {
		try {
			return Orientation.of(code);
		}
		catch (final IllegalArgumentException e) {
			throw new DefacingException("Orientation \"" + code +
				"\" is not known; give three letters, one each of R or L, A or P, S or I, that say to where the three axes run, such as RAS.", e);
		}
	}
}
