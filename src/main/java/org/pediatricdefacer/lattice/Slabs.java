package org.pediatricdefacer.lattice;

import java.util.ArrayList;
import java.util.List;

import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutor;

/** Splits work on the planes of a volume among the threads of the current {@link TaskExecutor}. */
public final class Slabs {

	private Slabs() {}

	/** Work on the planes {@code from} (inclusive) to {@code to} (exclusive). */
	@FunctionalInterface
	public interface Task {

		/** Does the work on some planes; called from several threads at once, each with planes of its own. */
		void run(int from, int to);
	}

	/**
	 * Runs a task over planes 0 to {@code n - 1} and returns when all are done.
	 *
	 * @param n number of planes
	 * @param task must give the same result however the planes are split
	 */
	public static void run(final int n, final Task task) {
		final TaskExecutor executor = Parallelization.getTaskExecutor();
		final int tasks = Math.min(n, executor.suggestNumberOfTasks());
		if (tasks <= 1) {
			task.run(0, n);
			return;
		}
		final List<int[]> parts = new ArrayList<>();
		for (int t = 0; t < tasks; t++)
			parts.add(new int[] { (int) ((long) n * t / tasks), (int) ((long) n * (t + 1) / tasks) });
		executor.forEach(parts, part -> task.run(part[0], part[1]));
	}
}
