package org.pediatricdefacer.privacy;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.volume.FloatVolume;

/**
 * The skin of a head before defacing, seen from all sides.
 *
 * @param scan one volume before defacing
 * @param frame upright frame of the head in world coordinates
 * @param threshold intensity at which skin begins
 * @param views from all sides; shared, not to be written to
 */
record SeenSkin(FloatVolume scan, HeadFrame frame, double threshold, SideView[] views) {

	/** Looks at a volume along rays that lie a step apart, in u. */
	static SeenSkin of(final FloatVolume scan, final HeadFrame frame, final double step) {
		final double threshold = SideView.skin(scan);
		return new SeenSkin(scan, frame, threshold, SideView.all(scan, threshold, frame, step));
	}
}
