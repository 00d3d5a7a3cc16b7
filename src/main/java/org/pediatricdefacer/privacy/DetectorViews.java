package org.pediatricdefacer.privacy;

import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;

/** The angles from which a face detector looks at a head: 27, all within 60 degrees of the front or of a side. */
final class DetectorViews {

	/** Front, thirds and three quarters to both sides, and the sides themselves. */
	private static final double[] YAWS_DEG = { -90, -60, -40, -20, 0, 20, 40, 60, 90 };
	private static final double[] PITCHES_DEG = { -15, 0, 15 };
	private static final double PIXEL_MM = 1;

	private DetectorViews() {}

	/**
	 * Counts the views with a face.
	 *
	 * @param detector looks at each
	 * @param head the scan before defacing, for the cameras
	 * @param before renders the scan
	 * @param after renders the defaced scan
	 * @param skin threshold of the surface
	 * @return the counts
	 */
	static DetectorHits hits(final FaceDetector detector, final IsotropicScan head, final HeadRender before, final HeadRender after, final double skin) {
		int views = 0;
		int was = 0;
		int is = 0;
		for (final double pitch : PITCHES_DEG)
			for (final double yaw : YAWS_DEG) {
				final Camera camera = Camera.of(yaw, pitch, head, PIXEL_MM);
				views++;
				if (!detector.detect(before.surface(camera, skin)).isEmpty()) was++;
				if (!detector.detect(after.surface(camera, skin)).isEmpty()) is++;
			}
		return new DetectorHits(detector.name(), views, was, is);
	}
}
