package org.pediatricdefacer.privacy;

import java.util.Arrays;

import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.render.IsotropicScan;

/** The search for the brain that {@link BrainMask} describes. */
final class BrainSearch {

	/** Edge of the voxels it works on. */
	static final double GRID_MM = 2;
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
	/** This deep in the candidate is brain: what it holds of an orbit is thinner. */
	private static final double SURE_DEPTH_MM = 8;
	/** All that is brighter than this multiple of the median conducts alike. */
	private static final double BRIGHTEST_WAY = 2;
	/** Depth of the deepest place in an adult's head; smaller heads have thinner skin and skull. */
	private static final double ADULT_DEPTH_MM = 78;
	private static final double LEAST_SCALE = 0.6;
	/** Heads down to this scale may be adults' that the field of view cuts. */
	private static final double SMALL_SCALE = 0.8;

	private final IsotropicScan scan;
	private final Lattice lattice;
	private final float[] depth_mm;
	private final double scale;
	private final boolean[] brain;
	private boolean plausible;

	/**
	 * Searches.
	 *
	 * @param scan the head on a grid of {@link #GRID_MM}
	 * @param skin intensity at which skin begins
	 */
	BrainSearch(final IsotropicScan scan, final double skin) {
		this.scan = scan;
		final SkinSurface surface = SkinSurface.of(scan, skin);
		lattice = scan.lattice();
		depth_mm = DistanceTransform.distance_mm(surface.outside(), lattice);
		double deepest_mm = 0;
		for (int i = 0; i < depth_mm.length; i++) {
			// Without any outside air all is infinitely deep; what is out of view is not head.
			if (!surface.solid()[i]) depth_mm[i] = 0;
			if (Float.isFinite(depth_mm[i])) deepest_mm = Math.max(deepest_mm, depth_mm[i]);
		}
		scale = Math.max(LEAST_SCALE, Math.min(1, deepest_mm / ADULT_DEPTH_MM));
		brain = find(skin);
	}

	/** Returns one flag per voxel of the scan's grid. */
	boolean[] brain() {
		return brain;
	}

	/** Returns whether the mask ends where a brain does. */
	boolean plausible() {
		return plausible;
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
			final float[] inside_mm = DistanceTransform.distance_mm(not(tissue), lattice, MOST_EROSION_MM);
			for (int erosion = LEAST_EROSION_MM; erosion <= MOST_EROSION_MM; erosion++) {
				final boolean[] candidate = regrown(tissue, inside_mm, erosion);
				final double reach = reach_mm(candidate);
				final boolean better = bestReach_mm > reach_mm ? reach < bestReach_mm : reach <= reach_mm && count(candidate) > count(best);
				if (!better) continue;
				best = candidate;
				bestReach_mm = reach;
			}
		}
		plausible = bestReach_mm <= reach_mm;
		final boolean[] inside = insideSkull(best, even, BRIGHTEST_WAY * median);
		return opened(and(withFluid(closed(largest(and(best, inside)))), inside));
	}

	/**
	 * What is reached from deep in the candidate by a brighter way than from the skin. Bone keeps the brain from the skin, but nothing
	 * keeps the fat of an orbit from it, even where the orbit's roof is too thin to be seen.
	 */
	private boolean[] insideSkull(final boolean[] candidate, final float[] even, final double brightest) {
		final boolean[] sure = DistanceTransform.erode(closed(candidate), lattice, SURE_DEPTH_MM);
		final boolean[] shell = new boolean[candidate.length];
		for (int i = 0; i < shell.length; i++)
			shell[i] = scan.inView()[i] && depth_mm[i] <= LEAST_DEPTH_MM * scale;
		// Closed, because bright fluid in a deep fold may be reached from outside, but is thin.
		return closed(BrightPaths.toFirst(largest(sure), shell, even, brightest, scan.inView(), lattice));
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
		final boolean[] closed = DistanceTransform.erode(DistanceTransform.dilate(mask, lattice, CLOSING_MM), lattice, CLOSING_MM);
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
		final boolean[] core = DistanceTransform.erode(mask, lattice, OPENING_MM);
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

	private static boolean[] and(final boolean[] a, final boolean[] b) {
		final boolean[] both = new boolean[a.length];
		for (int i = 0; i < both.length; i++)
			both[i] = a[i] && b[i];
		return both;
	}

	private static long count(final boolean[] mask) {
		long count = 0;
		for (final boolean set : mask)
			if (set) count++;
		return count;
	}
}
