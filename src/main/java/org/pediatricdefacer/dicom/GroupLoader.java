package org.pediatricdefacer.dicom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.volume.Volume;

/** Reads the pixels of a group of volumes into one image. */
public final class GroupLoader {

	private static final long MOST_VOXELS = Integer.MAX_VALUE - 8;

	/**
	 * The pixels of a group.
	 *
	 * @param <T> pixel type
	 * @param stored stored values: columns, rows, slices, and volumes where there are several
	 * @param intensities what they mean, and where they lie
	 * @param storedZero the stored value that means 0, of the first slice
	 */
	public record Loaded<T extends RealType<T> & NativeType<T>>(RandomAccessibleInterval<T> stored, Volume intensities, double storedZero) {}

	private GroupLoader() {}

	/**
	 * Reads a group, file by file.
	 *
	 * @param group to read
	 * @param progress is asked whether to stop
	 * @return its pixels
	 * @throws DefacingException if it has more voxels than fit one array, or a file has changed or is damaged
	 * @throws IOException if the disk fails
	 */
	public static Loaded<?> load(final VolumeGroup group, final Progress progress) throws IOException {
		final long voxels = group.grid().voxels() * group.volumes().size();
		if (voxels > MOST_VOXELS) throw new DefacingException("The volumes have " + voxels +
			" voxels together, more than the 2147 million that fit one Java array; deface them in parts.");
		final int depth = (int) group.grid().size(2);
		final List<Slice> slices = group.slices();
		final Map<Instance, List<Integer>> places = new LinkedHashMap<>();
		for (int s = 0; s < slices.size(); s++)
			places.computeIfAbsent(slices.get(s).instance(), key -> new ArrayList<>()).add(s);
		final PixelFormat format = group.format();
		final Values values = new Values(format, (int) voxels);
		for (final Map.Entry<Instance, List<Integer>> file : places.entrySet()) {
			progress.check();
			final Instance instance = file.getKey();
			final Pixels pixels = PixelDecoder.decode(instance.file().toString(), InstanceReader.again(instance), instance.format());
			for (final int s : file.getValue())
				values.copy(pixels, slices.get(s).frame().index() * format.framePixels(), s * format.framePixels());
		}
		final long[] size = group.volumes().size() == 1 ? group.grid().size() : new long[] {format.columns(), format.rows(), depth, group
			.volumes().size()};
		return loaded(Cast.unchecked(values.image(size)), group);
	}

	private static <T extends RealType<T> & NativeType<T>> Loaded<T> loaded(final RandomAccessibleInterval<T> stored, final VolumeGroup group) {
		final Frame first = group.slices().get(0).frame();
		return new Loaded<>(stored, intensities(group, stored), -first.intercept() / first.slope());
	}

	/**
	 * Says what stored values of a group mean.
	 *
	 * @param <T> pixel type
	 * @param group whose slices tell how values are scaled
	 * @param stored values of the group, or of what became of it
	 * @return a view; the stored values themselves if they are not scaled
	 */
	public static <T extends RealType<T> & NativeType<T>> Volume intensities(final VolumeGroup group, final RandomAccessibleInterval<T> stored) {
		final Frame first = group.slices().get(0).frame();
		final boolean same = group.slices().stream().allMatch(slice -> slice.frame().slope() == first.slope() && slice.frame()
			.intercept() == first.intercept());
		if (same && first.slope() == 1 && first.intercept() == 0) return new Volume(stored, group.grid());
		if (same) return new Volume(scaled(stored, first), group.grid());
		final List<RandomAccessibleInterval<FloatType>> volumes = new ArrayList<>();
		for (int v = 0; v < group.volumes().size(); v++) {
			final RandomAccessibleInterval<T> volume = stored.numDimensions() == 3 ? stored : Views.hyperSlice(stored, 3, v);
			final List<RandomAccessibleInterval<FloatType>> slices = new ArrayList<>();
			for (int k = 0; k < volume.dimension(2); k++)
				slices.add(scaled(Views.hyperSlice(volume, 2, k), group.volumes().get(v).slices().get(k).frame()));
			volumes.add(Views.stack(slices));
		}
		return new Volume(volumes.size() == 1 ? volumes.get(0) : Views.stack(volumes), group.grid());
	}

	/**
	 * Says by which stored values intensities of a group of one volume are meant.
	 *
	 * @param group whose slices tell how values are scaled
	 * @param intensities columns, rows, slices
	 * @return whole numbers that the pixels of the group can hold
	 */
	public static RandomAccessibleInterval<IntType> stored(final VolumeGroup group, final RandomAccessibleInterval<DoubleType> intensities) {
		final PixelFormat format = group.format();
		final int bits = format.bitsStored();
		final int least = format.signed() ? -(1 << bits - 1) : 0, most = format.signed() ? (1 << bits - 1) - 1 : (1 << bits) - 1;
		final List<RandomAccessibleInterval<IntType>> slices = new ArrayList<>();
		for (int k = 0; k < intensities.dimension(2); k++) {
			final Frame frame = group.slices().get(k).frame();
			slices.add(Converters.convert(Views.hyperSlice(intensities, 2, k), (in, out) -> out.set((int) Math.max(least, Math.min(most, Math.rint((in
				.get() - frame.intercept()) / frame.slope())))), new IntType()));
		}
		return Views.stack(slices);
	}

	private static <T extends RealType<T>> RandomAccessibleInterval<FloatType> scaled(final RandomAccessibleInterval<T> stored,
		final Frame frame)
	{
		final double slope = frame.slope(), intercept = frame.intercept();
		return Converters.convert(stored, (in, out) -> out.set((float) (in.getRealDouble() * slope + intercept)), new FloatType());
	}

	/** Stored values in the smallest type that holds them. */
	private static final class Values {

		private final PixelFormat format;
		private final byte[] bytes;
		private final short[] shorts;

		Values(final PixelFormat format, final int count) {
			this.format = format;
			bytes = format.bitsAllocated() == 8 ? new byte[count] : null;
			shorts = format.bitsAllocated() == 8 ? null : new short[count];
		}

		void copy(final Pixels pixels, final int from, final int to) {
			for (int p = 0; p < format.framePixels(); p++) {
				if (bytes != null) bytes[to + p] = (byte) pixels.value(from + p);
				else shorts[to + p] = (short) pixels.value(from + p);
			}
		}

		RandomAccessibleInterval<? extends IntegerType<?>> image(final long[] size) {
			if (bytes != null) return format.signed() ? ArrayImgs.bytes(bytes, size) : ArrayImgs.unsignedBytes(bytes, size);
			return format.signed() ? ArrayImgs.shorts(shorts, size) : ArrayImgs.unsignedShorts(shorts, size);
		}
	}
}
