package org.pediatricdefacer.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.parallel.Parallelization;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class HeadRenderTest {

	private static final double RADIUS_MM = 22;
	private static final VoxelGrid CUBE = VoxelGrid.ofSpacing(new long[] { 60, 60, 60 }, 1);

	private static IsotropicScan ball() {
		return IsotropicScan.of(Balls.sample(CUBE, Balls.ball(2, -3, 1, RADIUS_MM)), 1);
	}

	@ParameterizedTest
	@EnumSource(View.class)
	void seesABallAsADiskOfItsDepths(final View view) {
		final IsotropicScan scan = ball();
		final Camera camera = Camera.of(view, scan, 0.8);
		final Rendering picture = new HeadRender(scan).surface(camera, 100);
		final double[] center = camera.project(2, -3, 1);
		final double[] toViewer = camera.toViewer();
		final double forward = 2 * toViewer[0] - 3 * toViewer[1] + 1 * toViewer[2];
		int disk = 0;
		for (int i = 0; i < picture.gray().length; i++) {
			final double off_mm = 0.8 * Math.hypot(i % picture.width() - center[0], i / picture.width() - center[1]);
			final boolean seen = picture.silhouette()[i];
			if (seen) disk++;
			if (off_mm < RADIUS_MM - 0.5) {
				assertTrue(seen, "hole " + off_mm + " mm from the center");
				if (off_mm < RADIUS_MM - 3)
					assertEquals(forward + Math.sqrt(RADIUS_MM * RADIUS_MM - off_mm * off_mm), picture.depth_mm()[i], 0.15);
			} else if (off_mm > RADIUS_MM + 0.5) assertTrue(!seen, "crumb " + off_mm + " mm from the center");
		}
		assertEquals(Math.PI * RADIUS_MM * RADIUS_MM, disk * 0.64, 0.01 * Math.PI * RADIUS_MM * RADIUS_MM);
	}

	@Test
	void isBrightestWhereTheSurfaceFacesTheLight() {
		final IsotropicScan scan = ball();
		final Camera camera = Camera.of(View.FRONT, scan, 1);
		final Rendering picture = new HeadRender(scan).surface(camera, 100);
		final int[] c = { (int) Math.round(camera.project(2, -3, 1)[0]), (int) Math.round(camera.project(2, -3, 1)[1]) };
		final int upperLeft = at(picture, c[0] - 6, c[1] - 8);
		assertTrue(upperLeft > at(picture, c[0] + 12, c[1] + 12), "light comes from the upper left");
		assertTrue(upperLeft > at(picture, c[0], c[1] + 15));
		assertTrue(upperLeft > at(picture, c[0] + 15, c[1]));
	}

	@Test
	void showsThePatientsLeftEarFromTheLeftAndOnTheRightOfTheFrontView() {
		final Balls.Field head = Balls.ball(0, 0, 0, 18);
		final Balls.Field ear = Balls.ball(-20, 0, 3, 4);
		final IsotropicScan scan = IsotropicScan.of(Balls.sample(CUBE, (x, y, z) -> Math.max(head.at(x, y, z), ear.at(x, y, z))), 1);
		final HeadRender render = new HeadRender(scan);
		final Camera front = Camera.of(View.FRONT, scan, 1);
		final double[] place = front.project(-23, 0, 3);
		assertTrue(place[0] > front.width() / 2.0 && place[1] < front.height() / 2.0);
		assertTrue(seen(render.surface(front, 100), place));
		final double[] mirrored = front.project(23, 0, 3);
		assertTrue(!seen(render.surface(front, 100), mirrored));
		final Camera left = Camera.of(View.LEFT, scan, 1);
		final int ahead = index(left, left.project(-20, 0, 3));
		final Camera right = Camera.of(View.RIGHT, scan, 1);
		assertEquals(24, render.surface(left, 100).depth_mm()[ahead], 0.3);
		assertEquals(Math.sqrt(18 * 18 - 9), render.surface(right, 100).depth_mm()[index(right, right.project(-20, 0, 3))], 0.3);
		assertTrue(left.project(0, 20, 0)[0] < left.project(0, 0, 0)[0], "the face looks to the left in a view from the left");
	}

	@Test
	void projectsTheMaximumAlongEachRay() {
		final Random random = new Random(5);
		final float[] noise = new float[(int) CUBE.voxels()];
		for (int i = 0; i < noise.length; i++)
			noise[i] = random.nextInt(1000);
		final IsotropicScan scan = IsotropicScan.of(new Volume(ArrayImgs.floats(noise, CUBE.size()), CUBE),
			1);
		final Rendering picture = new HeadRender(scan).maximum(Camera.of(View.FRONT, scan, 1));
		for (int z = 0; z < 60; z++)
			for (int x = 0; x < 60; x++) {
				float brute = 0;
				for (int y = 0; y < 60; y++)
					brute = Math.max(brute, noise[scan.lattice().index(x, y, z)]);
				// The front view mirrors x; white is the value that one voxel in 2,000 exceeds.
				assertEquals(Math.min(255, brute * 255 / 999.5), at(picture, 59 - x, 59 - z), 1.2);
			}
	}

	@Test
	void drawsACutFaceDarkerThanSkin() {
		final IsotropicScan scan = IsotropicScan.of(Balls.sample(CUBE, Balls.ball(0, 40, 0, 30)), 1);
		final HeadRender render = new HeadRender(scan);
		final Camera front = Camera.of(View.FRONT, scan, 1);
		final Camera back = Camera.of(180, 0, scan, 1);
		assertTrue(at(render.surface(front, 100), 30, 30) < at(render.surface(back, 100), 30, 30) / 2);
	}

	@Test
	void doesNotDependOnTheNumberOfThreads() {
		final IsotropicScan scan = ball();
		final Camera camera = Camera.of(30, 10, scan, 0.7);
		final Rendering many = new HeadRender(scan).surface(camera, 103);
		final Rendering one = Parallelization.runSingleThreaded(() -> new HeadRender(scan).surface(camera, 103));
		assertArrayEquals(one.gray(), many.gray());
		assertArrayEquals(one.depth_mm(), many.depth_mm());
	}

	@Test
	void skippingEmptyBlocksLosesNothing() {
		final float[] values = new float[(int) CUBE.voxels()];
		final Random random = new Random(8);
		for (int n = 0; n < 40; n++)
			values[random.nextInt(values.length)] = 100;
		final IsotropicScan scan = IsotropicScan.of(new Volume(ArrayImgs.floats(values, CUBE.size()), CUBE),
			1);
		final Rendering picture = new HeadRender(scan).surface(Camera.of(View.FRONT, scan, 1), 50);
		for (int i = 0; i < values.length; i++)
			if (values[i] > 0) assertTrue(picture.silhouette()[59 - scan.lattice().x(i) + 60 * (59 - scan.lattice().z(i))]);
	}

	private static int at(final Rendering picture, final int column, final int row) {
		return picture.gray()[row * picture.width() + column] & 0xff;
	}

	private static int index(final Camera camera, final double[] place) {
		return (int) Math.round(place[1]) * camera.width() + (int) Math.round(place[0]);
	}

	private static boolean seen(final Rendering picture, final double[] place) {
		return picture.silhouette()[(int) Math.round(place[1]) * picture.width() + (int) Math.round(place[0])];
	}
}
