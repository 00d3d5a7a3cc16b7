package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.function.IntConsumer;

import org.pediatricdefacer.lattice.Lattice;

/**
 * Shares out voxels between two seeds by the brightness of the ways to them: a voxel goes to the seed from which it is reached without
 * passing anything as dark, as a flood from both seeds shares out a landscape (Meyer, Signal Processing 38, 1994).
 */
final class BrightPaths {

	private static final int LEVELS = 256;
	private static final int NONE = -1;

	private final float[] values;
	private final boolean[] allowed;
	private final Lattice lattice;
	private final double brightest;
	private final boolean[] first;
	private final boolean[] reached;
	/** One queue for each level of brightness; links lead from each voxel to the next in its queue. */
	private final int[] heads = new int[LEVELS];
	private final int[] tails = new int[LEVELS];
	private final int[] links;
	private int level = LEVELS - 1;

	private BrightPaths(final float[] values, final boolean[] allowed, final Lattice lattice, final double brightest) {
		this.values = values;
		this.allowed = allowed;
		this.lattice = lattice;
		this.brightest = brightest;
		first = new boolean[values.length];
		reached = new boolean[values.length];
		links = new int[values.length];
		Arrays.fill(heads, NONE);
	}

	/**
	 * Shares out voxels.
	 *
	 * @param first seed whose share is wanted
	 * @param second the other seed; voxels of both belong to the first
	 * @param values brightness, x-fastest
	 * @param brightest all values above this are alike
	 * @param allowed voxels that ways may lead through
	 * @param lattice size
	 * @return the voxels that go to the first seed
	 */
	static boolean[] toFirst(final boolean[] first, final boolean[] second, final float[] values, final double brightest, final boolean[] allowed,
		final Lattice lattice)
	{
		final BrightPaths paths = new BrightPaths(values, allowed, lattice, brightest);
		for (int i = 0; i < first.length; i++)
			if (first[i] || second[i]) paths.reach(i, first[i]);
		paths.flood();
		return paths.first;
	}

	private void flood() {
		for (; level >= 0; level--)
			while (heads[level] != NONE) {
				final int from = heads[level];
				heads[level] = from == tails[level] ? NONE : links[from];
				forEachNeighbor(from, to -> {
					if (!reached[to] && allowed[to]) reach(to, first[from]);
				});
			}
	}

	private void reach(final int i, final boolean ofFirst) {
		reached[i] = true;
		first[i] = ofFirst;
		// Beyond a dark place all is as dark as that.
		final int at = Math.min(level, levelOf(values[i]));
		if (heads[at] == NONE) heads[at] = i;
		else links[tails[at]] = i;
		tails[at] = i;
	}

	private int levelOf(final float value) {
		// NaN, where the brightness is not known, becomes 0.
		return (int) Math.max(0, Math.min(LEVELS - 1, value / brightest * LEVELS));
	}

	private void forEachNeighbor(final int i, final IntConsumer visitor) {
		final int x = lattice.x(i);
		final int y = lattice.y(i);
		final int z = lattice.z(i);
		final int plane = lattice.nx() * lattice.ny();
		if (x > 0) visitor.accept(i - 1);
		if (x < lattice.nx() - 1) visitor.accept(i + 1);
		if (y > 0) visitor.accept(i - lattice.nx());
		if (y < lattice.ny() - 1) visitor.accept(i + lattice.nx());
		if (z > 0) visitor.accept(i - plane);
		if (z < lattice.nz() - 1) visitor.accept(i + plane);
	}
}
