package org.pediatricdefacer.session;

import java.util.Objects;

import org.pediatricdefacer.batch.BatchItem;

/**
 * One scan of a session.
 *
 * @param item the scan's file and its outputs
 * @param label how to call the scan in the records of the others; tells nothing of whose it is
 * @param role what it can tell of the head
 * @param acquisition scans of one acquisition (echoes, inversions, parts) share a name: the head cannot have moved between those that
 *           lie on the same grid
 */
public record SessionScan(BatchItem item, String label, Role role, String acquisition) {

	/** What a scan can tell of the head. */
	public enum Role {
		/** It shows the anatomy: the face is looked for. */
		ANATOMY,
		/**
		 * It shows the anatomy distorted, as echo-planar imaging does: it gives nothing to others, and takes what was found on them beside what
		 * is found on it, though brains do not fit.
		 */
		DISTORTED,
		/** It is noisy, or shows no skin: it takes what was found on the others. */
		FOLLOWER
	}

	/** Checks that nothing is missing. */
	public SessionScan {
		Objects.requireNonNull(item, "item");
		Objects.requireNonNull(label, "label");
		Objects.requireNonNull(role, "role");
		Objects.requireNonNull(acquisition, "acquisition");
	}
}
