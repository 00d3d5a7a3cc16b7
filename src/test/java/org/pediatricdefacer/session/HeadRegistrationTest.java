package org.pediatricdefacer.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.PhantomHead;
import org.pediatricdefacer.session.HeadRegistration.Found;
import org.pediatricdefacer.session.HeadRegistration.Way;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class HeadRegistrationTest {

	private static final Lattice LATTICE = new Lattice(80, 92, 92, 2.7, 2.7, 2.7);
	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { 80, 92, 92 }, 2.7);
	private static final DoubleUnaryOperator T1 = v -> v;
	/** Fluid bright, brain dark, as T2w scans have it. */
	private static final DoubleUnaryOperator T2 = v -> v < 0.12 ? v : v > 0.6 ? 0.3 : v < 0.35 ? 1 : 0.55;

	private static HeadShape shape(final PhantomHead head, final DoubleUnaryOperator contrast, final RigidTransform moved, final long seed) {
		final float[] values = head.intensities(LATTICE, seed);
		for (int i = 0; i < values.length; i++)
			values[i] = (float) contrast.applyAsDouble(values[i]);
		final byte[] classes = head.classes(LATTICE);
		final boolean[] brain = new boolean[classes.length];
		for (int i = 0; i < brain.length; i++)
			brain[i] = classes[i] == 1;
		final VoxelGrid grid = moved.apply(GRID);
		return HeadShape.of(new Volume(ArrayImgs.floats(values, GRID.size()), grid), brain, grid);
	}

	private static RigidTransform random(final Random random, final double degrees, final double mm) {
		return RigidTransform.of(vector(random, Math.toRadians(degrees) * random.nextDouble()), new double[] { 0, -20, 30 }, vector(random, mm *
			random.nextDouble()));
	}

	private static double[] vector(final Random random, final double length) {
		final double[] v = { random.nextGaussian(), random.nextGaussian(), random.nextGaussian() };
		final double norm = Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
		return new double[] { v[0] / norm * length, v[1] / norm * length, v[2] / norm * length };
	}

	@Test
	void believesCoordinatesThatAreRight() {
		final HeadShape t1 = shape(new PhantomHead(), T1, RigidTransform.IDENTITY, 1);
		final Found found = HeadRegistration.find(t1, shape(new PhantomHead(), T2, RigidTransform.IDENTITY, 2));
		assertEquals(Way.COORDINATES, found.way(), found.fit().toString());
		assertSame(RigidTransform.IDENTITY, found.transform());
	}

	@Test
	void findsHeadsThatMovedAcrossContrasts() {
		final HeadShape t1 = shape(new PhantomHead(), T1, RigidTransform.IDENTITY, 1);
		final Random random = new Random(14);
		final double[] errors_mm = new double[5], errors_degrees = new double[5];
		for (int i = 0; i < errors_mm.length; i++) {
			final RigidTransform known = random(random, 20, 30);
			final Found found = HeadRegistration.find(t1, shape(new PhantomHead(), T2, known, i));
			final RigidTransform error = found.transform().after(known);
			errors_mm[i] = HeadRegistration.motion_mm(error, t1);
			errors_degrees[i] = error.angle_degrees();
			assertEquals(Way.REGISTRATION, found.way(), found.fit() + ", error " + errors_mm[i] + " mm");
		}
		Arrays.sort(errors_mm);
		Arrays.sort(errors_degrees);
		assertTrue(errors_mm[2] <= 1, Arrays.toString(errors_mm));
		assertTrue(errors_degrees[2] <= 1, Arrays.toString(errors_degrees));
	}

	@Test
	void doesNotBelieveAnotherHead() {
		final HeadShape child = shape(new PhantomHead().scale(0.8), T1, RigidTransform.IDENTITY, 1);
		final Found found = HeadRegistration.find(shape(new PhantomHead(), T1, RigidTransform.IDENTITY, 2), child);
		assertEquals(Way.NONE, found.way(), found.fit().toString());
	}

	@Test
	void doesNotBelieveWhatHasNoBrain() {
		final HeadShape t1 = shape(new PhantomHead(), T1, RigidTransform.IDENTITY, 1);
		final float[] noise = new float[LATTICE.voxels()];
		final Random random = new Random(3);
		for (int i = 0; i < noise.length; i++)
			noise[i] = random.nextFloat();
		final HeadShape none = HeadShape.of(new Volume(ArrayImgs.floats(noise, GRID.size()), GRID), new boolean[noise.length], GRID);
		assertEquals(Way.NONE, HeadRegistration.find(t1, none).way());
	}
}
