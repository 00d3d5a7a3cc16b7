package org.pediatricdefacer.mask;

import java.util.function.IntPredicate;

/**
 * Makes the facemask on the scan's own grid from the classes there: chosen regions, margin, brain guard.
 * <p>
 * Distances are worked out in the box around the mask only, and only as far as they matter.
 */
final class ScanMask {

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
		final boolean[] chosen = new boolean[Region.CLASSES];
		for (final Region region : settings.regions())
			chosen[region.label()] = true;
		Slabs.run(lattice.nz(), (from, to) -> {
			final int plane = lattice.nx() * lattice.ny();
			for (int i = from * plane; i < to * plane; i++)
				labels[i] = chosen[classes[i]] ? classes[i] : 0;
		});
		if (settings.margin_mm() > 0)
			grow(settings.margin_mm());
		guard(settings.brainGuard_mm());
		return labels;
	}

	/** Grows the mask; a new voxel is of the region it is nearest to, ears or the rest. */
	private void grow(final double margin_mm) {
		final Box box = box(margin_mm);
		if (box == null)
			return;
		final int ears = Region.EARS.label();
		final float[] toEars = box.squared(i -> labels[i] == ears, margin_mm);
		final float[] toFace = box.squared(i -> labels[i] > 0 && labels[i] != ears, margin_mm);
		final byte face = (byte) (any(Region.FACE) ? Region.FACE.label() : Region.EYES.label());
		box.forEach((i, k) -> {
			if (labels[i] == 0 && classes[i] != Region.BRAIN.label()
				&& Math.min(toEars[k], toFace[k]) < Float.POSITIVE_INFINITY)
				labels[i] = toEars[k] < toFace[k] ? (byte) ears : face;
		});
	}

	private boolean any(final Region region) {
		for (final byte label : labels)
			if (label == region.label())
				return true;
		return false;
	}

	private void guard(final double guard_mm) {
		final Box box = box(guard_mm);
		if (box == null)
			return;
		final float[] toBrain = box.squared(i -> classes[i] == Region.BRAIN.label(), guard_mm);
		box.forEach((i, k) -> {
			if (toBrain[k] < Float.POSITIVE_INFINITY)
				labels[i] = 0;
		});
	}

	/** Returns the box around the mask, grown by a distance; null if the mask is empty. */
	private Box box(final double grown_mm) {
		final int[] min = { lattice.nx(), lattice.ny(), lattice.nz() };
		final int[] max = { -1, -1, -1 };
		for (int z = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++) {
				final int row = lattice.index(0, y, z);
				int first = 0;
				while (first < lattice.nx() && labels[row + first] == 0)
					first++;
				if (first == lattice.nx())
					continue;
				int last = lattice.nx() - 1;
				while (labels[row + last] == 0)
					last--;
				min[0] = Math.min(min[0], first);
				max[0] = Math.max(max[0], last);
				min[1] = Math.min(min[1], y);
				max[1] = Math.max(max[1], y);
				min[2] = Math.min(min[2], z);
				max[2] = Math.max(max[2], z);
			}
		if (max[0] < 0)
			return null;
		final int[] size = new int[3];
		for (int d = 0; d < 3; d++) {
			final int reach = (int) Math.ceil(grown_mm / lattice.spacing_mm(d));
			min[d] = Math.max(0, min[d] - reach);
			size[d] = Math.min(lattice.size(d) - 1, max[d] + reach) - min[d] + 1;
		}
		return new Box(lattice, min,
			new Lattice(size[0], size[1], size[2], lattice.dx_mm(), lattice.dy_mm(), lattice.dz_mm()));
	}

	/** What is done with a voxel of the scan and its place in the box. */
	@FunctionalInterface
	private interface VoxelTask {
		void run(int voxel, int inBox);
	}

	/** A part of the scan's grid. */
	private record Box(Lattice scan, int[] min, Lattice lattice) {

		float[] squared(final IntPredicate feature, final double limit_mm) {
			final boolean[] features = new boolean[lattice.voxels()];
			forEach((i, k) -> features[k] = feature.test(i));
			return DistanceTransform.squared_mm2(features, lattice, limit_mm);
		}

		void forEach(final VoxelTask task) {
			Slabs.run(lattice.nz(), (from, to) -> {
				for (int z = from; z < to; z++)
					for (int y = 0; y < lattice.ny(); y++) {
						final int voxel = scan.index(min[0], min[1] + y, min[2] + z);
						final int inBox = lattice.index(0, y, z);
						for (int x = 0; x < lattice.nx(); x++)
							task.run(voxel + x, inBox + x);
					}
			});
		}
	}
}
