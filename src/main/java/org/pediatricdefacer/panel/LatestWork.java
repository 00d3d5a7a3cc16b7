package org.pediatricdefacer.panel;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.pediatricdefacer.Progress;

/**
 * Does the panel's work in a thread of its own, one thing after the other.
 * <p>
 * A job is done as a whole, unless it is canceled. An update is given up as soon as there is a newer one, or a job: the latest wins.
 */
final class LatestWork implements AutoCloseable {

	private final ExecutorService thread;
	private final AtomicInteger newest = new AtomicInteger();
	private volatile boolean canceled;

	LatestWork(final String name) {
		thread = Executors.newSingleThreadExecutor(work -> {
			final Thread made = new Thread(work, name);
			made.setDaemon(true);
			return made;
		});
	}

	/** Does a job, whose progress is canceled by {@link #cancel}. */
	void job(final Progress listener, final Consumer<Progress> work) {
		newest.incrementAndGet();
		canceled = false;
		thread.execute(() -> work.accept(new Asked(listener, () -> canceled)));
	}

	/** Works something out, unless something newer comes before it is done. */
	void update(final Progress listener, final Consumer<Progress> work) {
		final int mine = newest.incrementAndGet();
		thread.execute(() -> {
			if (newest.get() == mine) work.accept(new Asked(listener, () -> newest.get() != mine));
		});
	}

	/** Gives up the job that is done now. */
	void cancel() {
		canceled = true;
	}

	/** Gives up all that is not done, and ends when the work at hand has noticed; then does a last thing. */
	void close(final Runnable last) {
		newest.incrementAndGet();
		canceled = true;
		thread.execute(last);
		close();
	}

	@Override
	public void close() {
		thread.shutdown();
	}

	/** Progress that can be canceled. */
	private record Asked(Progress listener, Supplier<Boolean> stop) implements Progress {

		@Override
		public void stage(final String room) {
			listener.stage(room);
		}

		@Override
		public void fraction(final double done) {
			listener.fraction(done);
		}

		@Override
		public boolean canceled() {
			return stop.get();
		}
	}
}
