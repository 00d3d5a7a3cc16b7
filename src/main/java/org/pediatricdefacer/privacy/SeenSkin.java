package org.pediatricdefacer.privacy;

import java.util.Optional;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.volume.FloatVolume;

/**
 * The skin of a head before defacing, seen from all sides.
 *
 * @param scan one volume before defacing
 * @param frame upright frame of the head in world coordinates
 * @param views from all sides; shared, not to be written to
 * @param dark what else is to be looked at if its skin is dark; empty if it is as usual, or nobody knows where its brain lies
 */
record SeenSkin(FloatVolume scan, HeadFrame frame, SideView[] views, Optional<DarkHead> dark) {

	/** Looks at a volume along rays that lie a step apart, in u; the brain tells whether its skin is dark. */
	static SeenSkin of(final FloatVolume scan, final HeadFrame frame, final Optional<BrainPlace> brain, final double step) {
		final SideView[] views = SideView.all(scan, SideView.skin(scan), frame, step);
		return new SeenSkin(scan, frame, views, brain.flatMap(place -> DarkHead.of(scan, views, frame, place)));
	}
}
