package org.pediatricdefacer;

/** Says that the user asked to stop; nothing was written for the scan at hand. */
public final class DefacingCanceledException extends DefacingException {

	private static final long serialVersionUID = 1L;

	/** Makes the exception with its one fixed message. */
	public DefacingCanceledException() {
		super("Canceled on request; nothing was written for this scan.");
	}
}
