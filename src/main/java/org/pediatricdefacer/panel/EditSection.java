package org.pediatricdefacer.panel;

import java.util.List;

import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JRadioButton;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.panel.ViewState.Tool;

/** Edits the facemask. */
final class EditSection extends Section {

	private static final long serialVersionUID = 1;

	private static final List<Region> PAINTS = List.of(Region.FACE, Region.EYES, Region.EARS);

	private final transient PanelController controller;
	private final JRadioButton brush;
	private final JRadioButton eraser;
	private final JSpinner radius = new JSpinner(new SpinnerNumberModel(5.0, ViewState.LEAST_RADIUS_MM, ViewState.MOST_RADIUS_MM, 1.0));
	private final JComboBox<String> paint = new JComboBox<>(PAINTS.stream().map(Region::text).toArray(String[]::new));
	private final JButton undo;
	private final JButton redo;
	private final List<JButton> shapes;
	private final JCheckBox unlock = named(new JCheckBox("Unlock the brain and what lies near it"), "Unlock", 'L');

	EditSection(final PanelController controller, final ButtonGroup tools) {
		super("Edit", "[][grow]");
		this.controller = controller;
		final ViewState view = controller.view();
		brush = FindSection.tool(view, Tool.BRUSH, 'B', tools);
		eraser = FindSection.tool(view, Tool.ERASER, 'E', tools);
		undo = button("Undo", 'U', controller::undo);
		redo = button("Redo", 'R', controller::redo);
		shapes = List.of(button("Grow 1 mm", 'G', controller::grow), button("Shrink 1 mm", 'K', controller::shrink), button("Mirror left ear", 'T',
			() -> controller.mirror(true)), button("Mirror right ear", 'A', () -> controller.mirror(false)));
		add(brush, "split 4, span");
		add(eraser);
		add(undo);
		add(redo);
		add(label("Radius (mm)", 'M', radius));
		add(radius, "growx, wmin 40lp");
		add(label("Paint", 'P', paint));
		add(paint, "growx, wmin 40lp");
		add(shapes.get(0), "split 2, span, growx, sizegroup");
		add(shapes.get(1), "growx, sizegroup");
		add(shapes.get(2), "split 2, span, growx, wmin 30lp");
		add(shapes.get(3), "growx, wmin 30lp");
		add(unlock, "span");
		radius.addChangeListener(e -> view.radius_mm((Double) radius.getValue()));
		view.listen(() -> {
			if (!radius.getValue().equals(view.radius_mm())) radius.setValue(view.radius_mm());
		});
		paint.addActionListener(e -> view.paint(PAINTS.get(paint.getSelectedIndex())));
		unlock.addActionListener(e -> controller.unlock(unlock.isSelected()));
		controller.model().listen(this::refresh);
		refresh();
	}

	@Override
	void refresh() {
		final PanelModel model = controller.model();
		final boolean editable = model.editable();
		if (!model.found() && unlock.isSelected()) unlock.setSelected(false);
		for (final JButton shape : shapes)
			shape.setEnabled(editable);
		undo.setEnabled(editable && model.session.editor().canUndo());
		redo.setEnabled(editable && model.session.editor().canRedo());
		unlock.setEnabled(editable);
		brush.setEnabled(model.found());
		eraser.setEnabled(model.found());
	}
}
