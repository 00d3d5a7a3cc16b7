package org.pediatricdefacer.privacy;

import java.util.Arrays;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * How much of the brain a defacing took, by a brain mask that the facemask's network has not made.
 *
 * @param source where the brain mask comes from
 * @param brain_ml volume of the brain mask
 * @param removed_voxels voxels of the scan that are brain and were removed
 * @param removedInside_voxels those of them that lie at least 3 mm inside the brain mask: beyond the uncertainty of our own mask
 * @param removed_ml volume of the brain removed
 * @param nearest_mm smallest distance between centers of removed voxels and brain voxels; 0 if they overlap, infinite if one of
 *            the two masks is empty
 */
public record BrainPreservation(Source source, double brain_ml, long removed_voxels, long removedInside_voxels, double removed_ml, double nearest_mm) {

	/** Where a brain mask comes from. */
	public enum Source {
		/** Given by the user. */
		GIVEN("given"),
		/** Found by {@link BrainMask}, whose edge is uncertain by 2 to 3 mm. */
		CLASSICAL("by intensity and morphology, edge uncertain by 2 to 3 mm"),
		/** Found by {@link BrainMask}, but not plausible: nothing can be concluded. */
		DOUBTFUL("by intensity and morphology, but not of the shape of a brain; give a brain mask");

		private final String text;

		Source(final String text) {
			this.text = text;
		}

		/** Returns the words for reports. */
		public String text() {
			return text;
		}
	}

	private static final double INSIDE_MM = 3;

	/**
	 * Measures with a brain mask that was given.
	 *
	 * @param removed voxels of the scan that were removed, x-fastest
	 * @param scan grid of the scan
	 * @param brain mask on any grid; every value above 0 is brain
	 * @return the measures
	 */
	public static BrainPreservation given(final boolean[] removed, final VoxelGrid scan, final Volume brain) {
		return of(Source.GIVEN, removed, NearestLabels.above0(NearestLabels.onto(scan, brain)), scan);
	}

	/**
	 * Measures with our own brain mask.
	 *
	 * @param removed voxels of the scan that were removed, x-fastest
	 * @param before the scan before defacing
	 * @return the measures; with 0 ml of brain if none was found
	 */
	public static BrainPreservation classical(final boolean[] removed, final Volume before) {
		final BrainMask brain = BrainMask.of(before, before.grid());
		return of(brain.plausible() ? Source.CLASSICAL : Source.DOUBTFUL, removed, brain.voxels(), before.grid());
	}

	/**
	 * Tells which voxels a defacing changed, whichever tool did it.
	 *
	 * @param before the scan before defacing
	 * @param after the defaced scan
	 * @return one flag per voxel of the first volume, x-fastest
	 * @throws IllegalArgumentException if the sizes differ
	 */
	public static boolean[] changed(final Volume before, final Volume after) {
		if (!Arrays.equals(before.first().dimensionsAsLongArray(), after.first().dimensionsAsLongArray()))
			throw new IllegalArgumentException("scans must have the same size, were " + before.grid() + " and " + after.grid());
		return changed(before.first(), after.first());
	}

	private static <S extends RealType<?>, T extends RealType<?>> boolean[] changed(final RandomAccessibleInterval<S> before,
		final RandomAccessibleInterval<T> after)
	{
		final boolean[] changed = new boolean[Math.toIntExact(before.size())];
		final Cursor<S> a = Views.flatIterable(before).cursor();
		final Cursor<T> b = Views.flatIterable(after).cursor();
		for (int i = 0; i < changed.length; i++)
			// As doubles, so that NaN stays NaN and counts as unchanged.
			changed[i] = Double.compare(a.next().getRealDouble(), b.next().getRealDouble()) != 0;
		return changed;
	}

	static BrainPreservation of(final Source source, final boolean[] removed, final boolean[] brain, final VoxelGrid grid) {
		if (removed.length != brain.length)
			throw new IllegalArgumentException("expected " + brain.length + " voxels, were " + removed.length);
		final Lattice lattice = grid.lattice();
		final boolean[] notBrain = new boolean[brain.length];
		for (int i = 0; i < brain.length; i++)
			notBrain[i] = !brain[i];
		final float[] inside_mm = DistanceTransform.distance_mm(notBrain, lattice, INSIDE_MM);
		final float[] toRemoved_mm = DistanceTransform.distance_mm(removed, lattice);
		long size = 0;
		long lost = 0;
		long lostInside = 0;
		double nearest = Double.POSITIVE_INFINITY;
		for (int i = 0; i < brain.length; i++) {
			if (!brain[i]) continue;
			size++;
			nearest = Math.min(nearest, toRemoved_mm[i]);
			if (!removed[i]) continue;
			lost++;
			// Distances of 3 mm and more come as infinite or as 3.
			if (inside_mm[i] >= INSIDE_MM) lostInside++;
		}
		return new BrainPreservation(source, size * grid.voxelVolume_mm3() / 1000, lost, lostInside, lost * grid.voxelVolume_mm3() / 1000, nearest);
	}
}
