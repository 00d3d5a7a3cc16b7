package org.pediatricdefacer.apply;

import java.util.Arrays;
import java.util.Optional;

import org.pediatricdefacer.lattice.Lattice;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Draws values from the air nearest to a place: the noise of a scan is not the same all around the head.
 * <p>
 * The scan is divided into cells of about 12 mm. A voxel gets a value of the air in its cell, or in the smallest cube of cells around it that holds
 * {@value #FEWEST} values. Its place is moved at random by up to half a cell first, so that cells have no visible borders. Where the air
 * lies is looked for once, for all volumes of a series.
 */
final class LocalAir {

	/** So many values are enough to draw from; fewer would show as a pattern. */
	private static final int FEWEST = 64;
	/** More values than this do not make the noise better, they only take longer. */
	private static final int MOST_VALUES = 1 << 18;
	private static final double CELL_MM = 6;

	private final int[] size = new int[3];
	/** Edges of a cell in voxels. */
	private final int[] edge = new int[3];
	private final Lattice cells;
	/** Where each cell's air begins among {@link #voxels}, and where the last one's ends. */
	private final int[] begins;
	/** Places of air voxels, cell by cell. */
	private final int[] voxels;
	/** For each cell the cells that it draws from; made when a voxel needs it. */
	private final Source[] sources;

	/** Cells to draw from, and how many values they hold up to and with each. */
	private record Source(int[] cells, int[] upTo) {}

	private LocalAir(final long[] dimensions, final int[] air, final double[] spacing_mm) {
		for (int d = 0; d < 3; d++) {
			size[d] = (int) dimensions[d];
			edge[d] = (int) Math.max(1, Math.min(size[d], Math.round(CELL_MM / spacing_mm[d])));
		}
		cells = new Lattice(count(0), count(1), count(2), 1, 1, 1);
		begins = new int[cells.voxels() + 1];
		for (final int voxel : air)
			begins[cellOf(voxel) + 1]++;
		for (int cell = 0; cell < cells.voxels(); cell++)
			begins[cell + 1] += begins[cell];
		final int[] next = begins.clone();
		voxels = new int[air.length];
		for (final int voxel : air)
			voxels[next[cellOf(voxel)]++] = voxel;
		sources = new Source[cells.voxels()];
	}

	private int count(final int d) {
		return (size[d] + edge[d] - 1) / edge[d];
	}

	private int cellOf(final int voxel) {
		return cells.index(voxel % size[0] / edge[0], voxel / size[0] % size[1] / edge[1], voxel / size[0] / size[1] / edge[2]);
	}

	/**
	 * Finds the air of a scan.
	 *
	 * @param known voxels above 0 are air; three dimensions, origin 0
	 * @param spacing_mm the three voxel sides
	 * @return the air; empty if there is too little of it
	 */
	static Optional<LocalAir> of(final RandomAccessibleInterval<UnsignedByteType> known, final double... spacing_mm) {
		final long voxels = known.size();
		final long step = voxels / MOST_VALUES / 4 | 1;
		final Cursor<UnsignedByteType> cursor = Views.flatIterable(known).cursor();
		final int[] air = new int[(int) (voxels / step) + 1];
		int n = 0;
		for (long i = 0; i < voxels; i += step) {
			cursor.jumpFwd(i == 0 ? 1 : step);
			if (cursor.get().get() > 0) air[n++] = (int) i;
		}
		return n < FEWEST ? Optional.empty() : Optional.of(new LocalAir(known.dimensionsAsLongArray(), Arrays.copyOf(air, n), spacing_mm));
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
			final long random = FaceRemover.mix(key + x + (long) size[0] * (y + (long) size[1] * z));
			final long place = FaceRemover.mix(random);
			final Source source = source(cells.index(moved(x, 0, place), moved(y, 1, place >>> 21), moved(z, 2, place >>> 42)));
			final int pick = (int) Long.remainderUnsigned(random, source.upTo[source.upTo.length - 1]);
			final int found = Arrays.binarySearch(source.upTo, pick + 1);
			final int k = found < 0 ? -found - 1 : found;
			final int before = k == 0 ? 0 : source.upTo[k - 1];
			return values[begins[source.cells[k]] + pick - before];
		};
	}

	/** Returns the cell along an axis at a voxel moved by up to half a cell, by 21 random bits. */
	private int moved(final int at, final int d, final long bits) {
		final double by = ((bits & 0x1FFFFF) / (double) 0x200000 - 0.5) * edge[d];
		return (int) Math.max(0, Math.min(size[d] - 1.0, Math.round(at + by))) / edge[d];
	}

	/** Cells are found by whichever thread asks first; all find the same. */
	private Source source(final int cell) {
		Source source = sources[cell];
		if (source == null) sources[cell] = source = find(cell);
		return source;
	}

	private Source find(final int cell) {
		final int[] found = new int[cells.voxels()];
		for (int reach = 0;; reach++) {
			int n = 0;
			int values = 0;
			for (int z = Math.max(0, cells.z(cell) - reach); z <= Math.min(cells.nz() - 1, cells.z(cell) + reach); z++)
				for (int y = Math.max(0, cells.y(cell) - reach); y <= Math.min(cells.ny() - 1, cells.y(cell) + reach); y++)
					for (int x = Math.max(0, cells.x(cell) - reach); x <= Math.min(cells.nx() - 1, cells.x(cell) + reach); x++) {
						final int other = cells.index(x, y, z);
						if (begins[other + 1] == begins[other]) continue;
						found[n++] = other;
						values += begins[other + 1] - begins[other];
					}
			if (values >= FEWEST) return source(Arrays.copyOf(found, n));
		}
	}

	private Source source(final int[] from) {
		final int[] upTo = new int[from.length];
		int sum = 0;
		for (int k = 0; k < from.length; k++)
			upTo[k] = sum += begins[from[k] + 1] - begins[from[k]];
		return new Source(from, upTo);
	}
}
