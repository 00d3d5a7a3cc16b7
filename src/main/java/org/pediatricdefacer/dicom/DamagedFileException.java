package org.pediatricdefacer.dicom;

import org.pediatricdefacer.DefacingException;

/** Says that a DICOM file cannot be read, and to which series it belongs as far as that can be. */
final class DamagedFileException extends DefacingException {

	private static final long serialVersionUID = 1L;
	private final String study;
	private final String series;

	DamagedFileException(final String message, final String study, final String series) {
		super(message);
		this.study = study;
		this.series = series;
	}

	/** Returns the identifier of the study, empty if it cannot be read. */
	String study() {
		return study;
	}

	/** Returns the identifier of the series, empty if it cannot be read. */
	String series() {
		return series;
	}
}
