package org.pediatricdefacer.dicom;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Brings a removed region to slices of another series, by coordinates.
 * <p>
 * Of slices for planning, which are thick and are not measured in, a pixel is removed if the region lies anywhere in its volume; of other
 * volumes, in which the brain must be kept, if it lies at the pixel's center. Beyond the field of view of the region's own scan its border
 * goes on: what lies before a nose that was cut off by the field of view is removed, too.
 */
public final class RegionTransfer {

	/** Samples along each axis of a pixel at least; along thick slices as many as the region's own voxels. */
	private static final int LEAST_SAMPLES = 3;

	private RegionTransfer() {}

	/**
	 * Brings a region to another grid.
	 *
	 * @param removed above 0 where it lies
	 * @param grid of the region
	 * @param target to where it is brought
	 * @param anywhere whether a pixel is removed if the region lies anywhere in it, and not at its center only
	 * @return 1 where it lies on the target
	 */
	public static RandomAccessibleInterval<UnsignedByteType> transfer(final RandomAccessibleInterval<UnsignedByteType> removed,
		final VoxelGrid grid, final VoxelGrid target, final boolean anywhere)
	{
		final ArrayImg<UnsignedByteType, ByteArray> result = ArrayImgs.unsignedBytes(target.size());
		final RandomAccess<UnsignedByteType> access = removed.randomAccess();
		final var cursor = result.localizingCursor();
		final int[] samples = new int[3];
		for (int d = 0; d < 3; d++)
			samples[d] = anywhere ? samples(grid, target, d) : 1;
		final double[] voxel = new double[3];
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.localize(voxel);
			cursor.get().set(isHit(access, grid, target, voxel, samples) ? 1 : 0);
		}
		return result;
	}

	private static int samples(final VoxelGrid grid, final VoxelGrid target, final int d) {
		final double finest_mm = Math.min(grid.spacing_mm(0), Math.min(grid.spacing_mm(1), grid.spacing_mm(2)));
		return Math.max(LEAST_SAMPLES, (int) Math.ceil(target.spacing_mm(d) / finest_mm) + 1);
	}

	private static boolean isHit(final RandomAccess<UnsignedByteType> removed, final VoxelGrid grid, final VoxelGrid target,
		final double[] voxel, final int... samples)
	{
		for (int z = 0; z < samples[2]; z++)
			for (int y = 0; y < samples[1]; y++)
				for (int x = 0; x < samples[0]; x++) {
					final double[] there = grid.toVoxel(target.toWorld(voxel[0] + offset(x, samples[0]), voxel[1] + offset(y, samples[1]), voxel[2] + offset(
						z, samples[2])));
					for (int d = 0; d < 3; d++)
						removed.setPosition(Math.max(0, Math.min(grid.size(d) - 1, Math.round(there[d]))), d);
					if (removed.get().get() > 0) return true;
				}
		return false;
	}

	private static double offset(final int sample, final int samples) {
		return samples == 1 ? 0 : (double) sample / (samples - 1) - 0.5;
	}

	/**
	 * Says how much of a grid lies in the field of view of another.
	 *
	 * @param grid whose field of view counts
	 * @param target whose voxels are counted, by their centers
	 * @return share in [0, 1]
	 */
	public static double shareInView(final VoxelGrid grid, final VoxelGrid target) {
		long inside = 0;
		for (long k = 0; k < target.size(2); k++)
			for (long j = 0; j < target.size(1); j++)
				for (long i = 0; i < target.size(0); i++) {
					final double[] there = grid.toVoxel(target.toWorld(i, j, k));
					boolean in = true;
					for (int d = 0; d < 3; d++)
						in &= there[d] >= -0.5 && there[d] <= grid.size(d) - 0.5;
					inside += in ? 1 : 0;
				}
		return (double) inside / target.voxels();
	}
}
