package org.pediatricdefacer.session;

import org.apache.commons.math3.geometry.euclidean.threed.Rotation;
import org.apache.commons.math3.geometry.euclidean.threed.RotationConvention;
import org.apache.commons.math3.geometry.euclidean.threed.Vector3D;
import org.apache.commons.math3.linear.MatrixUtils;

import org.pediatricdefacer.volume.VoxelGrid;

/** Moves places of the world by a rotation and a shift, both of them in RAS+ millimeters. Immutable. */
public final class RigidTransform {

	/** Leaves everything where it is. */
	public static final RigidTransform IDENTITY = new RigidTransform(MatrixUtils.createRealIdentityMatrix(3).getData(), new double[3]);

	private final double[][] rotation;
	private final double[] shift_mm;

	private RigidTransform(final double[][] rotation, final double[] shift_mm) {
		this.rotation = rotation;
		this.shift_mm = shift_mm;
	}

	/**
	 * Makes a transform that turns about a place and then shifts.
	 *
	 * @param turn rotation vector: its direction is the axis, its length the angle in radians
	 * @param center_mm place that the turn leaves where it is
	 * @param shift_mm shift after the turn
	 * @return the transform
	 */
	public static RigidTransform of(final double[] turn, final double[] center_mm, final double[] shift_mm) {
		final double angle = Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]);
		final Vector3D axis = angle == 0 ? Vector3D.PLUS_I : new Vector3D(turn);
		final double[][] rotation = new Rotation(axis, angle, RotationConvention.VECTOR_OPERATOR).getMatrix();
		final double[] turned = new RigidTransform(rotation, new double[3]).apply(center_mm);
		final double[] shift = new double[3];
		for (int d = 0; d < 3; d++)
			shift[d] = center_mm[d] + shift_mm[d] - turned[d];
		return new RigidTransform(rotation, shift);
	}

	/**
	 * Moves a place.
	 *
	 * @param place_mm x, y, z
	 * @return a new array of three
	 */
	public double[] apply(final double... place_mm) {
		final double[] moved = shift_mm.clone();
		for (int r = 0; r < 3; r++)
			for (int c = 0; c < 3; c++)
				moved[r] += rotation[r][c] * place_mm[c];
		return moved;
	}

	/**
	 * Joins two transforms.
	 *
	 * @param first what is done before this
	 * @return both in one
	 */
	public RigidTransform after(final RigidTransform first) {
		return new RigidTransform(MatrixUtils.createRealMatrix(rotation).multiply(MatrixUtils.createRealMatrix(first.rotation)).getData(), apply(
			first.shift_mm));
	}

	/**
	 * Turns the direction round.
	 *
	 * @return what undoes this transform
	 */
	public RigidTransform inverse() {
		final RigidTransform back = new RigidTransform(MatrixUtils.createRealMatrix(rotation).transpose().getData(), new double[3]);
		final double[] shift = back.apply(shift_mm);
		return new RigidTransform(back.rotation, new double[] { -shift[0], -shift[1], -shift[2] });
	}

	/**
	 * Returns by how much this turns.
	 *
	 * @return 0 to 180 degrees
	 */
	public double angle_degrees() {
		// By the skew part, since the arc cosine of the trace cannot tell angles below a hundredth of a degree.
		final double x = rotation[2][1] - rotation[1][2], y = rotation[0][2] - rotation[2][0], z = rotation[1][0] - rotation[0][1];
		final double trace = rotation[0][0] + rotation[1][1] + rotation[2][2];
		return Math.toDegrees(Math.atan2(Math.sqrt(x * x + y * y + z * z), trace - 1));
	}

	/**
	 * Returns how far this moves a place.
	 *
	 * @param place_mm x, y, z
	 * @return mm
	 */
	public double distance_mm(final double... place_mm) {
		final double[] moved = apply(place_mm);
		return Math.sqrt(Math.pow(moved[0] - place_mm[0], 2) + Math.pow(moved[1] - place_mm[1], 2) + Math.pow(moved[2] - place_mm[2], 2));
	}

	/**
	 * Moves a grid, and with it whatever image lies on it.
	 *
	 * @param grid where voxels lie
	 * @return where they lie after the move
	 */
	public VoxelGrid apply(final VoxelGrid grid) {
		final double[] before = grid.voxelToWorld();
		final double[] after = new double[12];
		for (int c = 0; c < 4; c++) {
			final double[] column = apply(before[c], before[4 + c], before[8 + c]);
			for (int r = 0; r < 3; r++)
				after[4 * r + c] = column[r] - (c == 3 ? 0 : shift_mm[r]);
		}
		return new VoxelGrid(grid.size(), after);
	}
}
