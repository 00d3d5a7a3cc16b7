package org.pediatricdefacer.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * Says how much of a region was found in a scan and how much of it a facemask removes.
 *
 * @param region which one
 * @param found_ml volume of the region's class on the scan's grid
 * @param voxelsRemoved how many voxels of the region's class are inside the mask, whatever their label there
 * @param removed_ml the same as a volume
 * @param inView share of the region's usual places that lie inside the field of view, 0 to 1; NaN if no place is known
 * @param touchesBorder whether the region reaches the border of the field of view
 */
public record RegionFound(Region region, double found_ml, long voxelsRemoved, double removed_ml, double inView,
	boolean touchesBorder)
{

	/**
	 * Measures the four regions under a mask.
	 *
	 * @param classes 0 to 4, on the scan's grid
	 * @param labels of any mask on the same grid; voxels above 0 are removed
	 * @param grid the scan's grid
	 * @param facts what was seen of the head
	 * @return brain, face, eyes and ears, in this order
	 */
	public static List<RegionFound> measure(final RandomAccessibleInterval<UnsignedByteType> classes,
		final RandomAccessibleInterval<UnsignedByteType> labels, final VoxelGrid grid, final HeadFacts facts)
	{
		if (!Arrays.equals(classes.dimensionsAsLongArray(), grid.size()) || !Arrays.equals(labels.dimensionsAsLongArray(), grid.size()))
			throw new IllegalArgumentException("classes and labels must have the size of the scan, " + grid);
		final byte[] classBytes = LabelBytes.of(classes);
		final byte[] labelBytes = LabelBytes.of(labels);
		final Lattice lattice = grid.lattice();
		final Count total = new Count();
		Slabs.run(lattice.nz(), (from, to) -> {
			final Count part = new Count();
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++)
					part.addRow(classBytes, labelBytes, lattice.index(0, y, z), lattice.nx(), y == 0 || z == 0 || y == lattice.ny() - 1 || z == lattice.nz() - 1);
			total.add(part);
		});
		final double voxel_ml = grid.voxelVolume_mm3() / 1000;
		final List<RegionFound> regions = new ArrayList<>();
		for (final Region region : Region.values()) {
			final int label = region.label();
			regions.add(new RegionFound(region, total.found[label] * voxel_ml, total.removed[label], total.removed[label] * voxel_ml,
				inView(region, facts), total.border[label]));
		}
		return regions;
	}

	/** What was counted of each class. */
	private static final class Count {

		private final long[] found = new long[Region.CLASSES];
		private final long[] removed = new long[Region.CLASSES];
		private final boolean[] border = new boolean[Region.CLASSES];

		void addRow(final byte[] classes, final byte[] labels, final int start, final int nx, final boolean outermost) {
			for (int i = start; i < start + nx; i++) {
				final int value = classes[i];
				found[value]++;
				if (labels[i] != 0)
					removed[value]++;
				if (outermost)
					border[value] = true;
			}
			border[classes[start]] = true;
			border[classes[start + nx - 1]] = true;
		}

		synchronized void add(final Count other) {
			for (int c = 0; c < found.length; c++) {
				found[c] += other.found[c];
				removed[c] += other.removed[c];
				border[c] |= other.border[c];
			}
		}
	}

	private static double inView(final Region region, final HeadFacts facts) {
		if (facts.basis() == null || region == Region.BRAIN)
			return Double.NaN;
		return region == Region.EARS ? ((facts.leftEarInView() ? 1 : 0) + (facts.rightEarInView() ? 1 : 0)) / 2.0 :
			facts.faceInView();
	}
}
