package org.pediatricdefacer.report;

import java.util.List;

/**
 * The pictures of one result.
 *
 * @param views the outside from five sides
 * @param planes sagittal, coronal, axial
 */
record HeadPictures(List<ViewPicture> views, List<PlanePicture> planes) {

	/** Nothing to see. */
	static final HeadPictures NONE = new HeadPictures(List.of(), List.of());
}
