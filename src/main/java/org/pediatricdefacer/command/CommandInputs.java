package org.pediatricdefacer.command;

import org.pediatricdefacer.io.ImagePlusVolumes;
import org.scijava.Priority;
import org.scijava.command.CommandModule;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;

/**
 * Decides what the dialog of a command asks.
 * <p>
 * Nothing in a macro: what it leaves out keeps its default, since a dialog would wait for somebody, or let its Cancel be taken for
 * success. Otherwise what {@link #ADVANCED} marks is left to the button for it, and an image that tells how its slices lie is
 * believed. Runs behind what fills in a macro's values and the active image, and before the dialog.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH)
public final class CommandInputs extends AbstractPreprocessorPlugin {

	/** Marks an input that is seldom changed. */
	static final String ADVANCED = "advanced";

	/** The input, if there is one, that names the image in the dialog. */
	private static final String SUBJECT = "subject";

	@Override
	public void process(final Module module) {
		if (!(module instanceof CommandModule command) || !(command.getCommand() instanceof DefacingCommand)) return;
		module.resolveOutput(DefacingCommand.STATUS); // told in the status bar, and by a batch in its table
		if (module.getInfo().getInput(SUBJECT) != null) module.setInput(SUBJECT, subject(module));
		final boolean macro = ImageJ1.isMacro();
		for (final ModuleItem<?> input : module.getInfo().inputs())
			if (macro || input.is(ADVANCED) || input.is(StackOrientations.FREE) && told(module)) module.resolveInput(input.getName());
	}

	/** Names the image that was filled in. */
	private static String subject(final Module module) {
		final ImagePlus image = image(module);
		return image == null ? "no open image" : image.getTitle() + " (" + image.getWidth() + " x " + image.getHeight() + " x " + image.getNSlices() +
			" voxels)";
	}

	/** Returns whether the image that was filled in tells how its slices lie. */
	private static boolean told(final Module module) {
		final ImagePlus image = image(module);
		return image != null && ImagePlusVolumes.tellsOrientation(image);
	}

	private static ImagePlus image(final Module module) {
		for (final ModuleItem<?> input : module.getInfo().inputs())
			if (module.isInputResolved(input.getName()) && module.getInput(input.getName()) instanceof ImagePlus image) return image;
		return null;
	}
}
