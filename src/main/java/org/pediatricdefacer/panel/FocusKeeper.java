package org.pediatricdefacer.panel;

import java.awt.Component;
import java.awt.KeyboardFocusManager;
import java.awt.Window;

import javax.swing.SwingUtilities;

/** Gives the focus back to where it was when a job began: Swing takes it from a button that is disabled meanwhile. */
final class FocusKeeper {

	private final Window window;
	private final PanelModel model;
	private Component before;
	private boolean busy;

	/** Watches a window; made before what is disabled by the same model. */
	FocusKeeper(final Window window, final PanelModel model) {
		this.window = window;
		this.model = model;
		model.listen(this::changed);
	}

	private void changed() {
		if (model.busy == busy) return;
		busy = model.busy;
		if (busy) {
			final Component owner = KeyboardFocusManager.getCurrentKeyboardFocusManager().getFocusOwner();
			before = owner != null && SwingUtilities.getWindowAncestor(owner) == window ? owner : null;
		}
		// The button is enabled again by those who hear of it after this.
		else if (before != null) PanelJobs.later(before::requestFocusInWindow);
	}
}
