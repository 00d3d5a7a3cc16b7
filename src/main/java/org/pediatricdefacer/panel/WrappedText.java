package org.pediatricdefacer.panel;

import java.awt.KeyboardFocusManager;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;

import javax.swing.JTextArea;
import javax.swing.UIManager;
import javax.swing.text.DefaultCaret;

/** Sentences that wrap at the width there is, look like a label, and can be read and copied by keyboard. */
final class WrappedText extends JTextArea {

	private static final long serialVersionUID = 1;

	WrappedText(final String name) {
		setName(name);
		getAccessibleContext().setAccessibleName(name);
		setEditable(false);
		setLineWrap(true);
		setWrapStyleWord(true);
		setOpaque(false);
		setBorder(null);
		// Tab leads on, as nothing is written here.
		setFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
		setFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
		setCaret(new QuietCaret());
		// A height is known once there is a width.
		addComponentListener(new ComponentAdapter() {

			@Override
			public void componentResized(final ComponentEvent e) {
				revalidate();
			}
		});
	}

	@Override
	public void updateUI() {
		super.updateUI();
		setFont(UIManager.getFont("Label.font"));
		setForeground(UIManager.getColor("Label.foreground"));
	}

	/** Selects, but does not scroll the sections to news, and is not seen, as nothing is written here. */
	private static final class QuietCaret extends DefaultCaret {

		private static final long serialVersionUID = 1;

		QuietCaret() {
			setUpdatePolicy(NEVER_UPDATE);
		}

		@Override
		public void setVisible(final boolean visible) {
			super.setVisible(false);
		}
	}

	/** Shows sentences, one a line; keeps the selection if they are the same. */
	void show(final String text) {
		if (!getText().equals(text)) setText(text);
		setVisible(!text.isEmpty());
	}
}
