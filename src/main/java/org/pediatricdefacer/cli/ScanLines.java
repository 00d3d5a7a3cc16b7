package org.pediatricdefacer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.ScanOutcome;

/**
 * Prints one line per scan, and stops the run when the user interrupts the program.
 * <p>
 * An interrupted scan is given time to remove what it began to write before Java ends.
 */
final class ScanLines implements BatchListener, Progress, AutoCloseable {

	private static final long GRACE_SECONDS = 20;

	/** Exit status of a program that was interrupted, as shells have it. */
	private static final int INTERRUPTED = 130;

	private final PrintWriter out;
	private final CountDownLatch ended = new CountDownLatch(1);
	private final Thread hook = new Thread(this::interrupt, "stop");
	private volatile boolean canceled;

	ScanLines(final PrintWriter out) {
		this.out = out;
		Runtime.getRuntime().addShutdownHook(hook);
	}

	/** Prints what runs the network. */
	void engine(final String text) {
		line(text);
	}

	@Override
	public Progress started(final int number, final int count, final BatchItem item) {
		return this;
	}

	@Override
	public void finished(final int number, final int count, final ScanOutcome outcome) {
		final String notes = Stream.concat(outcome.reasons().stream(), outcome.warnings().stream()).collect(Collectors.joining(" "));
		line(String.format(Locale.ROOT, "[%d/%d] %-7s %5.1f s  %s%s", number, count, outcome.status().name().toLowerCase(Locale.ROOT),
			outcome.seconds(), outcome.item().name(), notes.isEmpty() ? "" : " - " + notes));
	}

	/** Prints what became of all scans. */
	void summary(final BatchSummary summary) {
		line(summary.text());
	}

	@Override
	public boolean canceled() {
		return canceled;
	}

	/** Lets Java end; the run has ended. */
	@Override
	public void close() {
		ended.countDown();
		if (!canceled) Runtime.getRuntime().removeShutdownHook(hook);
	}

	private void line(final String text) {
		out.println(text);
		out.flush();
	}

	private void interrupt() {
		canceled = true;
		try {
			// Java would unload the engine under a network that still runs, and crash.
			if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) Runtime.getRuntime().halt(INTERRUPTED);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
