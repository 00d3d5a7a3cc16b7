package org.pediatricdefacer.removal;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.mask.BrainGuard;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * What is erased of a scan: a region around the facemask whose shape tells no more of the face than the head that remains.
 * <p>
 * A facemask ends a few millimeters before the skin and some behind it, and so do the hole that it leaves and a file of it: either is a cast
 * of the face. The region reaches instead from a smooth inner surface through the face and the air before it to the border of the field of
 * view. Where it ends elsewhere (above the brow, below the chin, before and behind the ears) it ends on surfaces that are fixed in the
 * frame of the head, like the face zone's.
 * <p>
 * <b>The inner surface</b> is y over (x, z) in the frame, a cubic polynomial of ten coefficients that begins at the average head's,
 * scaled by u, and is moved and bent only as far as needed; each ear has one, x over (y, z), a quadratic of six. They lie behind the skin by
 * 8 u or more everywhere in the zone, behind the globes, and behind nearly all of the facemask. A quadratic tells nothing of a face beyond
 * its place, size and rough curvature, all of which the head that remains tells, but it meets the zone's borders at places that hang on
 * the face; with cubic terms these can be chosen such that where the region ends is not correlated with where the skin was. On the
 * seventeen validation heads tightest quadratics took about as much tissue and told twice as much. What it costs is in {@link RemovalFacts}.
 * <p>
 * The brain and its guard are never part of it, and there it ends on what remains.
 *
 * @param voxels 1 what is erased, 0 the rest; axes as the scan is stored
 * @param air 1 where the scan shows air near the region that is not erased, to draw the fill from
 * @param facts what it costs and leaves
 */
public record RemovedRegion(ArrayImg<UnsignedByteType, ByteArray> voxels, ArrayImg<UnsignedByteType, ByteArray> air, RemovalFacts facts) {

	/** How far beyond the zone air still counts as beside the region, in u. */
	private static final double BESIDE = 7;
	/** Air nearer to the head than this is not drawn from. */
	private static final double OPEN_MM = 8;

	/** Checks that nothing is missing. */
	public RemovedRegion {
		Objects.requireNonNull(voxels, "voxels");
		Objects.requireNonNull(air, "air");
		Objects.requireNonNull(facts, "facts");
	}

	/**
	 * Makes the region of a scan.
	 *
	 * @param found what was found of the head
	 * @param labels the facemask on the scan's grid: the one that was found, or one that was given; voxels above 0 are in it
	 * @param asked the regions to remove
	 * @param removal how to make it; without a frame of the head it is the facemask
	 * @param brainGuard_mm what the region keeps from the brain
	 * @return the region
	 * @throws IllegalArgumentException if the labels do not have the size of the scan
	 */
	public static RemovedRegion of(final Facemask found, final RandomAccessibleInterval<UnsignedByteType> labels,
		final Set<Region> asked, final Removal removal, final double brainGuard_mm)
	{
		final HeadGeometry geometry = found.evidence().geometry();
		final boolean smooth = removal == Removal.SMOOTH && geometry.frame() != null;
		final RegionShape shape = smooth ? new RegionFit(geometry, geometry.onLattice(labels), asked).shape() : null;
		return new Raster(geometry, LabelBytes.of(labels)).draw(shape, LabelBytes.of(found.classes()), brainGuard_mm);
	}

	/** Draws a shape on the scan's grid. */
	private static final class Raster {

		/** Marks voxels of the mask that are removed beyond the shape, until they are counted. */
		private static final byte FOLLOWED = 2;

		private final HeadGeometry geometry;
		private final byte[] labels;
		private final byte[] removed;
		private final byte[] air;
		private final Lattice lattice;
		private final int[][] nearest;
		private final boolean[] openAir;

		Raster(final HeadGeometry geometry, final byte[] labels) {
			this.geometry = geometry;
			this.labels = labels;
			removed = new byte[labels.length];
			air = new byte[labels.length];
			final VoxelGrid scan = geometry.scan();
			lattice = scan.lattice();
			nearest = geometry.nearestOnLattice();
			openAir = openAir();
		}

		/** Air that is not next to the head, where its noise would be mixed with skin and the skin's ghosts. */
		private boolean[] openAir() {
			final Lattice grid = geometry.lattice();
			final boolean[] head = new boolean[grid.voxels()];
			for (int i = 0; i < head.length; i++)
				head[i] = geometry.depth_mm()[i] > 0;
			final float[] away = DistanceTransform.squared_mm2(head, grid, OPEN_MM);
			final boolean[] open = new boolean[head.length];
			for (int i = 0; i < open.length; i++)
				open[i] = !(away[i] <= OPEN_MM * OPEN_MM);
			return open;
		}

		RemovedRegion draw(final RegionShape shape, final byte[] classes, final double brainGuard_mm) {
			final double[][] map = geometry.frame() == null ? null : geometry.scanToFrame();
			Slabs.run(lattice.nz(), (from, to) -> {
				for (int k = from; k < to; k++)
					for (int j = 0; j < lattice.ny(); j++)
						drawRow(shape, map, j, k);
			});
			if (shape != null) BrainGuard.keep(removed, classes, lattice, brainGuard_mm);
			return new RemovedRegion(image(removed), image(air), facts(shape != null));
		}

		private void drawRow(final RegionShape shape, final double[][] map, final int j, final int k) {
			final int row = lattice.index(0, j, k);
			for (int i = 0; i < lattice.nx(); i++) {
				final int voxel = row + i;
				final int model = nearest[0][i] + nearest[1][j] + nearest[2][k];
				if (shape == null) {
					removed[voxel] = (byte) (labels[voxel] != 0 ? 1 : 0);
					air[voxel] = (byte) (openAir[model] && labels[voxel] == 0 ? 1 : 0);
					continue;
				}
				final double y = map[1][0] * i + map[1][1] * j + map[1][2] * k + map[1][3];
				final double z = map[2][0] * i + map[2][1] * j + map[2][2] * k + map[2][3];
				final double x = map[0][0] * i + map[0][1] * j + map[0][2] * k + map[0][3];
				if (shape.contains(x, y, z)) removed[voxel] = (byte) (geometry.guarded()[model] ? 0 : 1);
				else if (labels[voxel] != 0 && !shape.zoneContains(x, y, z)) removed[voxel] = FOLLOWED;
				else if (openAir[model] && FaceZone.hasFace(y, z, shape.slack() + BESIDE)) air[voxel] = 1;
			}
		}

		/** Adds what the shape left of the facemask near the skin and of the globes, and counts. */
		private RemovalFacts facts(final boolean smooth) {
			final double nearSkin_mm = geometry.frame() == null ? 0 : RegionFit.LEAST_DEPTH * geometry.frame().unit_mm();
			final LongAdder tissue = new LongAdder();
			final LongAdder beyond = new LongAdder();
			final LongAdder left = new LongAdder();
			final LongAdder followed = new LongAdder();
			Slabs.run(lattice.nz(), (from, to) -> {
				for (int k = from; k < to; k++) {
					final int[] count = new int[4];
					for (int j = 0; j < lattice.ny(); j++)
						countRow(j, k, nearSkin_mm, count);
					tissue.add(count[0]);
					beyond.add(count[1]);
					left.add(count[2]);
					followed.add(count[3]);
				}
			});
			final double voxel_ml = lattice.voxelVolume_mm3() / 1000;
			return new RemovalFacts(smooth ? Removal.SMOOTH : Removal.FACEMASK, tissue.sum() * voxel_ml, beyond.sum() * voxel_ml, left.sum() *
				voxel_ml, followed.sum() * voxel_ml);
		}

		/** Counts tissue that is removed, beyond the mask, left of the mask, and removed beyond the shape. */
		private void countRow(final int j, final int k, final double nearSkin_mm, final int[] count) {
			for (int i = 0; i < lattice.nx(); i++) {
				final int voxel = lattice.index(i, j, k);
				final boolean mask = labels[voxel] != 0;
				if (!mask && removed[voxel] == 0) continue;
				final double depth_mm = geometry.depth_mm()[nearest[0][i] + nearest[1][j] + nearest[2][k]];
				final boolean solid = depth_mm > 0;
				if (mask && removed[voxel] == 0 && (solid && depth_mm <= nearSkin_mm || labels[voxel] == Region.EYES.label())) removed[voxel] = FOLLOWED;
				if (mask && solid && removed[voxel] == 0) count[2]++;
				if (solid && removed[voxel] == FOLLOWED) count[3]++;
				if (removed[voxel] == FOLLOWED) removed[voxel] = 1;
				if (removed[voxel] == 0 || !solid) continue;
				count[0]++;
				if (!mask) count[1]++;
			}
		}

		private ArrayImg<UnsignedByteType, ByteArray> image(final byte[] values) {
			return ArrayImgs.unsignedBytes(values, lattice.nx(), lattice.ny(), lattice.nz());
		}
	}
}
