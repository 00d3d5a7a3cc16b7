package org.pediatricdefacer.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class IsotropicScanTest {

	@Test
	void reproducesAFieldThatIsLinearInTheWorldOnAnObliqueGrid() {
		final VoxelGrid grid = Balls.obliqueSagittal(new long[] { 40, 30, 12 }, new double[] { 1.1, 0.9, 3 }, 17);
		final Balls.Field field = (x, y, z) -> 3 * x - 2 * y + z + 500;
		final IsotropicScan scan = IsotropicScan.of(Balls.sample(grid, field), 1);
		int compared = 0;
		for (int i = 0; i < scan.values().length; i++) {
			final double[] w = world(scan, i);
			final double[] v = grid.toVoxel(w);
			boolean inside = true;
			for (int d = 0; d < 3; d++)
				inside &= v[d] >= 0 && v[d] <= grid.size(d) - 1;
			if (!inside) continue;
			compared++;
			assertTrue(scan.inView()[i]);
			assertEquals(field.at(w[0], w[1], w[2]), scan.values()[i], 1e-3);
		}
		assertTrue(compared > 20_000, "only " + compared);
	}

	@Test
	void marksExactlyWhatTheFieldOfViewCovers() {
		final VoxelGrid grid = Balls.obliqueSagittal(new long[] { 30, 20, 10 }, new double[] { 1, 1, 2 }, 30);
		final IsotropicScan scan = IsotropicScan.of(Balls.sample(grid, (x, y, z) -> 7 + x), 1);
		int seen = 0;
		for (int i = 0; i < scan.values().length; i++) {
			final double[] v = grid.toVoxel(world(scan, i));
			boolean inside = true;
			for (int d = 0; d < 3; d++)
				inside &= v[d] >= -0.5 && v[d] <= grid.size(d) - 0.5;
			assertEquals(inside, scan.inView()[i]);
			if (inside) seen++;
		}
		assertEquals(30 * 20 * 20, seen, 0.02 * 30 * 20 * 20);
	}

	@Test
	void averagesFineAxesBeforeSampling() {
		final float[] stripes = new float[64 * 4 * 4];
		for (int i = 0; i < stripes.length; i++)
			stripes[i] = i % 2 == 0 ? 0 : 10;
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 64, 4, 4 }, 0.5, 1, 1);
		final IsotropicScan scan = IsotropicScan.of(new Volume(ArrayImgs.floats(stripes, 64, 4, 4), grid), 1);
		assertArrayEquals(new long[] { 32, 4, 4 }, scan.grid().size());
		for (final float value : scan.values())
			assertEquals(5, value, 1e-6);
	}

	@Test
	void countsValuesThatAreNotFiniteAsZero() {
		final Volume scan = new Volume(ArrayImgs.floats(new float[] { Float.NaN, 4, Float.POSITIVE_INFINITY, 8 }, 4, 1, 1), VoxelGrid.ofSpacing(
			new long[] { 4, 1, 1 }, 1));
		assertArrayEquals(new float[] { 0, 4, 0, 8 }, IsotropicScan.of(scan, 1).values(), 1e-5f);
	}

	@Test
	void takesTheFirstOfSeveralVolumes() {
		final Volume scan = new Volume(ArrayImgs.floats(new float[] { 1, 2, 3, 4 }, 2, 1, 1, 2), VoxelGrid.ofSpacing(new long[] { 2, 1, 1 }, 1));
		assertArrayEquals(new float[] { 1, 2 }, IsotropicScan.of(scan, 1).values(), 1e-6f);
	}

	@Test
	void coarsensAGridThatWouldBeTooLarge() {
		final VoxelGrid body = VoxelGrid.ofSpacing(new long[] { 512, 512, 900 }, 1, 1, 2);
		assertTrue(IsotropicScan.gridOver(body, 0.5).voxels() <= IsotropicScan.MAX_VOXELS);
	}

	@Test
	void smoothsWithBinomialWeights() {
		final float[] impulse = new float[5 * 5 * 5];
		impulse[62] = 64;
		final IsotropicScan smooth = IsotropicScan.of(new Volume(ArrayImgs.floats(impulse, 5, 5, 5), VoxelGrid.ofSpacing(new long[] { 5, 5, 5 }, 1)), 1)
			.smoothed();
		assertEquals(8, smooth.values()[62], 1e-6);
		assertEquals(4, smooth.values()[62 + 5], 1e-6);
		assertEquals(2, smooth.values()[62 + 5 + 25], 1e-6);
		assertEquals(1, smooth.values()[62 - 1 - 5 + 25], 1e-6);
		assertEquals(0, smooth.values()[62 + 2], 0);
	}

	@Test
	void refusesAGridThatIsNotIsotropic() {
		final Volume scan = Balls.sample(VoxelGrid.ofSpacing(new long[] { 4, 4, 4 }, 1), (x, y, z) -> x);
		assertThrows(IllegalArgumentException.class, () -> IsotropicScan.of(scan, VoxelGrid.ofSpacing(new long[] { 4, 4, 4 }, 1, 1, 2)));
	}

	@Test
	void carriesLabelsByNearestNeighbor() {
		final VoxelGrid fine = VoxelGrid.ofSpacing(new long[] { 12, 12, 12 }, 1);
		final VoxelGrid coarse = VoxelGrid.ofSpacing(new long[] { 4, 4, 4 }, 2);
		final IsotropicScan scan = IsotropicScan.of(Balls.sample(fine, (x, y, z) -> 0), 1);
		final byte[] carried = scan.labels(Balls.sample(coarse, (x, y, z) -> x < 0 ? 3 : z > 0 ? 2 : 1));
		for (int i = 0; i < carried.length; i++) {
			final double[] w = world(scan, i);
			final boolean covered = Math.abs(w[0]) < 4 && Math.abs(w[1]) < 4 && Math.abs(w[2]) < 4;
			assertEquals(!covered ? 0 : w[0] < 0 ? 3 : w[2] > 0 ? 2 : 1, carried[i]);
		}
		assertEquals(127, scan.labels(Balls.sample(fine, (x, y, z) -> 255))[0], "masks of 0 and 255 stay masks");
	}

	private static double[] world(final IsotropicScan scan, final int i) {
		return scan.grid().toWorld(scan.lattice().x(i), scan.lattice().y(i), scan.lattice().z(i));
	}
}
