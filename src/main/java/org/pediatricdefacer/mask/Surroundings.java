package org.pediatricdefacer.mask;

import java.util.function.IntPredicate;

import org.pediatricdefacer.lattice.BoxMean;
import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;

/**
 * The air around a head, told from the solid head by intensity.
 * <p>
 * Solid is what is brighter than the middle between the air's noise and Otsu's threshold, alone and with its neighbors (a speck
 * of noise is not), and the brain and eyes whatever their intensity; the largest such piece, closed with a ball so that nostrils,
 * mouth and dark bone belong to it. Where this leaves hardly anything between brain and air, skin is dark, as with suppressed fat, and solid is what
 * has a twentieth of the brain's brightness. What lies beyond the field of view is unknown and counts as neither.
 */
final class Surroundings {

	/** Radius of the closing; nostrils and auditory canals are narrower, the space behind an ear is wider. */
	private static final double CLOSING_MM = 5;

	/** Radius of the ball that bridges what metal, a dark jaw or an open mouth takes out of a face. */
	private static final double BRIDGED_MM = 24;

	/** Airways are narrower than twice this, and the air around a head is wider. */
	private static final double WIDE_MM = 8;

	/** Air this far from wide air still belongs to it: beside the nose, under the chin, behind the ears. */
	private static final double NEAR_WIDE_MM = 14;

	/** Air that makes up less of the volume than this is no surrounding: the field of view lies inside the head. */
	private static final double LEAST_SHARE = 0.01;

	/** A pocket of air at the border smaller than this may be an airway that the border cuts. */
	private static final double LEAST_POCKET_ML = 2;

	/** A brain smaller than this tells nothing of how bright brains are here. */
	private static final double LEAST_BRAIN_ML = 50;

	/** In heads at most 0.7 % of the brain's surface lies within this of the air; with suppressed fat 5 to 65 %. */
	private static final double BARE_MM = 4;
	private static final double MOST_BARE = 0.05;

	/** Dark skin has this of the way from air to brain at least. */
	private static final double DARK_SHARE = 0.05;

	/** Dark scalp may be parted from the brain by darker bone; pieces of less than this of the largest are ghosts. */
	private static final double LEAST_PIECE = 0.1;

	/** A scalp takes less than half of the air; if more becomes solid, it is noise. */
	private static final double LEAST_AIR_KEPT = 0.5;

	private static final int BINS = 256;

	/** The largest normalized intensity. */
	private static final double TOP = 1.5;

	final boolean[] exterior;
	/** Distance of each voxel to the air around the head, as far as asked for; infinity beyond. */
	final float[] depth_mm;
	/** Whether there is enough air to trust depths. */
	final boolean visible;
	private final Lattice lattice;

	Surroundings(final ModelHead head, final double deepest_mm) {
		lattice = head.lattice;
		final Brightness brightness = new Brightness(head);
		final boolean[] usual = exterior(head, brightness, brightness.usual(), false);
		final float[] usual_mm = DistanceTransform.distance_mm(usual, head.lattice, deepest_mm);
		final boolean[] dark = bare(head, usual_mm) > MOST_BARE ? exterior(head, brightness, brightness.dark(), true) : usual;
		final boolean isDark = dark != usual && count(dark) > LEAST_AIR_KEPT * count(usual);
		exterior = isDark ? dark : usual;
		depth_mm = isDark ? DistanceTransform.distance_mm(dark, head.lattice, deepest_mm) : usual_mm;
		visible = count(exterior) >= LEAST_SHARE * exterior.length;
	}

	private static long count(final boolean[] mask) {
		long count = 0;
		for (final boolean value : mask)
			count += value ? 1 : 0;
		return count;
	}

	/** The share of the brain's surface that has nothing before it. */
	private static double bare(final ModelHead head, final float[] depth_mm) {
		final Lattice lattice = head.lattice;
		final int plane = lattice.nx() * lattice.ny();
		long surface = 0;
		long bare = 0;
		for (int z = 1; z < lattice.nz() - 1; z++)
			for (int y = 1; y < lattice.ny() - 1; y++)
				for (int x = 1; x < lattice.nx() - 1; x++) {
					final int i = lattice.index(x, y, z);
					if (!head.is(i, Region.BRAIN) || head.is(i - 1, Region.BRAIN) && head.is(i + 1, Region.BRAIN) && head.is(i - lattice.nx(), Region.BRAIN) &&
						head.is(i + lattice.nx(), Region.BRAIN) && head.is(i - plane, Region.BRAIN) && head.is(i + plane, Region.BRAIN)) continue;
					surface++;
					bare += depth_mm[i] <= BARE_MM ? 1 : 0;
				}
		return surface == 0 ? 0 : (double) bare / surface;
	}

	/** Returns the voxels of a head's face and eyes that are none of this air. */
	boolean[] solidFace(final ModelHead head) {
		final boolean[] face = head.voxelsOf(Region.FACE, Region.EYES);
		for (int i = 0; i < face.length; i++)
			face[i] &= !exterior[i];
		return face;
	}

	/** Returns this air without what a face, its gaps bridged, cuts off from it, but for a reach behind that. */
	boolean[] openBefore(final boolean[] face, final double reach_mm) {
		final boolean[] solid = new boolean[exterior.length];
		for (int i = 0; i < solid.length; i++)
			solid[i] = face[i] || !exterior[i];
		final boolean[] open = DistanceTransform.dilate(outside(close(solid, lattice, BRIDGED_MM), lattice), lattice, reach_mm);
		for (int i = 0; i < open.length; i++)
			open[i] &= exterior[i];
		return open;
	}

	/** The depth that a voxel has at least: in front of and beside the field of view there may be air at once. */
	double leastDepth_mm(final int x, final int y, final int z) {
		final double beside_mm = Math.min(x + 1, lattice.nx() - x) * lattice.dx_mm();
		final double before_mm = (lattice.ny() - y) * lattice.dy_mm();
		return Math.min(depth_mm[lattice.index(x, y, z)], Math.min(beside_mm, before_mm));
	}

	/** How bright air and head are. */
	private static final class Brightness {

		/** Means around each voxel. */
		private final float[] around;
		private final double brain;
		private final double otsu;
		private final double air;

		Brightness(final ModelHead head) {
			around = BoxMean.of(head.intensities, head.lattice);
			brain = brightness(head);
			otsu = otsu(around, brain);
			air = median(around, i -> around[i] < otsu);
		}

		double usual() {
			return 0.5 * (otsu + air);
		}

		double dark() {
			return air + DARK_SHARE * (brain - air);
		}
	}

	private static boolean[] exterior(final ModelHead head, final Brightness brightness, final double threshold, final boolean dark) {
		final boolean[] bright = new boolean[head.intensities.length];
		for (int i = 0; i < bright.length; i++)
			bright[i] = Math.min(head.intensities[i], brightness.around[i]) > threshold || head.is(i, Region.BRAIN) || head.is(i, Region.EYES);
		final ConnectedComponents pieces = new ConnectedComponents(bright, head.lattice, Connectivity.FACES);
		final boolean[] solid = close(dark ? large(pieces) : pieces.selectLargest(), head.lattice, CLOSING_MM);
		return withoutAirways(outside(solid, head.lattice), head.lattice);
	}

	private static boolean[] large(final ConnectedComponents pieces) {
		final boolean[] wanted = new boolean[pieces.count() + 1];
		for (int p = 1; p < wanted.length; p++)
			wanted[p] = pieces.size(p) >= LEAST_PIECE * pieces.size(pieces.largest());
		return pieces.select(wanted);
	}

	/** Takes away air that is only reached through narrow places: nose, mouth and throat; looked for at half resolution. */
	private static boolean[] withoutAirways(final boolean[] air, final Lattice lattice) {
		final Lattice coarse = new Lattice((lattice.nx() + 1) / 2, (lattice.ny() + 1) / 2, (lattice.nz() + 1) / 2,
			2 * lattice.dx_mm(), 2 * lattice.dy_mm(), 2 * lattice.dz_mm());
		final boolean[] solid = new boolean[coarse.voxels()];
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++)
					if (!air[i])
						solid[coarse.index(x / 2, y / 2, z / 2)] = true;
		final boolean[] wide = outside(DistanceTransform.dilate(solid, coarse, WIDE_MM), coarse);
		final boolean[] near = DistanceTransform.dilate(wide, coarse, NEAR_WIDE_MM);
		boolean any = false;
		final boolean[] result = new boolean[air.length];
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++) {
					result[i] = air[i] && near[coarse.index(x / 2, y / 2, z / 2)];
					any |= result[i];
				}
		return any ? result : air;
	}

	/** The median of the brain where there is one: brighter voxels tell nothing more about where the air ends. */
	private static double brightness(final ModelHead head) {
		int size = 0;
		for (int i = 0; i < head.classes.length; i++)
			size += head.is(i, Region.BRAIN) ? 1 : 0;
		return head.volume_ml(size) < LEAST_BRAIN_ML ? 1 : Math.max(0.05, median(head.intensities, i -> head.is(i, Region.BRAIN)));
	}

	/** The median of some values, to the width of a bin; 0 of none. */
	private static double median(final float[] values, final IntPredicate chosen) {
		final int[] counts = new int[BINS];
		int total = 0;
		for (int i = 0; i < values.length; i++) {
			if (chosen.test(i)) {
				counts[bin(values[i], TOP)]++;
				total++;
			}
		}
		if (total == 0)
			return 0;
		int seen = 0;
		int b = 0;
		while (2 * (seen += counts[b]) < total)
			b++;
		return (b + 0.5) * TOP / BINS;
	}

	private static int bin(final float value, final double top) {
		return (int) Math.max(0, Math.min(BINS - 1, value / top * BINS));
	}

	/** Otsu's threshold between 0 and {@code top} (IEEE Trans. Syst. Man Cybern. 9, 1979). */
	private static double otsu(final float[] values, final double top) {
		final double[] counts = new double[BINS];
		double total = 0;
		for (final float value : values) {
			final int b = bin(value, top);
			counts[b]++;
			total += b;
		}
		double below = 0;
		double sum = 0;
		double best = -1;
		int at = 0;
		for (int b = 0; b < BINS - 1; b++) {
			below += counts[b];
			sum += b * counts[b];
			final double above = values.length - below;
			final double gap = below == 0 || above == 0 ? 0 : sum / below - (total - sum) / above;
			if (below * above * gap * gap > best) {
				best = below * above * gap * gap;
				at = b;
			}
		}
		return (at + 1) * top / BINS;
	}

	/** Closes a mask with a ball; beyond the border there is nothing to close with, and nothing to erode from. */
	private static boolean[] close(final boolean[] mask, final Lattice lattice, final double radius_mm) {
		final boolean[] grown = DistanceTransform.dilate(mask, lattice, radius_mm);
		for (int i = 0; i < grown.length; i++)
			grown[i] = !grown[i];
		final boolean[] closed = DistanceTransform.dilate(grown, lattice, radius_mm);
		for (int i = 0; i < closed.length; i++)
			closed[i] = !closed[i] || mask[i];
		return closed;
	}

	/** Returns the largest piece of the rest, and others that reach the border other than from below. */
	private static boolean[] outside(final boolean[] solid, final Lattice lattice) {
		final boolean[] rest = new boolean[solid.length];
		for (int i = 0; i < rest.length; i++)
			rest[i] = !solid[i];
		final ConnectedComponents pieces = new ConnectedComponents(rest, lattice, Connectivity.FACES);
		final boolean[] wanted = new boolean[pieces.count() + 1];
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++)
					if (rest[i] && (lattice.onBorder(x, y, z) && z > 0))
						wanted[pieces.labels()[i]] = true;
		for (int p = 1; p < wanted.length; p++)
			wanted[p] &= pieces.size(p) * lattice.voxelVolume_mm3() >= 1000 * LEAST_POCKET_ML;
		wanted[pieces.largest()] = true;
		wanted[0] = false;
		return pieces.select(wanted);
	}
}
