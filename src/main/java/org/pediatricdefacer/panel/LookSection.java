package org.pediatricdefacer.panel;

import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import javax.swing.JButton;

import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Verdict;

/** Says what became of the face: the verdict with its reasons, and what can be got back. */
final class LookSection extends Section {

	private static final long serialVersionUID = 1;

	private final transient PanelController controller;
	private final WrappedText verdict = new WrappedText("Verdict");
	private final WrappedText reasons = new WrappedText("Reasons of the verdict");
	private final WrappedText recovery = new WrappedText("What can be got back of the face");
	private final WrappedText without = new WrappedText("Viewers in 3D");
	private final List<JButton> viewers = new ArrayList<>();

	LookSection(final PanelController controller) {
		super("Look", "[grow]");
		this.controller = controller;
		verdict.setFont(verdict.getFont().deriveFont(Font.BOLD));
		add(verdict, "growx, wmin 60lp");
		add(reasons, "growx, wmin 60lp");
		add(recovery, "growx, wmin 60lp");
		add(without, "growx, wmin 60lp");
		controller.model().listen(this::refresh);
		refresh();
	}

	@Override
	void refresh() {
		final PanelModel model = controller.model();
		verdict.show(verdict(model));
		reasons.show(model.judgment == null ? "" : model.judgment.reasons().stream().map(LookSection::line).collect(Collectors.joining("\n")));
		recovery.show(model.result == null ? "" : String.join("\n", RecoveryWords.of(model.result.proof())));
		if (viewers.isEmpty()) addViewers(model.viewers);
		without.show(model.scan != null && viewers.isEmpty() ? "No viewer in 3D is installed here that the defaced scan could be opened in." : "");
		for (final JButton viewer : viewers)
			viewer.setEnabled(!model.busy && model.result != null);
	}

	private void addViewers(final List<String> installed) {
		for (final String viewer : installed) {
			final JButton button = button("Open in " + viewer, '0', () -> controller.view(viewer));
			viewers.add(button);
			add(button);
		}
	}

	private static String line(final Judgment.Reason reason) {
		return (reason.weight() == Verdict.PASS ? "Remark: " : reason.weight() == Verdict.REVIEW ? "Look: " : "Failed: ") + reason.text();
	}

	private static String verdict(final PanelModel model) {
		if (!model.found()) return "Nothing was found yet.";
		if (model.judgment == null) return "Checking ...";
		return model.judgment.verdict().text().toUpperCase(Locale.ROOT) + (model.judging ? " (checking the last edit ...)" : meaning(model.judgment
			.verdict()));
	}

	private static String meaning(final Verdict verdict) {
		return switch (verdict) {
			case PASS -> ": every check passed. Look at it all the same.";
			case REVIEW -> ": somebody must look at it.";
			case FAIL -> ": it will not be written.";
		};
	}
}
