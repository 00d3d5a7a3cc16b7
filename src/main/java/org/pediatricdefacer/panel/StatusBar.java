package org.pediatricdefacer.panel;

import java.awt.Color;

import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.UIManager;

import net.miginfocom.swing.MigLayout;

/** Tells what is being done and how it ended. */
final class StatusBar extends JPanel {

	private static final long serialVersionUID = 1;

	private static final int STEPS = 1000;

	private final transient PanelModel model;
	private final WrappedText message = new WrappedText("Message");
	private final JProgressBar bar = new JProgressBar(0, STEPS);
	private final JButton cancel;

	StatusBar(final PanelController controller) {
		super(new MigLayout("insets 4lp 8lp 4lp 8lp, fillx, hidemode 3", "[grow][][]"));
		model = controller.model();
		cancel = Section.button("Cancel", 'Z', controller::cancel);
		cancel.setToolTipText("Escape does the same.");
		bar.setStringPainted(true);
		bar.setName("Progress");
		add(message, "growx, wmin 60lp");
		add(bar, "w 300lp");
		add(cancel);
		model.listen(this::refresh);
		refresh();
	}

	private void refresh() {
		message.show(model.message);
		final Color red = UIManager.getColor("Actions.Red");
		message.setForeground(model.wrong && red != null ? red : UIManager.getColor("Label.foreground"));
		bar.setVisible(model.busy || model.judging);
		bar.setIndeterminate(model.judging && !model.busy);
		bar.setValue((int) (STEPS * model.fraction));
		bar.setString(model.busy ? model.stage : "checking the last edit");
		cancel.setVisible(model.busy);
	}
}
