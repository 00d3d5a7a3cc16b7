package org.pediatricdefacer.bids;

import java.util.Objects;
import java.util.Set;

/**
 * Says which part of a data set is defaced, and how it is laid out.
 *
 * @param participants labels without {@code sub-}; empty for all
 * @param sessions labels without {@code ses-}; empty for all
 * @param suffixes of scans that are wanted; empty for all; others are withheld
 * @param placement where the scans go
 * @param series what becomes of functional, diffusion and perfusion series
 */
public record DatasetOptions(Set<String> participants, Set<String> sessions, Set<String> suffixes, Placement placement, Series series) {

	/** Everything, as a new raw data set, with the series defaced. */
	public static final DatasetOptions DEFAULT = new DatasetOptions(Set.of(), Set.of(), Set.of(), Placement.COPY, Series.DEFACE);

	/** What becomes of functional, diffusion and perfusion series. */
	public enum Series {
		/** What of the face is in their view is removed. */
		DEFACE,
		/** They are copied as they are. */
		LEAVE,
		/** They are left out. */
		WITHHOLD
	}

	/** Copies the sets. */
	public DatasetOptions {
		participants = Set.copyOf(participants);
		sessions = Set.copyOf(sessions);
		suffixes = Set.copyOf(suffixes);
		Objects.requireNonNull(placement, "placement");
		Objects.requireNonNull(series, "series");
	}
}
