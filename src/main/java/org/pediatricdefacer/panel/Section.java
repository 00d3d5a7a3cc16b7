package org.pediatricdefacer.panel;

import java.awt.Component;
import java.awt.event.KeyEvent;

import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;

import net.miginfocom.swing.MigLayout;

/** A part of the panel with a title. What it shows follows the model. */
abstract class Section extends JPanel {

	private static final long serialVersionUID = 1;

	/** Sizes are in logical pixels, which grow with the font. */
	Section(final String title, final String columns) {
		super(new MigLayout("insets 2lp 6lp 6lp 6lp, fillx, wrap, hidemode 3", columns));
		setBorder(BorderFactory.createTitledBorder(title));
		setName(title);
		getAccessibleContext().setAccessibleName(title);
	}

	/** Shows what the model holds. */
	abstract void refresh();

	/** Makes a button that is reached by Alt and a letter of its text. */
	static JButton button(final String text, final char mnemonic, final Runnable action) {
		final JButton button = new JButton(text);
		button.addActionListener(e -> action.run());
		return named(button, text, mnemonic);
	}

	/** Names a button for tests and screen readers, and gives it a letter. */
	static <B extends AbstractButton> B named(final B button, final String name, final char mnemonic) {
		button.setName(name);
		button.setMnemonic(KeyEvent.getExtendedKeyCodeForChar(mnemonic));
		return button;
	}

	/** Makes a label for a component, with a letter that moves the focus there. */
	static JLabel label(final String text, final char mnemonic, final Component of) {
		final JLabel label = new JLabel(text);
		label.setLabelFor(of);
		label.setDisplayedMnemonic(mnemonic);
		of.setName(text);
		of.getAccessibleContext().setAccessibleName(text);
		return label;
	}
}
