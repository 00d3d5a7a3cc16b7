package org.pediatricdefacer;

/**
 * Hears how far a scan has come, and is asked whether to stop.
 * <p>
 * Calls come from the thread that runs the defacer, one after the other. {@link #canceled()} is polled at least once per
 * tile; when it says yes, the run ends with a {@link DefacingCanceledException}.
 */
public interface Progress {

	/** Hears nothing and never cancels. */
	Progress NONE = new Progress() {};

	/**
	 * Hears that the scan enters a room.
	 *
	 * @param room name of the step in the words of the program, such as {@code "infer"}
	 */
	default void stage(final String room) {}

	/**
	 * Hears how much of the whole scan is done.
	 *
	 * @param done share in [0, 1], never decreasing within one scan
	 */
	default void fraction(final double done) {}

	/**
	 * Tells whether the user asked to stop.
	 *
	 * @return true from the moment of the request on
	 */
	default boolean canceled() {
		return false;
	}

	/**
	 * Ends the run if the user asked to stop.
	 *
	 * @throws DefacingCanceledException if {@link #canceled()}
	 */
	default void check() {
		if (canceled()) throw new DefacingCanceledException();
	}

	/**
	 * Gives a part of the scan its own progress from 0 to 1.
	 *
	 * @param from share of the scan done before the part
	 * @param to share of the scan done after it
	 * @return reports to this one
	 */
	default Progress part(final double from, final double to) {
		final Progress whole = this;
		return new Progress() {

			@Override
			public void stage(final String room) {
				whole.stage(room);
			}

			@Override
			public void fraction(final double done) {
				whole.fraction(from + (to - from) * done);
			}

			@Override
			public boolean canceled() {
				return whole.canceled();
			}
		};
	}
}
