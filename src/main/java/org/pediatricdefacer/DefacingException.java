package org.pediatricdefacer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

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

	/**
	 * Says in the user's words what the disk, or who guards it, did not let happen.
	 *
	 * @param failure of the disk
	 * @return an exception that names the file, if the failure does
	 */
	public static DefacingException of(final IOException failure) {
		final String text;
		if (failure instanceof AccessDeniedException e) text = e.getFile() +
			" is closed to this user; change its permissions, or choose another file or folder.";
		else if (failure instanceof NoSuchFileException e) text = e.getFile() + " is not there, or not any more; check the name and the disk.";
		else text = "The disk failed: " + failure.getMessage() + "; check space and permissions, then run it again.";
		return new DefacingException(text, failure);
	}
}
