package org.pediatricdefacer.command;

import java.io.IOException;
import java.net.URL;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.log.LogService;
import org.scijava.platform.PlatformService;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;
import org.scijava.ui.DialogPrompt.MessageType;
import org.scijava.ui.UIService;

/**
 * What all commands have in common: progress, cancellation, and failures that nobody can overlook.
 * <p>
 * A failure is shown in a dialog to somebody who sits there. In a macro, a script or without a window it is thrown, since a
 * command that only cancels itself looks like success to them.
 */
abstract class DefacingCommand implements Command, Cancelable {

	/** Where the commands are explained. */
	private static final String HELP = "https://pediatricdefacer.org/";

	@Parameter
	private Context context;

	@Parameter
	private LogService log;

	@Parameter
	private ThreadService threads;

	@Parameter(required = false)
	private PlatformService platform;

	@Parameter(required = false)
	private UIService ui;

	private volatile boolean canceled;
	private String cancelReason;

	/**
	 * Does the work of the command.
	 *
	 * @param progress to be told about it, and asked whether to stop
	 * @throws IOException if the disk fails
	 * @throws DefacingException if the user must hear of something
	 */
	abstract void run(CommandProgress progress) throws IOException;

	/** Returns the words for the progress bar. */
	abstract String title();

	@Override
	public final void run() {
		try (CommandProgress progress = new CommandProgress(context, title())) {
			run(progress);
		}
		catch (final DefacingCanceledException e) {
			log.info(e.getMessage());
			canceled = true;
			ImageJ1.endMacro(title(), e.getMessage());
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			if (!(e instanceof DefacingException)) log.error(e);
			fail(DefacingException.of(e));
		}
	}

	private void fail(final DefacingException e) {
		if (!attended()) {
			ImageJ1.endMacro(title(), e.getMessage());
			throw e;
		}
		cancel(e.getMessage());
	}

	/** Called by the help button. */
	@SuppressWarnings("unused")
	private void openHelp() {
		try {
			if (platform != null) platform.open(new URL(HELP));
		}
		catch (final IOException e) {
			warn("No browser could be opened; see " + HELP + ".");
		}
	}

	/** Opens a defacer, and shows what it runs on as long as the command works. */
	final Defacer open(final DefacerService defacers, final String model, final String device, final CommandProgress progress) {
		final Defacer defacer = defacers.open(model, device);
		progress.device(defacer.device());
		log.info(defacer.toString());
		return defacer;
	}

	/** Returns the context that the command runs in. */
	final Context context() {
		return context;
	}

	/** Tells what became of an image, and shows what the user should look at. */
	final void report(final ImageDefacing shown) {
		final String message = shown.defaced().getTitle() + ": " + shown.status().text() + ". " + String.join(" ", shown.remarks());
		if (shown.needsAttention()) warn(message);
		else log.info(message);
	}

	/** Tells the user to look at something; neither a macro nor the images that come have to wait for that. */
	final void warn(final String message) {
		log.warn(message);
		if (attended()) threads.run(() -> ui.showDialog(message, title(), MessageType.WARNING_MESSAGE));
	}

	/** Returns whether somebody sits there and reads dialogs. */
	private boolean attended() {
		return ui != null && ui.isVisible() && !ui.isHeadless() && !ImageJ1.isMacro();
	}

	@Override
	public final boolean isCanceled() {
		return canceled;
	}

	@Override
	public final void cancel(final String reason) {
		canceled = true;
		cancelReason = reason;
	}

	@Override
	public final String getCancelReason() {
		return cancelReason;
	}
}
