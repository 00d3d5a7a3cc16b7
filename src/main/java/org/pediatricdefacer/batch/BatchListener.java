package org.pediatricdefacer.batch;

import org.pediatricdefacer.Progress;

/** Hears how a batch goes on, from the thread that runs it. */
public interface BatchListener {

	/**
	 * Hears that a scan is begun.
	 *
	 * @param number 1 for the first scan
	 * @param count number of scans in the batch
	 * @param item the scan
	 * @return hears how far this scan has come, and says whether to stop the batch
	 */
	Progress started(int number, int count, BatchItem item);

	/**
	 * Hears what became of a scan.
	 *
	 * @param number 1 for the first scan
	 * @param count number of scans in the batch
	 * @param outcome how it ended
	 */
	void finished(int number, int count, ScanOutcome outcome);

	/**
	 * Lets scans be counted on where other batches of the same run ended.
	 *
	 * @param before number of scans before
	 * @param all number of scans of the whole run
	 * @return passes everything on to this listener
	 */
	default BatchListener after(final int before, final int all) {
		final BatchListener whole = this;
		return new BatchListener() {

			@Override
			public Progress started(final int number, final int count, final BatchItem item) {
				return whole.started(before + number, all, item);
			}

			@Override
			public void finished(final int number, final int count, final ScanOutcome outcome) {
				whole.finished(before + number, all, outcome);
			}
		};
	}
}
