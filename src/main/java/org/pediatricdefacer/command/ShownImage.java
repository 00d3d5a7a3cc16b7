package org.pediatricdefacer.command;

import java.awt.GraphicsEnvironment;

import org.scijava.thread.ThreadService;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.StackWindow;

/** Shows images that a command made, so that a macro goes on with them. */
final class ShownImage {

	private ShownImage() {}

	/**
	 * Shows an image and makes it the active one: in its window, in the batch mode of a macro, and in a macro without a window.
	 *
	 * @param threads know the thread of the macro
	 * @param image to show
	 * @param like image whose magnification to take over; may be closed, or null
	 */
	static void show(final ThreadService threads, final ImagePlus image, final ImagePlus like) {
		// Scripts without a window get their images as outputs.
		if (GraphicsEnvironment.isHeadless() && !ImageJ1.isMacro()) return;
		image.show();
		final ImageWindow window = image.getWindow();
		if (window == null) {
			final Thread macro = threads.getParent(Thread.currentThread());
			WindowManager.setTempCurrentImage(macro == null ? Thread.currentThread() : macro, image);
			return;
		}
		if (like != null && like.getCanvas() != null) zoom(window, like.getCanvas().getMagnification());
		// ImageJ's slider begins at the first slice, whichever is shown.
		if (window instanceof StackWindow stack && image.isHyperStack()) stack.setPosition(image.getChannel(), image.getSlice(), image.getFrame());
		else if (window instanceof StackWindow stack) stack.updateSliceSelector();
		WindowManager.setCurrentWindow(window);
	}

	private static void zoom(final ImageWindow window, final double magnification) {
		final ImageCanvas canvas = window.getCanvas();
		if (magnification == canvas.getMagnification()) return;
		canvas.setMagnification(magnification);
		canvas.setSize((int) (window.getImagePlus().getWidth() * magnification), (int) (window.getImagePlus().getHeight() * magnification));
		window.pack();
	}
}
