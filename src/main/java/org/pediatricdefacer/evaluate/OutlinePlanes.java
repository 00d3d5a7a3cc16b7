package org.pediatricdefacer.evaluate;

import java.awt.image.BufferedImage;
import java.util.Arrays;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Draws the outlines of two masks in three planes through the middle of what they disagree on: axial and coronal with the
 * patient's right on the left, sagittal with the face on the left.
 */
final class OutlinePlanes {

	private static final int REFERENCE = 0xffb000;
	private static final int PREDICTED = 0x5ac8ff;
	private static final int BOTH = 0xffffff;
	private static final double WHITE_SHARE = 0.995;

	private final Lattice lattice;
	private final boolean[] reference;
	private final boolean[] predicted;
	private final float[] gray;
	private final float black;
	private final float white;

	/**
	 * Takes the masks.
	 *
	 * @param grid isotropic along the world's axes
	 * @param reference one flag per voxel
	 * @param predicted one flag per voxel
	 * @param gray values of the scan, or null for a black ground
	 */
	OutlinePlanes(final VoxelGrid grid, final boolean[] reference, final boolean[] predicted, final float[] gray) {
		lattice = grid.lattice();
		this.reference = reference;
		this.predicted = predicted;
		this.gray = gray;
		final float[] sorted = gray == null ? new float[] { 0 } : gray.clone();
		Arrays.sort(sorted);
		black = sorted[0];
		white = Math.max(sorted[(int) (WHITE_SHARE * (sorted.length - 1))], Math.nextUp(black));
	}

	/** Returns the three planes side by side, axial, coronal, sagittal. */
	BufferedImage image() {
		final int[] at = middle();
		final int height = Math.max(lattice.ny(), lattice.nz());
		final BufferedImage image = new BufferedImage(2 * lattice.nx() + lattice.ny(), height, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < lattice.ny(); y++)
			for (int x = 0; x < lattice.nx(); x++)
				image.setRGB(lattice.nx() - 1 - x, lattice.ny() - 1 - y + (height - lattice.ny()) / 2, color(x, y, at[2], 2));
		for (int z = 0; z < lattice.nz(); z++) {
			final int row = lattice.nz() - 1 - z + (height - lattice.nz()) / 2;
			for (int x = 0; x < lattice.nx(); x++)
				image.setRGB(2 * lattice.nx() - 1 - x, row, color(x, at[1], z, 1));
			for (int y = 0; y < lattice.ny(); y++)
				image.setRGB(2 * lattice.nx() + lattice.ny() - 1 - y, row, color(at[0], y, z, 0));
		}
		return image;
	}

	/** The median place, axis by axis, of the voxels of only one mask; of the reference if they agree. */
	private int[] middle() {
		final boolean[] apart = new boolean[reference.length];
		boolean any = false;
		for (int i = 0; i < apart.length; i++)
			any |= apart[i] = reference[i] != predicted[i];
		final boolean[] of = any ? apart : reference;
		final long[][] histograms = { new long[lattice.nx()], new long[lattice.ny()], new long[lattice.nz()] };
		long count = 0;
		for (int i = 0; i < of.length; i++)
			if (of[i]) {
				histograms[0][lattice.x(i)]++;
				histograms[1][lattice.y(i)]++;
				histograms[2][lattice.z(i)]++;
				count++;
			}
		final int[] middle = new int[3];
		for (int d = 0; d < 3; d++) {
			long below = histograms[d][0];
			while (below < (count + 1) / 2)
				below += histograms[d][++middle[d]];
		}
		return middle;
	}

	private int color(final int x, final int y, final int z, final int across) {
		final boolean truth = onOutline(reference, x, y, z, across);
		final boolean found = onOutline(predicted, x, y, z, across);
		if (truth || found) return truth && found ? BOTH : truth ? REFERENCE : PREDICTED;
		if (gray == null) return 0;
		final int level = Math.round(200 * Math.max(0, Math.min(1, (gray[lattice.index(x, y, z)] - black) / (white - black))));
		return level << 16 | level << 8 | level;
	}

	/** Whether a voxel of a mask has a neighbor outside of it in the plane across an axis. */
	private boolean onOutline(final boolean[] mask, final int x, final int y, final int z, final int across) {
		if (!mask[lattice.index(x, y, z)]) return false;
		return across != 0 && (!has(mask, x - 1, y, z) || !has(mask, x + 1, y, z)) || across != 1 && (!has(mask, x, y - 1, z) || !has(mask, x, y + 1, z))
			|| across != 2 && (!has(mask, x, y, z - 1) || !has(mask, x, y, z + 1));
	}

	private boolean has(final boolean[] mask, final int x, final int y, final int z) {
		return x >= 0 && y >= 0 && z >= 0 && x < lattice.nx() && y < lattice.ny() && z < lattice.nz() && mask[lattice.index(x, y, z)];
	}
}
