package org.pediatricdefacer.panel;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.Camera;
import org.pediatricdefacer.render.HeadRender;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.render.Rendering;
import org.pediatricdefacer.volume.Volume;

/** A head that is ready to be rendered from any side. Made and rendered outside the event thread. */
final class RenderedHead {

	private static final double SPACING_MM = 1.25;

	/** Room around the head, as a factor. */
	private static final double ROOM = 1.1;

	private final IsotropicScan head;
	private final double skin;
	private final HeadRender render;
	private final double[] center_mm;
	private final int pixels;

	private RenderedHead(final IsotropicScan head, final double skin, final double[] center_mm, final int pixels) {
		this.head = head;
		this.skin = skin;
		this.center_mm = center_mm;
		this.pixels = pixels;
		render = new HeadRender(head.smoothed());
	}

	/** Prepares a scan as it came; the head fills the pictures, from whichever side. */
	static RenderedHead of(final Volume scan) {
		final IsotropicScan head = IsotropicScan.of(scan, SPACING_MM);
		final double skin = AirThreshold.of(head).skin();
		final Lattice lattice = head.lattice();
		final int[] low = { lattice.nx(), lattice.ny(), lattice.nz() };
		final int[] high = { -1, -1, -1 };
		for (int i = 0; i < head.values().length; i++) {
			if (head.values()[i] < skin) continue;
			final int[] voxel = { lattice.x(i), lattice.y(i), lattice.z(i) };
			for (int d = 0; d < 3; d++) {
				low[d] = Math.min(low[d], voxel[d]);
				high[d] = Math.max(high[d], voxel[d]);
			}
		}
		final double[] center = new double[3];
		int longest = 1;
		for (int d = 0; d < 3; d++) {
			center[d] = (low[d] + high[d]) / 2.0;
			longest = Math.max(longest, high[d] - low[d] + 1);
		}
		return new RenderedHead(head, skin, head.grid().toWorld(center), (int) (ROOM * longest * head.spacing_mm() / SPACING_MM));
	}

	/** Prepares the same scan defaced, to be shown at the same threshold from the same place. */
	RenderedHead like(final Volume defaced) {
		return new RenderedHead(IsotropicScan.of(defaced, head.grid()), skin, center_mm, pixels);
	}

	/** Renders the head; angles in degrees as in {@link Camera}. */
	Rendering from(final double yaw_deg, final double pitch_deg) {
		return render.surface(new Camera(yaw_deg, pitch_deg, center_mm, pixels, pixels, SPACING_MM), skin);
	}
}
