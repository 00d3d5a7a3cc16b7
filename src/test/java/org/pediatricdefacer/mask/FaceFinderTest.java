package org.pediatricdefacer.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.mask.PhantomHead.Scene;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** Fences a face in without taking away what only looks as if it did not belong to it. */
class FaceFinderTest {

	private static final VoxelGrid WHOLE = VoxelGrid.ofSpacing(new long[] { 64, 86, 86 }, 3);

	private static boolean[] masked(final Scene scene) {
		final boolean[] masked = new boolean[scene.truth.length];
		int i = 0;
		for (final UnsignedByteType label : Views.flatIterable(scene.clean(CleaningSettings.DEFAULT).labels()))
			masked[i++] = label.get() > 0;
		return masked;
	}

	/** Returns Dice and sensitivity of the mask that cleaning makes of a scene. */
	private static double[] overlap(final Scene scene) {
		int found = 0;
		int wanted = 0;
		int both = 0;
		final boolean[] masked = masked(scene);
		for (int i = 0; i < masked.length; i++) {
			final boolean inTruth = scene.truth[i] > 1;
			found += masked[i] ? 1 : 0;
			wanted += inTruth ? 1 : 0;
			both += inTruth && masked[i] ? 1 : 0;
		}
		return new double[] { 2.0 * both / (found + wanted), (double) both / wanted };
	}

	/**
	 * Where the field of view ends in the face there is no air to tell how deep a voxel lies. Two of them cut the brain as well: its
	 * surface, which is an ellipsoid's, puts the frame off by a few millimeters, and the deep end of the face with it.
	 */
	@ParameterizedTest
	@CsvSource({ "64,86,22,0.98", "38,86,0,0.96", "40,86,22,0.95" })
	void keepsAllOfAFaceWhoseSkinIsOutsideTheFieldOfView(final int nx, final int ny, final double forward_mm, final double least) {
		final VoxelGrid tight = VoxelGrid.ofSpacing(new long[] { nx, ny, 86 }, 3);
		final double[] overlap = overlap(new PhantomHead().shift(0, forward_mm, 0).scene(tight));
		assertTrue(overlap[1] > least, "sensitivity " + overlap[1]);
		assertTrue(overlap[0] > 0.95, "Dice " + overlap[0]);
	}

	/** Specks of noise that are as bright as dim tissue hang together all through the air. */
	@Test
	void takesNoNoiseForSkin() {
		final double[] calm = overlap(new PhantomHead().scene(WHOLE));
		final double[] noisy = overlap(new PhantomHead().noise(0.1).scene(WHOLE));
		assertEquals(calm[0], noisy[0], 0.06);
		assertEquals(calm[1], noisy[1], 0.03);
	}

	/** A cavity under the brow is no skin, however near to the skin it lies. */
	@Test
	void leavesACavityOfTheBrainAlone() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		scene.paint(0, 25, 45, 18, 18);
		final boolean[] masked = masked(scene);
		for (int i = 0; i < masked.length; i++)
			assertFalse(scene.truth[i] == 1 && masked[i], "the place of the brain is masked");
	}

	/** A faint copy of a head in the air before its face looks as solid as the face does. */
	@Test
	void takesNoGhostForTheFaceAndNoFaceForDeep() {
		final Scene scene = new PhantomHead().shift(0, -25, 0).scene(WHOLE);
		final boolean[] before = masked(scene);
		final boolean[] air = new boolean[scene.truth.length];
		for (int i = 0; i < air.length; i++)
			air[i] = scene.head[i] < 0.1;
		final boolean[] nearAir = DistanceTransform.dilate(air, scene.lattice, 6);
		final boolean[] ghost = new boolean[air.length];
		for (int i = 0; i < ghost.length; i++) {
			final double x = 3 * (scene.lattice.x(i) - 31.5) / 70;
			final double y = (3 * (scene.lattice.y(i) - 42.5) - 95) / 45;
			final double z = (3 * (scene.lattice.z(i) - 42.5) + 40) / 55;
			ghost[i] = air[i] && x * x + y * y + z * z < 1;
			if (ghost[i])
				scene.head[i] = 0.4f;
		}
		int skin = 0;
		int left = 0;
		int haunted = 0;
		int taken = 0;
		final boolean[] after = masked(scene);
		for (int i = 0; i < after.length; i++) {
			if (before[i] && scene.truth[i] == 2 && !air[i] && nearAir[i]) {
				skin++;
				left += after[i] ? 0 : 1;
			}
			else if (ghost[i] && !before[i]) {
				haunted++;
				taken += after[i] ? 1 : 0;
			}
		}
		assertTrue(skin > 5000, "skin " + skin);
		assertEquals(0, left, 0.03 * skin, "skin left of " + skin);
		assertTrue(taken < 0.25 * haunted, taken + " of " + haunted + " voxels of the ghost taken");
	}
}
