package org.pediatricdefacer.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.pediatricdefacer.Progress;

/**
 * Stops the work when the user interrupts the program.
 * <p>
 * Interrupted work is given time to remove what it began to write before Java ends. Close it when the work has ended.
 */
final class Interruption implements Progress, AutoCloseable {

	private static final long GRACE_SECONDS = 20;

	/** Exit status of a program that was interrupted, as shells have it. */
	private static final int INTERRUPTED = 130;

	private final CountDownLatch ended = new CountDownLatch(1);
	private final Thread hook = new Thread(this::interrupt, "stop");
	private volatile boolean canceled;

	Interruption() {
		Runtime.getRuntime().addShutdownHook(hook);
	}

	@Override
	public boolean canceled() {
		return canceled;
	}

	/** Lets Java end; the work has ended. */
	@Override
	public void close() {
		ended.countDown();
		if (!canceled) Runtime.getRuntime().removeShutdownHook(hook);
	}

	private void interrupt() {
		canceled = true;
		try {
			// Java would unload the engine under a network that still runs, and crash.
			if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) Runtime.getRuntime().halt(INTERRUPTED);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
