package org.pediatricdefacer.proof;

import java.util.Objects;

/**
 * Says that what was erased of a scan was found on others of its session.
 *
 * @param from names of those scans
 * @param by how they were brought together with this one, in words that follow "by"
 * @param checked whether it was seen on this scan that they lie on each other
 * @param own whether the scan's own face was found, too, and is erased with the others'
 * @param unseen_ml volume in which a face can be, in this scan's field of view and in none of the others'
 */
public record CarriedMask(String from, String by, boolean checked, boolean own, double unseen_ml) {

	/** Says that a scan could not be brought together with the others, so that nothing of them was erased. */
	public static final String NOTHING = "nothing";

	/** Checks that nothing is missing. */
	public CarriedMask {
		Objects.requireNonNull(from, "from");
		Objects.requireNonNull(by, "by");
	}
}
