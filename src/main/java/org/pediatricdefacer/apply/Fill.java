package org.pediatricdefacer.apply;

import java.util.Locale;
import java.util.Objects;

import org.pediatricdefacer.DefacingException;

/**
 * Says what the voxels of a facemask are filled with.
 *
 * @param mode zero, background or blur
 * @param storedZero the stored value that means intensity 0: {@code -intercept / slope} of the file's scaling, 0 for most
 * @param seed of the noise of {@link Mode#BACKGROUND}; the same seed gives the same image
 * @param blur_mm standard deviation of the Gaussian of {@link Mode#BLUR}
 */
public record Fill(Mode mode, double storedZero, long seed, double blur_mm) {

	/** Wide enough that no facial feature keeps its shape: twice the width of a nose at full width at half maximum. */
	public static final double DEFAULT_BLUR_MM = 20;

	/** The ways to fill a facemask. */
	public enum Mode {
		/** The stored value that means intensity 0, or the type's value nearest to it. */
		ZERO,
		/** Values drawn at random from the scan's own air. */
		BACKGROUND,
		/**
		 * The scan itself, blurred. Blurring can be undone in part, and a face be recognised from what is left, so this
		 * must be allowed explicitly.
		 */
		BLUR;

		/** Returns the lower-case name of this mode, as used in settings. */
		public String text() {
			return name().toLowerCase(Locale.ROOT);
		}

		/**
		 * Reads a mode by its name, in any case.
		 *
		 * @throws DefacingException if there is no such mode
		 */
		public static Mode parse(final String text) {
			for (final Mode mode : values()) {
				if (mode.text().equals(text.trim().toLowerCase(Locale.ROOT)))
					return mode;
			}
			throw new DefacingException("'" + text + "' is no way to fill a facemask; choose zero, background or blur.");
		}
	}

	/** Checks the values. */
	public Fill {
		Objects.requireNonNull(mode, "mode");
		if (!Double.isFinite(storedZero))
			throw new IllegalArgumentException("storedZero must be finite, was " + storedZero);
		if (!(blur_mm > 0 && blur_mm <= 100))
			throw new IllegalArgumentException("blur_mm must be above 0 and at most 100, was " + blur_mm);
		storedZero += 0.0; // -intercept / slope is often -0.0, which files of floats would hold
	}

	/** Returns a fill with the stored value 0. */
	public static Fill zero() {
		return new Fill(Mode.ZERO, 0, 0, DEFAULT_BLUR_MM);
	}

	/** Returns a fill with noise drawn from the scan's own air. */
	public static Fill background(final long seed) {
		return new Fill(Mode.BACKGROUND, 0, seed, DEFAULT_BLUR_MM);
	}

	/**
	 * Returns a fill of a mode.
	 *
	 * @param mode zero, background or blur
	 * @param allowReversible whether a fill that can be undone in part is allowed
	 * @throws DefacingException for a blur that was not allowed
	 */
	public static Fill of(final Mode mode, final boolean allowReversible) {
		if (mode == Mode.BLUR && !allowReversible)
			throw new DefacingException(
				"Filling with a blur can be undone in part and may leave a recognizable face; choose zero or background, "
					+ "or allow reversible fills.");
		return new Fill(mode, 0, 0, DEFAULT_BLUR_MM);
	}

	/** Returns this fill with another stored value for intensity 0. */
	public Fill withStoredZero(final double value) {
		return new Fill(mode, value, seed, blur_mm);
	}

	/** Returns this fill with another seed. */
	public Fill withSeed(final long value) {
		return new Fill(mode, storedZero, value, blur_mm);
	}

	/** Returns this fill with another width of the blur. */
	public Fill withBlur_mm(final double value) {
		return new Fill(mode, storedZero, seed, value);
	}
}
