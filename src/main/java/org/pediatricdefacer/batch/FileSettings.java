package org.pediatricdefacer.batch;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.io.NiftiReadOptions;

/**
 * Says how scan files are defaced.
 *
 * @param defacing what is done with each scan
 * @param reading what to do where a file leaves a choice
 * @param applyMask an edited facemask to apply instead of the one the program finds; on any grid of the same session
 * @param maskOnly whether only the facemask and the record are written
 * @param overwrite whether existing outputs are replaced
 * @param writeFailed whether a defaced scan is written, under a name that says so, though its proof failed
 * @param threads how many threads work on one scan outside the network, at least 1
 */
public record FileSettings(DefacingSettings defacing, NiftiReadOptions reading, Optional<Path> applyMask, boolean maskOnly,
	boolean overwrite, boolean writeFailed, int threads)
{

	/** The default settings on all cores; nothing is overwritten, failed scans are not written. */
	public static final FileSettings DEFAULT = new FileSettings(DefacingSettings.DEFAULT, NiftiReadOptions.DEFAULT, Optional.empty(), false,
		false, false, Runtime.getRuntime().availableProcessors());

	/**
	 * Checks the settings.
	 *
	 * @throws IllegalArgumentException if threads is less than 1
	 */
	public FileSettings {
		Objects.requireNonNull(defacing, "defacing");
		Objects.requireNonNull(reading, "reading");
		Objects.requireNonNull(applyMask, "applyMask");
		if (threads < 1) throw new IllegalArgumentException("threads must be >= 1, was " + threads);
	}

	/**
	 * Changes what is done with each scan.
	 *
	 * @param value new settings
	 * @return these settings otherwise
	 */
	public FileSettings withDefacing(final DefacingSettings value) {
		return new FileSettings(value, reading, applyMask, maskOnly, overwrite, writeFailed, threads);
	}

	/**
	 * Changes how files are read.
	 *
	 * @param value new options
	 * @return these settings otherwise
	 */
	public FileSettings withReading(final NiftiReadOptions value) {
		return new FileSettings(defacing, value, applyMask, maskOnly, overwrite, writeFailed, threads);
	}

	/**
	 * Applies an edited facemask.
	 *
	 * @param value its file, or null for none
	 * @return these settings otherwise
	 */
	public FileSettings withApplyMask(final Path value) {
		return new FileSettings(defacing, reading, Optional.ofNullable(value), maskOnly, overwrite, writeFailed, threads);
	}

	/**
	 * Changes whether only the facemask and the record are written.
	 *
	 * @param value true for no defaced scan
	 * @return these settings otherwise
	 */
	public FileSettings withMaskOnly(final boolean value) {
		return new FileSettings(defacing, reading, applyMask, value, overwrite, writeFailed, threads);
	}

	/**
	 * Changes whether existing outputs are replaced.
	 *
	 * @param value true to replace them
	 * @return these settings otherwise
	 */
	public FileSettings withOverwrite(final boolean value) {
		return new FileSettings(defacing, reading, applyMask, maskOnly, value, writeFailed, threads);
	}

	/**
	 * Changes whether scans that fail are written.
	 *
	 * @param value true to write them, under a name that says so
	 * @return these settings otherwise
	 */
	public FileSettings withWriteFailed(final boolean value) {
		return new FileSettings(defacing, reading, applyMask, maskOnly, overwrite, value, threads);
	}

	/**
	 * Changes the number of threads.
	 *
	 * @param value at least 1
	 * @return these settings otherwise
	 */
	public FileSettings withThreads(final int value) {
		return new FileSettings(defacing, reading, applyMask, maskOnly, overwrite, writeFailed, value);
	}
}
