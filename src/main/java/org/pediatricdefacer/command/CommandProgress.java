package org.pediatricdefacer.command;

import org.pediatricdefacer.Progress;
import org.pediatricdefacer.StageWords;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.thread.ThreadService;

/**
 * Shows how far a command has come, in the status bar and in the task list, and hears Escape and the task's cancel button.
 * <p>
 * Closing it always fills the bar and ends the task, also after a failure.
 */
final class CommandProgress implements Progress, AutoCloseable {

	private static final int STEPS = 1000;

	private static final int SOON_MS = 300;

	private String title;
	private final StatusService status;
	private final ThreadService threads;
	private final Task task;
	private String room = "";
	private double from;
	private double share = 1;
	private double done;
	private volatile boolean canceled;
	private volatile String finished;

	CommandProgress(final Context context, final String title) {
		this.title = title;
		finished = title + ": failed, see the message";
		status = context.getService(StatusService.class);
		threads = context.getService(ThreadService.class);
		final TaskService tasks = context.getService(TaskService.class);
		task = tasks == null ? null : tasks.createTask(title);
		ImageJ1.resetEscape();
		if (task != null) {
			task.setCancelCallBack(() -> canceled = true);
			task.setProgressMaximum(STEPS);
			task.start();
		}
	}

	/** Shows what the network runs on from here on. */
	void device(final String device) {
		title += " on " + device;
		show();
	}

	/** Makes the fractions that follow those of one of several scans. */
	void part(final int index, final int count, final String name) {
		from = (double) index / count;
		share = 1.0 / count;
		done = from;
		stage(name);
	}

	@Override
	public void stage(final String name) {
		room = StageWords.of(name);
		if (task != null) task.setStatusMessage(room);
		show();
	}

	@Override
	public void fraction(final double part) {
		done = from + share * part;
		show();
	}

	private void show() {
		final int step = (int) Math.round(STEPS * done);
		if (task != null) task.setProgressValue(step);
		if (status != null) status.showStatus(step, STEPS, title + ": " + room);
	}

	@Override
	public boolean canceled() {
		if (!canceled && !ImageJ1.escapePressed()) return false;
		finished = title + ": canceled";
		return true;
	}

	/** Shows in the end what was done. */
	void finish(final String status) {
		finished = title + ": " + status;
	}

	/** SciJava writes into the status bar, too, when a command returns; what was done is to be read afterwards. */
	private void lastWord() {
		try {
			Thread.sleep(SOON_MS);
			status.showStatus(finished);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		if (task != null) task.finish();
		if (status != null) {
			status.showProgress(STEPS, STEPS);
			status.showStatus(finished);
			if (threads != null) threads.run(this::lastWord);
		}
	}
}
