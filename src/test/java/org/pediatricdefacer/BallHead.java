package org.pediatricdefacer;

import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** A head of balls and ellipsoids in the proportions of an adult, u = 1 mm: midway between its eyes is (0, 60, -5). */
public final class BallHead {

	public static final double AIR = 5;
	public static final double SKULL = 20;
	public static final double BRAIN = 700;
	public static final double SOFT = 500;

	private BallHead() {}

	public static VoxelGrid grid(final double spacing_mm) {
		return new VoxelGrid(new long[] { Math.round(208 / spacing_mm), Math.round(232 / spacing_mm), Math.round(264 / spacing_mm) }, new double[] { spacing_mm, 0,
			0, -104 + spacing_mm / 2, 0, spacing_mm, 0, -116 + spacing_mm / 2, 0, 0, spacing_mm, -150 + spacing_mm / 2 });
	}

	public static boolean brain(final double x, final double y, final double z) {
		return Balls.distance(x, y + 13.7, z - 20.4) < 66;
	}

	public static boolean eye(final double x, final double y, final double z) {
		return Balls.distance(Math.abs(x) - 30, y - 60, z + 5) < 12;
	}

	public static boolean ear(final double x, final double y, final double z) {
		return Math.abs(x) > 66 && Balls.distance((Math.abs(x) - 80) / 14, (y + 17) / 10, (z + 28) / 25) < 1;
	}

	public static boolean nose(final double x, final double y, final double z) {
		return y > 60 && Balls.distance(x / 11, (y - 70) / 22, (z + 35) / 18) < 1;
	}

	public static boolean head(final double x, final double y, final double z) {
		final boolean cranium = Balls.distance(x, y + 13.7, z - 20.4) < 84;
		final boolean face = Balls.distance(x / 64, (y - 14) / 62, (z + 50) / 80) < 1;
		final boolean neck = z < -40 && Math.hypot(x, y + 25) < 45;
		return cranium || face || neck || eye(x, y, z) || ear(x, y, z) || nose(x, y, z);
	}

	public static double value(final double x, final double y, final double z) {
		if (!head(x, y, z)) return AIR;
		if (brain(x, y, z)) return BRAIN;
		final double fromBrain = Balls.distance(x, y + 13.7, z - 20.4);
		// The skull is open to the neck, as at the foramen magnum.
		final boolean foramen = z < -20 && Math.hypot(x, y + 25) < 4;
		return fromBrain < 74 && !foramen ? SKULL : SOFT;
	}

	public static double label(final double x, final double y, final double z) {
		if (brain(x, y, z)) return Region.BRAIN.label();
		if (eye(x, y, z)) return Region.EYES.label();
		return ear(x, y, z) ? Region.EARS.label() : 0;
	}

	public static Volume scan(final double spacing_mm) {
		return Balls.sample(grid(spacing_mm), BallHead::value);
	}

	public static Volume labels(final double spacing_mm) {
		return Balls.sample(grid(spacing_mm), BallHead::label);
	}
}
