package org.pediatricdefacer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.ScanOutcome;

/** Prints one line per scan, and stops the run when the user interrupts the program. */
final class ScanLines implements BatchListener, AutoCloseable {

	private final PrintWriter out;
	private final Interruption interruption = new Interruption();
	private boolean refusedFiles;

	ScanLines(final PrintWriter out) {
		this.out = out;
	}

	/** Returns what says whether to stop. */
	Progress progress() {
		return interruption;
	}

	/** Prints what runs the network. */
	void engine(final String text) {
		line(text);
	}

	/** Returns what is asked whether to stop, for work that comes before the first scan. */
	Progress interruption() {
		return interruption;
	}

	@Override
	public Progress started(final int number, final int count, final BatchItem item) {
		return interruption;
	}

	@Override
	public void finished(final int number, final int count, final ScanOutcome outcome) {
		final String notes = Stream.concat(outcome.reasons().stream(), outcome.warnings().stream()).collect(Collectors.joining(" "));
		line(String.format(Locale.ROOT, "[%d/%d] %-7s %5.1f s  %s%s", number, count, outcome.status().name().toLowerCase(Locale.ROOT),
			outcome.seconds(), outcome.item().name(), notes.isEmpty() ? "" : " - " + notes));
	}

	/** Prints what became of all DICOM files, and keeps in mind whether some were refused. */
	void files(final String text, final boolean refused) {
		line(text);
		refusedFiles = refused;
	}

	/** Returns whether DICOM files were refused. */
	boolean refusedFiles() {
		return refusedFiles;
	}

	/** Prints what became of all scans. */
	void summary(final BatchSummary summary) {
		line(summary.text());
	}

	/** Lets Java end; the run has ended. */
	@Override
	public void close() {
		interruption.close();
	}

	private void line(final String text) {
		out.println(text);
		out.flush();
	}
}
