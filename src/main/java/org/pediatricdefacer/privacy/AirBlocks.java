package org.pediatricdefacer.privacy;

import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.volume.FloatVolume;

/** Blocks of 4 voxels in which no interpolated value reaches a threshold, so that rays need not look at what lies in them. */
final class AirBlocks {

	static final int SIDE = 4;
	/** Rounding lets an interpolated value exceed its neighbors by less than this share of the largest. */
	private static final float ROUNDING = 4e-6f;

	private final int bx;
	private final int by;
	private final boolean[] reaches;

	/**
	 * Looks at a volume.
	 *
	 * @param head any orientation and spacing
	 * @param threshold intensity that is sought
	 */
	AirBlocks(final FloatVolume head, final double threshold) {
		final float[] values = head.values();
		final int nx = (int) head.grid().size(0);
		final int ny = (int) head.grid().size(1);
		final int nz = (int) head.grid().size(2);
		bx = blocks(nx);
		by = blocks(ny);
		reaches = new boolean[bx * by * blocks(nz)];
		final float limit = (float) threshold - ROUNDING * largest(values);
		Slabs.run(blocks(nz), (from, to) -> {
			// One plane and one row beyond a block belong to it, too: interpolation in it reaches there.
			for (int block = from * by; block < to * by; block++)
				for (int z = block / by * SIDE; z <= Math.min(nz - 1, block / by * SIDE + SIDE); z++)
					for (int y = block % by * SIDE; y <= Math.min(ny - 1, block % by * SIDE + SIDE); y++)
						look(values, (z * ny + y) * nx, nx, limit, block * bx);
		});
	}

	private static int blocks(final int voxels) {
		return (voxels + SIDE - 1) / SIDE;
	}

	private static float largest(final float[] values) {
		float largest = 0;
		for (final float value : values)
			largest = Math.max(largest, Math.abs(value));
		return largest;
	}

	/** Looks at one row of the blocks of a row that do not reach the threshold yet. */
	private void look(final float[] values, final int row, final int nx, final float limit, final int firstBlock) {
		for (int b = 0; b < bx; b++) {
			if (reaches[firstBlock + b]) continue;
			final int end = row + Math.min(nx - 1, b * SIDE + SIDE);
			int i = row + b * SIDE;
			while (i <= end && !(values[i] >= limit))
				i++;
			reaches[firstBlock + b] = i <= end;
		}
	}

	/** Returns whether something may reach the threshold in the block of a voxel. */
	boolean reaches(final int x, final int y, final int z) {
		return reaches[((z / SIDE) * by + y / SIDE) * bx + x / SIDE];
	}
}
