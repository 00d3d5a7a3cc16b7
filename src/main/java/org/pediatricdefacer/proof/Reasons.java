package org.pediatricdefacer.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Judgment.Reason;

/** Collects reasons and makes them a judgment. */
final class Reasons {

	private final List<Reason> reasons = new ArrayList<>();

	/** Adds a reason unless it is there; its text is formatted with the values. */
	void add(final Verdict weight, final Finding kind, final String text, final Object... values) {
		add(new Reason(weight, kind, String.format(Locale.ROOT, text, values)));
	}

	void add(final Reason reason) {
		if (!reasons.contains(reason)) reasons.add(reason);
	}

	/** Returns the gravest verdict with all reasons, the gravest first. */
	Judgment judgment() {
		reasons.sort(Comparator.comparing(Reason::weight).reversed());
		return new Judgment(reasons.stream().map(Reason::weight).reduce(Verdict.PASS, Verdict::or), reasons);
	}
}
