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
}
