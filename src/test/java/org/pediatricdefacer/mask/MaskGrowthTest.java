package org.pediatricdefacer.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.lattice.Lattice;

/** Tests growing and shrinking against the distances of all voxels. */
class MaskGrowthTest {

	private static final Lattice LATTICE = new Lattice(14, 11, 9, 1, 1.5, 2);
	private static final byte FACE = (byte) Region.FACE.label(), EARS = (byte) Region.EARS.label(), BRAIN = (byte) Region.BRAIN.label();

	private static byte[] mask(final long seed) {
		final Random random = new Random(seed);
		final byte[] labels = new byte[LATTICE.voxels()];
		for (int i = 0; i < labels.length; i++)
			if (random.nextInt(12) == 0) labels[i] = random.nextInt(3) == 0 ? EARS : FACE;
		return labels;
	}

	private static double nearest(final byte[] labels, final int voxel, final byte from, final byte to) {
		double least = Double.POSITIVE_INFINITY;
		final double[] at = LATTICE.place_mm(voxel);
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] < from || labels[i] > to) continue;
			final double[] other = LATTICE.place_mm(i);
			least = Math.min(least, Math.hypot(Math.hypot(at[0] - other[0], at[1] - other[1]), at[2] - other[2]));
		}
		return least;
	}

	@Test
	void growsToWhatIsNear() {
		final byte[] labels = mask(3);
		final byte[] classes = new byte[labels.length];
		classes[500] = BRAIN;
		classes[501] = BRAIN;
		final byte[] expected = labels.clone();
		for (int i = 0; i < labels.length; i++) {
			final double toEars = nearest(labels, i, EARS, EARS), toFace = nearest(labels, i, FACE, FACE);
			if (labels[i] == 0 && classes[i] != BRAIN && Math.min(toEars, toFace) <= 2.0001) expected[i] = toEars < toFace ? EARS : FACE;
		}
		MaskGrowth.grow(labels, classes, LATTICE, 2, FACE);
		assertArrayEquals(expected, labels);
	}

	@Test
	void shrinksAwayFromWhatIsOutside() {
		final byte[] labels = new byte[LATTICE.voxels()];
		final Random random = new Random(5);
		for (int i = 0; i < labels.length; i++)
			labels[i] = random.nextInt(40) == 0 ? 0 : FACE;
		final byte[] expected = labels.clone();
		for (int i = 0; i < labels.length; i++)
			if (nearest(labels, i, (byte) 0, (byte) 0) <= 2.0001) expected[i] = 0;
		MaskGrowth.shrink(labels, LATTICE, 2);
		assertArrayEquals(expected, labels);
	}

	@Test
	void leavesAnEmptyMaskEmpty() {
		final byte[] labels = new byte[LATTICE.voxels()];
		MaskGrowth.grow(labels, new byte[labels.length], LATTICE, 5, FACE);
		MaskGrowth.shrink(labels, LATTICE, 5);
		assertArrayEquals(new byte[LATTICE.voxels()], labels);
	}
}
