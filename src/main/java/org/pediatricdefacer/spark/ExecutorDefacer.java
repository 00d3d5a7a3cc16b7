package org.pediatricdefacer.spark;

import org.pediatricdefacer.Defacer;

/**
 * Holds the one defacer of a Java process: Spark starts many tasks in a process, and PyTorch has one pool of threads in it.
 * <p>
 * Never part of what travels between machines. An executor ends with its process, and the defacer with it.
 */
final class ExecutorDefacer {

	private static Defacer open;
	private static ScanWork opened;

	private ExecutorDefacer() {}

	/**
	 * Returns the defacer of this process, which is opened by the first call.
	 *
	 * @param work opens it
	 * @param threads how many threads it may use
	 * @return the same for the same work
	 */
	static synchronized Defacer get(final ScanWork work, final int threads) {
		if (open != null && !opened.equals(work)) close();
		if (open == null) open = work.open(threads);
		opened = work;
		return open;
	}

	/** Closes the defacer, if there is one in this process; nobody works with it any more. */
	static synchronized void close() {
		if (open != null) open.close();
		open = null;
	}
}
