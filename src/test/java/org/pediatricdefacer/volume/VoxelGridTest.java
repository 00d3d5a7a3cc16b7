package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;

class VoxelGridTest {

	/** Voxels of 1x2x3 mm turned by 90 degrees about z: i runs to anterior, j to the left. */
	private static final double[] TURNED = { 0, -2, 0, 10, 1, 0, 0, 20, 0, 0, 3, 30 };

	@Test
	void mapsVoxelsToTheWorldAndBack() {
		final VoxelGrid grid = new VoxelGrid(new long[] { 4, 5, 6 }, TURNED);
		assertArrayEquals(new double[] { 10, 20, 30 }, grid.toWorld(0, 0, 0), 0);
		assertArrayEquals(new double[] { 6, 21, 39 }, grid.toWorld(1, 2, 3), 0);
		assertArrayEquals(new double[] { 1, 2, 3 }, grid.toVoxel(6, 21, 39), 1e-12);
		assertArrayEquals(new double[] { 1, 2, 3 }, grid.spacing_mm(), 0);
		assertEquals(6, grid.voxelVolume_mm3(), 1e-12);
		assertEquals(120, grid.voxels());
	}

	@Test
	void invertsObliqueAffines() {
		final Random random = new Random(1);
		for (int n = 0; n < 100; n++) {
			final double[] affine = new double[12];
			for (int i = 0; i < 12; i++)
				affine[i] = random.nextGaussian() + (i % 5 == 0 ? 5 : 0);
			final VoxelGrid grid = new VoxelGrid(new long[] { 3, 3, 3 }, affine);
			final double[] voxel = { random.nextDouble() * 300, random.nextDouble() * 300, random.nextDouble() * 300 };
			assertArrayEquals(voxel, grid.toVoxel(grid.toWorld(voxel)), 1e-9);
		}
	}

	@Test
	void centersAGridMadeFromItsSpacing() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 3, 4, 5 }, 1, 2, 3);
		assertArrayEquals(new double[] { 0, 0, 0 }, grid.toWorld(1, 1.5, 2), 1e-12);
		assertArrayEquals(new double[] { 1, 2, 3 }, grid.spacing_mm(), 0);
		assertEquals(grid, VoxelGrid.ofSpacing(new long[] { 3, 4, 5 }, 1, 2, 3));
		assertArrayEquals(new double[] { 2, 2, 2 }, VoxelGrid.ofSpacing(new long[] { 3, 4, 5 }, 2).spacing_mm(), 0);
	}

	@Test
	void comparesPlacesNotNumbers() {
		final long[] size = { 101, 101, 101 };
		final VoxelGrid grid = VoxelGrid.ofSpacing(size, 1);
		final double[] stretched = grid.voxelToWorld();
		stretched[0] += 1e-3; // the far corner moves by 100 x 1e-3 = 0.1 mm
		final VoxelGrid other = new VoxelGrid(size, stretched);
		assertTrue(grid.equalsWithin(other, 0.11));
		assertFalse(grid.equalsWithin(other, 0.09));
		assertFalse(grid.equalsWithin(VoxelGrid.ofSpacing(new long[] { 101, 101, 100 }, 1), 1e9));
		assertNotEquals(grid, other);
	}

	@Test
	void keepsNoReferenceToItsArguments() {
		final long[] size = { 4, 5, 6 };
		final double[] affine = TURNED.clone();
		final VoxelGrid grid = new VoxelGrid(size, affine);
		size[0] = 99;
		affine[3] = 99;
		grid.size()[1] = 99;
		grid.voxelToWorld()[3] = 99;
		assertEquals(new VoxelGrid(new long[] { 4, 5, 6 }, TURNED), grid);
	}

	@Test
	void refusesWhatIsNoGrid() {
		final long[] size = { 4, 5, 6 };
		assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(new long[] { 4, 0, 6 }, TURNED));
		assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(new long[] { 4, 5 }, TURNED));
		assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(size, new double[12]));
		assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(size, new double[9]));
		assertThrows(IllegalArgumentException.class, () -> new VoxelGrid(size, new double[] { 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0 }));
		assertThrows(IllegalArgumentException.class,
			() -> new VoxelGrid(size, new double[] { Double.NaN, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0 }));
		assertThrows(IllegalArgumentException.class, () -> VoxelGrid.ofSpacing(size, 1, 2));
		assertThrows(IllegalArgumentException.class, () -> VoxelGrid.ofSpacing(size, 1, -1, 1));
	}
}
