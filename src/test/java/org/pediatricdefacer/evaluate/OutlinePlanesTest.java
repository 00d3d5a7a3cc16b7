package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.volume.VoxelGrid;

class OutlinePlanesTest {

	private static final int NX = 20;
	private static final int NY = 24;
	private static final int NZ = 16;
	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { NX, NY, NZ }, 1);

	private static boolean[] box(final int x0, final int x1, final int y0, final int y1) {
		final boolean[] box = new boolean[NX * NY * NZ];
		for (int i = 0; i < box.length; i++) {
			final int x = i % NX;
			final int y = i / NX % NY;
			final int z = i / (NX * NY);
			box[i] = x >= x0 && x <= x1 && y >= y0 && y <= y1 && z >= 4 && z <= 11;
		}
		return box;
	}

	private static int at(final BufferedImage image, final int x, final int row) {
		return image.getRGB(x, row) & 0xffffff;
	}

	@Test
	void drawsBothOutlinesWhereTheyAre() {
		// The prediction reaches 4 voxels less far to the front, so the planes go through y = 17 to 20.
		final BufferedImage image = new OutlinePlanes(GRID, box(5, 14, 8, 20), box(5, 14, 8, 16), null).image();
		assertEquals(2 * NX + NY, image.getWidth());
		assertEquals(NY, image.getHeight());
		// Axial: the front is up, the patient's right (large x) on the left.
		assertEquals(0xffb000, at(image, NX - 1 - 9, NY - 1 - 20), "the reference's front");
		assertEquals(0x5ac8ff, at(image, NX - 1 - 9, NY - 1 - 16), "the prediction's front");
		assertEquals(0xffffff, at(image, NX - 1 - 9, NY - 1 - 8), "the back of both");
		assertEquals(0xffffff, at(image, NX - 1 - 14, NY - 1 - 12), "the right side of both");
		assertEquals(0xffb000, at(image, NX - 1 - 14, NY - 1 - 18), "the right side of the reference alone");
		assertEquals(0, at(image, NX - 1 - 9, NY - 1 - 12), "inside of both");
		// Sagittal: the face is on the left.
		assertEquals(0xffb000, at(image, 2 * NX + NY - 1 - 20, NZ - 1 - 8 + (NY - NZ) / 2));
	}

	@Test
	void showsTheScanBeneathOutlines() {
		final float[] gray = new float[NX * NY * NZ];
		for (int i = 0; i < gray.length; i++)
			gray[i] = i % NX;
		final BufferedImage image = new OutlinePlanes(GRID, box(5, 14, 8, 20), box(5, 14, 8, 20), gray).image();
		final int right = at(image, 0, NY / 2) & 0xff;
		final int left = at(image, NX - 1, NY / 2) & 0xff;
		assertTrue(right > 180 && left == 0, "patient's right " + right + ", left " + left);
	}

	@Test
	void emptyMasksGiveAnEmptyPicture() {
		final boolean[] none = new boolean[NX * NY * NZ];
		final BufferedImage image = new OutlinePlanes(GRID, none, none, null).image();
		for (int row = 0; row < image.getHeight(); row++)
			for (int x = 0; x < image.getWidth(); x++)
				assertEquals(0, at(image, x, row));
	}
}
