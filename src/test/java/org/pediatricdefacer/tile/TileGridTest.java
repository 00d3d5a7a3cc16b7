package org.pediatricdefacer.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import net.imglib2.Interval;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileGridTest {

	private static final long[] PATCH = { 32, 48, 32 };

	@Test
	void takesASmallVolumeInOne() {
		final TileGrid grid = TileGrid.of(new long[] { 97, 112, 5 }, PATCH, 16, 0.25, 112 * 112 * 16);
		assertEquals(1, grid.tiles().size());
		assertArrayEquals(new long[] { 112, 112, 16 }, grid.tileSize());
		assertArrayEquals(new long[] { 112, 112, 16 }, grid.paddedSize());
		assertArrayEquals(new long[] { 97, 112, 5 }, grid.size());
	}

	@Test
	void tilesAVolumeJustOverTheBudget() {
		final TileGrid grid = TileGrid.of(new long[] { 97, 112, 5 }, PATCH, 16, 0.25, 112 * 112 * 16 - 1);
		assertArrayEquals(new long[] { 32, 48, 16 }, grid.tileSize());
		assertTrue(grid.tiles().size() > 1);
	}

	@Test
	void startsTilesWhereExpected() {
		// Tiles of 32 that share at least 8 step by 16 (24 is no multiple of 16); the last one ends with the volume.
		final TileGrid grid = TileGrid.of(new long[] { 80, 48, 32 }, PATCH, 16, 0.25, 0);
		final List<Interval> tiles = grid.tiles();
		assertArrayEquals(new long[] { 0, 16, 32, 48 }, tiles.stream().mapToLong(t -> t.min(0)).toArray());
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.25, 0.5, 0.9 })
	void coversEveryVoxelOfAnySize(final double overlap) {
		for (int n = 1; n < 150; n += 7) {
			final long[] size = { n, 150 - n, 1 + n / 2 };
			final TileGrid grid = TileGrid.of(size, PATCH, 16, overlap, 0);
			for (int d = 0; d < 3; d++) {
				final int axis = d;
				final boolean[] covered = new boolean[(int) grid.paddedSize()[d]];
				for (final Interval tile : grid.tiles()) {
					assertEquals(0, tile.min(d) % 16);
					assertEquals(grid.tileSize()[d], tile.dimension(d));
					for (long i = tile.min(d); i <= tile.max(d); i++)
						covered[(int) i] = true;
				}
				for (final boolean c : covered)
					assertTrue(c);
				assertTrue(covered.length >= size[axis] && covered.length < size[axis] + 16);
			}
			final long distinct = grid.tiles().stream().map(t -> t.min(0) + " " + t.min(1) + " " + t.min(2)).distinct().count();
			assertEquals(distinct, grid.tiles().size());
		}
	}

	@Test
	void keepsTheOverlap() {
		final TileGrid grid = TileGrid.of(new long[] { 500, 48, 32 }, new long[] { 128, 48, 32 }, 16, 0.25, 0);
		for (int t = 1; t < grid.tiles().size(); t++)
			assertTrue(grid.tiles().get(t - 1).max(0) - grid.tiles().get(t).min(0) + 1 >= 32);
	}

	@Test
	void refusesNumbersOutOfRange() {
		final long[] size = { 50, 50, 50 };
		assertThrows(IllegalArgumentException.class, () -> TileGrid.of(size, new long[] { 30, 32, 32 }, 16, 0.25, 0));
		assertThrows(IllegalArgumentException.class, () -> TileGrid.of(size, new long[] { 0, 32, 32 }, 16, 0.25, 0));
		assertThrows(IllegalArgumentException.class, () -> TileGrid.of(size, PATCH, 16, 1, 0));
		assertThrows(IllegalArgumentException.class, () -> TileGrid.of(size, PATCH, 16, Double.NaN, 0));
		assertThrows(IllegalArgumentException.class, () -> TileGrid.of(size, PATCH, 0, 0.25, 0));
		assertThrows(IllegalArgumentException.class, () -> TileGrid.of(new long[] { 50, 0, 50 }, PATCH, 16, 0.25, 0));
	}
}
