package org.pediatricdefacer.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.volume.VoxelGrid;

class RigidTransformTest {

	private static final RigidTransform QUARTER = RigidTransform.of(new double[] { 0, 0, Math.PI / 2 }, new double[] { 1, 0, 0 }, new double[] {
		0, 0, 5 });

	@Test
	void turnsAboutItsCenterAndThenShifts() {
		assertArrayEquals(new double[] { 1, 0, 5 }, QUARTER.apply(1, 0, 0), 1e-12);
		assertArrayEquals(new double[] { 1, 1, 5 }, QUARTER.apply(2, 0, 0), 1e-12);
		assertEquals(90, QUARTER.angle_degrees(), 1e-9);
		assertEquals(5, QUARTER.distance_mm(1, 0, 0), 1e-12);
	}

	@Test
	void isUndoneByItsInverse() {
		final RigidTransform other = RigidTransform.of(new double[] { 0.1, -0.2, 0.3 }, new double[] { 7, 8, 9 }, new double[] { 1, 2, 3 });
		final RigidTransform both = other.after(QUARTER);
		assertArrayEquals(other.apply(QUARTER.apply(3, 4, 5)), both.apply(3, 4, 5), 1e-12);
		assertArrayEquals(new double[] { 3, 4, 5 }, both.inverse().apply(both.apply(3, 4, 5)), 1e-12);
		assertEquals(0, both.inverse().after(both).angle_degrees(), 1e-9);
	}

	@Test
	void movesGridsAsItMovesPlaces() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 5, 6, 7 }, 1, 2, 3);
		assertArrayEquals(QUARTER.apply(grid.toWorld(1, 2, 3)), QUARTER.apply(grid).toWorld(1, 2, 3), 1e-12);
	}

	@Test
	void leavesAllWhereItIs() {
		assertArrayEquals(new double[] { 3, 4, 5 }, RigidTransform.IDENTITY.apply(3, 4, 5));
		assertEquals(0, RigidTransform.of(new double[3], new double[] { 1, 2, 3 }, new double[3]).angle_degrees());
	}
}
