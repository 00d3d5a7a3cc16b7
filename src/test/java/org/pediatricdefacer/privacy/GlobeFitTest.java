package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.FaceLeft.Globe;
import org.pediatricdefacer.volume.VoxelGrid;

class GlobeFitTest {

	private static final VoxelGrid GRID = BallHead.grid(2);
	private static final HeadFrame FRAME = HeadFrame.of(new double[] { 0, 60, -5 }, new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, 1,
		Basis.EYES_AND_BRAIN);

	private interface Place {

		boolean at(double x, double y, double z);
	}

	private static RandomAccessibleInterval<UnsignedByteType> mask(final Place place) {
		final byte[] values = new byte[(int) GRID.voxels()];
		final int nx = (int) GRID.size(0);
		final int ny = (int) GRID.size(1);
		for (int i = 0; i < values.length; i++) {
			final double[] w = GRID.toWorld(i % nx, i / nx % ny, i / nx / ny);
			values[i] = (byte) (place.at(w[0], w[1], w[2]) ? Region.EYES.label() : 0);
		}
		return ArrayImgs.unsignedBytes(values, GRID.size());
	}

	private static List<Globe> globes(final Place found, final Place removed) {
		return GlobeFit.of(mask(found), mask(removed), GRID, FRAME);
	}

	@Test
	void wholeGlobesThatAreRemovedAreGone() {
		final List<Globe> globes = globes(BallHead::eye, BallHead::eye);
		assertEquals(List.of("left", "right"), globes.stream().map(Globe::side).toList());
		for (final Globe globe : globes)
			assertEquals(1, globe.removed(), 0.02);
	}

	@Test
	void aGlobeOfWhichTheFrontIsRemovedIsLeftByHalf() {
		for (final Globe globe : globes(BallHead::eye, (x, y, z) -> BallHead.eye(x, y, z) && y > 60))
			assertEquals(0.5, globe.removed(), 0.08);
	}

	@Test
	void aGlobeOfWhichOnlyTheFrontWasFoundDoesNotCountAsRemovedWithIt() {
		final Place front = (x, y, z) -> BallHead.eye(x, y, z) && y > 64;
		for (final Globe globe : globes(front, front))
			assertTrue(globe.removed() < 0.6, globe.toString());
	}

	@Test
	void aSpeckIsNoEye() {
		assertEquals(List.of(), globes((x, y, z) -> Math.abs(x - 30) < 2 && Math.abs(y - 60) < 2 && Math.abs(z + 5) < 2, BallHead::eye));
	}
}
