package org.pediatricdefacer.session;

import java.util.Comparator;
import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * What is removed from one scan of a session: what was found on any of them, but for what lies near the brain.
 * <p>
 * The facemask is what most of the scans found that show a place, by their weights: where two disagree the surer one counts. So it follows the
 * face as the best of them does, and nothing hangs on it but the record: what is removed is the union.
 *
 * @param removed one flag per voxel of the scan's grid, x-fastest
 * @param labels the facemask of the session: 0 nothing, 2 face, 3 eyes, 4 ears
 * @param brain where the brain lies, by the scan itself or by the others
 * @param air air beside what is removed, as the sources saw it
 * @param covered what lies in the field of view of a scan on which a face was found
 */
record SessionRegion(boolean[] removed, byte[] labels, boolean[] brain, boolean[] air, boolean[] covered) {

	private static final byte NOTHING = 0;
	private static final byte REMOVED = 1;
	private static final byte BRAIN = 2;
	private static final byte AIR = 3;

	/** A mark holds one of the above in its lowest bits, and the label of the facemask over them. */
	private static final int STATE_BITS = 2;
	private static final int STATE = (1 << STATE_BITS) - 1;

	/**
	 * What was found on one scan.
	 *
	 * @param marks 0 nothing, 1 removed, 2 brain, 3 air beside it, and four times the label of the facemask; one per voxel, x-fastest
	 * @param grid of the scan
	 * @param transform from the world of that scan to that of the one to deface
	 * @param weight how much its facemask counts, above 0
	 */
	record Source(byte[] marks, VoxelGrid grid, RigidTransform transform, double weight) {

		/** Makes a source of what was found on a scan. */
		static Source of(final RemovedRegion region, final RandomAccessibleInterval<UnsignedByteType> labels, final boolean[] brain, final VoxelGrid grid,
			final double weight)
		{
			final byte[] removed = region.voxels().update(null).getCurrentStorageArray();
			final byte[] air = region.air().update(null).getCurrentStorageArray();
			final byte[] marks = new byte[removed.length];
			for (int i = 0; i < marks.length; i++)
				marks[i] = brain[i] ? BRAIN : removed[i] != 0 ? REMOVED : air[i] != 0 ? AIR : NOTHING;
			int i = 0;
			for (final UnsignedByteType label : Views.flatIterable(labels))
				marks[i++] |= (byte) (label.get() << STATE_BITS);
			return new Source(marks, grid, RigidTransform.IDENTITY, weight);
		}

		Source by(final RigidTransform other) {
			return new Source(marks, grid, other, weight);
		}

		private byte[] onto(final VoxelGrid target) {
			return NearestLabels.ontoMarked(target, new Volume(ArrayImgs.unsignedBytes(marks, grid.size()), transform.apply(grid)));
		}
	}

	/**
	 * Joins what was found.
	 *
	 * @param grid of the scan to deface
	 * @param ownBrain brain of that scan; null if none was looked for, or it is not to be trusted alone: then that of all sources counts
	 * @param sources at least one
	 * @param guard_mm nothing is removed nearer to the brain than this
	 */
	static SessionRegion of(final VoxelGrid grid, final boolean[] ownBrain, final List<Source> sources, final double guard_mm) {
		final int voxels = Math.toIntExact(grid.voxels());
		final boolean[] removed = new boolean[voxels], carriedBrain = new boolean[voxels], air = new boolean[voxels],
			covered = new boolean[voxels];
		final byte[] labels = new byte[voxels];
		final float[] votes = new float[voxels];
		for (final Source source : surestFirst(sources)) {
			final byte[] marks = source.onto(grid);
			for (int i = 0; i < voxels; i++) {
				if (marks[i] == NearestLabels.OUTSIDE) continue;
				covered[i] = true;
				removed[i] |= (marks[i] & STATE) == REMOVED;
				carriedBrain[i] |= (marks[i] & STATE) == BRAIN;
				air[i] |= (marks[i] & STATE) == AIR;
				final byte label = (byte) (marks[i] >> STATE_BITS);
				if (labels[i] == 0) labels[i] = label;
				votes[i] += (float) (label == 0 ? -source.weight() : source.weight());
			}
		}
		final boolean[] brain = ownBrain == null ? carriedBrain : ownBrain;
		final Lattice lattice = grid.lattice();
		final boolean[] guarded = DistanceTransform.dilate(brain, lattice, guard_mm);
		for (int i = 0; i < voxels; i++) {
			removed[i] &= !guarded[i];
			if (votes[i] < 0 || brain[i]) labels[i] = 0;
		}
		for (int i = 0; i < voxels; i++)
			air[i] &= !removed[i] && !brain[i];
		return new SessionRegion(removed, labels, brain, air, covered);
	}

	/** Of those that find a face at a place the surest says what of it that is. */
	private static List<Source> surestFirst(final List<Source> sources) {
		return sources.stream().sorted(Comparator.comparingDouble(Source::weight).reversed()).toList();
	}
}
