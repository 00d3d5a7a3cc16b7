package org.pediatricdefacer.panel;

import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JRadioButton;
import javax.swing.JSlider;

import org.pediatricdefacer.panel.ViewState.Layer;
import org.pediatricdefacer.panel.ViewState.Tool;

/** Finds the face, and chooses what is drawn over the scan. */
final class FindSection extends Section {

	private static final long serialVersionUID = 1;

	private final transient PanelController controller;
	private final JButton find;

	FindSection(final PanelController controller, final ScanSection.Discard discard, final ButtonGroup tools) {
		super("Find the face", "[][grow]");
		this.controller = controller;
		find = button("Find the face", 'F', () -> {
			if (discard.agreed()) controller.find();
		});
		add(find, "span, growx");
		for (final Layer layer : Layer.values())
			addLayer(layer);
		add(tool(controller.view(), Tool.CROSSHAIR, 'C', tools), "split 2, span");
		add(tool(controller.view(), Tool.WINDOW, 'W', tools));
		controller.model().listen(this::refresh);
		refresh();
	}

	/** Makes a button that chooses what dragging does. */
	static JRadioButton tool(final ViewState view, final Tool tool, final char mnemonic, final ButtonGroup group) {
		final JRadioButton button = named(new JRadioButton(tool.text, view.tool() == tool), tool.text, mnemonic);
		// Arrow keys choose within a group, too, without an action.
		button.addItemListener(e -> {
			if (button.isSelected()) view.tool(tool);
		});
		group.add(button);
		return button;
	}

	private void addLayer(final Layer layer) {
		final ViewState view = controller.view();
		final char mnemonic = switch (layer) {
			case FACEMASK -> '1';
			case REMOVED -> '2';
			case BRAIN -> '3';
		};
		final JCheckBox visible = named(new JCheckBox(layer.text, view.visible(layer)), layer.text, mnemonic);
		visible.setToolTipText("Alt+" + mnemonic);
		visible.addActionListener(e -> view.visible(layer, visible.isSelected()));
		final JSlider opacity = new JSlider(0, 100, view.opacity_percent(layer));
		opacity.setName(layer.text + " opacity");
		opacity.getAccessibleContext().setAccessibleName(layer.text + " opacity, percent");
		opacity.setToolTipText("Opacity");
		opacity.addChangeListener(e -> view.opacity_percent(layer, opacity.getValue()));
		add(visible);
		add(opacity, "growx, wmin 40lp");
	}

	@Override
	void refresh() {
		find.setEnabled(!controller.model().busy && controller.model().scan != null);
	}
}
