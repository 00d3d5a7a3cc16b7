package org.pediatricdefacer.privacy;

import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Neighbors;
import org.pediatricdefacer.render.IsotropicScan;

/**
 * The outer surface of a head: where air that is connected to the outside meets what is not.
 * <p>
 * The head is the largest piece above an intensity threshold, closed by 5 mm so that nostrils and ear canals do not open it. Air
 * counts as outside if it is the largest piece of air, or reaches the border of the field of view on any side but the lower one:
 * an airway that the field of view cuts from below stays inside. What lies outside the field of view is unknown; a head's cut
 * face is no skin.
 */
public final class SkinSurface {

	private static final double CLOSING_MM = 5;
	/** Crumbs of a defaced head smaller than this show nothing: a drop of 5 mm. */
	private static final double LEAST_PIECE_ML = 0.05;

	private final Lattice lattice;
	private final boolean[] solid;
	private final boolean[] outside;
	private final boolean[] skin;

	private SkinSurface(final IsotropicScan scan, final boolean[] tissue) {
		lattice = scan.lattice();
		final boolean[] closed = closed(tissue);
		final boolean[] air = new boolean[closed.length];
		for (int i = 0; i < air.length; i++)
			air[i] = scan.inView()[i] && !closed[i];
		outside = outside(air, scan.inView());
		solid = new boolean[air.length];
		for (int i = 0; i < solid.length; i++)
			solid[i] = scan.inView()[i] && !outside[i];
		skin = new boolean[air.length];
		Neighbors.forEachTouching(solid, outside, lattice, i -> skin[i] = true);
	}

	/**
	 * Finds the skin of a head.
	 *
	 * @param scan on its isotropic grid
	 * @param threshold intensity at which skin begins, in the units of the scan
	 * @return the surface; without skin if nothing reaches the threshold
	 */
	public static SkinSurface of(final IsotropicScan scan, final double threshold) {
		final boolean[] above = above(scan, threshold);
		final ConnectedComponents pieces = new ConnectedComponents(above, scan.lattice(), Connectivity.FACES);
		return new SkinSurface(scan, pieces.count() == 0 ? above : pieces.selectLargest());
	}

	/**
	 * Finds what has become the outer surface of a head whose parts were removed.
	 *
	 * @param defaced scan on the grid of this surface
	 * @param threshold the same as for this surface
	 * @return the new surface; pieces of this head that hang in the air belong to it if they have 0.05 ml or more
	 */
	public SkinSurface after(final IsotropicScan defaced, final double threshold) {
		final boolean[] above = above(defaced, threshold);
		for (int i = 0; i < above.length; i++)
			above[i] &= solid[i];
		final ConnectedComponents pieces = new ConnectedComponents(above, lattice, Connectivity.FACES);
		final boolean[] wanted = new boolean[pieces.count() + 1];
		for (int p = 1; p < wanted.length; p++)
			wanted[p] = pieces.size(p) * lattice.voxelVolume_mm3() >= 1000 * LEAST_PIECE_ML;
		return new SkinSurface(defaced, pieces.select(wanted));
	}

	private static boolean[] above(final IsotropicScan scan, final double threshold) {
		final boolean[] above = new boolean[scan.values().length];
		for (int i = 0; i < above.length; i++)
			above[i] = scan.inView()[i] && scan.values()[i] >= threshold;
		return above;
	}

	private boolean[] closed(final boolean[] tissue) {
		final boolean[] closed = DistanceTransform.erode(DistanceTransform.dilate(tissue, lattice, CLOSING_MM), lattice, CLOSING_MM);
		for (int i = 0; i < closed.length; i++)
			closed[i] |= tissue[i];
		return closed;
	}

	private boolean[] outside(final boolean[] air, final boolean[] inView) {
		final ConnectedComponents pieces = new ConnectedComponents(air, lattice, Connectivity.FACES);
		final boolean[] wanted = new boolean[pieces.count() + 1];
		if (pieces.count() > 0) wanted[pieces.largest()] = true;
		final int below = lattice.nx() * lattice.ny();
		for (int i = 0; i < air.length; i++) {
			final int piece = pieces.labels()[i];
			if (piece == 0 || wanted[piece]) continue;
			wanted[piece] = Neighbors.touchesOutOfView(inView, lattice, i, below);
		}
		return pieces.select(wanted);
	}

	/** Returns the size and spacing of the arrays. */
	public Lattice lattice() {
		return lattice;
	}

	/** Returns the voxels in view that outside air does not reach: the head and all in it; not a copy. */
	public boolean[] solid() {
		return solid;
	}

	/** Returns the voxels of outside air; not a copy. */
	public boolean[] outside() {
		return outside;
	}

	/** Returns the voxels of the head with a face neighbor in outside air; not a copy. */
	public boolean[] skin() {
		return skin;
	}
}
