package org.pediatricdefacer.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.infer.MissingPiece;
import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.log.LogService;
import org.scijava.platform.PlatformService;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;
import org.scijava.ui.DialogPrompt.MessageType;
import org.scijava.ui.UIService;

import ij.ImagePlus;

/**
 * What all commands have in common: progress, cancellation, and failures that nobody can overlook.
 * <p>
 * A failure ends a macro. Somebody who sits there sees it in a dialog; without a window it goes to the standard error stream.
 * Scripts and programs get it as an exception, since a command that only cancels itself looks like success to them.
 */
abstract class DefacingCommand implements Command, Cancelable {

	/** The output that tells in one line what became of a run, such as a column of a batch. */
	static final String STATUS = "status";

	/** A head without a face, for menus and the search bar. */
	static final String ICON = "/org/pediatricdefacer/command/icon.png";

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

	@Parameter(type = ItemIO.OUTPUT, label = "Status")
	private String status;

	private volatile boolean canceled;
	private String cancelReason;

	/**
	 * Does the work of the command.
	 *
	 * @param progress to be told about it, and asked whether to stop
	 * @return in a few words, what was done
	 * @throws IOException if the disk fails
	 * @throws DefacingException if the user must hear of something
	 */
	abstract String run(CommandProgress progress) throws IOException;

	/** Returns the words for the progress bar. */
	abstract String title();

	@Override
	public final void run() {
		canceled = false;
		cancelReason = null;
		try (CommandProgress progress = new CommandProgress(context, title())) {
			if (ImageJ1.isMacro()) MacroKeys.check(context.service(CommandService.class).getCommand(getClass()), ImageJ1.macroOptions());
			status = run(progress);
			progress.finish(status);
		}
		catch (final DefacingCanceledException e) {
			status = "canceled";
			log.info(title() + ": " + e.getMessage());
			canceled = true;
			ImageJ1.abortMacro();
		}
		catch (final LinkageError e) {
			log.debug(e);
			fail(MissingPiece.of(e));
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			if (!(e instanceof DefacingException)) log.error(e);
			fail(DefacingException.of(e));
		}
	}

	private void fail(final DefacingException e) {
		status = "fail: " + e.getMessage();
		final boolean macro = ImageJ1.isMacro();
		if (!macro && !attended()) {
			if (ImageJ1.isCommandLine(threads.getParent(Thread.currentThread()))) {
				log.error(title() + ": " + e.getMessage());
				ImageJ1.exitIfLaunched();
			}
			throw e;
		}
		canceled = true;
		ImageJ1.abortMacro();
		log.error(title() + ": " + e.getMessage());
		if (attended()) tell(e.getMessage(), MessageType.ERROR_MESSAGE);
		else if (!GraphicsEnvironment.isHeadless()) ImageJ1.show(title(), Messages.wrap(e.getMessage()));
		else ImageJ1.exitIfLaunched();
	}

	/** Called by the help button. */
	@SuppressWarnings("unused")
	private void openHelp() {
		try {
			final Path page = HelpPage.write(context.service(CommandService.class));
			if (platform != null) platform.open(page.toUri().toURL());
		}
		catch (final IOException e) {
			warn("No browser could be opened: " + e.getMessage() + ".");
		}
	}

	/** Called by the button for what is seldom changed. */
	@SuppressWarnings("unused")
	private void openAdvanced() {
		AdvancedDialog.show(context, this, title());
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

	/** Tells what became of an image, shows it, and makes it the active one. */
	final String report(final ImageDefacing shown, final ImagePlus like) {
		shown.show(threads, like);
		final String message = shown.defaced().getTitle() + ": " + shown.status().text() + ". " + String.join(" ", shown.remarks());
		if (shown.needsAttention()) warn(message);
		else log.info(message);
		return shown.status().text();
	}

	/** Tells the user to look at something; neither a macro nor the images that come have to wait for that. */
	final void warn(final String message) {
		log.warn(message);
		if (attended() && !ImageJ1.isMacro()) tell(message, MessageType.WARNING_MESSAGE);
	}

	private void tell(final String message, final MessageType type) {
		threads.run(() -> ui.showDialog(Messages.wrap(message), title(), type));
	}

	/** Returns whether somebody sits there and reads dialogs. */
	private boolean attended() {
		return ui != null && ui.isVisible() && !ui.isHeadless();
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
