package org.pediatricdefacer.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchRunner;
import org.pediatricdefacer.batch.CommittedRecord;
import org.pediatricdefacer.batch.FinishedScans;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.batch.ScanReader;
import org.pediatricdefacer.io.FileChecksum;

/** Works on one scan of a shard that is claimed, and keeps the ledger of it. */
final class PlannedWork {

	private final DefacingPlan plan;
	private final Ledger ledger;
	private final FinishedScans work;
	private final Optional<Path> scratch;

	/**
	 * Makes the work of a shard.
	 *
	 * @param plan the shard's
	 * @param ledger the shard's
	 * @param defacer does the work; not closed by this class
	 * @param reader reads scans
	 * @param scratch folder on a disk of this machine that scans are copied to before they are read, if any
	 */
	PlannedWork(final DefacingPlan plan, final Ledger ledger, final Defacer defacer, final ScanReader reader, final Optional<Path> scratch) {
		this.plan = plan;
		this.ledger = ledger;
		this.scratch = scratch;
		work = new FinishedScans(defacer, plan.settings().files(), reader);
	}

	/**
	 * Defaces a scan, or passes over it.
	 *
	 * @param scan claimed by this process
	 * @param item the same scan
	 * @param progress hears how far it has come, and says whether to stop
	 * @return how it ended; whatever fails becomes an outcome that says so
	 * @throws DefacingCanceledException if the progress asked to stop
	 * @throws IOException if the ledger cannot be kept
	 */
	ScanOutcome deface(final PlannedScan scan, final BatchItem item, final Progress progress) throws IOException {
		final ScanOutcome outcome = new BatchRunner((named, heard) -> work(scan, named, heard)).run(item, progress);
		if (outcome.status() == Status.ERROR) ledger.failed(scan.number(), outcome.reasons());
		else ledger.succeeded(scan.number());
		return outcome;
	}

	private ScanOutcome work(final PlannedScan scan, final BatchItem item, final Progress progress) throws IOException {
		final long start = System.nanoTime();
		if (scan.isRefused()) throw new DefacingException(scan.refused());
		DefacingPlan.requireReadable(scan, item);
		final int attempts = ledger.attempts(scan.number());
		if (attempts > 0) clear(scan, item);
		final Optional<CommittedRecord> record = CommittedRecord.read(item).filter(found -> found.key().equals(plan.key(scan)));
		if (record.isPresent() && record.get().isWhole()) {
			ledger.forgetAttempts(scan.number());
			return record.get().outcome((System.nanoTime() - start) / 1e9);
		}
		if (attempts >= Ledger.MOST_ATTEMPTS) throw new DefacingException(PlanStatus.crashed(item.name()));
		try (StagedScan staged = StagedScan.of(item, scratch)) {
			if (!FileChecksum.ofScan(staged.item().input()).equals(scan.sha256())) throw new DefacingException(item.name() +
				" is not what it was when it was planned; put the old file back, or make a new plan.");
			return staged.outcome(begin(scan, item, staged, progress));
		}
	}

	/** Deletes what processes that were killed left, of which none that is not known to be theirs. */
	private void clear(final PlannedScan scan, final BatchItem item) throws IOException {
		for (final Path output : item.outputs())
			AtomicFile.deleteLeftovers(output);
		if (Files.exists(item.record()) || !ledger.leftOutputs(scan.number())) return;
		for (final Path output : item.outputs())
			Files.deleteIfExists(output);
	}

	/** An attempt is written down before the work and forgotten when that ends; what ends the process leaves it. */
	private ScanOutcome begin(final PlannedScan scan, final BatchItem item, final StagedScan staged, final Progress progress)
		throws IOException
	{
		ledger.begin(scan.number(), item.outputs().stream().noneMatch(Files::exists));
		try {
			final ScanOutcome outcome = work.deface(staged.item(), progress);
			ledger.forgetAttempts(scan.number());
			return outcome;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			if (progress.canceled()) ledger.forgetLastAttempt(scan.number());
			else ledger.forgetAttempts(scan.number());
			throw staged.failure(e);
		}
	}
}
