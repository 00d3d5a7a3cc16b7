package org.pediatricdefacer.panel;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JFileChooser;
import javax.swing.JTextField;

import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.panel.PanelSaver.Target;

/** Saves what is shown, and goes on to the next scan. */
final class SaveSection extends Section {

	private static final long serialVersionUID = 1;

	private final transient PanelController controller;
	private final JTextField shared = new JTextField();
	private final JTextField hidden = new JTextField();
	private final JCheckBox overwrite = named(new JCheckBox("Replace what exists"), "Replace what exists", 'X');
	private final JCheckBox dicom = named(new JCheckBox("As DICOM, in its own headers"), "As DICOM", 'C');
	private final JButton save;
	private final JButton next;
	private final WrappedText format = new WrappedText("What is written");
	private final WrappedText macro = new WrappedText("The same as a macro");

	SaveSection(final PanelController controller, final ScanSection.Discard discard) {
		super("Remove and save", "[][grow][]");
		this.controller = controller;
		save = button("Remove and save", 'S', () -> controller.save(target()));
		next = button("Next scan", 'N', () -> {
			if (discard.agreed()) controller.next();
		});
		addFolder("Shared folder", 'D', shared, "For the defaced scan, the removed region and the record, which may be shared.");
		addFolder("Private folder", 'V', hidden, "For facemasks and landmarks, which show the face. Empty to write none.");
		dicom.setToolTipText("For an image that was opened from a DICOM folder; nothing but the removed pixels and a list of elements is changed.");
		dicom.addActionListener(e -> refresh());
		add(dicom, "span");
		add(overwrite, "span");
		add(format, "span, growx, wmin 60lp");
		add(save, "span, split 2");
		add(next);
		add(macro, "span, growx, wmin 60lp");
		controller.model().listen(this::refresh);
		refresh();
	}

	private void addFolder(final String name, final char mnemonic, final JTextField field, final String tip) {
		field.setToolTipText(tip);
		add(label(name, mnemonic, field));
		add(field, "growx, wmin 60lp");
		final JButton browse = new JButton("...");
		browse.setName("Choose " + name);
		browse.getAccessibleContext().setAccessibleName("Choose the " + name);
		browse.addActionListener(e -> choose(field));
		add(browse);
	}

	private void choose(final JTextField field) {
		final JFileChooser chooser = new JFileChooser(field.getText().isBlank() ? null : new File(field.getText()));
		chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
		if (chooser.showDialog(this, "Choose") == JFileChooser.APPROVE_OPTION) field.setText(chooser.getSelectedFile().getPath());
	}

	/** Returns where to save, as it stands in the fields. */
	private Target target() {
		return new Target(path(shared.getText()), hidden.getText().isBlank() ? Optional.empty() : Optional.of(path(hidden.getText())), overwrite
			.isSelected(), dicom.isVisible() && dicom.isSelected());
	}

	private static Path path(final String text) {
		try {
			return Path.of(text.strip());
		}
		catch (final InvalidPathException e) {
			return Path.of(""); // which is refused with a sentence
		}
	}

	@Override
	void refresh() {
		final PanelModel model = controller.model();
		save.setEnabled(!model.busy && model.found());
		next.setEnabled(!model.busy && model.queue != null && model.queue.next().isPresent());
		if (shared.getText().isBlank() && model.queue != null && model.queue.folder() != null && model.queue.folder().getFileName() != null) shared
			.setText(model.queue.folder().resolveSibling(model.queue.folder().getFileName() + "_defaced").toString());
		dicom.setVisible(model.scan != null && model.scan.dicom().isPresent());
		format.show(format(model, dicom.isVisible() && dicom.isSelected()));
		macro.show(String.join("\n", model.macro));
	}

	private static String format(final PanelModel model, final boolean dicom) {
		if (model.scan == null) return "";
		final boolean mgh = model.scan.file().map(file -> ScanFormats.isMghName(file.getFileName().toString())).orElse(false);
		final String where = model.queue == null || model.queue.files().size() == 1 ? "" : " Scan " + (model.queue.index() + 1) + " of " + model.queue
			.files().size() + ".";
		return "Written as " + (dicom ? "DICOM, as the series is." : mgh ? "MGH (.mgz), as the scan is." : "NIfTI (.nii.gz)." ) + where + (model.written.isEmpty() ? "" : "\nWritten: " + String.join(
			", ", model.written));
	}
}
