package org.pediatricdefacer.mask;

import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;

/**
 * Makes the facemask on the scan's own grid from the classes there: chosen regions, margin, brain guard.
 * <p>
 * Distances are worked out where they matter only: margins in the box around the mask, the guard where the boxes around mask
 * and brain overlap.
 */
final class ScanMask {

	private static final byte BRAIN = (byte) Region.BRAIN.label();
	private static final byte EARS = (byte) Region.EARS.label();

	private final byte[] classes;
	private final Lattice lattice;
	private final byte[] labels;

	ScanMask(final byte[] classes, final Lattice lattice) {
		this.classes = classes;
		this.lattice = lattice;
		labels = new byte[classes.length];
	}

	/** Returns the labels of the mask; no voxel within the guard of a brain voxel, nor the brain itself, is in it. */
	byte[] make(final CleaningSettings settings) {
		final byte[] map = new byte[Region.CLASSES];
		for (final Region region : settings.regions())
			map[region.label()] = (byte) region.label();
		Slabs.run(lattice.nz(), (from, to) -> {
			final int plane = lattice.nx() * lattice.ny();
			for (int i = from * plane; i < to * plane; i++)
				labels[i] = map[classes[i]];
		});
		final byte grown = map[Region.FACE.label()] > 0 ? map[Region.FACE.label()] : map[Region.EYES.label()];
		if (settings.margin_mm() > 0)
			grow(settings.margin_mm(), grown);
		guard(settings.brainGuard_mm());
		return labels;
	}

	/** Grows the mask; a new voxel is of the region it is nearest to, ears or the rest. */
	private void grow(final double margin_mm, final byte face) {
		final Box box = Box.around(labels, (byte) 0, lattice, margin_mm);
		if (box == null)
			return;
		final boolean[] ears = new boolean[box.lattice.voxels()];
		final boolean[] others = new boolean[ears.length];
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice.nx(); x++) {
				ears[inBox + x] = labels[voxel + x] == EARS;
				others[inBox + x] = labels[voxel + x] > 0 && labels[voxel + x] != EARS;
			}
		});
		final float[] toEars = DistanceTransform.squared_mm2(ears, box.lattice, margin_mm);
		final float[] toFace = DistanceTransform.squared_mm2(others, box.lattice, margin_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice.nx(); x++) {
				final boolean reached = Math.min(toEars[inBox + x], toFace[inBox + x]) < Float.POSITIVE_INFINITY;
				if (reached && labels[voxel + x] == 0 && classes[voxel + x] != BRAIN)
					labels[voxel + x] = toEars[inBox + x] < toFace[inBox + x] ? EARS : face;
			}
		});
	}

	private void guard(final double guard_mm) {
		final Box mask = Box.around(labels, (byte) 0, lattice, guard_mm);
		final Box brain = Box.around(classes, BRAIN, lattice, guard_mm);
		final Box box = mask == null || brain == null ? null : mask.overlap(brain);
		if (box == null)
			return;
		final boolean[] features = new boolean[box.lattice.voxels()];
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice.nx(); x++)
				features[inBox + x] = classes[voxel + x] == BRAIN;
		});
		final float[] toBrain = DistanceTransform.squared_mm2(features, box.lattice, guard_mm);
		box.forEachRow((voxel, inBox) -> {
			for (int x = 0; x < box.lattice.nx(); x++) {
				if (toBrain[inBox + x] < Float.POSITIVE_INFINITY)
					labels[voxel + x] = 0;
			}
		});
	}

	/** What is done with a row of voxels: index of its first voxel in the scan and in the box. */
	@FunctionalInterface
	private interface RowTask {
		void run(int voxel, int inBox);
	}

	/** A part of the scan's grid. */
	private record Box(Lattice scan, int[] min, Lattice lattice) {

		/** Returns the box around the voxels of a value (0: of any other value), grown by a distance; null if there are none. */
		static Box around(final byte[] values, final byte wanted, final Lattice scan, final double grown_mm) {
			final int[] min = { scan.nx(), scan.ny(), scan.nz() };
			final int[] max = { -1, -1, -1 };
			for (int row = 0; row < scan.ny() * scan.nz(); row++) {
				final int first = first(values, wanted, row * scan.nx(), scan.nx());
				if (first == scan.nx())
					continue;
				final int last = last(values, wanted, row * scan.nx(), scan.nx());
				final int[] at = { first, row % scan.ny(), row / scan.ny() };
				for (int d = 0; d < 3; d++) {
					min[d] = Math.min(min[d], at[d]);
					max[d] = Math.max(max[d], d == 0 ? last : at[d]);
				}
			}
			if (max[0] < 0)
				return null;
			for (int d = 0; d < 3; d++) {
				final int reach = (int) Math.ceil(grown_mm / scan.spacing_mm(d));
				min[d] = Math.max(0, min[d] - reach);
				max[d] = Math.min(scan.size(d) - 1, max[d] + reach);
			}
			return between(scan, min, max);
		}

		private static int first(final byte[] values, final byte wanted, final int row, final int nx) {
			int x = 0;
			while (x < nx && (wanted == 0 ? values[row + x] == 0 : values[row + x] != wanted))
				x++;
			return x;
		}

		private static int last(final byte[] values, final byte wanted, final int row, final int nx) {
			int x = nx - 1;
			while (wanted == 0 ? values[row + x] == 0 : values[row + x] != wanted)
				x--;
			return x;
		}

		private static Box between(final Lattice scan, final int[] min, final int[] max) {
			return new Box(scan, min, new Lattice(max[0] - min[0] + 1, max[1] - min[1] + 1, max[2] - min[2] + 1, scan.dx_mm(),
				scan.dy_mm(), scan.dz_mm()));
		}

		/** Returns the common part of two boxes, null if there is none. */
		Box overlap(final Box other) {
			final int[] low = new int[3];
			final int[] high = new int[3];
			for (int d = 0; d < 3; d++) {
				low[d] = Math.max(min[d], other.min[d]);
				high[d] = Math.min(min[d] + lattice.size(d), other.min[d] + other.lattice.size(d)) - 1;
				if (low[d] > high[d])
					return null;
			}
			return between(scan, low, high);
		}

		void forEachRow(final RowTask task) {
			Slabs.run(lattice.nz(), (from, to) -> {
				for (int z = from; z < to; z++)
					for (int y = 0; y < lattice.ny(); y++)
						task.run(scan.index(min[0], min[1] + y, min[2] + z), lattice.index(0, y, z));
			});
		}
	}
}
