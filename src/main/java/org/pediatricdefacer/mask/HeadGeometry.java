package org.pediatricdefacer.mask;

import java.util.Arrays;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/**
 * Where a head lies in a scan: its frame, its depth below the air, and what must stay for the sake of the brain.
 * <p>
 * Kept on the model's grid, which has the axes of the scan's and the center of what the model saw of it; nothing here rests on what a model took for face or ears.
 *
 * @param lattice the model's grid: x, y, z along RAS axes
 * @param scan the scan's grid
 * @param part voxels of the scan that the model saw, which the lattice has the center of
 * @param frame frame of the head in mm from the center of the first voxel of the lattice; null if there is none
 * @param depth_mm distance of each voxel to the air around the head, 0 in that air; infinite beyond 45 mm
 * @param airVisible whether there is enough air for depths to be trusted
 * @param guarded voxels where brain is possible, and those within the guard of it
 */
public record HeadGeometry(Lattice lattice, VoxelGrid scan, Interval part, HeadFrame frame, float[] depth_mm, boolean airVisible,
	boolean[] guarded)
{

	/**
	 * Makes the geometry of a scan all of which the model saw.
	 *
	 * @param lattice the model's grid: x, y, z along RAS axes
	 * @param scan the scan's grid
	 * @param frame frame of the head in mm from the center of the first voxel of the lattice; null if there is none
	 * @param depth_mm distance of each voxel to the air around the head, 0 in that air
	 * @param airVisible whether there is enough air for depths to be trusted
	 * @param guarded voxels where brain is possible, and those within the guard of it
	 */
	public HeadGeometry(final Lattice lattice, final VoxelGrid scan, final HeadFrame frame, final float[] depth_mm, final boolean airVisible,
		final boolean[] guarded)
	{
		this(lattice, scan, new FinalInterval(scan.size()), frame, depth_mm, airVisible, guarded);
	}

	/** Returns whether the frame rests on both eyes and a brain, so that places in it are known to a few millimeters. */
	public boolean firm() {
		return frame != null && frame.basis() == Basis.EYES_AND_BRAIN;
	}

	/** Returns the air around the head, one flag per voxel of the lattice. */
	public boolean[] air() {
		final boolean[] air = new boolean[depth_mm.length];
		for (int i = 0; i < air.length; i++)
			air[i] = depth_mm[i] == 0;
		return air;
	}

	/** Reads a mask on the scan's grid as {@link #onLattice} does; voxels above 0 are in it. */
	public boolean[] onLatticeMask(final RandomAccessibleInterval<UnsignedByteType> mask) {
		final byte[] values = onLattice(mask);
		final boolean[] set = new boolean[values.length];
		for (int i = 0; i < set.length; i++)
			set[i] = values[i] != 0;
		return set;
	}

	/**
	 * Returns the map from voxels of the scan to coordinates of the frame in u.
	 *
	 * @return three rows (right, anterior, superior) of factors of i, j, k and an offset
	 */
	public double[][] scanToFrame() {
		final double[][] map = new double[3][4];
		for (int r = 0; r < 3; r++) {
			final double[] place_mm = new double[3];
			for (int d = 0; d < 3; d++)
				place_mm[axis(d)] = offset_mm(d);
			map[r][3] = frame.coordinate(r, place_mm[0], place_mm[1], place_mm[2]);
			for (int d = 0; d < 3; d++) {
				final double[] next_mm = place_mm.clone();
				next_mm[axis(d)] += step_mm(d);
				map[r][d] = frame.coordinate(r, next_mm[0], next_mm[1], next_mm[2]) - map[r][3];
			}
		}
		return map;
	}

	/** Returns the same geometry in a scan of which the model saw a part. */
	HeadGeometry in(final VoxelGrid whole, final Interval seen) {
		return new HeadGeometry(lattice, whole, seen, frame, depth_mm, airVisible, guarded);
	}

	/** Returns what an image of the scan has of the part that the model saw; minimum 0. */
	<T> RandomAccessibleInterval<T> seen(final RandomAccessibleInterval<T> image) {
		return Arrays.equals(part.dimensionsAsLongArray(), scan.size()) ? image : Views.zeroMin(Views.interval(image, part));
	}

	/** Returns the axis of the lattice that an axis of the scan runs along. */
	private int axis(final int d) {
		final char code = Orientation.of(scan).codes().charAt(d);
		return Math.max("RAS".indexOf(code), "LPI".indexOf(code));
	}

	private boolean reversed(final int d) {
		return "LPI".indexOf(Orientation.of(scan).codes().charAt(d)) >= 0;
	}

	private double step_mm(final int d) {
		return reversed(d) ? -scan.spacing_mm(d) : scan.spacing_mm(d);
	}

	/** The place of the scan's first voxel along an axis; the lattice has the center of the part, see {@link Resampler}. */
	private double offset_mm(final int d) {
		return (lattice.size(axis(d)) - 1) / 2.0 * lattice.spacing_mm(axis(d)) - (part.min(d) + part.max(d)) / 2.0 * step_mm(d);
	}

	/**
	 * Returns where a place lies in the scan.
	 *
	 * @param place_mm in mm from the center of the first voxel of the lattice, along RAS axes
	 * @return position along each axis of the scan, in voxels
	 */
	double[] onScan(final double[] place_mm) {
		final double[] voxel = new double[3];
		for (int d = 0; d < 3; d++)
			voxel[d] = (place_mm[axis(d)] - offset_mm(d)) / step_mm(d);
		return voxel;
	}

	/**
	 * Returns where to find the voxels of the lattice that are nearest to those of the scan.
	 *
	 * @return for each axis of the scan and each position along it an index; the sum of three is that of a voxel of the lattice
	 */
	public int[][] nearestOnLattice() {
		final int[][] nearest = new int[3][];
		for (int d = 0; d < 3; d++) {
			final int axis = axis(d);
			final int stride = axis == 0 ? 1 : axis == 1 ? lattice.nx() : lattice.nx() * lattice.ny();
			nearest[d] = new int[(int) scan.size(d)];
			for (int i = 0; i < nearest[d].length; i++) {
				final long at = Math.round((offset_mm(d) + i * step_mm(d)) / lattice.spacing_mm(axis));
				nearest[d][i] = stride * (int) Math.max(0, Math.min(lattice.size(axis) - 1, at));
			}
		}
		return nearest;
	}

	/**
	 * Reads an image on the scan's grid at the centers of the lattice's voxels: the nearest voxel of the scan.
	 *
	 * @param labels on the scan's grid, axes as the scan is stored
	 * @return one value per voxel of the lattice
	 * @throws IllegalArgumentException if the image does not have the size of the scan
	 */
	public byte[] onLattice(final RandomAccessibleInterval<UnsignedByteType> labels) {
		for (int d = 0; d < 3; d++)
			if (labels.numDimensions() != 3 || labels.dimension(d) != scan.size(d))
				throw new IllegalArgumentException("the mask must have the size of the scan, " + scan);
		final byte[] bytes = LabelBytes.of(labels);
		final int[][] offsets = new int[3][];
		int stride = 1;
		for (int d = 0; d < 3; d++) {
			final int n = (int) part.dimension(d);
			final int axis = axis(d);
			final int[] nearest = nearest(lattice.size(axis), lattice.spacing_mm(axis) / scan.spacing_mm(d), n);
			for (int i = 0; i < nearest.length; i++)
				nearest[i] = stride * ((int) part.min(d) + (reversed(d) ? n - 1 - nearest[i] : nearest[i]));
			offsets[axis] = nearest;
			stride *= (int) scan.size(d);
		}
		final byte[] values = new byte[lattice.voxels()];
		Slabs.run(lattice.nz(), (from, to) -> {
			for (int z = from; z < to; z++)
				for (int y = 0; y < lattice.ny(); y++) {
					final int row = lattice.index(0, y, z);
					final int offset = offsets[1][y] + offsets[2][z];
					for (int x = 0; x < lattice.nx(); x++)
						values[row + x] = bytes[offset + offsets[0][x]];
				}
		});
		return values;
	}

	private static int[] nearest(final int size, final double ratio, final int scanSize) {
		final int[] nearest = new int[size];
		for (int i = 0; i < size; i++) {
			final double at = (i - (size - 1) / 2.0) * ratio + (scanSize - 1) / 2.0;
			nearest[i] = (int) Math.max(0, Math.min(scanSize - 1, Math.round(at)));
		}
		return nearest;
	}
}
