package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.imglib2.RandomAccess;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.IntType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** Tests that voxels along RAS axes are found in the scan's own order, and drawn as radiologists look at them. */
class RasAxesTest {

	private static final long[] SIZE = { 3, 4, 5 };

	/** The oracle is the view that turns images of the scan to RAS. */
	@ParameterizedTest
	@ValueSource(strings = { "RAS", "LPS", "PIR", "AIL", "SRP", "IPL", "LIA" })
	void findsVoxelsInTheScansOrder(final String codes) {
		final Orientation orientation = Orientation.of(codes);
		final int[] numbers = new int[60];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = i;
		final RandomAccess<IntType> ras = orientation.toRas(ArrayImgs.ints(numbers, SIZE)).randomAccess();
		final RasAxes axes = new RasAxes(orientation.grid(SIZE, 1, 2, 3));
		for (int z = 0; z < axes.size(2); z++)
			for (int y = 0; y < axes.size(1); y++)
				for (int x = 0; x < axes.size(0); x++)
					assertEquals(ras.setPositionAndGet(x, y, z).get(), axes.index(x, y, z));
	}

	/** In an oblique scan, too. */
	@Test
	void findsThemInObliqueScans() {
		final double c = Math.cos(0.3), s = Math.sin(0.3);
		final VoxelGrid oblique = new VoxelGrid(SIZE, new double[] { -2 * c, s, 0, 7, 2 * s, c, 0, -3, 0, 0, -3, 11 });
		final RasAxes axes = new RasAxes(oblique);
		assertEquals(59, axes.index(0, 3, 0));
		assertEquals(0, axes.index(2, 0, 4));
	}

	/** The patient's left is on the right, the nose up or to the left, the crown up. */
	@ParameterizedTest
	@ValueSource(strings = { "RAS", "PIR" })
	void showsPlanesAsRadiologistsDo(final String codes) {
		final RasAxes axes = new RasAxes(Orientation.of(codes).grid(SIZE, 1, 1, 1));
		final int[] place = { 1, 1, 1 };
		for (final SlicePlane plane : SlicePlane.values()) {
			final int[] first = plane.voxel(axes, 0, 0, place);
			assertEquals(axes.size(plane.across) - 1, first[plane.across], plane.text);
			assertEquals(axes.size(plane.up) - 1, first[plane.up], plane.text);
			assertEquals(1, first[plane.through], plane.text);
			assertEquals(0, plane.column(axes, first));
			assertEquals(0, plane.row(axes, first));
		}
	}
}
