package org.pediatricdefacer.command;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.study.DicomBatch;
import org.scijava.log.LogService;

/** Runs a batch for a command: a line in the log for each scan, and one progress bar for all. */
final class CommandBatch implements BatchListener {

	private final CommandProgress progress;
	private final LogService log;

	CommandBatch(final CommandProgress progress, final LogService log) {
		this.progress = progress;
		this.log = log;
	}

	/**
	 * Defaces all scans of a plan.
	 *
	 * @return what became of them
	 * @throws DefacingException if any scan failed, after the last one; {@link DefacingCanceledException} on request
	 */
	BatchSummary run(final BatchPlan plan, final BatchRunner.Work work) {
		final BatchSummary summary = new BatchRunner(work).run(plan, this);
		ImageJ1.log(summary.text(), log);
		requireSuccess(summary);
		return summary;
	}

	/**
	 * Defaces all series of a DICOM batch.
	 *
	 * @return whether a series wants a review
	 * @throws DefacingException if any series failed or a file was refused, after the last one; {@link DefacingCanceledException} on request
	 * @throws IOException if the disk fails
	 */
	boolean run(final DicomBatch batch, final Progress asked) throws IOException {
		final BatchSummary summary = batch.run(this, asked);
		ImageJ1.log(batch.account(), log);
		requireSuccess(summary);
		if (batch.hasRefused()) throw new DefacingException(batch.account() + ".");
		return summary.count(ScanOutcome.Status.REVIEW) > 0;
	}

	private static void requireSuccess(final BatchSummary summary) {
		if (summary.canceled()) throw new DefacingCanceledException();
		if (!summary.succeeded()) throw new DefacingException(summary.text() + ": " + summary.outcomes().stream().filter(outcome -> outcome
			.status().failed()).flatMap(outcome -> outcome.reasons().stream()).collect(Collectors.joining(" ")));
	}

	@Override
	public Progress started(final int number, final int count, final BatchItem item) {
		progress.part(number - 1, count, item.name());
		return progress;
	}

	@Override
	public void finished(final int number, final int count, final ScanOutcome outcome) {
		final String remarks = Stream.concat(outcome.reasons().stream(), outcome.warnings().stream()).map(remark -> "; " + remark).collect(Collectors
			.joining());
		ImageJ1.log(String.format(Locale.ROOT, "[%d/%d] %s %.1f s %s%s", number, count, outcome.status().name().toLowerCase(Locale.ROOT), outcome
			.seconds(), outcome.item().name(), remarks), log);
	}
}
