package org.pediatricdefacer.panel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JFileChooser;

import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;
import org.pediatricdefacer.io.StackOrientation;

/** Opens a scan, and says in words what it is. */
final class ScanSection extends Section {

	private static final long serialVersionUID = 1;

	private static final String TOLD = "as the file tells", SFORM = "as its sform tells", QFORM = "as its qform tells";

	private final transient PanelController controller;
	private final transient Discard discard;
	private final JButton open = button("Open...", 'O', this::choose);
	private final JButton active = button("Open image", 'I', this::openActive);
	private final JComboBox<String> lies = new JComboBox<>(choices());
	private final WrappedText words = new WrappedText("What the scan is");
	private transient Path last = Path.of(System.getProperty("user.home"));

	/** Asks before edits are lost. */
	@FunctionalInterface
	interface Discard {

		/** Returns whether edits that were not saved, if there are any, may be lost. */
		boolean agreed();
	}

	ScanSection(final PanelController controller, final Discard discard) {
		super("Scan", "[][grow]");
		this.controller = controller;
		this.discard = discard;
		open.setToolTipText("A file or a folder; either may be dropped on the window, too.");
		active.setToolTipText("The image that is active in Fiji.");
		add(open, "split 2, span");
		add(active);
		add(label("How it lies", 'H', lies));
		add(lies, "growx, wmin 60lp");
		lies.addActionListener(e -> chosen());
		add(words, "span, growx, wmin 60lp");
		controller.model().listen(this::refresh);
		refresh();
	}

	private static String[] choices() {
		final List<String> choices = new ArrayList<>(List.of(TOLD, SFORM, QFORM));
		choices.addAll(StackOrientation.choices());
		return choices.toArray(String[]::new);
	}

	private void choose() {
		if (!discard.agreed()) return;
		final JFileChooser chooser = new JFileChooser(last.toFile());
		chooser.setFileSelectionMode(JFileChooser.FILES_AND_DIRECTORIES);
		if (chooser.showOpenDialog(this) != JFileChooser.APPROVE_OPTION) return;
		last = chooser.getSelectedFile().toPath();
		controller.open(last);
	}

	private void openActive() {
		if (discard.agreed()) controller.openActive();
	}

	private void chosen() {
		final String choice = (String) lies.getSelectedItem();
		if (choice != null && discard.agreed()) controller.reading(options(choice));
	}

	private static NiftiReadOptions options(final String choice) {
		return switch (choice) {
			case TOLD -> NiftiReadOptions.DEFAULT;
			case SFORM -> new NiftiReadOptions(Prefer.SFORM, null);
			case QFORM -> new NiftiReadOptions(Prefer.QFORM, null);
			default -> new NiftiReadOptions(Prefer.NEITHER, StackOrientation.codesOf(choice));
		};
	}

	@Override
	void refresh() {
		final PanelModel model = controller.model();
		open.setEnabled(!model.busy);
		active.setEnabled(!model.busy);
		lies.setEnabled(!model.busy);
		words.show(model.scan == null ? "No scan is open." : String.join("\n", ScanWords.of(model.scan)));
	}
}
