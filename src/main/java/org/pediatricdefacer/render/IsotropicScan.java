package org.pediatricdefacer.render;

import java.util.Arrays;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * A scan resampled to isotropic voxels along the axes of the world (x right, y anterior, z superior), so that renderings
 * and surface distances know neither slice thickness nor obliquity.
 * <p>
 * Values are interpolated linearly; axes that are at least twice as fine as the target are averaged first. Only the first
 * volume of a scan with several is taken. Voxels outside the scan's field of view carry its smallest value and are marked.
 * Values that are not finite count as 0. Immutable by convention: the arrays are shared, not copied.
 */
public final class IsotropicScan {

	/** A grid that would have more voxels than this is made coarser, so that a whole-body scan does not exhaust memory. */
	static final long MAX_VOXELS = 1L << 26;

	private final VoxelGrid grid;
	private final Lattice lattice;
	private final float[] values;
	private final boolean[] inView;

	private IsotropicScan(final VoxelGrid grid, final float[] values, final boolean[] inView) {
		this.grid = grid;
		this.values = values;
		this.inView = inView;
		lattice = lattice(grid);
	}

	/**
	 * Resamples a scan over its whole field of view.
	 *
	 * @param scan any orientation and spacing
	 * @param spacing_mm edge of the new voxels; coarser if the field of view would need more than 67 million of them
	 * @return the resampled scan
	 */
	public static IsotropicScan of(final Volume scan, final double spacing_mm) {
		return of(scan, gridOver(scan.grid(), spacing_mm));
	}

	/**
	 * Resamples a scan to a given grid, for instance that of the same head before defacing.
	 *
	 * @param scan any orientation and spacing
	 * @param grid isotropic and along the axes of the world
	 * @return the resampled scan
	 * @throws IllegalArgumentException if the grid is neither
	 */
	public static IsotropicScan of(final Volume scan, final VoxelGrid grid) {
		checkIsotropic(grid);
		final AveragedScan source = AveragedScan.of(scan, grid.spacing_mm(0));
		final Lattice lattice = lattice(grid);
		final float[] values = new float[lattice.voxels()];
		final boolean[] inView = new boolean[lattice.voxels()];
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++)
					source.row(grid, y, z, values, inView);
		});
		return new IsotropicScan(grid, values, inView);
	}

	/**
	 * Carries a label image to this grid by nearest neighbors through the world.
	 *
	 * @param labels a label image on any grid, values 0 to 127
	 * @return one label per voxel of this grid; 0 outside the label image
	 */
	public byte[] labels(final Volume labels) {
		return NearestLabels.onto(grid, labels);
	}

	/**
	 * Returns the smallest isotropic grid along the world's axes that covers a scan.
	 *
	 * @param scan grid of any orientation
	 * @param spacing_mm edge of the voxels wished for
	 * @return a grid of at most 67 million voxels
	 */
	public static VoxelGrid gridOver(final VoxelGrid scan, final double spacing_mm) {
		if (!(spacing_mm > 0)) throw new IllegalArgumentException("spacing_mm must be > 0, was " + spacing_mm);
		final double[] low = new double[3];
		final double[] high = new double[3];
		worldBox(scan, low, high);
		double box_mm3 = 1;
		for (int d = 0; d < 3; d++)
			box_mm3 *= high[d] - low[d];
		final double edge_mm = Math.max(spacing_mm, Math.cbrt(box_mm3 / MAX_VOXELS) * 1.01);
		final long[] size = new long[3];
		final double[] affine = new double[12];
		for (int d = 0; d < 3; d++) {
			size[d] = Math.max(1, (long) Math.ceil((high[d] - low[d]) / edge_mm - 1e-6));
			affine[5 * d] = edge_mm;
			affine[4 * d + 3] = (low[d] + high[d]) / 2 - edge_mm * (size[d] - 1) / 2;
		}
		return new VoxelGrid(size, affine);
	}

	/** The box of voxel edges (not centers) in the world. */
	private static void worldBox(final VoxelGrid scan, final double[] low, final double[] high) {
		Arrays.fill(low, Double.POSITIVE_INFINITY);
		Arrays.fill(high, Double.NEGATIVE_INFINITY);
		for (int corner = 0; corner < 8; corner++) {
			final double[] voxel = new double[3];
			for (int d = 0; d < 3; d++)
				voxel[d] = (corner >> d & 1) * scan.size(d) - 0.5;
			final double[] world = scan.toWorld(voxel);
			for (int d = 0; d < 3; d++) {
				low[d] = Math.min(low[d], world[d]);
				high[d] = Math.max(high[d], world[d]);
			}
		}
	}

	private static void checkIsotropic(final VoxelGrid grid) {
		final double[] a = grid.voxelToWorld();
		for (int r = 0; r < 3; r++)
			for (int c = 0; c < 3; c++)
				if (Math.abs(a[4 * r + c] - (r == c ? a[0] : 0)) > 1e-6 * Math.abs(a[0]) || !(a[0] > 0))
					throw new IllegalArgumentException("grid must be isotropic and along the world's axes, was " + Arrays.toString(a));
	}

	private static Lattice lattice(final VoxelGrid grid) {
		return new Lattice(Math.toIntExact(grid.size(0)), Math.toIntExact(grid.size(1)), Math.toIntExact(grid.size(2)), grid.spacing_mm(0),
			grid.spacing_mm(1), grid.spacing_mm(2));
	}

	/** Returns the grid of the resampled voxels. */
	public VoxelGrid grid() {
		return grid;
	}

	/** Returns the size and spacing of the arrays. */
	public Lattice lattice() {
		return lattice;
	}

	/** Returns one value per voxel in the units of the scan, x-fastest; not a copy. */
	public float[] values() {
		return values;
	}

	/** Returns, per voxel, whether the scan's field of view covers it; not a copy. */
	public boolean[] inView() {
		return inView;
	}

	/** Returns the edge of a voxel in mm. */
	public double spacing_mm() {
		return grid.spacing_mm(0);
	}

	/**
	 * Returns this scan smoothed once by the weights 1, 2, 1 along each axis, which takes the graininess off a surface.
	 *
	 * @return a new scan on the same grid
	 */
	public IsotropicScan smoothed() {
		final float[] once = binomial(values, 1, lattice.nx());
		final float[] twice = binomial(once, lattice.nx(), lattice.ny());
		return new IsotropicScan(grid, binomial(twice, lattice.nx() * lattice.ny(), lattice.nz()), inView);
	}

	/** Smooths along the axis with the given stride and length; borders are repeated. */
	private float[] binomial(final float[] in, final int stride, final int length) {
		final float[] out = new float[in.length];
		Slabs.run(in.length / lattice.nx(), (from, to) -> {
			for (int row = from; row < to; row++) {
				final int start = row * lattice.nx();
				final int at = start / stride % length;
				if (stride == 1 && length == lattice.nx()) alongRow(in, out, start, length);
				else acrossRows(in, out, start, at > 0 ? stride : 0, at < length - 1 ? stride : 0);
			}
		});
		return out;
	}

	private static void alongRow(final float[] in, final float[] out, final int start, final int length) {
		for (int x = 0; x < length; x++) {
			final int i = start + x;
			out[i] = (in[x > 0 ? i - 1 : i] + 2 * in[i] + in[x < length - 1 ? i + 1 : i]) / 4;
		}
	}

	private void acrossRows(final float[] in, final float[] out, final int start, final int before, final int after) {
		for (int i = start; i < start + lattice.nx(); i++)
			out[i] = (in[i - before] + 2 * in[i] + in[i + after]) / 4;
	}

	/** A scan in memory, averaged over whole voxels along its fine axes. */
	private record AveragedScan(float[] values, int nx, int ny, int nz, VoxelGrid grid, int[] factor, float outside) {

		static AveragedScan of(final Volume scan, final double spacing_mm) {
			final int[] factor = new int[3];
			final int[] size = new int[3];
			for (int d = 0; d < 3; d++) {
				factor[d] = (int) Math.max(1, Math.min(scan.grid().size(d), Math.floor(spacing_mm / scan.grid().spacing_mm(d) + 1e-6)));
				size[d] = (int) (scan.grid().size(d) / factor[d]);
			}
			final float[] sums = new float[Math.toIntExact((long) size[0] * size[1] * size[2])];
			sum(scan.first(), sums, size, factor);
			final float count = factor[0] * factor[1] * factor[2];
			float lowest = Float.POSITIVE_INFINITY;
			for (int i = 0; i < sums.length; i++) {
				sums[i] /= count;
				lowest = Math.min(lowest, sums[i]);
			}
			return new AveragedScan(sums, size[0], size[1], size[2], scan.grid(), factor, lowest);
		}

		private static <T extends RealType<?>> void sum(final RandomAccessibleInterval<T> pixels, final float[] sums, final int[] size,
			final int[] factor)
		{
			final Cursor<T> cursor = Views.flatIterable(pixels).cursor();
			for (long z = 0; z < pixels.dimension(2); z++)
				for (long y = 0; y < pixels.dimension(1); y++) {
					final long cy = y / factor[1];
					final long cz = z / factor[2];
					// Voxels left over at the high end join no average.
					final boolean outside = cy >= size[1] || cz >= size[2];
					final int row = outside ? 0 : (int) ((cz * size[1] + cy) * size[0]);
					for (long x = 0; x < pixels.dimension(0); x++) {
						final float value = cursor.next().getRealFloat();
						if (!outside && x < (long) size[0] * factor[0] && Float.isFinite(value)) sums[row + (int) (x / factor[0])] += value;
					}
				}
		}

		/** Interpolates one row of the target. */
		void row(final VoxelGrid target, final int y, final int z, final float[] out, final boolean[] seen) {
			final int n = (int) target.size(0);
			final int start = (int) ((z * target.size(1) + y) * n);
			final double[] first = grid.toVoxel(target.toWorld(0, y, z));
			final double[] second = grid.toVoxel(target.toWorld(1, y, z));
			if (first[1] == second[1] && first[2] == second[2]) {
				straight(first, second[0] - first[0], out, seen, start, n);
				return;
			}
			final double du = second[0] - first[0];
			final double dv = second[1] - first[1];
			final double dw = second[2] - first[2];
			for (int x = 0; x < n; x++) {
				final double u = first[0] + x * du;
				final double v = first[1] + x * dv;
				final double w = first[2] + x * dw;
				seen[start + x] = covers(u, 0) && covers(v, 1) && covers(w, 2);
				out[start + x] = seen[start + x] ? at(averaged(u, 0), averaged(v, 1), averaged(w, 2)) : outside;
			}
		}

		/** Interpolates a row that runs along one of the scan's: it has but one place across. */
		private void straight(final double[] first, final double step, final float[] out, final boolean[] seen, final int start, final int n) {
			if (!covers(first[1], 1) || !covers(first[2], 2)) {
				Arrays.fill(out, start, start + n, outside);
				return;
			}
			final double v = clamp(averaged(first[1], 1), ny);
			final double w = clamp(averaged(first[2], 2), nz);
			for (int x = 0; x < n; x++) {
				final double u = first[0] + x * step;
				seen[start + x] = covers(u, 0);
				out[start + x] = seen[start + x] ? Trilinear.at(values, nx, ny, nz, clamp(averaged(u, 0), nx), v, w) : outside;
			}
		}

		/** Half a voxel beyond the outer centers still belongs to the outer voxels. */
		private boolean covers(final double index, final int d) {
			return index >= -0.5 - 1e-6 && index <= grid.size(d) - 0.5 + 1e-6;
		}

		private double averaged(final double index, final int d) {
			return factor[d] == 1 ? index : (index - (factor[d] - 1) / 2.0) / factor[d];
		}

		private float at(final double u, final double v, final double w) {
			return Trilinear.at(values, nx, ny, nz, clamp(u, nx), clamp(v, ny), clamp(w, nz));
		}

		private static double clamp(final double index, final int n) {
			return index > 0 ? index < n - 1 ? index : n - 1 : 0;
		}
	}
}
