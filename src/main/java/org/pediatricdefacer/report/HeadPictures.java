package org.pediatricdefacer.report;

import java.util.List;

import org.pediatricdefacer.evaluate.AirThreshold;

/**
 * The pictures of one result.
 *
 * @param views the outside from five sides
 * @param planes sagittal, coronal, axial
 */
record HeadPictures(List<ViewPicture> views, List<PlanePicture> planes) {

	/** Nothing to see. */
	static final HeadPictures NONE = new HeadPictures(List.of(), List.of());

	/**
	 * Makes the pictures.
	 *
	 * @param head the head
	 * @param showBefore whether there are pictures of the original, which identify the person
	 */
	static HeadPictures of(final HeadImages head, final boolean showBefore) {
		if (head.after().isEmpty() && !showBefore) return NONE;
		final AirThreshold threshold = head.threshold();
		return new HeadPictures(HeadViews.of(head, threshold.skin(), showBefore), HeadPlanes.of(head, threshold.air(), showBefore));
	}
}
