package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.lattice.Lattice;

class BrightPathsTest {

	private static final Lattice LATTICE = new Lattice(7, 6, 5, 1, 1, 1);

	/** Brightness of the darkest place on the brightest way from a seed to each voxel, by relaxing until nothing changes. */
	private static int[] widest(final int seed, final float[] values, final boolean[] allowed) {
		final int[] best = new int[values.length];
		Arrays.fill(best, -1);
		best[seed] = (int) values[seed];
		for (boolean changed = true; changed;) {
			changed = false;
			for (int i = 0; i < best.length; i++)
				for (int j = 0; j < best.length; j++) {
					final int apart = Math.abs(LATTICE.x(i) - LATTICE.x(j)) + Math.abs(LATTICE.y(i) - LATTICE.y(j)) + Math.abs(LATTICE.z(i) - LATTICE.z(j));
					if (apart != 1 || !allowed[j]) continue;
					final int by = Math.min(best[i], (int) values[j]);
					if (by <= best[j]) continue;
					best[j] = by;
					changed = true;
				}
		}
		return best;
	}

	private static boolean[] seed(final int at) {
		final boolean[] seed = new boolean[LATTICE.voxels()];
		seed[at] = true;
		return seed;
	}

	@Test
	void eachVoxelGoesToTheSeedWithTheBrighterWay() {
		final Random random = new Random(3);
		int decided = 0;
		for (int round = 0; round < 30; round++) {
			final float[] values = new float[LATTICE.voxels()];
			final boolean[] allowed = new boolean[values.length];
			for (int i = 0; i < values.length; i++) {
				values[i] = random.nextInt(256);
				allowed[i] = random.nextInt(8) > 0;
			}
			final int a = random.nextInt(values.length);
			final int b = (a + 1 + random.nextInt(values.length - 1)) % values.length;
			final boolean[] found = BrightPaths.toFirst(seed(a), seed(b), values, 256, allowed, LATTICE);
			final int[] fromA = widest(a, values, allowed);
			final int[] fromB = widest(b, values, allowed);
			for (int i = 0; i < values.length; i++) {
				if (i == a || i == b || fromA[i] == fromB[i]) continue;
				assertEquals(fromA[i] > fromB[i], found[i], "voxel " + i + " of round " + round);
				decided++;
			}
		}
		assertTrue(decided > 500, "only " + decided + " voxels have one brighter way");
	}

	@Test
	void waysStopWhereTheyMayNotLead() {
		final boolean[] allowed = new boolean[LATTICE.voxels()];
		for (int i = 0; i < allowed.length; i++)
			allowed[i] = LATTICE.x(i) != 3;
		final boolean[] found = BrightPaths.toFirst(seed(0), new boolean[allowed.length], new float[allowed.length], 1, allowed, LATTICE);
		for (int i = 0; i < found.length; i++)
			assertEquals(LATTICE.x(i) < 3, found[i]);
	}

	@Test
	void withoutSeedsNobodyGetsAnything() {
		final boolean[] nothing = new boolean[LATTICE.voxels()];
		final float[] unknown = new float[nothing.length];
		Arrays.fill(unknown, Float.NaN);
		assertArrayEquals(nothing, BrightPaths.toFirst(nothing, nothing, unknown, 1, nothing, LATTICE));
		assertFalse(BrightPaths.toFirst(nothing, seed(5), unknown, 1, nothing, LATTICE)[5]);
	}
}
