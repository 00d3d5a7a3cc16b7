package org.pediatricdefacer.infer;

import org.pediatricdefacer.DefacingException;

/** Says that the device has too little free memory for a piece of this size; {@link TilingPolicy} then tries smaller ones. */
public final class OutOfDeviceMemoryException extends DefacingException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes the exception.
	 *
	 * @param message device, size of the piece and remedy in one sentence
	 * @param cause the engine's own failure, or null
	 */
	public OutOfDeviceMemoryException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
