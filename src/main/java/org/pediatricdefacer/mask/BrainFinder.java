package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;

/**
 * Cleans the brain class of a head: drops specks far from the brain, fills cavities.
 * <p>
 * Brain is protected, so a piece is dropped only if it is both small and well apart from the main one: thick slices,
 * tumors and missing bone part a brain into pieces that are near each other or large. Everything enclosed by brain is
 * brain, whatever the model took it for.
 */
final class BrainFinder {

	/** A piece of this volume is kept wherever it is. */
	private static final double LARGE_ML = 2;

	/** A piece this near to the main one is kept however small it is. */
	private static final double NEAR_MM = 10;

	/** The cleaned brain: what was kept and what was dropped. */
	record Brain(boolean[] mask, double volume_ml, int pieces, double dropped_ml, double cut_cm2, double width_mm,
		double[] center_mm) {

		/** Whether there is a brain at all. */
		boolean found() {
			return pieces > 0;
		}
	}

	private BrainFinder() {}

	/** Cleans the brain in place and says what it found. */
	static Brain clean(final ModelHead head) {
		final ConnectedComponents pieces =
			new ConnectedComponents(head.voxelsOf(Region.BRAIN), head.lattice, Connectivity.FACES);
		final boolean[] kept = kept(head, pieces);
		int keptPieces = 0;
		long dropped = 0;
		for (int p = 1; p < kept.length; p++) {
			keptPieces += kept[p] ? 1 : 0;
			dropped += kept[p] ? 0 : pieces.size(p);
		}
		final boolean[] mask = ConnectedComponents.fillHoles(pieces.select(kept), head.lattice);
		for (int i = 0; i < mask.length; i++) {
			if (mask[i] && !head.is(i, Region.BRAIN))
				head.reclassify(i, Region.BRAIN.label());
			else if (!mask[i] && head.is(i, Region.BRAIN))
				head.reclassify(i, head.mostProbable(i, Region.BRAIN.label()));
		}
		return measure(head, mask, keptPieces, head.volume_ml(dropped));
	}

	private static boolean[] kept(final ModelHead head, final ConnectedComponents pieces) {
		final boolean[] kept = new boolean[pieces.count() + 1];
		if (pieces.count() == 0)
			return kept;
		kept[pieces.largest()] = true;
		if (pieces.count() == 1)
			return kept;
		final boolean[] near = DistanceTransform.dilate(pieces.select(kept), head.lattice, NEAR_MM);
		for (int i = 0; i < near.length; i++)
			kept[pieces.labels()[i]] |= near[i];
		for (int p = 1; p < kept.length; p++)
			kept[p] |= head.volume_ml(pieces.size(p)) >= LARGE_ML;
		kept[0] = false;
		return kept;
	}

	private static Brain measure(final ModelHead head, final boolean[] mask, final int pieces, final double dropped_ml) {
		final Lattice lattice = head.lattice;
		final double[] sum = new double[3];
		long count = 0;
		int left = lattice.nx();
		int right = -1;
		long cut = 0;
		for (int z = 0, i = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, i++) {
					if (!mask[i])
						continue;
					count++;
					sum[0] += x;
					sum[1] += y;
					sum[2] += z;
					left = Math.min(left, x);
					right = Math.max(right, x);
					cut += lattice.onBorder(x, y, z) ? 1 : 0;
				}
		for (int d = 0; d < 3; d++)
			sum[d] *= lattice.spacing_mm(d) / Math.max(1, count);
		final double voxel_cm2 = Math.pow(lattice.voxelVolume_mm3(), 2.0 / 3) / 100;
		return new Brain(mask, head.volume_ml(count), pieces, dropped_ml, cut * voxel_cm2,
			Math.max(0, right - left + 1) * lattice.dx_mm(), sum);
	}
}
