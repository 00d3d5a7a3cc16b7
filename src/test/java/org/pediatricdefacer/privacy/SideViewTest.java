package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.privacy.SideView.Side;
import org.pediatricdefacer.render.Trilinear;
import org.pediatricdefacer.volume.FloatVolume;
import org.pediatricdefacer.volume.VoxelGrid;

class SideViewTest {

	private static final double STEP = 8;
	private static final double THRESHOLD = 100;

	/** Balls of tissue, values just below the threshold around them, and noise, in a grid that lies as it likes. */
	private static FloatVolume volume(final long seed) {
		final Random random = new Random(seed);
		final int[] size = { 40 + random.nextInt(20), 40 + random.nextInt(20), 40 + random.nextInt(20) };
		final double[] affine = new double[12];
		for (int r = 0; r < 3; r++) {
			for (int c = 0; c < 3; c++)
				affine[4 * r + c] = (r == c ? 3 : 0) + 0.6 * random.nextGaussian();
			affine[4 * r + 3] = -60 - 20 * random.nextDouble();
		}
		final float[] values = new float[size[0] * size[1] * size[2]];
		for (int ball = 0; ball < 12; ball++) {
			final double[] center = { random.nextDouble() * size[0], random.nextDouble() * size[1], random.nextDouble() * size[2] };
			final double radius = 2 + 8 * random.nextDouble();
			for (int i = 0; i < values.length; i++) {
				final double x = i % size[0] - center[0];
				final double y = i / size[0] % size[1] - center[1];
				final double z = i / size[0] / size[1] - center[2];
				if (x * x + y * y + z * z < radius * radius) values[i] = ball < 6 ? 200 : Math.max(values[i], Math.nextDown(100f));
			}
		}
		for (int i = 0; i < values.length; i++)
			if (values[i] == 0) values[i] = (float) (20 * random.nextGaussian());
		final VoxelGrid grid = new VoxelGrid(new long[] { size[0], size[1], size[2] }, affine);
		return new FloatVolume(values, grid, grid);
	}

	private static HeadFrame frame(final long seed) {
		final Random random = new Random(seed + 1000);
		final double angle = random.nextGaussian();
		final double c = Math.cos(angle);
		final double s = Math.sin(angle);
		// Every other frame runs along the axes of the world, where rays may run along a border of the grid.
		final double[][] axes = seed % 2 == 0 ? new double[][] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } : new double[][] { { c, s, 0 }, { -s, c, 0 }, { 0, 0, 1 } };
		return HeadFrame.of(new double[] { random.nextGaussian() * 10, 40, 20 }, axes, 0.8 + 0.5 * random.nextDouble(), Basis.EYES);
	}

	/** The oracle: looks at every sample. */
	private static float height(final FloatVolume head, final HeadFrame frame, final SideView view, final int a, final int b) {
		final Side side = view.side();
		final double[] origin = head.grid().toVoxel(frame.place_mm(0, 0, 0));
		final double[] place = view.place(a, b, 120);
		final double[] at = origin.clone();
		final double[] move = new double[3];
		for (int d = 0; d < 3; d++) {
			final double[] tip = head.grid().toVoxel(frame.place_mm(d == 0 ? 1 : 0, d == 1 ? 1 : 0, d == 2 ? 1 : 0));
			for (int k = 0; k < 3; k++) {
				at[k] += place[d] * (tip[k] - origin[k]);
				if (d == side.axis) move[k] = -side.sign * (tip[k] - origin[k]);
			}
		}
		float height = Float.NaN;
		float last = Float.NaN;
		float lastButOne = Float.NaN;
		for (double h = 120; h >= side.end; h--) {
			final float value = sample(head, at);
			if (last >= THRESHOLD && (value >= THRESHOLD || Float.isNaN(value))) return (float) (h + 1 + (Float.isNaN(lastButOne) ? 0 : (last - THRESHOLD) / (last -
				lastButOne)));
			if (!Float.isNaN(value)) height = Float.NEGATIVE_INFINITY;
			else if (!Float.isNaN(last)) height = Float.NaN;
			lastButOne = last;
			last = value;
			for (int k = 0; k < 3; k++)
				at[k] += move[k];
		}
		return height;
	}

	private static float sample(final FloatVolume head, final double[] at) {
		final int[] size = new int[3];
		final double[] inside = new double[3];
		for (int d = 0; d < 3; d++) {
			size[d] = (int) head.grid().size(d);
			if (!(at[d] > -0.5 && at[d] < size[d] - 0.5)) return Float.NaN;
			inside[d] = Math.max(0, Math.min(size[d] - 1.0, at[d]));
		}
		return Trilinear.at(head.values(), size[0], size[1], size[2], inside[0], inside[1], inside[2]);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void seesWhatIsSeenWhenEverySampleIsLookedAt(final long seed) {
		final FloatVolume head = volume(seed);
		final HeadFrame frame = frame(seed);
		int met = 0;
		for (final SideView view : SideView.all(head, THRESHOLD, frame, STEP))
			for (int b = 0; b < view.height(); b++)
				for (int a = 0; a < view.width(); a++) {
					assertEquals(height(head, frame, view, a, b), view.at(a, b), view.side() + " ray " + a + ", " + b);
					if (Float.isFinite(view.at(a, b))) met++;
				}
		assertTrue(met > 20, met + " rays met something");
	}

	@Test
	void seesAgainOnTheRaysThatAreWanted() {
		final FloatVolume head = volume(1);
		final SideView[] before = SideView.all(head, THRESHOLD, frame(1), STEP);
		final SideView[] again = SideView.again(head, before, frame(1), view -> (a, b) -> (a + b) % 3 == 0);
		for (int s = 0; s < before.length; s++)
			for (int b = 0; b < before[s].height(); b++) {
				final float[] wanted = new float[before[s].width()];
				final float[] seen = new float[wanted.length];
				for (int a = 0; a < wanted.length; a++) {
					wanted[a] = (a + b) % 3 == 0 ? before[s].at(a, b) : Float.NaN;
					seen[a] = again[s].at(a, b);
				}
				assertArrayEquals(wanted, seen);
			}
	}
}
