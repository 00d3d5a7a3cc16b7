package org.pediatricdefacer.mask;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

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
		final long[] found = new long[Region.CLASSES];
		final long[] removed = new long[Region.CLASSES];
		final Set<Region> atBorder = EnumSet.noneOf(Region.class);
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(classes).localizingCursor();
		final Cursor<UnsignedByteType> label = Views.flatIterable(labels).cursor();
		while (cursor.hasNext()) {
			final int value = cursor.next().get();
			final boolean masked = label.next().get() > 0;
			if (value == 0)
				continue;
			found[value]++;
			removed[value] += masked ? 1 : 0;
			if (onBorder(cursor, grid))
				atBorder.add(Region.values()[value - 1]);
		}
		final double voxel_ml = grid.voxelVolume_mm3() / 1000;
		final List<RegionFound> regions = new ArrayList<>();
		for (final Region region : Region.values())
			regions.add(new RegionFound(region, found[region.label()] * voxel_ml, removed[region.label()],
				removed[region.label()] * voxel_ml, inView(region, facts), atBorder.contains(region)));
		return regions;
	}

	private static boolean onBorder(final Cursor<?> cursor, final VoxelGrid grid) {
		for (int d = 0; d < 3; d++)
			if (cursor.getLongPosition(d) == 0 || cursor.getLongPosition(d) == grid.size(d) - 1)
				return true;
		return false;
	}

	private static double inView(final Region region, final HeadFacts facts) {
		if (facts.basis() == null || region == Region.BRAIN)
			return Double.NaN;
		return region == Region.EARS ? ((facts.leftEarInView() ? 1 : 0) + (facts.rightEarInView() ? 1 : 0)) / 2.0 :
			facts.faceInView();
	}
}
