package org.pediatricdefacer.privacy;

import java.io.IOException;
import java.util.Optional;

/** Finds the face detector that is installed, if any. */
public final class FaceDetectors {

	/** What to say where none is. */
	public static final String NOT_RUN = "No face detector ran: OpenCV is not installed.";

	private FaceDetectors() {}

	/**
	 * Opens OpenCV's cascades if OpenCV is on the class path with its library for this platform.
	 *
	 * @return the detector, to be closed; empty without OpenCV
	 * @throws IOException if OpenCV is there, but its cascades cannot be unpacked
	 */
	public static Optional<FaceDetector> open() throws IOException {
		try {
			return Optional.of(new CascadeDetector());
		}
		catch (final LinkageError e) {
			// OpenCV is optional: its classes or its native library are not there.
			return Optional.empty();
		}
	}
}
