package org.pediatricdefacer.command;

import java.awt.GraphicsEnvironment;
import java.awt.MenuBar;
import java.util.Arrays;
import java.util.Optional;

import org.scijava.log.LogService;
import org.scijava.run.console.RunArgument;

import ij.IJ;
import ij.Macro;
import ij.Menus;
import ij.macro.Interpreter;

/**
 * What commands ask of ImageJ 1.x, if it is there.
 * <p>
 * ImageJ2 runs without it, too, so nothing else in a command that takes no ImagePlus may touch it.
 */
final class ImageJ1 {

	/** Set by Fiji's launcher; a program that uses Fiji as a library has its own exit status. */
	private static final String LAUNCHED = "ij.executable";

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

	/** Returns what the running macro wrote behind the command's name, or null. */
	static String macroOptions() {
		return PRESENT ? Macro.getOptions() : null;
	}

	/**
	 * Ends a running macro, which goes no further than the statement that called the command.
	 * <p>
	 * ImageJ only logs what a command throws, and the macro would go on as if all were well. Without a message the interpreter shows
	 * nothing, and does not throw.
	 */
	static void abortMacro() {
		final Interpreter macro = PRESENT ? Interpreter.getInstance() : null;
		if (macro != null) macro.abort((String) null);
	}

	/** Shows a message in a dialog for which nobody waits, such as while Fiji is still starting. */
	static void show(final String title, final String message) {
		final Thread dialog = new Thread(() -> IJ.showMessage(title, message), title);
		dialog.setDaemon(true);
		dialog.start();
	}

	/** Returns the menus of ImageJ's window; empty if there are none. */
	static Optional<MenuBar> menuBar() {
		return PRESENT ? Optional.ofNullable(Menus.getMenuBar()) : Optional.empty();
	}

	/** Returns whether a thread waits for a command that was named behind {@code --run}; a script that was named there may handle failures. */
	static boolean isCommandLine(final Thread thread) {
		if (thread == null) return false;
		return Arrays.stream(thread.getStackTrace()).anyMatch(call -> call.getClassName().startsWith(RunArgument.class.getName()));
	}

	/** Ends a Fiji that was started without a window to run something that has failed, with a status that tells so. */
	static void exitIfLaunched() {
		if (GraphicsEnvironment.isHeadless() && System.getProperty(LAUNCHED) != null) System.exit(1);
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
