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

import net.imglib2.Interval;
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

	private final HeadGeometry geometry;
	/** Probability of each voxel to belong to the regions asked for, as the model saw it. */
	private final float[] probability;
	/** Skin that a complete mask covers. */
	private final boolean[] skin;
	private final long skinVoxels;

	MaskEvidence(final HeadGeometry geometry, final float[] probability, final boolean[] skin) {
		this.geometry = geometry;
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

	/** Returns the same evidence for masks of a scan of which the model saw a part. */
	MaskEvidence in(final VoxelGrid whole, final Interval part) {
		return new MaskEvidence(geometry.in(whole, part), probability, skin);
	}

	/**
	 * Carries this evidence to another scan of the same head.
	 *
	 * @param other where the head lies in the other scan
	 * @param places for each voxel of the other scan's lattice the one of this lattice that lies there; -1 where there is none
	 * @return the evidence on the other scan; nothing is known beyond this scan's field of view
	 */
	public MaskEvidence carried(final HeadGeometry other, final int[] places) {
		final float[] carriedProbability = new float[places.length];
		final boolean[] carriedSkin = new boolean[places.length];
		for (int i = 0; i < places.length; i++)
			if (places[i] >= 0) {
				carriedProbability[i] = probability[places[i]];
				carriedSkin[i] = skin[places[i]];
			}
		return new MaskEvidence(other, carriedProbability, carriedSkin);
	}

	/** Returns this evidence for a scan that shows brain where others show skin: what lies in the guard of the brain is no skin. */
	MaskEvidence beyondGuard() {
		final boolean[] beyond = new boolean[skin.length];
		for (int i = 0; i < beyond.length; i++)
			beyond[i] = skin[i] && !geometry.guarded()[i];
		return new MaskEvidence(geometry, probability, beyond);
	}

	/** Returns where the head lies in the scan. */
	public HeadGeometry geometry() {
		return geometry;
	}

	/** Returns the upright frame of the head in world coordinates; null if there is none. */
	HeadFrame frame() {
		final HeadFrame frame = geometry.frame();
		if (frame == null)
			return null;
		final VoxelGrid seen = geometry.scan().part(geometry.part().minAsLongArray(), geometry.part().dimensionsAsLongArray());
		return frame.inWorld(Orientation.of(seen).toRas(Resampler.gridOf(seen, geometry.lattice().dx_mm())));
	}

	/** Returns a test of whether voxels of the scan are in the face zone; null without a frame. */
	ZoneTest zone() {
		if (geometry.frame() == null)
			return null;
		final double[][] map = geometry.scanToFrame();
		return at -> FaceZone.hasFace(coordinate(map[1], at), coordinate(map[2], at), 0);
	}

	private static double coordinate(final double[] row, final int[] at) {
		return row[0] * at[0] + row[1] * at[1] + row[2] * at[2] + row[3];
	}

	/** Tells whether a voxel of the scan is in the face zone. */
	@FunctionalInterface
	interface ZoneTest {
		boolean contains(int[] voxel);
	}

	/**
	 * Checks a mask that is removed as it is.
	 *
	 * @param labels on the scan's grid, axes as the scan is stored; voxels above 0 are removed
	 * @throws IllegalArgumentException if the mask does not have the size of the scan
	 */
	public MaskCheck check(final RandomAccessibleInterval<UnsignedByteType> labels) {
		return check(labels, labels);
	}

	/**
	 * Checks a mask and what is removed for its sake.
	 *
	 * @param labels the mask, on the scan's grid, axes as the scan is stored; voxels above 0 are in it: tells the confidence
	 * @param removed likewise; voxels above 0 are removed: tells what skin is left
	 * @throws IllegalArgumentException if either does not have the size of the scan
	 */
	public MaskCheck check(final RandomAccessibleInterval<UnsignedByteType> labels, final RandomAccessibleInterval<UnsignedByteType> removed) {
		final double confidence = confidence(geometry.onLattice(labels));
		if (skinVoxels == 0)
			return new MaskCheck(confidence, Double.NaN, Double.NaN, Double.NaN);
		final byte[] gone = geometry.onLattice(removed);
		final boolean[] bare = new boolean[gone.length];
		long uncovered = 0;
		for (int i = 0; i < bare.length; i++) {
			bare[i] = skin[i] && gone[i] == 0;
			uncovered += bare[i] ? 1 : 0;
		}
		final double uncovered_cm2 = largest_cm2(bare, geometry.lattice());
		for (int i = 0; i < bare.length; i++)
			bare[i] &= probability[i] > 0.5;
		return new MaskCheck(confidence, 1 - (double) uncovered / skinVoxels, uncovered_cm2, largest_cm2(bare, geometry.lattice()));
	}

	private double confidence(final byte[] mask) {
		double inMask = 0;
		double all = 0;
		long size = 0;
		for (int i = 0; i < mask.length; i++) {
			all += probability[i];
			if (mask[i] != 0) {
				size++;
				inMask += probability[i];
			}
		}
		return size == 0 ? 0 : 2 * inMask / (size + all);
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
}
