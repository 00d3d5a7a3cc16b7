package org.pediatricdefacer.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;

/**
 * Covers a volume with overlapping tiles, or with one tile where it is small enough.
 * <p>
 * The volume is thought to be padded at its high ends to a multiple of what the network needs. Tiles start at multiples of that
 * number too, so that a network with strides sees every voxel at the same phase in all tiles. Immutable.
 */
public final class TileGrid {

	private final long[] size;
	private final long[] padded;
	private final long[] tile;
	private final List<Interval> tiles;

	private TileGrid(final long[] size, final long[] padded, final long[] tile, final List<Interval> tiles) {
		this.size = size;
		this.padded = padded;
		this.tile = tile;
		this.tiles = tiles;
	}

	/**
	 * Lays out the tiles of a volume.
	 *
	 * @param size number of voxels along x, y, z; each at least 1
	 * @param patch largest tile when one does not suffice: voxels along x, y, z, multiples of {@code multiple}
	 * @param multiple what each side of a tile must be a multiple of
	 * @param overlap share of a tile's side that it has in common with the next one, at least; in [0, 1)
	 * @param voxelBudget number of voxels up to which the padded volume is one tile
	 * @return the tiles
	 * @throws IllegalArgumentException if a number is out of range
	 */
	public static TileGrid of(final long[] size, final long[] patch, final int multiple, final double overlap, final long voxelBudget) {
		if (!(overlap >= 0 && overlap < 1)) throw new IllegalArgumentException("overlap must be in [0, 1), was " + overlap);
		if (multiple < 1) throw new IllegalArgumentException("multiple must be at least 1, was " + multiple);
		if (size.length != 3 || Arrays.stream(size).anyMatch(n -> n < 1))
			throw new IllegalArgumentException("size must be three numbers of at least 1, was " + Arrays.toString(size));
		if (patch.length != 3 || Arrays.stream(patch).anyMatch(n -> n < multiple || n % multiple != 0))
			throw new IllegalArgumentException("patch must be three multiples of " + multiple + ", was " + Arrays.toString(patch));
		final long[] padded = Arrays.stream(size).map(n -> (n + multiple - 1) / multiple * multiple).toArray();
		final boolean whole = Math.multiplyExact(Math.multiplyExact(padded[0], padded[1]), padded[2]) <= voxelBudget;
		final long[] tile = padded.clone();
		final long[][] starts = new long[3][];
		for (int d = 0; d < 3; d++) {
			if (!whole) tile[d] = Math.min(patch[d], padded[d]);
			starts[d] = starts(padded[d], tile[d], multiple, overlap);
		}
		return new TileGrid(size.clone(), padded, tile, tiles(starts, tile));
	}

	/** Steps by the tile less its overlap; the last tile ends with the volume and may overlap more. */
	private static long[] starts(final long padded, final long tile, final int multiple, final double overlap) {
		final long step = Math.max(multiple, (long) Math.floor(tile * (1 - overlap) / multiple) * multiple);
		final long last = padded - tile;
		final int count = (int) ((last + step - 1) / step) + 1;
		final long[] starts = new long[count];
		for (int i = 0; i < count; i++)
			starts[i] = Math.min(i * step, last);
		return starts;
	}

	private static List<Interval> tiles(final long[][] starts, final long[] tile) {
		final List<Interval> tiles = new ArrayList<>();
		for (final long z : starts[2])
			for (final long y : starts[1])
				for (final long x : starts[0])
					tiles.add(FinalInterval.createMinSize(x, y, z, tile[0], tile[1], tile[2]));
		return Collections.unmodifiableList(tiles);
	}

	/**
	 * Returns the size of the volume that is covered.
	 *
	 * @return a new array of three
	 */
	public long[] size() {
		return size.clone();
	}

	/**
	 * Returns the size of the volume with its padding, which is what the tiles cover exactly.
	 *
	 * @return a new array of three
	 */
	public long[] paddedSize() {
		return padded.clone();
	}

	/**
	 * Returns the size of each tile.
	 *
	 * @return a new array of three
	 */
	public long[] tileSize() {
		return tile.clone();
	}

	/**
	 * Returns the tiles in the order in which they are to be worked on: x fastest, z slowest.
	 *
	 * @return at least one; they start at 0 at the volume's first voxel, and may reach beyond its last
	 */
	public List<Interval> tiles() {
		return tiles;
	}
}
