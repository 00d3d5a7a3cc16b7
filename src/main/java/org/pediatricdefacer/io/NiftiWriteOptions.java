package org.pediatricdefacer.io;

import java.util.Objects;

import org.pediatricdefacer.Progress;

/**
 * Says how files are written.
 *
 * @param overwrite whether an existing file is replaced
 * @param threads how many threads pack gzip, at least 1; the bytes do not depend on it
 * @param progress asked for cancellation while writing
 */
public record NiftiWriteOptions(boolean overwrite, int threads, Progress progress) {

	/** Replaces nothing, packs on all cores, is never canceled. */
	public static final NiftiWriteOptions DEFAULT = new NiftiWriteOptions(false, Runtime.getRuntime().availableProcessors(), Progress.NONE);

	/**
	 * Checks the numbers.
	 *
	 * @throws IllegalArgumentException if threads is less than 1
	 */
	public NiftiWriteOptions {
		Objects.requireNonNull(progress, "progress");
		if (threads < 1) throw new IllegalArgumentException("threads must be >= 1, was " + threads);
	}
}
