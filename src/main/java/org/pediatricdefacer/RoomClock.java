package org.pediatricdefacer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Times the rooms that one scan goes through and reports its progress, which never goes back. One scan, one thread. */
final class RoomClock {

	private final Map<String, Double> seconds = new LinkedHashMap<>();
	private final Progress progress;
	private double done;

	RoomClock(final Progress progress) {
		this.progress = progress;
	}

	/**
	 * Does the work of a room.
	 *
	 * @param room its name
	 * @param until share of the whole scan that is done afterwards
	 * @param work gets a progress of its own from 0 to 1
	 */
	<R> R run(final String room, final double until, final Function<Progress, R> work) {
		progress.check();
		progress.stage(room);
		final long start = System.nanoTime();
		final R result = work.apply(new Forward().part(done, until));
		seconds.merge(room, (System.nanoTime() - start) / 1e9, Double::sum);
		new Forward().fraction(until);
		return result;
	}

	Map<String, Double> seconds() {
		return Collections.unmodifiableMap(seconds);
	}

	/** Holds back what would go backwards, as when a room starts again with smaller tiles. */
	private final class Forward implements Progress {

		@Override
		public void stage(final String room) {
			progress.stage(room);
		}

		@Override
		public void fraction(final double fraction) {
			if (fraction <= done) return;
			done = fraction;
			progress.fraction(done);
		}

		@Override
		public boolean canceled() {
			return progress.canceled();
		}
	}
}
