package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.VoxelGrid;

class SkinSurfaceTest {

	private static final VoxelGrid CUBE = VoxelGrid.ofSpacing(new long[] { 64, 64, 64 }, 1);

	private static IsotropicScan scan(final Balls.Field field) {
		return IsotropicScan.of(Balls.sample(CUBE, field), 1);
	}

	private static boolean at(final boolean[] mask, final SkinSurface surface, final int x, final int y, final int z) {
		return mask[surface.lattice().index(x + 32, y + 32, z + 32)];
	}

	@Test
	void skinOfABallIsItsSphere() {
		final SkinSurface surface = SkinSurface.of(scan((x, y, z) -> Balls.distance(x, y, z) < 20 ? 100 : 0), 50);
		int skin = 0;
		for (int i = 0; i < surface.skin().length; i++) {
			final double r = Balls.distance(surface.lattice().x(i) - 31.5, surface.lattice().y(i) - 31.5, surface.lattice().z(i) - 31.5);
			assertEquals(r < 20, surface.solid()[i]);
			assertEquals(r >= 20, surface.outside()[i]);
			if (surface.skin()[i]) {
				skin++;
				assertTrue(r > 18.5 && r < 20);
			}
		}
		// Voxels with an exposed face: the shadows of the ball along six directions, shared by up to three of them.
		assertTrue(skin > 0.55 * 4 * Math.PI * 400 && skin < 1.1 * 4 * Math.PI * 400, "skin of " + skin);
	}

	@Test
	void cavitiesAndNarrowOpeningsStayInside() {
		final SkinSurface surface = SkinSurface.of(scan((x, y, z) -> {
			final double r = Balls.distance(x, y, z);
			final boolean canal = y > 0 && Math.hypot(x, z) < 3;
			return r < 25 && r > 10 && !canal ? 100 : 0;
		}), 50);
		assertTrue(at(surface.solid(), surface, 0, 0, 0), "the cavity");
		assertTrue(at(surface.solid(), surface, 0, 15, 0), "the canal");
	}

	@Test
	void wideOpeningsLeadOutside() {
		final SkinSurface surface = SkinSurface.of(scan((x, y, z) -> {
			final double r = Balls.distance(x, y, z);
			final boolean canal = y > 0 && Math.hypot(x, z) < 7;
			return r < 28 && r > 12 && !canal ? 100 : 0;
		}), 50);
		assertFalse(at(surface.solid(), surface, 0, 20, 0));
	}

	@Test
	void aCutFaceIsNoSkin() {
		final SkinSurface surface = SkinSurface.of(scan((x, y, z) -> Balls.distance(x, y + 10, z + 20) < 25 ? 100 : 0), 50);
		assertTrue(at(surface.solid(), surface, 0, -10, -32));
		assertFalse(at(surface.skin(), surface, 0, -10, -32), "the field of view ends here, not the head");
		assertTrue(at(surface.skin(), surface, 0, -10, 4));
	}

	@Test
	void anAirwayCutFromBelowStaysInside() {
		final SkinSurface surface = SkinSurface.of(scan((x, y, z) -> Math.hypot(x, y) < 25 && z < 20 && !(Math.hypot(x, y) < 8 && z < 0) ? 100 : 0), 50);
		assertTrue(at(surface.solid(), surface, 0, 0, -20));
		assertFalse(at(surface.skin(), surface, 8, 0, -20));
		assertTrue(at(surface.skin(), surface, 24, 0, -20));
	}

	@Test
	void airOnBothSidesOfACutHeadIsOutside() {
		final SkinSurface surface = SkinSurface.of(scan((x, y, z) -> Math.abs(x) < 10 ? 100 : 0), 50);
		assertTrue(at(surface.skin(), surface, 9, 0, 0));
		assertTrue(at(surface.skin(), surface, -10, 0, 0));
	}

	@Test
	void thingsBesideTheHeadAreNotOfIt() {
		final Balls.Field field = (x, y, z) -> Balls.distance(x, y, z) < 15 || Balls.distance(x - 26, y, z) < 4 ? 100 : 0;
		final SkinSurface surface = SkinSurface.of(scan(field), 50);
		assertFalse(at(surface.solid(), surface, 26, 0, 0));
	}

	@Test
	void nothingChangesWhereNothingIsRemoved() {
		final Balls.Field field = (x, y, z) -> Balls.distance(x, y, z) < 20 || Balls.distance(x, y - 20, z) < 6 ? 100 : 0;
		final SkinSurface surface = SkinSurface.of(scan(field), 50);
		assertArrayEquals(surface.skin(), surface.after(scan(field), 50).skin());
	}

	@Test
	void aPieceThatHangsInTheAirIsStillSeen() {
		final Balls.Field head = (x, y, z) -> Balls.distance(x, y, z) < 24 ? 100 : 0;
		final SkinSurface surface = SkinSurface.of(scan(head), 50);
		// A shell of 12 mm is taken off in front, but for its outermost cap.
		final SkinSurface left = surface.after(scan((x, y, z) -> y > 6 && y < 19 ? 0 : head.at(x, y, z)), 50);
		assertTrue(at(left.skin(), left, 0, 23, 0));
		assertTrue(at(left.outside(), left, 0, 12, 0));
		// Of the same cap only a crumb of 3 mm.
		final SkinSurface crumb = surface.after(scan((x, y, z) -> y > 6 && !(Balls.distance(x, y - 20, z) < 1.5) ? 0 : head.at(x, y, z)), 50);
		assertTrue(at(crumb.outside(), crumb, 0, 20, 0));
	}
}
