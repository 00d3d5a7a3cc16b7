package org.pediatricdefacer.frame;

import org.apache.commons.math3.geometry.euclidean.threed.Rotation;
import org.apache.commons.math3.geometry.euclidean.threed.RotationConvention;
import org.apache.commons.math3.geometry.euclidean.threed.Vector3D;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * An upright frame of a head: origin midway between the eyes, x to the right through both, y to anterior, z to superior.
 * <p>
 * Lengths along it are in units u, which follow the size of the head: the distance from the point midway between the eyes
 * to the center of the brain's tissue is 78 u, about 1.14 mm each in an adult. That center lies 19 degrees above the
 * horizontal behind the eyes; that sets the pitch. The model's training regions are defined in the same frame. What is called brain
 * here is all that lies inside the skull; its center is a little nearer: 77.4 u and 19.2 degrees in the median training head.
 */
public final class HeadFrame {

	/** What a frame rests on. */
	public enum Basis {
		/** Both eyes and a brain: its center, or its surface where the field of view cuts it. */
		EYES_AND_BRAIN,
		/** The surface of a brain. */
		BRAIN_SURFACE,
		/** Both eyes; the head is taken to be upright. */
		EYES,
		/** A brain alone; the head is taken to be upright and the eyes where they usually are. */
		BRAIN
	}

	/** Distance from the eyes to the center of what lies inside the skull, in u. */
	static final double EYES_TO_BRAIN = 77.4;

	/** Distance between the centers of the eyes, in u: 49 to 61 in the heads of the training data. */
	static final double BETWEEN_EYES = 55;

	/** Width of the brain, in u. */
	private static final double BRAIN_WIDTH = 118;

	private static final double ELEVATION = Math.toRadians(19.2);

	private static final double LEAST_UNIT_MM = 0.6;
	private static final double MOST_UNIT_MM = 1.5;

	private final double[] origin_mm;
	private final double[][] axes;
	private final double unit_mm;
	private final Basis basis;

	private HeadFrame(final double[] origin_mm, final double[][] axes, final double unit_mm, final Basis basis) {
		this.origin_mm = origin_mm;
		this.axes = axes;
		this.unit_mm = unit_mm;
		this.basis = basis;
	}

	private static double usual(final double unit_mm) {
		return Math.min(MOST_UNIT_MM, Math.max(LEAST_UNIT_MM, unit_mm));
	}

	/** Makes a frame from the centers of the left and right eye and of the brain, all in mm along RAS axes. */
	public static HeadFrame of(final double[] left, final double[] right, final double[] brain) {
		final double[] origin = mean(left, right);
		final double[] x = unit(minus(right, left));
		double[] back = minus(brain, origin);
		back = minus(back, times(x, dot(back, x)));
		final double unit = length(back) / EYES_TO_BRAIN;
		back = unit(back);
		double[] normal = cross(back, x);
		if (normal[2] < 0)
			normal = times(normal, -1);
		final double c = Math.cos(ELEVATION);
		final double s = Math.sin(ELEVATION);
		final double[] y = plus(times(back, -c), times(normal, s));
		final double[] z = plus(times(back, s), times(normal, c));
		return new HeadFrame(origin, new double[][] { x, y, z }, usual(unit), Basis.EYES_AND_BRAIN);
	}

	/** Makes a frame from the centers of the left and right eye, the head being upright. */
	public static HeadFrame of(final double[] left, final double[] right) {
		final double[] across = minus(right, left);
		final double[] x = unit(new double[] { across[0], across[1], across[2] });
		final double[] y = unit(cross(new double[] { 0, 0, 1 }, x));
		return new HeadFrame(mean(left, right), new double[][] { x, y, cross(x, y) }, usual(length(across) / BETWEEN_EYES), Basis.EYES);
	}

	/** Makes a frame from the center and width of the brain in mm, the head being upright. */
	public static HeadFrame of(final double[] brain, final double width_mm) {
		final double unit = usual(width_mm / BRAIN_WIDTH);
		final double[] origin = { brain[0], brain[1] + Math.cos(ELEVATION) * EYES_TO_BRAIN * unit,
			brain[2] - Math.sin(ELEVATION) * EYES_TO_BRAIN * unit };
		return new HeadFrame(origin, new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, unit, Basis.BRAIN);
	}

	/**
	 * Makes a frame that was written down before.
	 *
	 * @param origin_mm the point midway between the eyes
	 * @param axes unit vectors to the right, to anterior and superior
	 * @param unit_mm length of u
	 * @param basis what the frame rests on
	 * @throws IllegalArgumentException if a number is missing or not finite, or the unit not positive
	 */
	public static HeadFrame of(final double[] origin_mm, final double[][] axes, final double unit_mm, final Basis basis) {
		if (origin_mm.length != 3 || axes.length != 3 || !(unit_mm > 0) || Double.isInfinite(unit_mm))
			throw new IllegalArgumentException("a frame has an origin and three axes of three numbers, and a positive unit");
		final double[][] copy = new double[3][];
		for (int d = 0; d < 3; d++) {
			if (axes[d].length != 3 || !(Math.abs(length(axes[d]) - 1) < 1e-3) || !Double.isFinite(origin_mm[d]))
				throw new IllegalArgumentException("the axes of a frame have length 1, its origin is finite");
			copy[d] = axes[d].clone();
		}
		return new HeadFrame(origin_mm.clone(), copy, unit_mm, basis);
	}

	/**
	 * Returns this frame, which is in mm along the axes of a grid from the center of its first voxel, in the world.
	 *
	 * @param grid with axes along RAS as nearly as it can; where they are sheared, the frame's axes are made right-angled again
	 * @return the same frame in world coordinates
	 */
	public HeadFrame inWorld(final VoxelGrid grid) {
		final double[] affine = grid.voxelToWorld();
		final double[] origin = new double[3];
		final double[][] turned = new double[3][3];
		for (int r = 0; r < 3; r++) {
			origin[r] = affine[4 * r + 3];
			for (int c = 0; c < 3; c++) {
				final double step = affine[4 * r + c] / grid.spacing_mm(c);
				origin[r] += step * origin_mm[c];
				for (int d = 0; d < 3; d++)
					turned[d][r] += step * axes[d][c];
			}
		}
		final double[] x = unit(turned[0]);
		final double[] y = unit(minus(turned[1], times(x, dot(turned[1], x))));
		return new HeadFrame(origin, new double[][] { x, y, cross(x, y) }, unit_mm, basis);
	}

	/** Returns this frame with its head pitched by an angle in radians about a place in mm; positive for a face that looks up. */
	HeadFrame pitched(final double angle, final double[] pivot_mm) {
		final double[][] turned = times(turn(new double[] { angle, 0, 0 }), axes);
		final double[] origin = pivot_mm.clone();
		for (int d = 0; d < 3; d++) {
			final double along = coordinate(d, pivot_mm[0], pivot_mm[1], pivot_mm[2]) * unit_mm;
			for (int k = 0; k < 3; k++)
				origin[k] -= along * turned[d][k];
		}
		return new HeadFrame(origin, turned, unit_mm, basis);
	}

	/**
	 * Returns this frame changed.
	 *
	 * @param logSize logarithm of the factor of the unit
	 * @param turn rotation vector along this frame's axes, radians
	 * @param shift shift of the origin along this frame's axes, in its u
	 */
	HeadFrame moved(final double logSize, final double[] turn, final double[] shift) {
		return new HeadFrame(place_mm(shift[0], shift[1], shift[2]), times(turn(turn), axes), unit_mm * Math.exp(logSize), basis);
	}

	/** Returns this frame moved along its own axes, by a shift in u. */
	public HeadFrame shifted(final double[] shift) {
		return new HeadFrame(place_mm(shift[0], shift[1], shift[2]), axes, unit_mm, basis);
	}

	/** Returns this frame resting on something else, its unit that of a head. */
	HeadFrame restingOn(final Basis other) {
		return new HeadFrame(origin_mm, axes, usual(unit_mm), other);
	}

	/** Returns component {@code k} (x, y or z) of axis {@code d} (right, anterior or superior), within -1 to 1. */
	double axis(final int d, final int k) {
		return Math.max(-1, Math.min(1, axes[d][k]));
	}

	/** Returns the matrix that turns by a rotation vector in radians. */
	private static double[][] turn(final double[] vector) {
		final double angle = length(vector);
		final Vector3D axis = angle == 0 ? Vector3D.PLUS_I : new Vector3D(vector);
		return new Rotation(axis, angle, RotationConvention.VECTOR_OPERATOR).getMatrix();
	}

	private static double[][] times(final double[][] matrix, final double[][] axes) {
		final double[][] product = new double[3][];
		for (int d = 0; d < 3; d++)
			product[d] = plus(plus(times(axes[0], matrix[d][0]), times(axes[1], matrix[d][1])), times(axes[2], matrix[d][2]));
		return product;
	}

	/** Returns what this frame rests on. */
	public Basis basis() {
		return basis;
	}

	/** Returns the length of u in mm. */
	public double unit_mm() {
		return unit_mm;
	}

	/** Returns coordinate {@code d} (0 right, 1 anterior, 2 superior) in u of a point in mm along RAS axes. */
	public double coordinate(final int d, final double x_mm, final double y_mm, final double z_mm) {
		final double[] axis = axes[d];
		return (axis[0] * (x_mm - origin_mm[0]) + axis[1] * (y_mm - origin_mm[1]) + axis[2] * (z_mm - origin_mm[2])) / unit_mm;
	}

	/** Returns the place in mm along RAS axes of a point in u. */
	public double[] place_mm(final double x, final double y, final double z) {
		final double[] place = origin_mm.clone();
		for (int d = 0; d < 3; d++)
			place[d] += unit_mm * (x * axes[0][d] + y * axes[1][d] + z * axes[2][d]);
		return place;
	}

	/** Returns the place in mm along RAS axes at which the center of the brain lies by this frame. */
	public double[] brain_mm() {
		return place_mm(0, -Math.cos(ELEVATION) * EYES_TO_BRAIN, Math.sin(ELEVATION) * EYES_TO_BRAIN);
	}

	private static double[] mean(final double[] a, final double[] b) {
		return times(plus(a, b), 0.5);
	}

	private static double[] plus(final double[] a, final double[] b) {
		return new double[] { a[0] + b[0], a[1] + b[1], a[2] + b[2] };
	}

	private static double[] minus(final double[] a, final double[] b) {
		return plus(a, times(b, -1));
	}

	private static double[] times(final double[] a, final double factor) {
		return new double[] { a[0] * factor, a[1] * factor, a[2] * factor };
	}

	private static double dot(final double[] a, final double[] b) {
		return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
	}

	private static double[] cross(final double[] a, final double[] b) {
		return new double[] { a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0] };
	}

	private static double length(final double[] a) {
		return Math.sqrt(dot(a, a));
	}

	private static double[] unit(final double[] a) {
		return times(a, 1 / length(a));
	}
}
