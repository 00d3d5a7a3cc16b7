package org.pediatricdefacer.lattice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.lattice.ConnectedComponents.Connectivity;

class ConnectedComponentsTest {

	/** Labels by flooding from each unlabelled voxel in turn: slow, simple and in the same order. */
	private static int[] flood(final boolean[] mask, final Lattice lattice, final Connectivity connectivity) {
		final int[] labels = new int[mask.length];
		int next = 0;
		for (int seed = 0; seed < mask.length; seed++) {
			if (!mask[seed] || labels[seed] > 0)
				continue;
			final ArrayDeque<Integer> open = new ArrayDeque<>();
			open.add(seed);
			labels[seed] = ++next;
			while (!open.isEmpty()) {
				final int at = open.remove();
				for (int other = 0; other < mask.length; other++) {
					if (mask[other] && labels[other] == 0 && neighbors(lattice, at, other, connectivity)) {
						labels[other] = next;
						open.add(other);
					}
				}
			}
		}
		return labels;
	}

	private static boolean neighbors(final Lattice lattice, final int a, final int b, final Connectivity connectivity) {
		final int x = Math.abs(lattice.x(a) - lattice.x(b));
		final int y = Math.abs(lattice.y(a) - lattice.y(b));
		final int z = Math.abs(lattice.z(a) - lattice.z(b));
		return Math.max(x, Math.max(y, z)) == 1 && (connectivity == Connectivity.CORNERS || x + y + z == 1);
	}

	@Test
	void equalsFloodFillOnRandomMasks() {
		final Random random = new Random(3);
		for (int n = 0; n < 60; n++) {
			final Lattice lattice =
				new Lattice(1 + random.nextInt(9), 1 + random.nextInt(8), 1 + random.nextInt(7), 1, 1, 1);
			final boolean[] mask = new boolean[lattice.voxels()];
			final double density = random.nextDouble();
			for (int i = 0; i < mask.length; i++)
				mask[i] = random.nextDouble() < density;
			for (final Connectivity connectivity : Connectivity.values()) {
				final ConnectedComponents components = new ConnectedComponents(mask, lattice, connectivity);
				final int[] expected = flood(mask, lattice, connectivity);
				assertArrayEquals(expected, components.labels(), "case " + n);
				checkSizes(components, expected);
			}
		}
	}

	private static void checkSizes(final ConnectedComponents components, final int[] labels) {
		final int[] sizes = new int[components.count() + 1];
		for (final int label : labels)
			sizes[label]++;
		int largest = 0;
		for (int label = 1; label < sizes.length; label++) {
			assertEquals(sizes[label], components.size(label));
			assertTrue(sizes[label] > 0);
			if (largest == 0 || sizes[label] > sizes[largest])
				largest = label;
		}
		assertEquals(largest, components.largest());
	}

	@Test
	void diagonalVoxelsJoinOnlyByCorners() {
		final Lattice lattice = new Lattice(2, 2, 2, 1, 1, 1);
		final boolean[] mask = { true, false, false, false, false, false, false, true };
		assertEquals(2, new ConnectedComponents(mask, lattice, Connectivity.FACES).count());
		assertEquals(1, new ConnectedComponents(mask, lattice, Connectivity.CORNERS).count());
	}

	@Test
	void selectsTheLargest() {
		final Lattice lattice = new Lattice(6, 1, 1, 1, 1, 1);
		final boolean[] mask = { true, false, true, true, false, true };
		assertArrayEquals(new boolean[] { false, false, true, true, false, false },
			new ConnectedComponents(mask, lattice, Connectivity.FACES).selectLargest());
		assertArrayEquals(new boolean[6],
			new ConnectedComponents(new boolean[6], lattice, Connectivity.FACES).selectLargest());
	}

	@Test
	void centersVoxelsOfAnotherMaskByComponent() {
		final Lattice lattice = new Lattice(4, 3, 2, 2, 3, 5);
		final boolean[] mask = new boolean[lattice.voxels()];
		final boolean[] other = new boolean[lattice.voxels()];
		for (int x = 0; x < 4; x++)
			mask[lattice.index(x, 0, 0)] = true;
		mask[lattice.index(1, 2, 1)] = true;
		other[lattice.index(2, 0, 0)] = true;
		other[lattice.index(3, 0, 0)] = true;
		final ConnectedComponents parts = new ConnectedComponents(mask, lattice, Connectivity.FACES);
		assertArrayEquals(new long[] { 0, 2, 0 }, parts.sizes(other));
		assertArrayEquals(new double[] { 5, 0, 0 }, parts.centers_mm(other)[1], 1e-12);
		assertArrayEquals(new double[] { Double.NaN, Double.NaN, Double.NaN }, parts.centers_mm(other)[2]);
		assertArrayEquals(new double[] { 3, 0, 0 }, parts.centers_mm(mask)[1], 1e-12);
		assertArrayEquals(new double[] { 2, 6, 5 }, parts.centers_mm(mask)[2], 1e-12);
	}

	@Test
	void fillsCavitiesButNotDentsOrTunnelsToTheBorder() {
		final Lattice lattice = new Lattice(7, 7, 7, 1, 1, 1);
		final boolean[] mask = new boolean[lattice.voxels()];
		for (int i = 0; i < mask.length; i++) {
			final int fromCenter = Math.max(Math.abs(lattice.x(i) - 3),
				Math.max(Math.abs(lattice.y(i) - 3), Math.abs(lattice.z(i) - 3)));
			mask[i] = fromCenter == 2;
		}
		final boolean[] filled = ConnectedComponents.fillHoles(mask, lattice);
		assertTrue(filled[lattice.index(3, 3, 3)]);
		assertTrue(filled[lattice.index(2, 4, 2)]);
		assertFalse(filled[lattice.index(0, 3, 3)]);
		mask[lattice.index(3, 3, 1)] = false;
		assertArrayEquals(mask, ConnectedComponents.fillHoles(mask, lattice), "a tunnel leaves it open");
	}
}
