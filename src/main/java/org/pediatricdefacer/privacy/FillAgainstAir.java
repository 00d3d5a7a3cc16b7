package org.pediatricdefacer.privacy;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.removal.RemovedRegion;

/**
 * Compares what fills a removed region with the air beside it: can the hole be told from air?
 *
 * @param level mean of the fill less that of the air, in standard deviations of the air; 0 if both are one constant, NaN if no air is beside
 *            the region, infinite if only the fill differs from a constant
 * @param spread standard deviation of the fill over that of the air; 1 if both are constant
 */
public record FillAgainstAir(double level, double spread) {

	/** How far apart the two are looked at, on either side of the region's border. */
	private static final double SHELL_MM = 2;

	/** Fewer voxels on a side tell nothing. */
	private static final int FEWEST = 50;

	/**
	 * Compares.
	 *
	 * @param defaced values of the defaced scan's first volume, on the scan's grid
	 * @param region what was erased
	 * @param spacing_mm the three voxel sides
	 */
	public static <T extends RealType<T>> FillAgainstAir of(final RandomAccessibleInterval<T> defaced, final RemovedRegion region,
		final double[] spacing_mm)
	{
		final Lattice lattice = new Lattice((int) defaced.dimension(0), (int) defaced.dimension(1), (int) defaced.dimension(2), spacing_mm[0],
			spacing_mm[1], spacing_mm[2]);
		final byte[] removed = LabelBytes.of(region.voxels());
		final byte[] air = LabelBytes.of(region.air());
		final SummaryStatistics inside = new SummaryStatistics();
		final SummaryStatistics outside = new SummaryStatistics();
		final Cursor<T> cursor = Views.flatIterable(defaced).cursor();
		for (int i = 0; i < removed.length; i++) {
			cursor.fwd();
			if (removed[i] != 0 && beside(air, i, lattice)) inside.addValue(cursor.get().getRealDouble());
			else if (air[i] != 0 && beside(removed, i, lattice)) outside.addValue(cursor.get().getRealDouble());
		}
		if (Math.min(inside.getN(), outside.getN()) < FEWEST) return new FillAgainstAir(Double.NaN, Double.NaN);
		final double shift = inside.getMean() - outside.getMean();
		final double noise = outside.getStandardDeviation();
		return new FillAgainstAir(shift == 0 ? 0 : shift / noise, noise == 0 && inside.getStandardDeviation() == 0 ? 1 : inside
			.getStandardDeviation() / noise);
	}

	private static boolean beside(final byte[] mask, final int voxel, final Lattice lattice) {
		final int[] at = { lattice.x(voxel), lattice.y(voxel), lattice.z(voxel) };
		int stride = 1;
		for (int d = 0; d < 3; d++) {
			final int reach = (int) Math.max(1, Math.round(SHELL_MM / lattice.spacing_mm(d)));
			if (at[d] >= reach && mask[voxel - reach * stride] != 0 || at[d] + reach < lattice.size(d) && mask[voxel + reach * stride] != 0)
				return true;
			stride *= lattice.size(d);
		}
		return false;
	}
}
