package org.pediatricdefacer.report;

import java.util.Optional;

/**
 * A plane through a head.
 *
 * @param label such as {@code axial}
 * @param left where the left border of the picture lies in the patient, such as {@code R}
 * @param right where its right border lies
 * @param after the defaced scan, if there is one
 * @param before the original, if it may be shown
 * @param removed outline of what was removed, or of the facemask if it may be shown
 * @param brain outline of the brain
 */
record PlanePicture(String label, String left, String right, Optional<GrayPicture> after, Optional<GrayPicture> before, MaskOutline removed,
	MaskOutline brain)
{

	/** Returns the number of columns. */
	int width() {
		return after.or(() -> before).orElseThrow().width();
	}

	/** Returns the number of rows. */
	int height() {
		return after.or(() -> before).orElseThrow().height();
	}
}
