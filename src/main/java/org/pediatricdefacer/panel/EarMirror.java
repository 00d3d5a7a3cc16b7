package org.pediatricdefacer.panel;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.VoxelGrid;

/** Adds to a facemask the mirror image of one of its ears, in the plane midway between the eyes. */
final class EarMirror {

	private static final byte EARS = (byte) Region.EARS.label();

	private EarMirror() {}

	/** Returns a copy of the labels with the other ear added; what is in the mask already keeps its label. */
	static byte[] add(final Facemask facemask, final byte[] labels, final RasAxes axes, final boolean fromLeft) {
		final HeadFrame frame = facemask.frame().orElseThrow(() -> new DefacingException(
			"Where the middle of the head is was not found, so no ear can be mirrored; paint it."));
		final VoxelGrid grid = axes.grid();
		final byte[] after = labels.clone();
		long added = 0;
		for (int z = 0; z < axes.size(2); z++)
			for (int y = 0; y < axes.size(1); y++)
				for (int x = 0; x < axes.size(0); x++) {
					final int voxel = axes.index(x, y, z);
					if (labels[voxel] != 0) continue;
					final double[] world = grid.toWorld(x, y, z);
					final double right = frame.coordinate(0, world[0], world[1], world[2]);
					if (fromLeft ? right <= 0 : right >= 0) continue;
					final double[] source = grid.toVoxel(frame.place_mm(-right, frame.coordinate(1, world[0], world[1], world[2]), frame.coordinate(2,
						world[0], world[1], world[2])));
					if (isEar(labels, axes, source)) {
						after[voxel] = EARS;
						added++;
					}
				}
		if (added == 0) throw new DefacingException("The facemask has no " + (fromLeft ? "left" : "right") +
			" ear to be mirrored, or the other one is there already; paint it.");
		return after;
	}

	private static boolean isEar(final byte[] labels, final RasAxes axes, final double[] voxel) {
		final int[] nearest = new int[3];
		for (int d = 0; d < 3; d++) {
			nearest[d] = (int) Math.round(voxel[d]);
			if (nearest[d] < 0 || nearest[d] >= axes.size(d)) return false;
		}
		return labels[axes.index(nearest)] == EARS;
	}
}
