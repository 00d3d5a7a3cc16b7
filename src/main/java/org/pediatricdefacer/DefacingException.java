package org.pediatricdefacer;

/**
 * Says why a scan could not be defaced, in words for the person who asked for it.
 * <p>
 * The message is one sentence that names the file (where there is one), the fact and the remedy; it is shown as it is.
 */
public class DefacingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception from a sentence for the user.
	 *
	 * @param message file, fact and remedy in one sentence
	 */
	public DefacingException(final String message) {
		super(message);
	}

	/**
	 * Makes an exception from a sentence for the user and the failure behind it.
	 *
	 * @param message file, fact and remedy in one sentence
	 * @param cause what went wrong below; for logs, never needed to understand the message
	 */
	public DefacingException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
