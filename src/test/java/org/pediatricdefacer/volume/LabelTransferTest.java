package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;

class LabelTransferTest {

	@Test
	void followsTheAxes() {
		final VoxelGrid from = Orientation.of("LPI").grid(new long[] { 4, 5, 6 }, 1, 2, 3);
		final VoxelGrid to = Orientation.of("SAR").grid(new long[] { 6, 5, 4 }, 3, 2, 1);
		final RandomAccessibleInterval<UnsignedByteType> labels = random(120, from, 1);
		final RandomAccessibleInterval<UnsignedByteType> moved = LabelTransfer.nearest(labels, from, to);
		ImgLib2Assert.assertImageEquals(Orientation.of(to).fromRas(Orientation.of(from).toRas(labels)), moved);
	}

	@Test
	void takesTheNearestVoxelAndNothingFromOutside() {
		final VoxelGrid from = new VoxelGrid(new long[] { 3, 1, 1 }, new double[] { 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0 });
		final VoxelGrid to = new VoxelGrid(new long[] { 7, 1, 1 }, new double[] { 1, 0, 0, -1.5, 0, 1, 0, 0.4, 0, 0, 1, -0.4 });
		// Voxel centers at -1.5, -0.5, ... 4.5; labels cover -1 to 1, 1 to 3, 3 to 5.
		final RandomAccessibleInterval<UnsignedByteType> moved = LabelTransfer.nearest(ArrayImgs.unsignedBytes(new byte[] { 2, 3, 4 }, 3, 1,
			1), from, to);
		final int[] expected = { 0, 2, 2, 3, 3, 4, 4 };
		for (int i = 0; i < 7; i++)
			assertEquals(expected[i], moved.getAt(i, 0, 0).get());
	}

	@Test
	void takesLabelsOfAnyRealType() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 2, 2, 1 }, 1);
		assertArrayEquals(new byte[] { 0, 2, 3, (byte) 255 }, LabelTransfer.nearest(ArrayImgs.doubles(new double[] { 0, 2, 3, 255 }, 2, 2,
			1), grid, grid).update(null).getCurrentStorageArray());
	}

	@Test
	void refusesWhatIsNoMask() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 2, 1, 1 }, 1);
		assertThrows(DefacingException.class, () -> LabelTransfer.nearest(ArrayImgs.doubles(new double[] { 0, 0.5 }, 2, 1, 1), grid, grid));
		assertThrows(DefacingException.class, () -> LabelTransfer.nearest(ArrayImgs.doubles(new double[] { 0, 256 }, 2, 1, 1), grid, grid));
		assertThrows(DefacingException.class, () -> LabelTransfer.nearest(ArrayImgs.doubles(new double[] { 0, Double.NaN }, 2, 1, 1), grid,
			grid));
		final VoxelGrid elsewhere = new VoxelGrid(grid.size(), new double[] { 1, 0, 0, 100, 0, 1, 0, 0, 0, 0, 1, 0 });
		assertThrows(DefacingException.class, () -> LabelTransfer.nearest(ArrayImgs.unsignedBytes(2, 1, 1), grid, elsewhere));
	}

	private static RandomAccessibleInterval<UnsignedByteType> random(final int n, final VoxelGrid grid, final long seed) {
		final byte[] labels = new byte[n];
		new Random(seed).nextBytes(labels);
		return ArrayImgs.unsignedBytes(labels, grid.size());
	}
}
