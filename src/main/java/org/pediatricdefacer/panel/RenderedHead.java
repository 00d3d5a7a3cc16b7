package org.pediatricdefacer.panel;

import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.Rendering;
import org.pediatricdefacer.volume.Volume;

/** A head that is ready to be rendered from any side. Made and rendered outside the event thread. */
final class RenderedHead {

	private static final double SPACING_MM = 1.25;

	private final IsotropicScan head;
	private final double skin;
	private final HeadRender render;

	private RenderedHead(final IsotropicScan head, final double skin) {
		this.head = head;
		this.skin = skin;
		render = new HeadRender(head.smoothed());
	}

	/** Prepares a scan as it came. */
	static RenderedHead of(final Volume scan) {
		final IsotropicScan head = IsotropicScan.of(scan, SPACING_MM);
		return new RenderedHead(head, AirThreshold.of(head).skin());
	}

	/** Prepares the same scan defaced, to be shown at the same threshold. */
	RenderedHead like(final Volume defaced) {
		return new RenderedHead(IsotropicScan.of(defaced, head.grid()), skin);
	}

	/** Renders the head; angles in degrees as in {@link Camera}. */
	Rendering from(final double yaw_deg, final double pitch_deg) {
		return render.surface(Camera.of(yaw_deg, pitch_deg, head, SPACING_MM), skin);
	}
}
