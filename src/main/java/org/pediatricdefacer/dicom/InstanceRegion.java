package org.pediatricdefacer.dicom;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** The pixels of one instance that are removed, over all of its frames. */
final class InstanceRegion {

	/** Where a frame lies in a group. */
	private record Place(DefacedGroup group, int volume, int slice, Frame frame) {}

	/** Where each frame of a series lies. */
	static final class Places {

		private final Map<Instance, Place[]> frames = new HashMap<>();

		private Places() {}

		/** Finds the places in groups that hold all frames of a series. */
		static Places of(final List<DefacedGroup> groups) {
			final Places places = new Places();
			for (final DefacedGroup group : groups)
				for (int v = 0; v < group.group().volumes().size(); v++) {
					final List<Slice> slices = group.group().volumes().get(v).slices();
					for (int k = 0; k < slices.size(); k++)
						places.add(slices.get(k), new Place(group, v, k, slices.get(k).frame()));
				}
			return places;
		}

		private void add(final Slice slice, final Place place) {
			frames.computeIfAbsent(slice.instance(), instance -> new Place[instance.format().frames()])[slice.frame().index()] = place;
		}
	}

	private final PixelFormat format;
	private final Place[] places;
	private final BitSet removed;

	private InstanceRegion(final PixelFormat format, final Place[] places) {
		this.format = format;
		this.places = places;
		removed = new BitSet(format.framePixels() * format.frames());
		for (int f = 0; f < places.length; f++) {
			final Cursor<UnsignedByteType> mask = Views.flatIterable(Views.hyperSlice(places[f].group.removed(), 2, places[f].slice)).cursor();
			for (int pixel = f * format.framePixels(); mask.hasNext(); pixel++)
				if (mask.next().get() > 0) removed.set(pixel);
		}
	}

	/** Finds the region of an instance, all frames of which have a place. */
	static InstanceRegion of(final Instance instance, final Places places) {
		return new InstanceRegion(instance.format(), places.frames.get(instance));
	}

	/** Returns the number of removed pixels. */
	int count() {
		return removed.cardinality();
	}

	/** Replaces the pixels of the region, with all their bits. */
	void fill(final Pixels pixels) {
		for (int f = 0; f < places.length; f++) {
			final Place place = places[f];
			final RandomAccess<? extends RealType<?>> values = place.group.defaced() == null ? null : values(place);
			final int zero = format.clamp(-place.frame.intercept() / place.frame.slope());
			final int from = f * format.framePixels(), to = from + format.framePixels();
			for (int p = removed.nextSetBit(from); p >= 0 && p < to; p = removed.nextSetBit(p + 1)) {
				final int at = p - from;
				final int value = values == null ? zero : format.clamp(values.setPositionAndGet(at % format.columns(), at / format.columns())
					.getRealDouble());
				pixels.setRaw(p, format.raw(value));
			}
		}
	}

	private static RandomAccess<? extends RealType<?>> values(final Place place) {
		return slice(place.group.defaced(), place.volume, place.slice).randomAccess();
	}

	private static <T extends RealType<?>> RandomAccessibleInterval<T> slice(final RandomAccessibleInterval<T> all, final int volume,
		final int slice)
	{
		return Views.hyperSlice(all.numDimensions() == 3 ? all : Views.hyperSlice(all, 3, volume), 2, slice);
	}

	/** Hashes the pixels outside the region with all their bits, as words of two bytes, little-endian, frame by frame. */
	byte[] hashOutside(final Pixels pixels) {
		final MessageDigest digest = InstanceReader.digest();
		final ByteBuffer block = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);
		final int count = format.framePixels() * format.frames();
		for (int p = removed.nextClearBit(0); p < count; p = removed.nextClearBit(p + 1)) {
			if (!block.hasRemaining()) {
				digest.update(block.flip());
				block.clear();
			}
			block.putShort((short) pixels.raw(p));
		}
		digest.update(block.flip());
		return digest.digest();
	}

	/** Returns whether all pixels of the region are as they were filled. */
	boolean isFilledAs(final Pixels filled, final Pixels written) {
		for (int p = removed.nextSetBit(0); p >= 0; p = removed.nextSetBit(p + 1))
			if (filled.raw(p) != written.raw(p)) return false;
		return true;
	}

	/** Returns the smallest and the largest value of all pixels. */
	int[] range(final Pixels pixels) {
		int least = Integer.MAX_VALUE, most = Integer.MIN_VALUE;
		final int count = format.framePixels() * format.frames();
		for (int p = 0; p < count; p++) {
			final int value = pixels.value(p);
			least = Math.min(least, value);
			most = Math.max(most, value);
		}
		return new int[] {least, most};
	}
}
