package org.pediatricdefacer.privacy;

import java.util.Arrays;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.apache.commons.math3.stat.descriptive.StatisticalSummary;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.table.Quantiles;

/**
 * Compares what fills a removed region with the air beside it: can the hole be told from air?
 * <p>
 * Of each the values are clipped to the range of their middle 96 %, so that single strays do not decide.
 *
 * @param level mean of the fill less that of the air, in standard deviations of the air; 0 if both are one constant, NaN if no air is beside
 *            the region, infinite if only the fill differs from a constant
 * @param spread standard deviation of the fill over that of the air; 1 if both are constant
 */
public record FillAgainstAir(double level, double spread) {

	/** How far apart the two are looked at, on either side of the region's border. */
	private static final double SHELL_MM = 2;

	/** Beyond these shares of the values lie strays, such as ghosts and flow, one of which weighs as much as a thousand voxels of noise. */
	private static final double TAIL = 0.02;

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
		final double[][] values = new double[2][1 << 10];
		final int[] count = new int[2];
		final RandomAccess<T> access = Views.zeroMin(defaced).randomAccess();
		for (int i = 0; i < removed.length; i++) {
			if (removed[i] == 0 && air[i] == 0) continue;
			final int which = removed[i] != 0 && beside(air, i, lattice) ? 0 : air[i] != 0 && beside(removed, i, lattice) ? 1 : -1;
			if (which < 0) continue;
			if (count[which] == values[which].length) values[which] = Arrays.copyOf(values[which], 2 * count[which]);
			values[which][count[which]++] = access.setPositionAndGet(lattice.x(i), lattice.y(i), lattice.z(i)).getRealDouble();
		}
		if (Math.min(count[0], count[1]) < FEWEST) return new FillAgainstAir(Double.NaN, Double.NaN);
		final StatisticalSummary inside = clipped(Arrays.copyOf(values[0], count[0]));
		final StatisticalSummary outside = clipped(Arrays.copyOf(values[1], count[1]));
		final double shift = inside.getMean() - outside.getMean();
		final double noise = outside.getStandardDeviation();
		return new FillAgainstAir(shift == 0 ? 0 : shift / noise, noise == 0 && inside.getStandardDeviation() == 0 ? 1 : inside
			.getStandardDeviation() / noise);
	}

	/** Of the values, each clipped to the range of their middle 96 %. */
	private static StatisticalSummary clipped(final double[] values) {
		Arrays.sort(values);
		final double low = Quantiles.ofSorted(values, TAIL);
		final double high = Quantiles.ofSorted(values, 1 - TAIL);
		final SummaryStatistics clipped = new SummaryStatistics();
		for (final double value : values)
			clipped.addValue(Math.max(low, Math.min(high, value)));
		return clipped;
	}

	private static boolean beside(final byte[] mask, final int voxel, final Lattice lattice) {
		return beside(mask, voxel, lattice.x(voxel), lattice.nx(), lattice.dx_mm(), 1) || beside(mask, voxel, lattice.y(voxel), lattice.ny(), lattice.dy_mm(),
			lattice.nx()) || beside(mask, voxel, lattice.z(voxel), lattice.nz(), lattice.dz_mm(), lattice.nx() * lattice.ny());
	}

	private static boolean beside(final byte[] mask, final int voxel, final int at, final int size, final double spacing_mm, final int stride) {
		final int reach = (int) Math.max(1, Math.round(SHELL_MM / spacing_mm));
		return at >= reach && mask[voxel - reach * stride] != 0 || at + reach < size && mask[voxel + reach * stride] != 0;
	}
}
