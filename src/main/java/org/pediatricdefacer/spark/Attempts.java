package org.pediatricdefacer.spark;

import java.io.IOException;

/**
 * Counts how often a process began to work on a scan and ended without a word, by empty files that all machines see.
 * <p>
 * A process that ends so (a defect of the native engine, too little memory) takes its task with it; Spark starts that again elsewhere, and would
 * do so until it gives up the job. The folder is one job's, and goes when that ends.
 */
final class Attempts {

	/** A process that ends so often while it works on a scan does not by accident. */
	static final int MOST = 3;

	private final FileStore store;
	private final String folder;

	/**
	 * Makes a counter.
	 *
	 * @param store reaches the folder
	 * @param folder of the job, without a slash at its end
	 */
	Attempts(final FileStore store, final String folder) {
		this.store = store;
		this.folder = folder;
	}

	/** Returns how many attempts at a scan were begun and neither ended nor were stopped. */
	int of(final ManifestScan scan) throws IOException {
		int attempts = 0;
		while (attempts < MOST && store.exists(name(scan, attempts + 1)))
			attempts++;
		return attempts;
	}

	/** Writes down, before the work, that it is begun. */
	void begin(final ManifestScan scan) throws IOException {
		store.touch(name(scan, of(scan) + 1));
	}

	/** Forgets all attempts at a scan, since one ended. */
	void forget(final ManifestScan scan) throws IOException {
		// The last one first: what is left when this is interrupted counts from 1.
		for (int i = of(scan); i > 0; i--)
			store.delete(name(scan, i));
	}

	/** Forgets the attempt that was begun last, which Spark stopped. */
	void forgetLast(final ManifestScan scan) throws IOException {
		store.delete(name(scan, of(scan)));
	}

	private String name(final ManifestScan scan, final int attempt) {
		return folder + "/" + scan.place() + ".attempt" + attempt;
	}
}
