package org.pediatricdefacer.apply;

import java.util.Arrays;
import java.util.Optional;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Draws values from the air nearest to a place: the noise of a scan is not the same all around the head.
 * <p>
 * The scan is divided into cells of about 6 mm, eight of them into one of twice the edge, and so on. A voxel gets a value of the air in and around its
 * cell, of the smallest size at which the cell and its neighbors hold {@value #FEWEST} values. Its place is moved at random by up to half a cell
 * first, so that cells have no visible borders. Where the air lies is looked for once, for all volumes of a series.
 */
final class LocalAir {

	/** So many values are enough to draw from; fewer would show as a pattern. */
	private static final int FEWEST = 64;
	/** More values than this do not make the noise better, they only take longer. */
	private static final int MOST_VALUES = 1 << 18;
	private static final double CELL_MM = 6;
	private static final Source TOO_FEW = new Source(new int[0], new int[0]);

	private final int[] size = new int[3];
	/** Edges of the smallest cells in voxels. */
	private final int[] edge = new int[3];
	/** There are two to the power of this cells along each axis, some of them beyond the scan. */
	private final int levels;
	/**
	 * Where each cell's air begins among {@link #voxels}, and where the last one's ends. Cells are in Morton's order, so that the air of larger
	 * cells lies side by side, too.
	 */
	private final int[] begins;
	/** Places of air voxels, cell by cell. */
	private final int[] voxels;
	/** What each cell of each size draws from; made when a voxel needs it. */
	private final Source[][] sources;
	/** One more than the smallest size at which there is enough to draw from around each of the smallest cells; 0 where nobody asked. */
	private final byte[] enough;
	/** Of each position along each axis, the bits of its cell in Morton's order. */
	private final int[][] bits = new int[3][];
	/** What each voxel draws from, kept from volume to volume of a series; null for a single one. */
	private final Source[] near;

	/** Where the air of a cell and its neighbors begins, and how many values they hold up to and with each. */
	private record Source(int[] begins, int[] upTo) {}

	private LocalAir(final long[] dimensions, final int[] air, final boolean series, final double[] spacing_mm) {
		int most = 1;
		for (int d = 0; d < 3; d++) {
			size[d] = (int) dimensions[d];
			edge[d] = (int) Math.max(1, Math.min(size[d], Math.round(CELL_MM / spacing_mm[d])));
			most = Math.max(most, (size[d] + edge[d] - 1) / edge[d]);
		}
		levels = 32 - Integer.numberOfLeadingZeros(most - 1);
		for (int d = 0; d < 3; d++) {
			bits[d] = new int[size[d]];
			for (int at = 0; at < size[d]; at++)
				bits[d][at] = spread(at / edge[d]) << d;
		}
		begins = new int[(1 << 3 * levels) + 1];
		for (final int voxel : air)
			begins[cellOf(voxel) + 1]++;
		for (int cell = 1; cell < begins.length; cell++)
			begins[cell] += begins[cell - 1];
		final int[] next = begins.clone();
		voxels = new int[air.length];
		for (final int voxel : air)
			voxels[next[cellOf(voxel)]++] = voxel;
		sources = new Source[levels + 1][];
		for (int level = 0; level <= levels; level++)
			sources[level] = new Source[1 << 3 * (levels - level)];
		enough = new byte[1 << 3 * levels];
		near = series ? new Source[size[0] * size[1] * size[2]] : null;
	}

	private int cellOf(final int voxel) {
		return bits[0][voxel % size[0]] | bits[1][voxel / size[0] % size[1]] | bits[2][voxel / size[0] / size[1]];
	}

	/** Interleaves the bits of three numbers below 1024 (Morton, IBM, 1966). */
	private static int morton(final int x, final int y, final int z) {
		return spread(x) | spread(y) << 1 | spread(z) << 2;
	}

	private static int spread(final int number) {
		int bits = number;
		bits = (bits | bits << 16) & 0x030000FF;
		bits = (bits | bits << 8) & 0x0300F00F;
		bits = (bits | bits << 4) & 0x030C30C3;
		return (bits | bits << 2) & 0x09249249;
	}

	/**
	 * Finds the air of a scan.
	 *
	 * @param known voxels above 0 are air; three dimensions, origin 0
	 * @param series whether several volumes are to be filled
	 * @param spacing_mm the three voxel sides
	 * @return the air; empty if there is too little of it
	 */
	static Optional<LocalAir> of(final RandomAccessibleInterval<UnsignedByteType> known, final boolean series,
		final double... spacing_mm)
	{
		final long voxels = known.size();
		final long step = voxels / MOST_VALUES / 4 | 1;
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(known).cursor();
		final int[] air = new int[(int) (voxels / step) + 1];
		int n = 0;
		for (long i = 0; i < voxels; i += step) {
			cursor.jumpFwd(i == 0 ? 1 : step);
			if (cursor.get().get() > 0) air[n++] = (int) i;
		}
		return n < FEWEST ? Optional.empty() : Optional.of(new LocalAir(known.dimensionsAsLongArray(), Arrays.copyOf(air, n), series, spacing_mm));
	}

	/**
	 * Fills with what one volume shows in the air.
	 *
	 * @param volume stored values of the same size
	 * @param key of the random numbers; each voxel has its own, from its place alone
	 */
	<T extends RealType<T>> FaceRemover.Filling filling(final RandomAccessibleInterval<T> volume, final long key) {
		final double[] values = new double[voxels.length];
		final RandomAccess<T> access = volume.randomAccess();
		double last = 0;
		for (int i = 0; i < voxels.length; i++) {
			final double value = access.setPositionAndGet(voxels[i] % size[0], voxels[i] / size[0] % size[1], voxels[i] / size[0] / size[1]).getRealDouble();
			// What is no number is no noise: its neighbor counts twice.
			if (Double.isFinite(value)) last = value;
			values[i] = last;
		}
		return (x, y, z) -> {
			final int voxel = x + size[0] * (y + size[1] * z);
			final long random = FaceRemover.mix(key + voxel);
			final Source source = source(voxel, x, y, z);
			final int pick = (int) Long.remainderUnsigned(random, source.upTo[source.upTo.length - 1]);
			int k = 0;
			while (source.upTo[k] <= pick)
				k++;
			return values[source.begins[k] + pick - (k == 0 ? 0 : source.upTo[k - 1])];
		};
	}

	private Source source(final int voxel, final int x, final int y, final int z) {
		Source source = near == null ? null : near[voxel];
		if (source == null) {
			source = source(x, y, z, FaceRemover.mix(voxel));
			if (near != null) near[voxel] = source;
		}
		return source;
	}

	/** Returns what to draw from near a voxel, moved by 63 random bits. */
	private Source source(final int x, final int y, final int z, final long random) {
		int level = enough(bits[0][x] | bits[1][y] | bits[2][z]);
		final int cell = moved(x, 0, level, random) | moved(y, 1, level, random >>> 21) | moved(z, 2, level, random >>> 42);
		Source source = source(level, cell);
		while (source == TOO_FEW) {
			level++;
			source = source(level, cell);
		}
		return source;
	}

	/** Returns the smallest size at which there is enough to draw from around one of the smallest cells. */
	private int enough(final int cell) {
		if (enough[cell] == 0) {
			byte level = 0;
			while (source(level, cell) == TOO_FEW)
				level++;
			enough[cell] = (byte) (level + 1);
		}
		return enough[cell] - 1;
	}

	/** Returns the bits of the smallest cell along an axis at a voxel moved by up to half a cell of a size, by 21 random bits. */
	private int moved(final int at, final int d, final int level, final long random) {
		final double by = ((random & 0x1FFFFF) / (double) 0x200000 - 0.5) * (edge[d] << level);
		// Half up, as all that lies before the first voxel comes to it.
		return bits[d][Math.max(0, Math.min(size[d] - 1, (int) (at + by + 0.5)))];
	}

	/**
	 * Returns what the cell of a size draws from that holds one of the smallest. Sources are found by whichever thread asks first; all find
	 * the same.
	 */
	private Source source(final int level, final int smallest) {
		final int cell = smallest >> 3 * level;
		Source source = sources[level][cell];
		if (source == null) sources[level][cell] = source = find(level, gathered(cell), gathered(cell >> 1), gathered(cell >> 2));
		return source;
	}

	/** Takes every third bit, the inverse of {@link #spread}. */
	private static int gathered(final int bits) {
		int number = bits & 0x09249249;
		number = (number | number >> 2) & 0x030C30C3;
		number = (number | number >> 4) & 0x0300F00F;
		number = (number | number >> 8) & 0x030000FF;
		return (number | number >> 16) & 0x3FF;
	}

	private Source find(final int level, final int x, final int y, final int z) {
		final int last = (1 << levels - level) - 1;
		final int[] from = new int[27];
		final int[] upTo = new int[27];
		int n = 0;
		int sum = 0;
		for (int k = Math.max(0, z - 1); k <= Math.min(last, z + 1); k++)
			for (int j = Math.max(0, y - 1); j <= Math.min(last, y + 1); j++)
				for (int i = Math.max(0, x - 1); i <= Math.min(last, x + 1); i++) {
					final int cell = morton(i, j, k);
					final int begin = begins[cell << 3 * level];
					final int count = begins[cell + 1 << 3 * level] - begin;
					if (count == 0) continue;
					from[n] = begin;
					upTo[n++] = sum += count;
				}
		return sum < FEWEST ? TOO_FEW : new Source(Arrays.copyOf(from, n), Arrays.copyOf(upTo, n));
	}
}
