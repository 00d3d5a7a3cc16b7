package org.pediatricdefacer.command;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.panel.PanelWindow;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Opens the panel for those who deface by hand and look. */
@Plugin(type = Command.class, iconPath = DefacingCommand.ICON,
	menu = {@Menu(label = "Plugins"), @Menu(label = "Deface"), @Menu(label = "Defacing Panel", weight = 1.6)},
	description = "One window to find the face of a scan, edit its mask, look at what is removed, and save.")
public final class DefacingPanel extends DefacingCommand {

	@Parameter
	private DefacerService defacers;

	@Override
	String run(final CommandProgress progress) {
		if (GraphicsEnvironment.isHeadless()) throw new DefacingException(
			"The panel is a window, and there is no screen; run Deface MRI Files... or Apply Facemask to Files... instead.");
		final FijiPanelHost host = new FijiPanelHost(context(), defacers);
		try {
			EventQueue.invokeAndWait(() -> PanelWindow.open(host));
			return "open";
		}
		catch (final InvocationTargetException e) {
			if (e.getCause() instanceof LinkageError missing) throw missing; // a library of Fiji's
			throw DefacingException.of(e.getCause());
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			return "interrupted";
		}
	}

	@Override
	String title() {
		return "Defacing Panel";
	}
}
