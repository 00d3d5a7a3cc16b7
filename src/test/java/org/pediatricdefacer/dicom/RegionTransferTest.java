package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** Brings half spaces to other grids, of which everybody knows where they end. */
class RegionTransferTest {

	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] {20, 20, 20}, 2);

	/** Removed is all that lies more than a number of millimeters to anterior. */
	private static RandomAccessibleInterval<UnsignedByteType> anteriorOf(final double y_mm) {
		final ArrayImg<UnsignedByteType, ByteArray> region = ArrayImgs.unsignedBytes(GRID.size());
		final var cursor = region.localizingCursor();
		final double[] voxel = new double[3];
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.localize(voxel);
			cursor.get().set(GRID.toWorld(voxel)[1] > y_mm ? 1 : 0);
		}
		return region;
	}

	@Test
	void coversThePixelsThatTouchTheRegion() {
		// Sagittal slices of 9 mm, 1 mm pixels, inside the field of view.
		final VoxelGrid target = Orientation.of("PIR").grid(new long[] {30, 24, 3}, 1, 1, 9);
		final RandomAccess<UnsignedByteType> brought = RegionTransfer.transfer(anteriorOf(4), GRID, target, true).randomAccess();
		final RandomAccess<UnsignedByteType> centers = RegionTransfer.transfer(anteriorOf(4), GRID, target, false).randomAccess();
		for (int k = 0; k < 3; k++)
			for (int j = 0; j < 24; j++)
				for (int i = 0; i < 30; i++) {
					final double y = target.toWorld(i, j, k)[1];
					// Voxel centers lie at odd millimeters, so the region begins at 4; a pixel reaches half a millimeter from its center.
					if (Math.abs(y + 0.5 - 4) > 0.01) assertEquals(y + 0.5 > 4 ? 1 : 0, brought.setPositionAndGet(i, j, k).get(), "y " + y);
					if (Math.abs(y - 4) > 0.01) assertEquals(y > 4 ? 1 : 0, centers.setPositionAndGet(i, j, k).get(), "y " + y);
				}
	}

	@Test
	void goesOnBeyondTheFieldOfView() {
		final VoxelGrid target = VoxelGrid.ofSpacing(new long[] {5, 40, 5}, 4);
		final RandomAccess<UnsignedByteType> brought = RegionTransfer.transfer(anteriorOf(4), GRID, target, false).randomAccess();
		assertEquals(1, brought.setPositionAndGet(2, 39, 0).get(), "before the nose");
		assertEquals(0, brought.setPositionAndGet(2, 0, 4).get(), "behind the head");
		assertEquals(1, brought.setPositionAndGet(2, 39, 4).get());
	}

	@Test
	void tellsWhatShareIsInView() {
		assertEquals(1, RegionTransfer.shareInView(GRID, GRID));
		assertEquals(0.125, RegionTransfer.shareInView(GRID, VoxelGrid.ofSpacing(new long[] {40, 40, 40}, 2)));
		final double[] far = GRID.voxelToWorld();
		far[3] += 500;
		assertEquals(0, RegionTransfer.shareInView(GRID, new VoxelGrid(GRID.size(), far)));
	}
}
