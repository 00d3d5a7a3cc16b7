package org.pediatricdefacer.privacy;

import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.FaceLeft.Globe;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Fits a sphere to what was found of each eyeball, and says how much of it is removed.
 * <p>
 * A globe of which only the front was found must not count as removed with that front. The sphere lies around the middle of what
 * was found and is as large as that, but no smaller than eyeballs are: 10 u in radius, which is 8 mm in a newborn and 11.4 mm in an
 * adult.
 */
final class GlobeFit {

	private static final double LEAST_RADIUS = 10;
	private static final double MOST_RADIUS = 13;
	/** Less than this is no eye. */
	private static final double LEAST_ML = 0.3;

	private final String side;
	private final VoxelGrid grid;
	private final double unit_mm;
	private final double[] sum = new double[3];
	private long count;

	private GlobeFit(final String side, final VoxelGrid grid, final double unit_mm) {
		this.side = side;
		this.grid = grid;
		this.unit_mm = unit_mm;
	}

	/**
	 * Measures both globes.
	 *
	 * @param classes of every voxel, as in {@link Region}
	 * @param removed what was removed; voxels above 0
	 * @param grid of both
	 * @param frame upright frame of the head in world coordinates
	 * @return those that were found, left before right
	 */
	static List<Globe> of(final RandomAccessibleInterval<UnsignedByteType> classes, final RandomAccessibleInterval<UnsignedByteType> removed,
		final VoxelGrid grid, final HeadFrame frame)
	{
		return fit(classes, grid, frame).stream().map(globe -> globe.without(removed)).toList();
	}

	/**
	 * Fits a sphere to each globe.
	 *
	 * @param classes of every voxel, as in {@link Region}
	 * @param grid of the scan
	 * @param frame upright frame of the head in world coordinates
	 * @return those that were found, left before right
	 */
	static List<GlobeFit> fit(final RandomAccessibleInterval<UnsignedByteType> classes, final VoxelGrid grid, final HeadFrame frame) {
		final List<GlobeFit> sides = List.of(new GlobeFit("left", grid, frame.unit_mm()), new GlobeFit("right", grid, frame.unit_mm()));
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(classes).localizingCursor();
		while (cursor.hasNext())
			if (cursor.next().get() == Region.EYES.label()) {
				final double[] at = grid.toWorld(cursor.positionAsDoubleArray());
				sides.get(frame.coordinate(0, at[0], at[1], at[2]) < 0 ? 0 : 1).add(at);
			}
		return sides.stream().filter(globe -> globe.count * grid.voxelVolume_mm3() >= 1000 * LEAST_ML).toList();
	}

	/** Measures the globe in a scan of which something was removed; voxels above 0. */
	Globe without(final RandomAccessibleInterval<UnsignedByteType> removed) {
		return new Globe(side, share(removed));
	}

	private void add(final double[] at) {
		for (int d = 0; d < 3; d++)
			sum[d] += at[d];
		count++;
	}

	private double share(final RandomAccessibleInterval<UnsignedByteType> removed) {
		final double[] center = { sum[0] / count, sum[1] / count, sum[2] / count };
		final double radius_mm = Math.min(MOST_RADIUS * unit_mm, Math.max(LEAST_RADIUS * unit_mm, Math.cbrt(count * grid.voxelVolume_mm3() * 3 / (4 *
			Math.PI))));
		final double[] middle = grid.toVoxel(center);
		final long[] low = new long[3];
		final long[] high = new long[3];
		for (int d = 0; d < 3; d++) {
			// An oblique grid's box around the sphere is no larger than this.
			final double reach = 2 * radius_mm / grid.spacing_mm(d);
			low[d] = Math.max(0, (long) Math.ceil(middle[d] - reach));
			high[d] = Math.min(grid.size(d) - 1, (long) Math.floor(middle[d] + reach));
		}
		final RandomAccess<UnsignedByteType> access = removed.randomAccess();
		long all = 0;
		long gone = 0;
		for (long z = low[2]; z <= high[2]; z++)
			for (long y = low[1]; y <= high[1]; y++)
				for (long x = low[0]; x <= high[0]; x++) {
					final double[] at = grid.toWorld(x, y, z);
					final double square = Math.pow(at[0] - center[0], 2) + Math.pow(at[1] - center[1], 2) + Math.pow(at[2] - center[2], 2);
					if (square > radius_mm * radius_mm) continue;
					all++;
					gone += access.setPositionAndGet(x + removed.min(0), y + removed.min(1), z + removed.min(2)).get() > 0 ? 1 : 0;
				}
		return all == 0 ? Double.NaN : (double) gone / all;
	}
}
