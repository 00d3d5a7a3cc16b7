package org.pediatricdefacer.evaluate;

import java.util.Arrays;

import org.pediatricdefacer.mask.ConnectedComponents;
import org.pediatricdefacer.mask.ConnectedComponents.Connectivity;
import org.pediatricdefacer.mask.DistanceTransform;
import org.pediatricdefacer.mask.Lattice;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * A brain mask from intensities and morphology alone, so that a facemask is not judged by the network that made it.
 * <p>
 * On a 2 mm grid, with slow shading evened out: tissue brighter than 0.55 or 0.65 and darker than 1.7 times the median of what lies
 * more than 20 mm deep, more than 6 mm under the skin; eroded by 3 to 6 mm; the largest piece grown back. Of these eight candidates
 * the largest is taken that no part of lies farther than 100 mm from its center: those that leaked into neck or face do. It is
 * closed by 8 mm, grown by 2 mm of cerebrospinal fluid, its holes are filled, and it is opened by 12 mm, which takes off eyes and
 * muscles. Depths shrink with small heads. Erosion, largest piece and growing back follow Lemieux et al., Magnetic Resonance in
 * Medicine 42 (1999).
 * <p>
 * Limits: made for T1w, T2w, PD and FLAIR of whole or nearly whole heads. The edge is uncertain by 2 to 3 mm, worst at the base of
 * the skull; the mask may miss the lowest cerebellum and brainstem and may hold some of the orbits. It fails on heads whose skull
 * is bright (CT) or whose brain was removed or masked before. Where a brain mask made with care is at hand, give that one.
 */
public final class BrainMask {

	private static final double GRID_MM = 2;
	private static final double DEEP_MM = 20;
	private static final double[] DARKEST = { 0.55, 0.65 };
	private static final double BRIGHTEST = 1.7;
	private static final double LEAST_DEPTH_MM = 6;
	private static final double FLUID_DEPTH_MM = 5;
	private static final int LEAST_EROSION_MM = 3;
	private static final int MOST_EROSION_MM = 6;
	/** Adult brains reach 87 to 98 mm from their centers. */
	private static final double MOST_REACH_MM = 100;
	/** What counts for the local mean, and the half width of its box in voxels. */
	private static final double DARKEST_FOR_MEAN = 0.4;
	private static final double LEAST_DEPTH_FOR_MEAN_MM = 10;
	private static final int SHADING_RADIUS = 8;
	private static final double CLOSING_MM = 8;
	private static final double FLUID_MM = 2;
	private static final double OPENING_MM = 12;
	/** Depth of the deepest place in an adult's head; smaller heads have thinner skin and skull. */
	private static final double ADULT_DEPTH_MM = 78;
	private static final double LEAST_SCALE = 0.6;
	/** Heads down to this scale may be adults' that the field of view cuts. */
	private static final double SMALL_SCALE = 0.8;

	private final IsotropicScan scan;
	private final Lattice lattice;
	private final float[] depth_mm;
	private final double scale;

	private BrainMask(final IsotropicScan scan, final SkinSurface surface) {
		this.scan = scan;
		lattice = scan.lattice();
		depth_mm = DistanceTransform.distance_mm(surface.outside(), lattice);
		double deepest_mm = 0;
		for (int i = 0; i < depth_mm.length; i++) {
			// Without any outside air all is infinitely deep; what is out of view is not head.
			if (!surface.solid()[i]) depth_mm[i] = 0;
			if (Float.isFinite(depth_mm[i])) deepest_mm = Math.max(deepest_mm, depth_mm[i]);
		}
		scale = Math.max(LEAST_SCALE, Math.min(1, deepest_mm / ADULT_DEPTH_MM));
	}

	/**
	 * Finds the brain of a scan.
	 *
	 * @param head any orientation and spacing
	 * @param target grid of the result
	 * @return one flag per voxel of the target, x-fastest; all false if no brain was found
	 */
	public static boolean[] of(final Volume head, final VoxelGrid target) {
		final IsotropicScan scan = IsotropicScan.of(head, GRID_MM);
		final AirThreshold air = AirThreshold.of(scan);
		final boolean[] brain = new BrainMask(scan, SkinSurface.of(scan, air.skin())).find(air.skin());
		return onto(target, brain, scan.grid());
	}

	private boolean[] find(final double skin) {
		final double median = deepMedian(skin);
		final float[] even = ShadingCorrection.even(scan.values(), between(scan.values(), DARKEST_FOR_MEAN * median, BRIGHTEST * median,
			LEAST_DEPTH_FOR_MEAN_MM), lattice, SHADING_RADIUS, median);
		final double reach_mm = MOST_REACH_MM * Math.min(1, scale / SMALL_SCALE);
		boolean[] best = new boolean[depth_mm.length];
		double bestReach_mm = Double.POSITIVE_INFINITY;
		for (final double darkest : DARKEST) {
			final boolean[] tissue = between(even, darkest * median, BRIGHTEST * median, LEAST_DEPTH_MM);
			final float[] inside_mm = DistanceTransform.distance_mm(not(tissue), lattice);
			for (int erosion = LEAST_EROSION_MM; erosion <= MOST_EROSION_MM; erosion++) {
				final boolean[] candidate = regrown(tissue, inside_mm, erosion);
				final double reach = reach_mm(candidate);
				final boolean better = bestReach_mm > reach_mm ? reach < bestReach_mm : reach <= reach_mm && count(candidate) > count(best);
				if (!better) continue;
				best = candidate;
				bestReach_mm = reach;
			}
		}
		return opened(withFluid(closed(best)));
	}

	private double deepMedian(final double skin) {
		final float[] deep = new float[depth_mm.length];
		int n = 0;
		for (int i = 0; i < deep.length; i++)
			if (depth_mm[i] > DEEP_MM * scale && scan.values()[i] > skin) deep[n++] = scan.values()[i];
		Arrays.sort(deep, 0, n);
		return n == 0 ? Double.NaN : deep[n / 2];
	}

	private boolean[] between(final float[] values, final double low, final double high, final double leastDepth_mm) {
		final boolean[] between = new boolean[values.length];
		for (int i = 0; i < between.length; i++)
			between[i] = depth_mm[i] > leastDepth_mm * scale && values[i] > low && values[i] < high;
		return between;
	}

	/** Distance of the farthest voxel from the center of mass; infinite for nothing. */
	private double reach_mm(final boolean[] mask) {
		double x = 0;
		double y = 0;
		double z = 0;
		final long count = count(mask);
		for (int i = 0; i < mask.length; i++)
			if (mask[i]) {
				x += (double) lattice.x(i) / count;
				y += (double) lattice.y(i) / count;
				z += (double) lattice.z(i) / count;
			}
		double farthest2 = count == 0 ? Double.POSITIVE_INFINITY : 0;
		for (int i = 0; i < mask.length; i++)
			if (mask[i]) farthest2 = Math.max(farthest2, square(lattice.x(i) - x) + square(lattice.y(i) - y) + square(lattice.z(i) - z));
		return scan.spacing_mm() * Math.sqrt(farthest2);
	}

	private static double square(final double a) {
		return a * a;
	}

	/** The largest piece that an erosion leaves, and what of the tissue lies around it. */
	private boolean[] regrown(final boolean[] tissue, final float[] inside_mm, final int erosion_mm) {
		final boolean[] eroded = new boolean[tissue.length];
		for (int i = 0; i < eroded.length; i++)
			eroded[i] = inside_mm[i] > erosion_mm;
		final boolean[] grown = DistanceTransform.dilate(largest(eroded), lattice, erosion_mm + 1);
		for (int i = 0; i < grown.length; i++)
			grown[i] &= tissue[i];
		return grown;
	}

	private boolean[] closed(final boolean[] mask) {
		final boolean[] closed = not(DistanceTransform.dilate(not(DistanceTransform.dilate(mask, lattice, CLOSING_MM)), lattice, CLOSING_MM));
		for (int i = 0; i < closed.length; i++)
			closed[i] |= mask[i];
		return closed;
	}

	private boolean[] withFluid(final boolean[] mask) {
		final boolean[] grown = DistanceTransform.dilate(mask, lattice, FLUID_MM);
		for (int i = 0; i < grown.length; i++)
			grown[i] &= depth_mm[i] > FLUID_DEPTH_MM * scale;
		return ConnectedComponents.fillHoles(grown, lattice);
	}

	private boolean[] opened(final boolean[] mask) {
		final boolean[] core = not(DistanceTransform.dilate(not(mask), lattice, OPENING_MM));
		// Half a voxel more, so that rounding at the edge takes nothing off.
		final boolean[] opened = DistanceTransform.dilate(largest(core), lattice, OPENING_MM + GRID_MM / 2);
		for (int i = 0; i < opened.length; i++)
			opened[i] &= mask[i];
		return opened;
	}

	private boolean[] largest(final boolean[] mask) {
		final ConnectedComponents pieces = new ConnectedComponents(mask, lattice, Connectivity.FACES);
		return pieces.count() == 0 ? mask : pieces.selectLargest();
	}

	private static boolean[] not(final boolean[] mask) {
		final boolean[] rest = new boolean[mask.length];
		for (int i = 0; i < rest.length; i++)
			rest[i] = !mask[i];
		return rest;
	}

	private static long count(final boolean[] mask) {
		long count = 0;
		for (final boolean set : mask)
			if (set) count++;
		return count;
	}

	private static boolean[] onto(final VoxelGrid target, final boolean[] mask, final VoxelGrid grid) {
		final byte[] labels = new byte[mask.length];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (byte) (mask[i] ? 1 : 0);
		final byte[] carried = NearestLabels.onto(target, labels, grid);
		final boolean[] brain = new boolean[carried.length];
		for (int i = 0; i < brain.length; i++)
			brain[i] = carried[i] > 0;
		return brain;
	}
}
