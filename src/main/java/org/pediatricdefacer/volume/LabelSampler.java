package org.pediatricdefacer.volume;

import java.util.Arrays;

import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Takes class probabilities from a model's grid back to the scan, and decides for each voxel of the scan.
 * <p>
 * Each class is interpolated trilinearly at the scan's voxel centers (the inverse of {@link Resampler}'s map, clamped to the
 * model's voxel centers), and the largest wins; the lowest of equals. Probabilities are never held at the scan's resolution: of
 * the model's grid two planes per thread are read at a time. Where all eight surrounding model voxels agree, so does everything
 * between them, because interpolation keeps the order of two classes; only the other cells are interpolated.
 */
public final class LabelSampler {

	private final PrimitiveBlocks<FloatType> blocks;
	private final int classes;
	private final AxisMap x, y, z;

	private LabelSampler(final RandomAccessibleInterval<FloatType> probabilities, final VoxelGrid model, final VoxelGrid scan) {
		blocks = PrimitiveBlocks.of(probabilities, OnFallback.ACCEPT);
		classes = Math.toIntExact(probabilities.dimension(3));
		x = axis(model, scan, 0);
		y = axis(model, scan, 1);
		z = axis(model, scan, 2);
	}

	/**
	 * Decides the class of each voxel of a scan.
	 *
	 * @param probabilities i, j, k, class on the model grid; minimum 0; at most 127 classes
	 * @param model grid of the probabilities: same axes and center as the scan's, as {@link Resampler#gridOf} makes it
	 * @param scan the scan's grid
	 * @return i, j, k of the scan; the number of the class with the largest probability
	 */
	public static ArrayImg<UnsignedByteType, ByteArray> labels(final RandomAccessibleInterval<FloatType> probabilities,
		final VoxelGrid model, final VoxelGrid scan)
	{
		for (int d = 0; d < 3; d++)
			if (probabilities.min(d) != 0 || probabilities.dimension(d) != model.size(d))
				throw new IllegalArgumentException("probabilities of " + new FinalInterval(probabilities) + " do not fit " + model);
		final LabelSampler sampler = new LabelSampler(probabilities, model, scan);
		final int plane = Math.multiplyExact(sampler.x.oldSize, sampler.y.oldSize);
		final byte[] labels = new byte[Math.multiplyExact(plane, sampler.z.oldSize)];
		Resampler.forRanges(sampler.z.oldSize, (from, to) -> sampler.new Slab().run(labels, from, to));
		return ArrayImgs.unsignedBytes(labels, scan.size());
	}

	private static AxisMap axis(final VoxelGrid model, final VoxelGrid scan, final int d) {
		return new AxisMap(Math.toIntExact(scan.size(d)), Math.toIntExact(model.size(d)), model.spacing_mm(d) / scan.spacing_mm(d));
	}

	/** One thread's planes of the scan, and the two model planes around the current one. */
	private final class Slab {

		private static final byte MIXED = -1;

		private final PrimitiveBlocks<FloatType> source = blocks.independentCopy();
		private final int width = x.newSize, plane = x.newSize * y.newSize;
		private float[] below = new float[plane * classes], above = new float[plane * classes];
		private byte[] winnersBelow = new byte[plane], winnersAbove = new byte[plane];
		private final byte[] cells = new byte[plane];
		private int belowK = -1, aboveK = -1;
		/** First model voxel and share of the second, for each voxel along x. */
		private final int[] cellX = new int[x.oldSize];
		private final double[] shareX = new double[x.oldSize];
		private final double[] left = new double[classes], right = new double[classes];

		Slab() {
			for (int i = 0; i < x.oldSize; i++) {
				cellX[i] = first(x, i);
				shareX[i] = x.toNew(i) - cellX[i];
			}
		}

		/** The lower of the two model voxels around a scan voxel. */
		private int first(final AxisMap axis, final int i) {
			return Math.max(0, Math.min((int) axis.toNew(i), axis.newSize - 2));
		}

		private int second(final AxisMap axis, final int first) {
			return Math.min(first + 1, axis.newSize - 1);
		}

		void run(final byte[] labels, final int from, final int to) {
			for (int k = from; k < to; k++) {
				final int k0 = first(z, k);
				load(k0, second(z, k0));
				final double shareZ = z.toNew(k) - k0;
				for (int j = 0; j < y.oldSize; j++)
					row(labels, (k * y.oldSize + j) * x.oldSize, j, shareZ);
			}
		}

		private void load(final int k0, final int k1) {
			if (k0 == belowK && k1 == aboveK) return;
			if (k0 == aboveK) {
				final float[] probabilities = below;
				below = above;
				above = probabilities;
				final byte[] winners = winnersBelow;
				winnersBelow = winnersAbove;
				winnersAbove = winners;
			}
			else read(k0, below, winnersBelow);
			read(k1, above, winnersAbove);
			belowK = k0;
			aboveK = k1;
			for (int j = 0; j < y.newSize; j++)
				for (int i = 0; i < width; i++)
					cells[j * width + i] = agreement(i, j);
		}

		private void read(final int k, final float[] probabilities, final byte[] winners) {
			source.copy(new int[] { 0, 0, k, 0 }, probabilities, new int[] { width, y.newSize, 1, classes });
			for (int p = 0; p < plane; p++) {
				int best = 0;
				for (int c = 1; c < classes; c++)
					if (probabilities[c * plane + p] > probabilities[best * plane + p]) best = c;
				winners[p] = (byte) best;
			}
		}

		/** The class on which the eight corners of a cell agree, or {@link #MIXED}. */
		private byte agreement(final int i, final int j) {
			final byte winner = winnersBelow[j * width + i];
			for (int dj = j; dj <= second(y, j); dj++)
				for (int di = i; di <= second(x, i); di++)
					if (winnersBelow[dj * width + di] != winner || winnersAbove[dj * width + di] != winner) return MIXED;
			return winner;
		}

		private void row(final byte[] labels, final int offset, final int j, final double shareZ) {
			final int j0 = first(y, j);
			final int j1 = second(y, j0);
			final double shareY = y.toNew(j) - j0;
			int i = 0;
			while (i < x.oldSize) {
				final int cell = cellX[i];
				int end = i + 1;
				while (end < x.oldSize && cellX[end] == cell)
					end++;
				final byte agreed = cells[j0 * width + cell];
				if (agreed != MIXED) Arrays.fill(labels, offset + i, offset + end, agreed);
				else {
					column(left, j0 * width + cell, j1 * width + cell, shareY, shareZ);
					final int next = second(x, cell);
					column(right, j0 * width + next, j1 * width + next, shareY, shareZ);
					for (; i < end; i++)
						labels[offset + i] = winner(shareX[i]);
				}
				i = end;
			}
		}

		/** Interpolates all classes along y and z at one model voxel of x. */
		private void column(final double[] values, final int p0, final int p1, final double shareY, final double shareZ) {
			for (int c = 0; c < classes; c++) {
				final double low = lerp(below[c * plane + p0], below[c * plane + p1], shareY);
				final double high = lerp(above[c * plane + p0], above[c * plane + p1], shareY);
				values[c] = lerp(low, high, shareZ);
			}
		}

		private byte winner(final double shareX) {
			int best = 0;
			double largest = Double.NEGATIVE_INFINITY;
			for (int c = 0; c < classes; c++) {
				final double value = lerp(left[c], right[c], shareX);
				if (value > largest) {
					largest = value;
					best = c;
				}
			}
			return (byte) best;
		}

		private double lerp(final double a, final double b, final double share) {
			return a + (b - a) * share;
		}
	}
}
