package org.pediatricdefacer.command;

import org.scijava.log.LogService;

import ij.IJ;

/**
 * What commands ask of ImageJ 1.x, if it is there.
 * <p>
 * ImageJ2 runs without it, too, so nothing else in a command that takes no ImagePlus may touch it.
 */
final class ImageJ1 {

	private static final boolean PRESENT = isPresent();

	private ImageJ1() {}

	/** Forgets an Escape pressed before. */
	static void resetEscape() {
		if (PRESENT) IJ.resetEscape();
	}

	/** Returns whether Escape was pressed since the last reset. */
	static boolean escapePressed() {
		return PRESENT && IJ.escapePressed();
	}

	/** Returns whether a macro is running. */
	static boolean isMacro() {
		return PRESENT && IJ.isMacro();
	}

	/**
	 * Ends a running macro with a message.
	 * <p>
	 * ImageJ only logs what a command throws, and the macro would go on as if all were well.
	 */
	static void endMacro(final String title, final String message) {
		if (!isMacro()) return;
		try {
			IJ.error(title, message);
		}
		catch (final RuntimeException e) {
			// This is how ImageJ unwinds a macro; that thread is not this one. Without a window there is no dialog, either.
		}
	}

	/** Writes a line to ImageJ's log window (the console if there is no window), or else to the log of SciJava. */
	static void log(final String line, final LogService log) {
		if (PRESENT) IJ.log(line);
		else log.info(line);
	}

	private static boolean isPresent() {
		try {
			Class.forName("ij.IJ", false, ImageJ1.class.getClassLoader());
			return true;
		}
		catch (final ClassNotFoundException e) {
			return false;
		}
	}
}
