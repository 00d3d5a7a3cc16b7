package org.pediatricdefacer.spark;

import java.io.Serializable;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.batch.FileSettings;

/** What an executor has to know to deface scans; it travels to each of them, so it holds words and no network. */
public interface ScanWork extends Serializable {

	/**
	 * Says how scans are defaced.
	 *
	 * @param threads how many threads work on one scan, at least 1
	 * @return the same on every machine
	 */
	FileSettings settings(int threads);

	/**
	 * Opens the network.
	 *
	 * @param threads how many threads it may use, at least 1
	 * @return a defacer, to be closed by the caller
	 */
	Defacer open(int threads);
}
