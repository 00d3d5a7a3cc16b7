package org.pediatricdefacer.privacy;

import java.util.Arrays;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.render.IsotropicScan;

/**
 * Says which feature of the face each place on the skin belongs to.
 * <p>
 * The face zone is shared out by coordinates in the head's frame. An ear is the skin, where an ear can be, that stands out by
 * more than 2.5 mm from the head without it: from what an opening with a ball of 12 u leaves. So an ear that a network overlooks is
 * not overlooked here; and skin behind the ear, which stays when the ear goes, does not count. An ear that lies flat on the head,
 * as under headphones, does not stand out: skin of what the labels call ear counts, too, if all else is more than 3 mm away.
 * <p>
 * Walls of the mouth, nose or sinuses are no skin, even if the way to them is wide: skin sees the open in at least 4 of the 26
 * directions to the neighbors of a voxel, flat skin in about 9.
 */
final class FaceSkin {

	/** By how much the face zone is shrunk, in u: at its soft border skin may be left. */
	static final double INNER = 8;
	/** The same above the brows, where the border is a plain line on the skin: a mask too low leaves a strip there. */
	private static final double INNER_ABOVE_BROWS = 4;
	private static final double BALL = 12;
	/** An ear's skin stands out from the side of the head by more than this. */
	private static final double STANDS_OUT_MM = 2.5;
	/** The rim of a labeled ear, which may be a margin around it, is nearer than this to the rest of the head. */
	private static final double RIM_MM = 3;
	private static final byte NONE = -1;
	/** Out of 26 directions, in how many skin must be able to see this far. */
	private static final int LEAST_DIRECTIONS = 4;
	private static final double SIGHT_MM = 40;

	private final SkinSurface surface;
	private final IsotropicScan scan;
	private final HeadFrame frame;
	private final byte[] features;

	/**
	 * Assigns the skin of a head.
	 *
	 * @param scan the head before defacing
	 * @param surface its skin
	 * @param frame its upright frame in world coordinates
	 * @param labels regions of the head, one per voxel
	 */
	FaceSkin(final IsotropicScan scan, final SkinSurface surface, final HeadFrame frame, final byte[] labels) {
		this.scan = scan;
		this.surface = surface;
		this.frame = frame;
		features = new byte[surface.skin().length];
		Arrays.fill(features, NONE);
		final boolean[] ears = standingOut();
		addLabeled(ears, labels);
		final Lattice lattice = surface.lattice();
		for (int i = 0; i < features.length; i++) {
			if (!surface.skin()[i]) continue;
			final double[] u = place(lattice.x(i), lattice.y(i), lattice.z(i));
			final boolean ear = ears[i] && FaceZone.hasEar(u[0], u[1], u[2], 0);
			final FaceFeature feature = ear ? FaceFeature.earAt(u[0]) : FaceFeature.at(u[0], u[1], u[2], u[2] < FaceFeature.BROW ? -INNER
				: -INNER_ABOVE_BROWS);
			if (feature != null && (ear || exposed(i))) features[i] = (byte) feature.ordinal();
		}
	}

	/** Returns the feature a voxel of the skin belongs to, or null. */
	FaceFeature at(final int i) {
		return features[i] == NONE ? null : FaceFeature.values()[features[i]];
	}

	/** Returns the share of a feature's landmarks that the field of view covers. */
	double inView(final FaceFeature feature) {
		int seen = 0;
		for (final double[] u : feature.landmarks()) {
			final double[] v = scan.grid().toVoxel(frame.place_mm(u[0], u[1], u[2]));
			boolean inside = true;
			for (int d = 0; d < 3; d++)
				inside &= v[d] > -0.5 && v[d] < scan.grid().size(d) - 0.5;
			if (inside && scan.inView()[scan.lattice().index((int) Math.round(v[0]), (int) Math.round(v[1]), (int) Math.round(v[2]))]) seen++;
		}
		return (double) seen / feature.landmarks().size();
	}

	private boolean exposed(final int i) {
		int open = 0;
		for (int z = -1; z <= 1; z++)
			for (int y = -1; y <= 1; y++)
				for (int x = -1; x <= 1; x++)
					if ((x != 0 || y != 0 || z != 0) && seesTheOpen(i, x, y, z) && ++open >= LEAST_DIRECTIONS) return true;
		return false;
	}

	private boolean seesTheOpen(final int i, final int dx, final int dy, final int dz) {
		final Lattice lattice = surface.lattice();
		final int steps = (int) Math.ceil(SIGHT_MM / (lattice.dx_mm() * Math.sqrt(dx * dx + dy * dy + dz * dz)));
		int x = lattice.x(i);
		int y = lattice.y(i);
		int z = lattice.z(i);
		for (int step = 0; step < steps; step++) {
			x += dx;
			y += dy;
			z += dz;
			if (x < 0 || y < 0 || z < 0 || x >= lattice.nx() || y >= lattice.ny() || z >= lattice.nz()) return true;
			if (surface.solid()[lattice.index(x, y, z)]) return false;
		}
		return true;
	}

	/** Coordinates in the frame of a voxel of the scan's grid. */
	private double[] place(final double x, final double y, final double z) {
		final double[] world = scan.grid().toWorld(x, y, z);
		final double[] u = new double[3];
		for (int d = 0; d < 3; d++)
			u[d] = frame.coordinate(d, world[0], world[1], world[2]);
		return u;
	}

	/** Adds the inner part of labeled ears. */
	private void addLabeled(final boolean[] ears, final byte[] labels) {
		final boolean[] rest = new boolean[labels.length];
		boolean any = false;
		for (int i = 0; i < rest.length; i++) {
			any |= labels[i] == Region.EARS.label();
			rest[i] = surface.solid()[i] && labels[i] != Region.EARS.label();
		}
		if (!any) return;
		final float[] fromRest_mm = DistanceTransform.distance_mm(rest, surface.lattice(), 2 * RIM_MM);
		for (int i = 0; i < ears.length; i++)
			ears[i] |= labels[i] == Region.EARS.label() && fromRest_mm[i] > RIM_MM;
	}

	/** What stands out from the opened head, in the two boxes where ears can be. */
	private boolean[] standingOut() {
		final boolean[] found = new boolean[features.length];
		for (int side = -1; side <= 1; side += 2)
			openBox(side, found);
		return found;
	}

	private void openBox(final int side, final boolean[] found) {
		final double radius_mm = BALL * frame.unit_mm();
		final Lattice whole = surface.lattice();
		final int[] low = { Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE };
		final int[] high = { -1, -1, -1 };
		for (int i = 0; i < found.length; i++) {
			if (!surface.skin()[i]) continue;
			final int[] at = { whole.x(i), whole.y(i), whole.z(i) };
			final double[] u = place(at[0], at[1], at[2]);
			if (u[0] * side <= 0 || !FaceZone.hasEar(u[0], u[1], u[2], 0)) continue;
			for (int d = 0; d < 3; d++) {
				low[d] = Math.min(low[d], at[d]);
				high[d] = Math.max(high[d], at[d]);
			}
		}
		if (high[0] < 0) return;
		// The opening looks two radii around each voxel.
		final int reach = (int) Math.ceil((2 * radius_mm + STANDS_OUT_MM) / scan.spacing_mm()) + 1;
		for (int d = 0; d < 3; d++) {
			low[d] = Math.max(0, low[d] - reach);
			high[d] = Math.min(whole.size(d) - 1, high[d] + reach);
		}
		open(low, new Lattice(high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1, whole.dx_mm(), whole.dy_mm(), whole.dz_mm()), radius_mm,
			found);
	}

	private void open(final int[] low, final Lattice box, final double radius_mm, final boolean[] found) {
		final Lattice whole = surface.lattice();
		final boolean[] hollow = new boolean[box.voxels()];
		for (int i = 0; i < hollow.length; i++)
			// Beyond the field of view the head may go on: only outside air erodes it.
			hollow[i] = surface.outside()[whole.index(low[0] + box.x(i), low[1] + box.y(i), low[2] + box.z(i))];
		final boolean[] core = DistanceTransform.dilate(hollow, box, radius_mm);
		for (int i = 0; i < core.length; i++)
			core[i] = !core[i];
		final boolean[] opened = DistanceTransform.dilate(core, box, radius_mm + STANDS_OUT_MM);
		for (int i = 0; i < opened.length; i++)
			if (!opened[i]) found[whole.index(low[0] + box.x(i), low[1] + box.y(i), low[2] + box.z(i))] = true;
	}
}
