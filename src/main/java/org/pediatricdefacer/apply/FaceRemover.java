package org.pediatricdefacer.apply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.lattice.Slabs;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.ConstantUtils;
import net.imglib2.util.Intervals;
import net.imglib2.util.Util;
import net.imglib2.view.Views;

/**
 * Fills the voxels of a removed region in the stored values of a scan.
 * <p>
 * The scan is never written to. Voxels outside the mask are the same bits in the result, NaN payloads included. A mask
 * applies to every volume of a scan with more than three dimensions. The result does not depend on the number of threads.
 */
public final class FaceRemover {

	private final Fill fill;

	/** Makes a remover that fills with the given values. */
	public FaceRemover(final Fill fill) {
		this.fill = Objects.requireNonNull(fill, "fill");
	}

	/**
	 * Returns a copy of a scan with the masked voxels filled, where only intensities tell what is air.
	 *
	 * @param stored as below
	 * @param labels as below
	 * @param spacing_mm as below
	 */
	public <T extends RealType<T> & NativeType<T>> Img<T> remove(final RandomAccessibleInterval<T> stored,
		final RandomAccessibleInterval<UnsignedByteType> labels, final double... spacing_mm)
	{
		return remove(stored, labels, ConstantUtils.constantRandomAccessibleInterval(new UnsignedByteType(), labels), spacing_mm);
	}

	/**
	 * Returns a copy of a scan with the masked voxels filled.
	 *
	 * @param stored stored values, at least three dimensions, any real type; dimensions 0 to 2 are the grid of the mask
	 * @param labels the mask, three dimensions; voxels above 0 are filled
	 * @param air of the same size; voxels above 0 are known to be air
	 * @param spacing_mm the three voxel sides; blur and noise are made by them
	 * @throws IllegalArgumentException if the sizes of scan and mask differ
	 * @throws org.pediatricdefacer.DefacingException if background is asked for and there is no air to draw it from, or zero where the
	 *           air is not zero
	 */
	public <T extends RealType<T> & NativeType<T>> Img<T> remove(final RandomAccessibleInterval<T> stored,
		final RandomAccessibleInterval<UnsignedByteType> labels, final RandomAccessibleInterval<UnsignedByteType> air, final double... spacing_mm)
	{
		checkSizes(stored, labels);
		checkSizes(stored, air);
		final RandomAccessibleInterval<T> scan = Views.zeroMin(stored);
		final RandomAccessibleInterval<UnsignedByteType> mask = Views.zeroMin(labels);
		final RandomAccessibleInterval<UnsignedByteType> known = Views.zeroMin(air);
		final Img<T> result = copy(scan);
		final List<RandomAccessibleInterval<T>> before = volumes(scan);
		final List<RandomAccessibleInterval<T>> after = volumes(result);
		final Optional<LocalAir> local = fill.mode() == Fill.Mode.BACKGROUND ? LocalAir.of(known, after.size() > 1, spacing_mm) : Optional.empty();
		for (int v = 0; v < after.size(); v++) {
			switch (fill.mode()) {
				case ZERO -> fill(after.get(v), mask, zero(before.get(v), mask, known));
				case BACKGROUND -> fill(after.get(v), mask, noise(before.get(v), mask, known, local, v));
				case BLUR -> fill(after.get(v), mask, new MaskedBlur(before.get(v), mask, fill.blur_mm(), spacing_mm));
			}
		}
		return result;
	}

	/** The value that a masked voxel is filled with, before it is clamped to the type. */
	@FunctionalInterface
	interface Filling {
		double value(int x, int y, int z);
	}

	private <T extends RealType<T>> Filling zero(final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask, final RandomAccessibleInterval<UnsignedByteType> known)
	{
		final T stored = volume.getType().createVariable();
		stored.setReal(clamp(fill.storedZero(), stored));
		final double value = stored.getRealDouble();
		AirSample.requireAir(value, AirSample.of(volume, mask, known), volume, mask);
		return (x, y, z) -> value;
	}

	private <T extends RealType<T>> Filling noise(final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask, final RandomAccessibleInterval<UnsignedByteType> known, final Optional<LocalAir> local, final int number)
	{
		final double[] air = AirSample.of(volume, mask, known);
		if (air.length == 0)
			throw new DefacingException("The scan has no air outside the removed region to draw background from; fill with zero.");
		if (air.length == 1)
			return (x, y, z) -> air[0];
		final long key = mix(fill.seed() + 0x9E3779B97F4A7C15L * (number + 1));
		if (local.isPresent())
			return local.get().filling(volume, key);
		final long nx = volume.dimension(0);
		final long ny = volume.dimension(1);
		// Each voxel has its own random number, from its place alone, so threads cannot change the image.
		return (x, y, z) -> air[(int) Long.remainderUnsigned(mix(key + x + nx * (y + ny * z)), air.length)];
	}

	/** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
	static long mix(final long key) {
		long z = key + 0x9E3779B97F4A7C15L;
		z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
		return z ^ (z >>> 31);
	}

	private static <T extends RealType<T>> void fill(final RandomAccessibleInterval<T> volume,
		final RandomAccessibleInterval<UnsignedByteType> mask, final Filling filling)
	{
		final int nx = (int) mask.dimension(0);
		final int ny = (int) mask.dimension(1);
		final PrimitiveBlocks<UnsignedByteType> blocks = PrimitiveBlocks.of(mask, OnFallback.ACCEPT);
		Slabs.run((int) mask.dimension(2), (from, to) -> {
			final RandomAccess<T> out = volume.randomAccess();
			final PrimitiveBlocks<UnsignedByteType> mine = blocks.independentCopy();
			final byte[] plane = new byte[nx * ny];
			for (int z = from; z < to; z++) {
				mine.copy(new long[] { 0, 0, z }, plane, new int[] { nx, ny, 1 });
				for (int i = 0; i < plane.length; i++) {
					if (plane[i] == 0)
						continue;
					final T voxel = out.setPositionAndGet(i % nx, i / nx, z);
					voxel.setReal(clamp(filling.value(i % nx, i / nx, z), voxel));
				}
			}
		});
	}

	private static <T extends RealType<T>> double clamp(final double value, final T type) {
		return Math.min(Math.max(value, type.getMinValue()), type.getMaxValue());
	}

	/** Copies storage where it is one array, so that not even a conversion comes between the bits. */
	private static <T extends RealType<T> & NativeType<T>> Img<T> copy(final RandomAccessibleInterval<T> scan) {
		final Img<T> result = Util.getSuitableImgFactory(scan, scan.getType()).create(scan);
		final Object from = storage(scan);
		final Object to = storage(result);
		if (from != null && to != null)
			System.arraycopy(from, 0, to, 0, java.lang.reflect.Array.getLength(to));
		else
			LoopBuilder.setImages(scan, result).multiThreaded().forEachPixel((in, out) -> out.set(in));
		return result;
	}

	private static Object storage(final RandomAccessibleInterval<?> image) {
		final boolean array = image instanceof ArrayImg<?, ?> img && img.update(null) instanceof ArrayDataAccess<?>;
		return array ? ((ArrayDataAccess<?>) ((ArrayImg<?, ?>) image).update(null)).getCurrentStorageArray() : null;
	}

	/** Returns the three-dimensional volumes of an image in storage order. */
	private static <T> List<RandomAccessibleInterval<T>> volumes(final RandomAccessibleInterval<T> image) {
		List<RandomAccessibleInterval<T>> volumes = List.of(image);
		while (volumes.get(0).numDimensions() > 3) {
			final List<RandomAccessibleInterval<T>> slices = new ArrayList<>();
			for (final RandomAccessibleInterval<T> volume : volumes) {
				final int last = volume.numDimensions() - 1;
				for (long i = volume.min(last); i <= volume.max(last); i++)
					slices.add(Views.hyperSlice(volume, last, i));
			}
			volumes = slices;
		}
		return volumes;
	}

	private static void checkSizes(final RandomAccessibleInterval<?> stored, final RandomAccessibleInterval<?> labels) {
		final long[] size = Intervals.dimensionsAsLongArray(stored);
		final long[] maskSize = Intervals.dimensionsAsLongArray(labels);
		if (maskSize.length != 3 || size.length < 3 || !Arrays.equals(Arrays.copyOf(size, 3), maskSize))
			throw new IllegalArgumentException(
				"mask " + Arrays.toString(maskSize) + " does not fit the scan " + Arrays.toString(size));
	}
}
