package org.pediatricdefacer.privacy;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.VoxelGrid;

/** Where the brain lies in the frame of the head. */
final class BrainPlace {

	/** Distance of samples along a ray, in u. */
	private static final double ALONG = 1;

	private final byte[] classes;
	private final VoxelGrid grid;
	private final HeadFrame frame;

	/**
	 * Makes a place.
	 *
	 * @param classes of the head, {@link Region} labels on the grid, x-fastest; not copied
	 * @param grid where they lie
	 * @param frame upright frame of that head in world coordinates
	 */
	BrainPlace(final byte[] classes, final VoxelGrid grid, final HeadFrame frame) {
		this.classes = classes;
		this.grid = grid;
		this.frame = frame;
	}

	/** Takes the brain of a facemask that has a frame. */
	static BrainPlace of(final Facemask found) {
		return new BrainPlace(LabelBytes.of(found.classes()), found.grid(), found.frame().orElseThrow());
	}

	/**
	 * Tells whether brain lies just behind what a ray meets.
	 *
	 * @param view of this head; its frame may have moved with it
	 * @param a number of the ray from the left
	 * @param b number of its row from below
	 * @param reach how far behind brain is looked for, in u along the normal of the surface
	 */
	boolean behind(final SideView view, final int a, final int b, final double reach) {
		final double height = view.at(a, b);
		final double end = height - reach / view.cosine(a, b);
		for (double h = height; h >= end; h -= ALONG)
			if (at(view.place(a, b, h))) return true;
		return false;
	}

	private boolean at(final double[] u) {
		final double[] voxel = grid.toVoxel(frame.place_mm(u[0], u[1], u[2]));
		long index = 0;
		for (int d = 2; d >= 0; d--) {
			final long at = Math.round(voxel[d]);
			if (at < 0 || at >= grid.size(d)) return false;
			index = index * grid.size(d) + at;
		}
		return classes[(int) index] == Region.BRAIN.label();
	}
}
