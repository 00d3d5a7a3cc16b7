package org.pediatricdefacer.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.integer.IntType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrientationTest {

	private static final long[] SIZE = { 3, 4, 5 };
	private static final double[] SPACING_MM = { 1, 2, 3 };

	static List<String> allCodes() {
		final List<String> codes = new ArrayList<>();
		for (final String axes : new String[] { "RAS", "RSA", "ARS", "ASR", "SRA", "SAR" })
			for (int flips = 0; flips < 8; flips++) {
				final StringBuilder code = new StringBuilder(axes);
				for (int d = 0; d < 3; d++)
					if ((flips >> d & 1) == 1) code.setCharAt(d, "LPI".charAt("RAS".indexOf(axes.charAt(d))));
				codes.add(code.toString());
			}
		return codes;
	}

	@Test
	void knowsFortyEightCodes() {
		assertEquals(48, allCodes().stream().map(Orientation::of).map(Orientation::codes).distinct().count());
		for (final String wrong : new String[] { "", "RA", "RAA", "RLS", "XYZ", "ras", "RASS" })
			assertThrows(IllegalArgumentException.class, () -> Orientation.of(wrong), wrong);
	}

	@ParameterizedTest
	@MethodSource("allCodes")
	void findsTheCodesOfAGrid(final String codes) {
		final VoxelGrid grid = Orientation.of(codes).grid(SIZE, SPACING_MM);
		assertEquals(codes, Orientation.of(grid).codes());
		assertArrayEquals(SPACING_MM, grid.spacing_mm(), 0);
		// The first letter says to which side the first voxel axis runs.
		final double[] step = difference(grid.toWorld(1, 0, 0), grid.toWorld(0, 0, 0));
		final int world = Math.max("RAS".indexOf(codes.charAt(0)), "LPI".indexOf(codes.charAt(0)));
		assertEquals("RAS".indexOf(codes.charAt(0)) >= 0 ? 1 : -1, step[world], 1e-12);
	}

	@ParameterizedTest
	@MethodSource("allCodes")
	void keepsEveryVoxelAtItsPlace(final String codes) {
		final Orientation orientation = Orientation.of(codes);
		final VoxelGrid stored = tilted(orientation.grid(SIZE, SPACING_MM));
		final RandomAccessibleInterval<IntType> image = numbered();
		final RandomAccessibleInterval<IntType> ras = orientation.toRas(image);
		final VoxelGrid rasGrid = orientation.toRas(stored);
		assertEquals("RAS", Orientation.of(rasGrid).codes());
		assertArrayEquals(rasGrid.size(), ras.dimensionsAsLongArray());
		for (int k = 0; k < SIZE[2]; k++)
			for (int j = 0; j < SIZE[1]; j++)
				for (int i = 0; i < SIZE[0]; i++) {
					final double[] voxel = rasGrid.toVoxel(stored.toWorld(i, j, k));
					final long[] position = new long[3];
					for (int d = 0; d < 3; d++) {
						position[d] = Math.round(voxel[d]);
						assertEquals(position[d], voxel[d], 1e-9);
					}
					assertEquals(image.getAt(i, j, k).get(), ras.getAt(position).get());
				}
	}

	@ParameterizedTest
	@MethodSource("allCodes")
	void comesBack(final String codes) {
		final Orientation orientation = Orientation.of(codes);
		final RandomAccessibleInterval<IntType> image = numbered();
		ImgLib2Assert.assertImageEquals(image, orientation.fromRas(orientation.toRas(image)));
	}

	@Test
	void leavesFurtherDimensionsAlone() {
		final RandomAccessibleInterval<IntType> image = ArrayImgs.ints(IntStream.range(0, 120).toArray(), 3, 4, 5, 2);
		final RandomAccessibleInterval<IntType> ras = Orientation.of("SLP").toRas(image);
		assertArrayEquals(new long[] { 4, 5, 3, 2 }, ras.dimensionsAsLongArray());
		// x = 3 - j, y = 4 - k, z = i
		assertEquals(image.getAt(2, 1, 0, 1), ras.getAt(2, 4, 2, 1));
		ImgLib2Assert.assertImageEquals(image, Orientation.of("SLP").fromRas(ras));
	}

	@Test
	void takesTheClosestAxesOfAnObliqueScan() {
		final double a = Math.toRadians(40);
		final double[] turned = { Math.cos(a), -Math.sin(a), 0, 0, Math.sin(a), Math.cos(a), 0, 0, 0, 0, 1, 0 };
		assertEquals("RAS", Orientation.of(new VoxelGrid(SIZE, turned)).codes());
		final double b = Math.toRadians(50);
		final double[] further = { Math.cos(b), -Math.sin(b), 0, 0, Math.sin(b), Math.cos(b), 0, 0, 0, 0, 1, 0 };
		assertEquals("ALS", Orientation.of(new VoxelGrid(SIZE, further)).codes());
	}

	@Test
	void isDecidedByDirectionsNotSpacings() {
		final double[] thick = { 0.5, 0, 4, 0, 0, 0.5, 0, 0, -0.3, 0, 5, 0 };
		assertTrue(Orientation.of(new VoxelGrid(SIZE, thick)).equals(Orientation.of("RAS")));
	}

	private static RandomAccessibleInterval<IntType> numbered() {
		return ArrayImgs.ints(IntStream.range(0, 60).toArray(), SIZE);
	}

	/** Tilts a grid by 20 degrees about z and 15 about x. */
	private static VoxelGrid tilted(final VoxelGrid grid) {
		final double a = Math.toRadians(20), b = Math.toRadians(15);
		final double[][] turn = { { Math.cos(a), -Math.sin(a), 0 }, { Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), -Math.sin(b) },
			{ Math.sin(a) * Math.sin(b), Math.cos(a) * Math.sin(b), Math.cos(b) } };
		final double[] affine = grid.voxelToWorld();
		final double[] tilted = new double[12];
		for (int r = 0; r < 3; r++)
			for (int c = 0; c < 4; c++)
				tilted[4 * r + c] = turn[r][0] * affine[c] + turn[r][1] * affine[4 + c] + turn[r][2] * affine[8 + c];
		return new VoxelGrid(grid.size(), tilted);
	}

	private static double[] difference(final double[] a, final double[] b) {
		return new double[] { a[0] - b[0], a[1] - b[1], a[2] - b[2] };
	}
}
