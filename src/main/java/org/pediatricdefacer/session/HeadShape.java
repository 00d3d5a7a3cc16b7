package org.pediatricdefacer.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.pediatricdefacer.lattice.ConnectedComponents;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * What a head is told by in another scan: the surface of its brain, its skin, and its intensities, on a coarse grid along the axes
 * of the world.
 * <p>
 * A surface counts only where the field of view shows both of its sides. Immutable by convention.
 */
public final class HeadShape {

	/** Edge of the coarse voxels; surfaces and intensities are interpolated between them. */
	static final double SPACING_MM = 2.5;

	/** Distances are known this far from a surface: farther off, a start is wrong anyway. */
	static final double REACH_MM = 30;

	/** Fewer points than these do not tell how a surface lies. */
	private static final int LEAST_BRAIN_POINTS = 300;

	/** More points tell no more. */
	private static final int MOST_POINTS = 1000;

	private static final double CLOSING_MM = 5;

	private final IsotropicScan scan;
	/** Signed distances to the two surfaces: positive outside. */
	private final float[] toBrain_mm;
	private final float[] toSkin_mm;
	private final double[][] brainPoints_mm;
	private final double[][] skinPoints_mm;
	private final double[] center_mm;

	private HeadShape(final IsotropicScan scan, final boolean[] brain, final boolean[] head) {
		this.scan = scan;
		toBrain_mm = signed_mm(brain);
		toSkin_mm = signed_mm(head);
		brainPoints_mm = surface_mm(brain, toBrain_mm);
		skinPoints_mm = surface_mm(head, toSkin_mm);
		center_mm = center_mm(brain);
	}

	/**
	 * Takes the shape of a head from a scan.
	 *
	 * @param volume the scan; of several volumes the first
	 * @param brain one flag per voxel of the brain's grid, x-fastest
	 * @param brainGrid where the brain's voxels lie; that of the scan or any other of the same world
	 * @return the shape
	 */
	public static HeadShape of(final Volume volume, final boolean[] brain, final VoxelGrid brainGrid) {
		final IsotropicScan scan = IsotropicScan.of(volume, SPACING_MM).smoothed();
		final boolean[] carried = NearestLabels.onto(scan.grid(), brain, brainGrid);
		return new HeadShape(scan, carried, head(scan, carried));
	}

	/** The solid head: what is brighter than air, and the brain; without the hollows in it. */
	private static boolean[] head(final IsotropicScan scan, final boolean[] brain) {
		final double skin = AirThreshold.of(scan).skin();
		final boolean[] bright = new boolean[brain.length];
		for (int i = 0; i < bright.length; i++)
			bright[i] = scan.inView()[i] && scan.values()[i] > skin || brain[i];
		final Lattice lattice = scan.lattice();
		final boolean[] solid = new ConnectedComponents(bright, lattice, Connectivity.FACES).selectLargest();
		final boolean[] grown = DistanceTransform.dilate(solid, lattice, CLOSING_MM);
		final boolean[] air = new boolean[grown.length];
		for (int i = 0; i < air.length; i++)
			air[i] = !grown[i];
		final boolean[] outside = DistanceTransform.dilate(new ConnectedComponents(air, lattice, Connectivity.FACES).selectLargest(), lattice,
			CLOSING_MM);
		final boolean[] head = new boolean[outside.length];
		for (int i = 0; i < head.length; i++)
			head[i] = !outside[i] || solid[i];
		return head;
	}

	private float[] signed_mm(final boolean[] inside) {
		final boolean[] outside = new boolean[inside.length];
		for (int i = 0; i < outside.length; i++)
			outside[i] = !inside[i];
		final float[] distance = DistanceTransform.distance_mm(inside, scan.lattice(), REACH_MM);
		final float[] depth = DistanceTransform.distance_mm(outside, scan.lattice(), REACH_MM);
		for (int i = 0; i < distance.length; i++)
			distance[i] = (float) (Math.min(REACH_MM, distance[i]) - Math.min(REACH_MM, depth[i]));
		return distance;
	}

	/** Points between a voxel inside and its neighbor outside, both in view, at the place that the signed distance says. */
	private double[][] surface_mm(final boolean[] inside, final float[] signed_mm) {
		final Lattice lattice = scan.lattice();
		final List<double[]> points = new ArrayList<>();
		for (int i = 0; i < inside.length; i++) {
			final int[] at = { lattice.x(i), lattice.y(i), lattice.z(i) };
			if (!inside[i] || lattice.onBorder(at[0], at[1], at[2]) || !scan.inView()[i]) continue;
			final int[] strides = { 1, lattice.nx(), lattice.nx() * lattice.ny() };
			for (int d = 0; d < 3; d++)
				for (int side = -1; side <= 1; side += 2) {
					final int next = i + side * strides[d];
					if (inside[next] || !scan.inView()[next]) continue;
					final double[] voxel = { at[0], at[1], at[2] };
					voxel[d] += side * signed_mm[i] / (signed_mm[i] - signed_mm[next]);
					points.add(scan.grid().toWorld(voxel));
				}
		}
		return thinned(points);
	}

	private static double[][] thinned(final List<double[]> points) {
		Collections.shuffle(points, new Random(points.size()));
		return points.subList(0, Math.min(MOST_POINTS, points.size())).toArray(double[][]::new);
	}

	private double[] center_mm(final boolean[] mask) {
		final double[] sum = new double[3];
		long count = 0;
		for (int i = 0; i < mask.length; i++)
			if (mask[i]) {
				sum[0] += scan.lattice().x(i);
				sum[1] += scan.lattice().y(i);
				sum[2] += scan.lattice().z(i);
				count++;
			}
		if (count == 0) return scan.grid().toWorld((scan.lattice().nx() - 1) / 2.0, (scan.lattice().ny() - 1) / 2.0, (scan.lattice().nz() - 1) /
			2.0);
		return scan.grid().toWorld(sum[0] / count, sum[1] / count, sum[2] / count);
	}

	/** Tells whether there is enough of a brain to register by. */
	public boolean hasBrain() {
		return brainPoints_mm.length >= LEAST_BRAIN_POINTS;
	}

	/** Returns the center of the brain, or of the field of view where there is none. */
	public double[] center_mm() {
		return center_mm.clone();
	}

	double[][] brainPoints_mm() {
		return brainPoints_mm;
	}

	double[][] skinPoints_mm() {
		return skinPoints_mm;
	}

	IsotropicScan scan() {
		return scan;
	}

	float[] toBrain_mm() {
		return toBrain_mm;
	}

	float[] toSkin_mm() {
		return toSkin_mm;
	}

	/** Interpolates one of the fields at a place of the world; NaN outside of the field of view. */
	double at(final float[] field, final double[] place_mm) {
		final double[] voxel = scan.grid().toVoxel(place_mm);
		final Lattice lattice = scan.lattice();
		final int x = (int) Math.floor(voxel[0]), y = (int) Math.floor(voxel[1]), z = (int) Math.floor(voxel[2]);
		if (x < 0 || y < 0 || z < 0 || x >= lattice.nx() - 1 || y >= lattice.ny() - 1 || z >= lattice.nz() - 1) return Double.NaN;
		final int i = lattice.index(x, y, z), row = lattice.nx(), plane = row * lattice.ny();
		if (!scan.inView()[i] || !scan.inView()[i + 1 + row + plane]) return Double.NaN;
		final double u = voxel[0] - x, v = voxel[1] - y, w = voxel[2] - z;
		final double low = (1 - v) * ((1 - u) * field[i] + u * field[i + 1]) + v * ((1 - u) * field[i + row] + u * field[i + row + 1]);
		final int j = i + plane;
		final double high = (1 - v) * ((1 - u) * field[j] + u * field[j + 1]) + v * ((1 - u) * field[j + row] + u * field[j + row + 1]);
		return (1 - w) * low + w * high;
	}
}
