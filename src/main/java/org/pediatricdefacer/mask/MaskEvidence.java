package org.pediatricdefacer.mask;

import java.util.Set;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What a facemask of one scan can be checked against: how probable each place is to be removed, and where the skin of
 * the face is.
 * <p>
 * Kept on the model's grid. The skin comes from the intensities, not from the model, so a part of the face that the model
 * misses is noticed. Only the frame of the head rests on the model's eyes and brain.
 */
public final class MaskEvidence {

	/** By how much the face zone is shrunk, in u, where skin must be covered: the borders of the zone are soft. */
	private static final double INNER = 10;

	/** Skin below this height, in u, is that of the neck, where the face has no clear end. */
	private static final double LOWEST = -95;

	private final Lattice lattice;
	private final VoxelGrid scan;
	/** Frame of the head in mm from the center of the first voxel of the model's grid; null if there is none. */
	private final HeadFrame frame;
	/** Probability of each voxel to belong to the regions asked for, as the model saw it. */
	private final float[] probability;
	/** Skin that a complete mask covers. */
	private final boolean[] skin;
	private final long skinVoxels;

	MaskEvidence(final Lattice lattice, final VoxelGrid scan, final HeadFrame frame, final float[] probability,
		final boolean[] skin)
	{
		this.lattice = lattice;
		this.scan = scan;
		this.frame = frame;
		this.probability = probability;
		this.skin = skin;
		long count = 0;
		for (final boolean set : skin)
			count += set ? 1 : 0;
		skinVoxels = count;
	}

	/** Returns the probability of every voxel to belong to one of the regions, as the model saw it. */
	static float[] probability(final ModelHead head, final Set<Region> regions) {
		final float[] sum = new float[head.classes.length];
		for (final Region region : regions)
			for (int i = 0; i < sum.length; i++)
				sum[i] += head.probability(i, region.label());
		return sum;
	}

	/** Returns the skin that lies well inside the face zone; none if the frame is not firm. */
	static boolean[] skin(final Lattice lattice, final Surroundings surroundings, final HeadFrame frame) {
		final boolean[] skin = new boolean[lattice.voxels()];
		if (frame == null || frame.basis() != Basis.EYES_AND_BRAIN || !surroundings.visible)
			return skin;
		final int nx = lattice.nx();
		final int plane = nx * lattice.ny();
		final boolean[] air = surroundings.exterior;
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = Math.max(1, from); z < Math.min(to, lattice.nz() - 1); z++)
				for (int y = 1; y < lattice.ny() - 1; y++)
					for (int x = 1; x < nx - 1; x++) {
						final int i = lattice.index(x, y, z);
						skin[i] = !air[i]
							&& (air[i - 1] || air[i + 1] || air[i - nx] || air[i + nx] || air[i - plane] || air[i + plane])
							&& inside(lattice, frame, x, y, z);
					}
		});
		return skin;
	}

	private static boolean inside(final Lattice lattice, final HeadFrame frame, final int x, final int y, final int z) {
		final double x_mm = x * lattice.dx_mm();
		final double y_mm = y * lattice.dy_mm();
		final double z_mm = z * lattice.dz_mm();
		final double height = frame.coordinate(2, x_mm, y_mm, z_mm);
		return height > LOWEST && FaceZone.hasFace(frame.coordinate(1, x_mm, y_mm, z_mm), height, -INNER);
	}

	/** Returns a test of whether voxels of the scan are in the face zone; null without a frame. */
	ZoneTest zone() {
		if (frame == null)
			return null;
		final String codes = Orientation.of(scan).codes();
		// Position in mm along the RAS axis that each axis of the scan runs along.
		final int[] axis = new int[3];
		final double[][] place_mm = new double[3][];
		for (int d = 0; d < 3; d++) {
			final boolean reversed = "LPI".indexOf(codes.charAt(d)) >= 0;
			axis[d] = Math.max("RAS".indexOf(codes.charAt(d)), "LPI".indexOf(codes.charAt(d)));
			place_mm[axis[d]] = new double[(int) scan.size(d)];
			final double middle = (scan.size(d) - 1) / 2.0;
			for (int i = 0; i < scan.size(d); i++)
				place_mm[axis[d]][i] = (reversed ? middle - i : i - middle) * scan.spacing_mm(d)
					+ (lattice.size(axis[d]) - 1) / 2.0 * lattice.spacing_mm(axis[d]);
		}
		return at -> {
			final double[] p = new double[3];
			for (int d = 0; d < 3; d++)
				p[axis[d]] = place_mm[axis[d]][at[d]];
			return FaceZone.hasFace(frame.coordinate(1, p[0], p[1], p[2]), frame.coordinate(2, p[0], p[1], p[2]), 0);
		};
	}

	/** Tells whether a voxel of the scan is in the face zone. */
	@FunctionalInterface
	interface ZoneTest {
		boolean contains(int[] voxel);
	}

	/**
	 * Checks a mask.
	 *
	 * @param labels on the scan's grid, axes as the scan is stored; voxels above 0 are removed
	 * @throws IllegalArgumentException if the mask does not have the size of the scan
	 */
	public MaskCheck check(final RandomAccessibleInterval<UnsignedByteType> labels) {
		final boolean[] mask = onModelGrid(labels);
		double inMask = 0;
		double all = 0;
		long size = 0;
		final boolean[] bare = new boolean[mask.length];
		for (int i = 0; i < mask.length; i++) {
			all += probability[i];
			if (mask[i]) {
				size++;
				inMask += probability[i];
			}
			bare[i] = skin[i] && !mask[i];
		}
		final double confidence = size == 0 ? 0 : 2 * inMask / (size + all);
		if (skinVoxels == 0)
			return new MaskCheck(confidence, Double.NaN, Double.NaN, Double.NaN);
		long uncovered = 0;
		for (final boolean set : bare)
			uncovered += set ? 1 : 0;
		final double uncovered_cm2 = largest_cm2(bare, lattice);
		for (int i = 0; i < bare.length; i++)
			bare[i] &= probability[i] > 0.5;
		return new MaskCheck(confidence, 1 - (double) uncovered / skinVoxels, uncovered_cm2, largest_cm2(bare, lattice));
	}

	/** Returns the area of the largest patch of skin that a model took for nothing that is removed. */
	static double largestBare_cm2(final ModelHead head, final boolean[] skin) {
		final boolean[] bare = new boolean[skin.length];
		for (int i = 0; i < bare.length; i++)
			bare[i] = skin[i] && head.classes[i] <= Region.BRAIN.label();
		return largest_cm2(bare, head.lattice);
	}

	/** Returns the area of the largest patch of a surface one voxel thick. */
	private static double largest_cm2(final boolean[] surface, final Lattice lattice) {
		final ConnectedComponents patches = new ConnectedComponents(surface, lattice, Connectivity.CORNERS);
		return patches.count() == 0 ? 0 : patches.size(patches.largest()) * lattice.dx_mm() * lattice.dy_mm() / 100;
	}

	/** Reads a mask of the scan at the centers of the model's voxels: the nearest voxel of the scan. */
	private boolean[] onModelGrid(final RandomAccessibleInterval<UnsignedByteType> labels) {
		for (int d = 0; d < 3; d++)
			if (labels.numDimensions() != 3 || labels.dimension(d) != scan.size(d))
				throw new IllegalArgumentException("the mask must have the size of the scan, " + scan);
		final byte[] bytes = LabelBytes.of(labels);
		final String codes = Orientation.of(scan).codes();
		final int[][] offsets = new int[3][];
		int stride = 1;
		for (int d = 0; d < 3; d++) {
			final int n = (int) scan.size(d);
			final int axis = Math.max("RAS".indexOf(codes.charAt(d)), "LPI".indexOf(codes.charAt(d)));
			final int[] nearest = nearest(lattice.size(axis), lattice.spacing_mm(axis) / scan.spacing_mm(d), n);
			for (int i = 0; i < nearest.length; i++)
				nearest[i] = stride * ("LPI".indexOf(codes.charAt(d)) >= 0 ? n - 1 - nearest[i] : nearest[i]);
			offsets[axis] = nearest;
			stride *= n;
		}
		final boolean[] mask = new boolean[lattice.voxels()];
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++) {
					final int row = lattice.index(0, y, z);
					final int offset = offsets[1][y] + offsets[2][z];
					for (int x = 0; x < lattice.nx(); x++)
						mask[row + x] = bytes[offset + offsets[0][x]] != 0;
				}
		});
		return mask;
	}

	/** The grids have the same center; see {@link Resampler}. */
	private static int[] nearest(final int size, final double ratio, final int scanSize) {
		final int[] nearest = new int[size];
		for (int i = 0; i < size; i++) {
			final double at = (i - (size - 1) / 2.0) * ratio + (scanSize - 1) / 2.0;
			nearest[i] = (int) Math.max(0, Math.min(scanSize - 1, Math.round(at)));
		}
		return nearest;
	}
}
