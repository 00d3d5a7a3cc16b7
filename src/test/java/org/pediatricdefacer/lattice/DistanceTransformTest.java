package org.pediatricdefacer.lattice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import org.junit.jupiter.api.Test;

import net.imglib2.parallel.Parallelization;

class DistanceTransformTest {

	private static boolean[] random(final Lattice lattice, final double density, final long seed) {
		final Random random = new Random(seed);
		final boolean[] features = new boolean[lattice.voxels()];
		for (int i = 0; i < features.length; i++)
			features[i] = random.nextDouble() < density;
		return features;
	}

	private static double bruteForce(final boolean[] features, final Lattice lattice, final int at) {
		double best = Double.POSITIVE_INFINITY;
		for (int i = 0; i < features.length; i++) {
			if (!features[i])
				continue;
			final double x = (lattice.x(i) - lattice.x(at)) * lattice.dx_mm();
			final double y = (lattice.y(i) - lattice.y(at)) * lattice.dy_mm();
			final double z = (lattice.z(i) - lattice.z(at)) * lattice.dz_mm();
			best = Math.min(best, Math.sqrt(x * x + y * y + z * z));
		}
		return best;
	}

	@Test
	void equalsBruteForceOnRandomAnisotropicGrids() {
		final Random random = new Random(7);
		for (int n = 0; n < 60; n++) {
			final Lattice lattice = new Lattice(1 + random.nextInt(11), 1 + random.nextInt(9), 1 + random.nextInt(13),
				0.3 + random.nextDouble(), 0.3 + 3 * random.nextDouble(), 0.3 + 10 * random.nextDouble());
			final boolean[] features = random(lattice, Math.pow(10, -3 * random.nextDouble()), n);
			final float[] distances = DistanceTransform.distance_mm(features, lattice);
			for (int i = 0; i < distances.length; i++)
				assertEquals(bruteForce(features, lattice, i), distances[i], 1e-5, "case " + n + " voxel " + i);
		}
	}

	@Test
	void limitKeepsWhatIsNotFartherAndNothingElse() {
		final Random random = new Random(8);
		for (int n = 0; n < 40; n++) {
			final Lattice lattice = new Lattice(9, 1 + random.nextInt(9), 7, 1, 0.5 + random.nextDouble(), 2.5);
			final boolean[] features = random(lattice, 0.02, 100 + n);
			final double limit_mm = 4 * random.nextDouble();
			final float[] distances = DistanceTransform.distance_mm(features, lattice, limit_mm);
			for (int i = 0; i < distances.length; i++) {
				final double expected = bruteForce(features, lattice, i);
				assertEquals(expected <= limit_mm ? expected : Double.POSITIVE_INFINITY, distances[i], 1e-5);
			}
		}
	}

	@Test
	void limitIncludesVoxelsExactlyOnIt() {
		final Lattice lattice = new Lattice(9, 9, 9, 1, 1, 1);
		final boolean[] features = new boolean[lattice.voxels()];
		features[lattice.index(4, 4, 4)] = true;
		final boolean[] ball = DistanceTransform.dilate(features, lattice, 3);
		assertEquals(true, ball[lattice.index(7, 4, 4)]);
		assertEquals(true, ball[lattice.index(6, 6, 5)]);
		assertEquals(false, ball[lattice.index(6, 6, 6)]);
		int voxels = 0;
		for (final boolean inside : ball)
			voxels += inside ? 1 : 0;
		assertEquals(123, voxels, "integer points with x^2+y^2+z^2 <= 9");
	}

	/** Works on the box around a mask, and must not see less for it. */
	@Test
	void dilatesAndErodesAsBruteForceDoes() {
		final Random random = new Random(9);
		for (int n = 0; n < 60; n++) {
			final Lattice lattice = new Lattice(1 + random.nextInt(12), 1 + random.nextInt(9), 1 + random.nextInt(9), 1, 0.5 + random.nextDouble(), 2);
			final boolean few = n % 2 == 0;
			final boolean[] mask = random(lattice, few ? 0.01 : 0.9, 200 + n);
			final boolean[] rest = new boolean[mask.length];
			// Every third has an empty margin.
			for (int i = 0; i < mask.length; i++) {
				mask[i] &= n % 3 != 0 || lattice.x(i) > 2 && lattice.y(i) > 1;
				rest[i] = !mask[i];
			}
			final double radius_mm = 3 * random.nextDouble();
			final boolean[] dilated = DistanceTransform.dilate(mask, lattice, radius_mm);
			final boolean[] eroded = DistanceTransform.erode(mask, lattice, radius_mm);
			for (int i = 0; i < mask.length; i++) {
				assertEquals(bruteForce(mask, lattice, i) <= radius_mm, dilated[i], "case " + n + " voxel " + i);
				assertEquals(bruteForce(rest, lattice, i) > radius_mm, eroded[i], "case " + n + " voxel " + i);
			}
		}
	}

	@Test
	void everythingIsInfinitelyFarFromNothing() {
		final Lattice lattice = new Lattice(4, 3, 2, 1, 1, 1);
		for (final float distance : DistanceTransform.distance_mm(new boolean[24], lattice))
			assertEquals(Float.POSITIVE_INFINITY, distance);
	}

	@Test
	void isTheSameForOneAndManyThreads() {
		final Lattice lattice = new Lattice(31, 27, 23, 0.7, 1.1, 4);
		final boolean[] features = random(lattice, 0.003, 5);
		final float[] one =
			Parallelization.runWithNumThreads(1, () -> DistanceTransform.distance_mm(features, lattice, 20));
		for (final int threads : new int[] { 2, 5 })
			assertArrayEquals(one,
				Parallelization.runWithNumThreads(threads, () -> DistanceTransform.distance_mm(features, lattice, 20)));
	}

	@Test
	void refusesWrongSizesAndLimits() {
		final Lattice lattice = new Lattice(2, 2, 2, 1, 1, 1);
		assertThrows(IllegalArgumentException.class, () -> DistanceTransform.distance_mm(new boolean[7], lattice));
		assertThrows(IllegalArgumentException.class, () -> DistanceTransform.distance_mm(new boolean[8], lattice, -1));
		assertThrows(IllegalArgumentException.class, () -> new Lattice(2, 2, 2, 1, 0, 1));
		assertThrows(IllegalArgumentException.class, () -> new Lattice(2, 2, 2, 1, Double.NaN, 1));
		assertThrows(IllegalArgumentException.class, () -> new Lattice(2000, 2000, 2000, 1, 1, 1));
	}
}
