package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.FloatVolume;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Tells a brain whose skull was stripped from a head: all that is outside of it is one constant.
 * <p>
 * In a head 6 mm of skull and scalp or more lie between what the model takes for brain and the air; in a stripped one the constant begins at the
 * brain's surface. So the share of that surface that lies near the brain decides, not its size: part of a stripped brain may be taken for a face.
 */
public final class SkullStripping {

	/** A constant that fills less than this share of the scan may be a saturated or an empty corner. */
	private static final double LEAST_SHARE = 0.2;
	/** The model peels a brain that has no skull; what it takes for brain reaches to this of its surface. */
	private static final double NEAR_MM = 6;
	/** The share of the surface that must be near the brain: heads have 0 to 5 %, stripped ones 48 to 82 %. */
	private static final double LEAST_NEAR = 0.3;
	private static final double FINEST_MM = 2;
	/** Averages of one constant differ from it by rounding. */
	private static final double ROUNDING = 1e-5;
	private static final int SAMPLES = 1 << 16;

	private SkullStripping() {}

	/**
	 * Looks at a scan.
	 *
	 * @param scan of which the first volume is taken
	 * @param mask made from it
	 * @return whether a brain is all that it shows
	 */
	public static boolean of(final Volume scan, final Facemask mask) {
		final FloatVolume head = FloatVolume.of(scan, 0, FINEST_MM);
		final float[] values = head.values();
		final double constant = constant(values);
		if (Double.isNaN(constant)) return false;
		final VoxelGrid grid = head.grid();
		final Lattice lattice = grid.lattice();
		final byte[] classes = NearestLabels.onto(grid, new Volume(mask.classes(), mask.grid()));
		final boolean[] brain = new boolean[classes.length];
		float most = 0;
		for (int i = 0; i < brain.length; i++) {
			brain[i] = classes[i] == Region.BRAIN.label();
			most = Math.max(most, (float) Math.abs(values[i] - constant));
		}
		final boolean[] near = DistanceTransform.dilate(brain, lattice, NEAR_MM);
		long surface = 0;
		long close = 0;
		for (int z = 1; z < lattice.nz() - 1; z++)
			for (int y = 1; y < lattice.ny() - 1; y++)
				for (int x = 1; x < lattice.nx() - 1; x++) {
					final int i = lattice.index(x, y, z);
					if (!(Math.abs(values[i] - constant) > ROUNDING * most) || !touches(values, i, lattice, constant, ROUNDING * most)) continue;
					surface++;
					close += near[i] ? 1 : 0;
				}
		return surface > 0 && close >= LEAST_NEAR * surface;
	}

	private static boolean touches(final float[] values, final int i, final Lattice lattice, final double constant, final double rounding) {
		final int plane = lattice.nx() * lattice.ny();
		for (final int step : new int[] { 1, lattice.nx(), plane })
			if (Math.abs(values[i - step] - constant) <= rounding || Math.abs(values[i + step] - constant) <= rounding) return true;
		return false;
	}

	/** Returns the most frequent value of an even sample, or NaN if it is not frequent. */
	private static double constant(final float[] values) {
		final int step = values.length / SAMPLES | 1;
		final double[] sample = new double[values.length / step];
		for (int i = 0; i < sample.length; i++)
			sample[i] = values[i * step];
		return CutSurface.mostFrequent(sample, LEAST_SHARE * sample.length);
	}
}
