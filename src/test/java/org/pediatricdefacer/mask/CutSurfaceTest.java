package org.pediatricdefacer.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.PhantomHead.Scene;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.img.array.ArrayImgs;

class CutSurfaceTest {

	private static final Lattice LATTICE = new Lattice(96, 128, 128, 2, 2, 2);
	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { 96, 128, 128 }, 2);

	/** The phantom's edges are sharp; a scanner's are not. */
	private static float[] softened(final float[] values) {
		final float[] soft = values.clone();
		final int[] strides = { 1, 96, 96 * 128 };
		for (int i = 0; i < soft.length; i++) {
			if (LATTICE.onBorder(LATTICE.x(i), LATTICE.y(i), LATTICE.z(i)))
				continue;
			double sum = values[i];
			for (final int stride : strides)
				sum += values[i - stride] + values[i + stride];
			soft[i] = (float) (sum / 7);
		}
		return soft;
	}

	private static CutSurface look(final float[] values, final Facemask mask) {
		return CutSurface.of(ArrayImgs.floats(values, 96, 128, 128), mask);
	}

	@Test
	void findsNoCutInAScanAsItComes() {
		final PhantomHead phantom = new PhantomHead();
		final Facemask mask = phantom.scene(GRID).clean(CleaningSettings.DEFAULT);
		assertEquals(0, look(softened(phantom.intensities(LATTICE, 5)), mask).face_cm2(), "noisy air");
		final CutSurface silent = look(softened(softened(phantom.noise(0).intensities(LATTICE, 5))), mask);
		assertTrue(silent.face_cm2() < 4, "air of zeros: " + silent);
	}

	/** A scan of few gray levels, as of a small integer type: most of the air has one of two values. */
	private static float[] coarse(final PhantomHead phantom) {
		final float[] values = phantom.intensities(LATTICE, 5);
		for (int i = 0; i < values.length; i++)
			values[i] = Math.round(values[i] * 40);
		return values;
	}

	@Test
	void findsNoCutInAScanOfFewGrayLevels() {
		final PhantomHead phantom = new PhantomHead();
		final Facemask mask = phantom.scene(GRID).clean(CleaningSettings.DEFAULT);
		assertEquals(0, look(coarse(phantom), mask).face_cm2(), "the skin of the phantom is sharp and its air noisy");
	}

	@Test
	void findsTheFillOfAMaskAmongFewGrayLevels() {
		final PhantomHead phantom = new PhantomHead();
		final Facemask mask = phantom.scene(GRID).clean(CleaningSettings.DEFAULT);
		final float[] values = coarse(phantom);
		final byte[] classes = phantom.classes(LATTICE);
		for (int i = 0; i < values.length; i++)
			values[i] = classes[i] > 1 ? 0 : values[i] + 1;
		final CutSurface cut = look(values, mask);
		assertTrue(cut.face_cm2() > 100 && cut.face_cm2() < 1000, cut.toString());
	}

	@Test
	void findsTheCutThatAMaskLeaves() {
		final PhantomHead phantom = new PhantomHead();
		final Scene scene = phantom.scene(GRID);
		final Facemask mask = scene.clean(CleaningSettings.DEFAULT);
		final float[] values = softened(phantom.intensities(LATTICE, 5));
		final byte[] classes = phantom.classes(LATTICE);
		for (int i = 0; i < values.length; i++)
			if (classes[i] > 1)
				values[i] = 0;
		final CutSurface cut = look(values, mask);
		// The inner side of the face layer: several hundred square centimeters.
		assertTrue(cut.face_cm2() > 100 && cut.face_cm2() < 1000, cut.toString());
		assertTrue(cut.elsewhere_cm2() < cut.face_cm2(), cut.toString());
	}

	@Test
	void measuresAKnownPlane() {
		final PhantomHead phantom = new PhantomHead();
		final Facemask mask = phantom.scene(GRID).clean(CleaningSettings.DEFAULT);
		final float[] values = softened(phantom.intensities(LATTICE, 5));
		// Everything in front of y = 71 mm is cut off: a face of known area, seen along one axis only.
		double cut_cm2 = 0;
		final HeadFrame frame = phantom.frame(LATTICE);
		for (int i = 0; i < values.length; i++) {
			final int y = LATTICE.y(i);
			final boolean zone = FaceZone.hasFace(frame.coordinate(1, LATTICE.x(i) * 2, y * 2, LATTICE.z(i) * 2),
				frame.coordinate(2, LATTICE.x(i) * 2, y * 2, LATTICE.z(i) * 2), 0);
			if (y == 98 && values[i] > 0.4 && zone)
				cut_cm2 += 0.04;
			if (y > 98)
				values[i] = 0;
		}
		assertTrue(cut_cm2 > 20, "plane of " + cut_cm2);
		assertEquals(cut_cm2 / 1.5, look(values, mask).face_cm2(), 0.15 * cut_cm2);
	}
}
