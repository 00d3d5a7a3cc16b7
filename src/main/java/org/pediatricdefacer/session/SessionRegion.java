package org.pediatricdefacer.session;

import java.util.List;

import net.imglib2.img.array.ArrayImgs;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * What is removed from one scan of a session: what was found on any of them, but for what lies near the brain.
 *
 * @param removed one flag per voxel of the scan's grid, x-fastest
 * @param brain where the brain lies, by the scan itself or by the others
 * @param air air beside what is removed, as the sources saw it
 * @param covered what lies in the field of view of a scan on which a face was found
 */
record SessionRegion(boolean[] removed, boolean[] brain, boolean[] air, boolean[] covered) {

	private static final byte NOTHING = 0;
	private static final byte REMOVED = 1;
	private static final byte BRAIN = 2;
	private static final byte AIR = 3;

	/**
	 * What was found on one scan.
	 *
	 * @param marks 0 nothing, 1 removed, 2 brain, 3 air beside it; one per voxel, x-fastest
	 * @param grid of the scan
	 * @param transform from the world of that scan to that of the one to deface
	 */
	record Source(byte[] marks, VoxelGrid grid, RigidTransform transform) {

		/** Makes a source of what was found on a scan. */
		static Source of(final RemovedRegion region, final boolean[] brain, final VoxelGrid grid) {
			final byte[] removed = region.voxels().update(null).getCurrentStorageArray();
			final byte[] air = region.air().update(null).getCurrentStorageArray();
			final byte[] marks = new byte[removed.length];
			for (int i = 0; i < marks.length; i++)
				marks[i] = brain[i] ? BRAIN : removed[i] != 0 ? REMOVED : air[i] != 0 ? AIR : NOTHING;
			return new Source(marks, grid, RigidTransform.IDENTITY);
		}

		Source by(final RigidTransform other) {
			return new Source(marks, grid, other);
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
		for (final Source source : sources) {
			final byte[] marks = source.onto(grid);
			for (int i = 0; i < voxels; i++) {
				removed[i] |= marks[i] == REMOVED;
				carriedBrain[i] |= marks[i] == BRAIN;
				air[i] |= marks[i] == AIR;
				covered[i] |= marks[i] != NearestLabels.OUTSIDE;
			}
		}
		final boolean[] brain = ownBrain == null ? carriedBrain : ownBrain;
		final Lattice lattice = grid.lattice();
		final boolean[] guarded = DistanceTransform.dilate(brain, lattice, guard_mm);
		for (int i = 0; i < voxels; i++)
			removed[i] &= !guarded[i];
		for (int i = 0; i < voxels; i++)
			air[i] &= !removed[i] && !brain[i];
		return new SessionRegion(removed, brain, air, covered);
	}
}
