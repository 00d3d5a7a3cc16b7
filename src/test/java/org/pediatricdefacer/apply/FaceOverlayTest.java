package org.pediatricdefacer.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.awt.Rectangle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.mask.Region;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.process.LUT;

/** Tests that an overlay shows each labelled voxel once, in its slice and its color. */
class FaceOverlayTest {

	private static final int SIDE = 12, SLICES = 5;

	@Test
	void outlinesEveryRegionInEverySlice() {
		final ImagePlus mask = mask();
		final ImagePlus scan = new ImagePlus("scan", ImageStack.create(SIDE, SIDE, SLICES, 16));
		final Map<Integer, int[]> shown = new HashMap<>();
		for (final Roi roi : FaceOverlay.of(mask, scan))
			fill(roi, shown.computeIfAbsent(roi.getPosition(), z -> new int[SIDE * SIDE]));
		for (int z = 1; z <= SLICES; z++)
			for (int i = 0; i < SIDE * SIDE; i++) {
				final int label = mask.getStack().getProcessor(z).get(i);
				final int expected = label == Region.BRAIN.label() ? 0 : label;
				assertEquals(expected, shown.getOrDefault(z, new int[SIDE * SIDE])[i]);
			}
	}

	private static void fill(final Roi roi, final int[] slice) {
		final int label = Region.valueOf(roi.getName().toUpperCase()).label();
		final Rectangle bounds = roi.getBounds();
		for (int y = bounds.y; y < bounds.y + bounds.height; y++)
			for (int x = bounds.x; x < bounds.x + bounds.width; x++)
				if (roi.contains(x, y)) slice[y * SIDE + x] += label;
	}

	@Test
	void standsInAllFramesOfASeries() {
		final ImagePlus scan = new ImagePlus("series", ImageStack.create(SIDE, SIDE, 3 * SLICES, 16));
		scan.setDimensions(1, SLICES, 3);
		scan.setOpenAsHyperStack(true);
		final Overlay overlay = FaceOverlay.of(mask(), scan);
		for (final Roi roi : overlay) {
			assertEquals(0, roi.getTPosition());
			assertNotEquals(0, roi.getZPosition());
		}
	}

	@Test
	void givesEachRegionItsColor() {
		final LUT lut = FaceOverlay.lut();
		final Set<Integer> colors = new HashSet<>();
		for (int label = 0; label < Region.CLASSES; label++)
			colors.add(lut.getRGB(label));
		assertEquals(Region.CLASSES, colors.size());
		assertEquals(0xff000000, lut.getRGB(0));
	}

	private static ImagePlus mask() {
		final ImageStack stack = ImageStack.create(SIDE, SIDE, SLICES, 8);
		final Random random = new Random(5);
		for (int z = 2; z <= SLICES; z++)
			for (int i = 0; i < SIDE * SIDE; i++)
				stack.getProcessor(z).set(i, random.nextInt(Region.CLASSES));
		return new ImagePlus("mask", stack);
	}
}
