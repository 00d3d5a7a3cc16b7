package org.pediatricdefacer.render;

import org.pediatricdefacer.lattice.Lattice;

/**
 * Says from where a head is looked at: an orthographic camera in the world of a scan.
 * <p>
 * At yaw 0 and pitch 0 it stands in front of the face and the patient's right is on the left of the picture. A positive yaw
 * takes it toward the patient's left side, a positive pitch above the patient.
 *
 * @param yaw_deg turn about the vertical axis in degrees
 * @param pitch_deg elevation above the horizontal in degrees
 * @param center_mm world position that is seen at the center of the picture
 * @param width pixels
 * @param height pixels
 * @param pixel_mm edge of a pixel
 */
public record Camera(double yaw_deg, double pitch_deg, double[] center_mm, int width, int height, double pixel_mm) {

	/** The five standard views. */
	public enum View {
		/** The patient's right side. */
		RIGHT(-90, "right"),
		/** Half right. */
		THREE_QUARTER_RIGHT(-45, "three-quarter right"),
		/** The front. */
		FRONT(0, "front"),
		/** Half left. */
		THREE_QUARTER_LEFT(45, "three-quarter left"),
		/** The patient's left side. */
		LEFT(90, "left");

		private final double yaw_deg;
		private final String text;

		View(final double yaw_deg, final String text) {
			this.yaw_deg = yaw_deg;
			this.text = text;
		}

		/** Returns the turn about the vertical axis in degrees. */
		public double yaw_deg() {
			return yaw_deg;
		}

		/** Returns the name for captions. */
		public String text() {
			return text;
		}
	}

	/**
	 * Checks the numbers.
	 *
	 * @throws IllegalArgumentException if the picture is empty or the pixel size not positive
	 */
	public Camera {
		if (width < 1 || height < 1) throw new IllegalArgumentException("width and height must be >= 1, were " + width + " x " + height);
		if (!(pixel_mm > 0)) throw new IllegalArgumentException("pixel_mm must be > 0, was " + pixel_mm);
		center_mm = center_mm.clone();
	}

	/**
	 * Returns a camera for a standard view that sees the whole field of view of a scan.
	 *
	 * @param view direction
	 * @param head scan on its isotropic grid
	 * @param pixel_mm edge of a pixel
	 * @return the camera
	 */
	public static Camera of(final View view, final IsotropicScan head, final double pixel_mm) {
		return of(view.yaw_deg(), 0, head, pixel_mm);
	}

	/**
	 * Returns a camera that sees the whole field of view of a scan.
	 *
	 * @param yaw_deg turn toward the patient's left in degrees
	 * @param pitch_deg elevation in degrees
	 * @param head scan on its isotropic grid
	 * @param pixel_mm edge of a pixel
	 * @return the camera
	 */
	public static Camera of(final double yaw_deg, final double pitch_deg, final IsotropicScan head, final double pixel_mm) {
		final Lattice lattice = head.lattice();
		final double[] center = head.grid().toWorld((lattice.nx() - 1) / 2.0, (lattice.ny() - 1) / 2.0, (lattice.nz() - 1) / 2.0);
		final Camera unit = new Camera(yaw_deg, pitch_deg, center, 1, 1, pixel_mm);
		return new Camera(yaw_deg, pitch_deg, center, pixels(unit.right(), head, pixel_mm), pixels(unit.up(), head, pixel_mm), pixel_mm);
	}

	private static int pixels(final double[] axis, final IsotropicScan head, final double pixel_mm) {
		double extent_mm = 0;
		for (int d = 0; d < 3; d++)
			extent_mm += Math.abs(axis[d]) * head.lattice().size(d) * head.spacing_mm();
		return Math.max(1, (int) Math.ceil(extent_mm / pixel_mm - 1e-6));
	}

	/** Returns the unit vector from the head to the camera, in the world. */
	public double[] toViewer() {
		final double yaw = Math.toRadians(yaw_deg);
		final double pitch = Math.toRadians(pitch_deg);
		return new double[] { -Math.sin(yaw) * Math.cos(pitch), Math.cos(yaw) * Math.cos(pitch), Math.sin(pitch) };
	}

	/** Returns the unit vector that points right in the picture, in the world. */
	public double[] right() {
		final double yaw = Math.toRadians(yaw_deg);
		return new double[] { -Math.cos(yaw), -Math.sin(yaw), 0 };
	}

	/** Returns the unit vector that points up in the picture, in the world. */
	public double[] up() {
		final double[] v = toViewer();
		final double[] r = right();
		return new double[] { v[1] * r[2] - v[2] * r[1], v[2] * r[0] - v[0] * r[2], v[0] * r[1] - v[1] * r[0] };
	}

	/**
	 * Projects a world position to the picture.
	 *
	 * @param world_mm x, y, z
	 * @return column and row with fractions; pixel centers are whole numbers, row 0 is the top
	 */
	public double[] project(final double... world_mm) {
		final double[] r = right();
		final double[] u = up();
		double column = 0;
		double row = 0;
		for (int d = 0; d < 3; d++) {
			column += (world_mm[d] - center_mm[d]) * r[d];
			row -= (world_mm[d] - center_mm[d]) * u[d];
		}
		return new double[] { column / pixel_mm + (width - 1) / 2.0, row / pixel_mm + (height - 1) / 2.0 };
	}
}
