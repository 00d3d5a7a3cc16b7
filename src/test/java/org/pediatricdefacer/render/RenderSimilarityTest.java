package org.pediatricdefacer.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;

class RenderSimilarityTest {

	private static final double C1 = 6.5025;
	private static final double C2 = 58.5225;

	private static Rendering picture(final int width, final int height, final IntUnaryOperator gray) {
		final byte[] pixels = new byte[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (byte) gray.applyAsInt(i);
		return new Rendering(width, height, pixels, new float[pixels.length]);
	}

	private static boolean[] all(final Rendering picture) {
		final boolean[] all = new boolean[picture.gray().length];
		Arrays.fill(all, true);
		return all;
	}

	@Test
	void equalPicturesAreOne() {
		final Random random = new Random(1);
		final Rendering noise = picture(40, 30, i -> random.nextInt(256));
		final RenderSimilarity same = RenderSimilarity.of(noise, noise, all(noise));
		assertEquals(1, same.ssim(), 1e-12);
		assertEquals(1200, same.pixels());
		assertEquals(0, same.silhouetteChange(), 0);
	}

	@Test
	void flatPicturesFollowTheFormula() {
		final Rendering dark = picture(20, 20, i -> 100);
		final Rendering light = picture(20, 20, i -> 180);
		final double expected = (2 * 100 * 180 + C1) / (100 * 100 + 180 * 180 + C1);
		assertEquals(expected, RenderSimilarity.of(dark, light, all(dark)).ssim(), 1e-9);
	}

	@Test
	void aNegativeIsAnticorrelated() {
		// A checkerboard of 107 and 147: its mean is 127 up to the window, its negative has the opposite covariance.
		final Rendering board = picture(64, 64, i -> (i % 64 + i / 64) % 2 == 0 ? 107 : 147);
		final Rendering negative = picture(64, 64, i -> (i % 64 + i / 64) % 2 == 0 ? 147 : 107);
		final boolean[] center = new boolean[64 * 64];
		center[32 * 64 + 32] = true;
		final double variance = 400;
		assertEquals((-2 * variance + C2) / (2 * variance + C2), RenderSimilarity.of(board, negative, center).ssim(), 0.01);
	}

	@Test
	void countsPixelsOfOneSilhouetteOnly() {
		final Rendering before = picture(10, 10, i -> 0);
		final Rendering after = picture(10, 10, i -> 0);
		Arrays.fill(before.depth_mm(), 0, 20, Float.NEGATIVE_INFINITY);
		Arrays.fill(after.depth_mm(), 0, 60, Float.NEGATIVE_INFINITY);
		assertEquals(0.5, RenderSimilarity.of(before, after, new boolean[100]).silhouetteChange(), 1e-12);
		assertTrue(Double.isNaN(RenderSimilarity.of(before, after, new boolean[100]).ssim()), "no face zone in sight");
	}

	@Test
	void refusesPicturesOfDifferentSizes() {
		assertThrows(IllegalArgumentException.class, () -> RenderSimilarity.of(picture(4, 4, i -> 0), picture(4, 5, i -> 0), new boolean[16]));
	}

	@Test
	void findsTheFaceZoneInAPicture() {
		final IsotropicScan head = IsotropicScan.of(BallHead.scan(2), 2);
		final HeadFrame frame = HeadFrame.of(new double[] { -30, 60, -5 }, new double[] { 30, 60, -5 }, new double[] { 0, -13.7, 20.4 });
		for (final double yaw : new double[] { 0, 45, -90 }) {
			final Camera camera = Camera.of(yaw, 0, head, 2);
			final Rendering picture = new HeadRender(head).surface(camera, 200);
			final boolean[] zone = RenderSimilarity.zone(picture, camera, frame);
			int seen = 0;
			for (int i = 0; i < zone.length; i++)
				if (zone[i]) seen++;
			assertTrue(seen > 200, "zone of " + seen + " pixels from " + yaw);
		}
		final Camera front = Camera.of(Camera.View.FRONT, head, 2);
		final boolean[] zone = RenderSimilarity.zone(new HeadRender(head).surface(front, 200), front, frame);
		final double[] nose = front.project(0, 90, -35);
		final double[] forehead = front.project(0, 60, 40);
		assertTrue(zone[(int) Math.round(nose[1]) * front.width() + (int) Math.round(nose[0])]);
		assertTrue(!zone[(int) Math.round(forehead[1]) * front.width() + (int) Math.round(forehead[0])]);
		assertTrue(FaceZone.hasFace(30, -30, 0));
	}
}
