package org.pediatricdefacer.command;

import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;

/** Fiji's 3D Viewer, where it is installed. */
final class Viewer3D {

	/** What it is called in the menu. */
	static final String NAME = "3D Viewer";

	private Viewer3D() {}

	/** Returns whether the viewer is there. */
	static boolean isInstalled() {
		return Menus.getCommands() != null && Menus.getCommands().containsKey(NAME);
	}

	/**
	 * Opens an image in the viewer, which asks how to show it.
	 * <p>
	 * Run as a command, from here or from a macro, the viewer would take itself for a part of a macro and open without an image. It takes
	 * images that have a window only, so the image gets one.
	 *
	 * @param image that need not be shown yet
	 */
	static void open(final ImagePlus image) {
		final String plugin = String.valueOf(Menus.getCommands().get(NAME)).replaceFirst("\\(.*", "");
		if (!GraphicsEnvironment.isHeadless() && image.getWindow() == null) image.show();
		final ImagePlus before = WindowManager.getTempCurrentImage();
		WindowManager.setTempCurrentImage(image);
		try {
			IJ.runPlugIn(plugin, "");
		}
		finally {
			WindowManager.setTempCurrentImage(before);
		}
	}
}
