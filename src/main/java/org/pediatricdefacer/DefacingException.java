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
	 * Says in the user's words why something ended that should not have.
	 *
	 * @param failure of the disk or who guards it, of memory, or of the program itself
	 * @return the failure itself if it is in the user's words; else an exception that names the file, if the failure does
	 */
	public static DefacingException of(final Throwable failure) {
		return failure instanceof DefacingException told ? told : new DefacingException(text(failure), failure);
	}

	private static String text(final Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause())
			if (cause instanceof OutOfMemoryError) return "The scan needs more memory than Java may use (" + (Runtime.getRuntime().maxMemory() >> 20) +
				" MB); allow more with -Xmx in DEFACE_JAVA_OPTS, or in Fiji under Edit > Options > Memory & Threads.";
		if (failure instanceof AccessDeniedException e) return e.getFile() +
			" is closed to this user; change its permissions, or choose another file or folder.";
		if (failure instanceof NoSuchFileException e) return e.getFile() + " is not there, or not any more; check the name and the disk.";
		if (failure instanceof IOException) return "The disk failed: " + failure.getMessage() + "; check space and permissions, then run it again.";
		return "The program has a defect (" + failure + "); please report it.";
	}
}
