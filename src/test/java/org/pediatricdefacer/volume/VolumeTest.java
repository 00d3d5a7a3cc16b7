package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;

class VolumeTest {

	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { 2, 3, 4 }, 1);

	@Test
	void averagesAllFurtherDimensions() {
		final short[] stored = new short[2 * 3 * 4 * 2 * 3];
		for (int i = 0; i < stored.length; i++)
			stored[i] = (short) (i % 24 + 10 * (i / 24)); // position + 10 x volume, volumes 0 to 5
		final Volume volume = new Volume(ArrayImgs.shorts(stored, 2, 3, 4, 2, 3), GRID);
		assertEquals(6, volume.count());
		assertEquals(17, value(volume.first(), 1, 2, 2), 0);
		assertEquals(17 + 25, value(volume.mean(), 1, 2, 2), 0);
	}

	@Test
	void takesAThreeDimensionalScanAsItsOwnMean() {
		final short[] stored = new short[24];
		stored[17] = -7;
		final Volume volume = new Volume(ArrayImgs.shorts(stored, 2, 3, 4), GRID);
		assertEquals(1, volume.count());
		assertEquals(-7, value(volume.first(), 1, 2, 2), 0);
		assertEquals(-7, value(volume.mean(), 1, 2, 2), 0);
	}

	@Test
	void refusesPixelsThatDoNotFitTheGrid() {
		assertThrows(IllegalArgumentException.class, () -> new Volume(ArrayImgs.shorts(2, 3), GRID));
		assertThrows(IllegalArgumentException.class, () -> new Volume(ArrayImgs.shorts(2, 3, 5), GRID));
		final RandomAccessibleInterval<ShortType> shifted = Views.translate(ArrayImgs.shorts(2, 3, 4), 1, 0, 0);
		assertThrows(IllegalArgumentException.class, () -> new Volume(shifted, GRID));
	}

	private static double value(final RandomAccessibleInterval<? extends RealType<?>> image, final long... position) {
		return image.getAt(position).getRealDouble();
	}
}
