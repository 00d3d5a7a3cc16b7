package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Applies masks that the program has not made. */
class GivenMaskTest {

	private static final DefacingSettings SETTINGS = DefacingSettings.DEFAULT;
	private final PhantomScan phantom = PhantomScan.whole();

	@Test
	void appliesAnEditedMaskOfAnotherGrid() {
		final VoxelGrid maskGrid = VoxelGrid.ofSpacing(new long[] { 60, 60, 60 }, 4);
		final Img<UnsignedByteType> mask = ArrayImgs.unsignedBytes(60, 60, 60);
		final Cursor<UnsignedByteType> cursor = mask.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			// Front of the head, with labels that are no regions of a facemask, too.
			if (cursor.getIntPosition(1) >= 45) cursor.get().set(1 + cursor.getIntPosition(2) % 5);
		}
		final Img<ShortType> scan = phantom.stored();
		try (Defacer defacer = phantom.defacer()) {
			final DefacingResult<ShortType> result = defacer.applyMask(scan, new Volume(scan, PhantomScan.GRID), new Volume(mask, maskGrid),
				SETTINGS, Progress.NONE);
			final long[] counts = new long[256];
			final Cursor<UnsignedByteType> label = result.labels().localizingCursor();
			while (label.hasNext()) {
				label.fwd();
				counts[label.get().get()]++;
				final double[] world = PhantomScan.GRID.toWorld(label.positionAsDoubleArray());
				final double y = maskGrid.toVoxel(world)[1];
				// 44.5 is the border of the mask's first voxel row; beyond 59.5 the mask ends.
				assertEquals(y > 44.5 && y < 59.5 && Math.abs(world[0]) < 120 && Math.abs(world[2]) < 120, label.get().get() > 0);
			}
			assertArrayEquals(new long[] { 0, 0 }, new long[] { counts[1], counts[5] });
			assertTrue(counts[2] > counts[3] && counts[3] > 0 && counts[4] > 0);
			assertEquals(Verdict.FAIL, result.verdict(), "brain is removed");
			assertTrue(result.judgment().has(Finding.BRAIN_REMOVED));
		}
	}

	@Test
	void refusesAMaskOfSeveralVolumes() {
		final Img<ShortType> scan = phantom.stored();
		final Img<UnsignedByteType> mask = ArrayImgs.unsignedBytes(PhantomScan.GRID.size());
		final Volume masks = new Volume(Views.stack(List.of(mask, mask)), PhantomScan.GRID);
		try (Defacer defacer = phantom.defacer()) {
			final DefacingException e = assertThrows(DefacingException.class, () -> defacer.applyMask(scan, new Volume(scan, PhantomScan.GRID), masks,
				SETTINGS, Progress.NONE));
			assertTrue(e.getMessage().contains("The mask has 2 volumes"), e.getMessage());
		}
	}
}
