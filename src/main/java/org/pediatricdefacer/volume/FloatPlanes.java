package org.pediatricdefacer.volume;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.converter.Converters;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Cast;
import net.imglib2.view.Views;

/** Copies planes of a 3D image of any real type to float arrays, x-fastest. */
abstract class FloatPlanes {

	private final long sizeX;
	private final long sizeY;

	private FloatPlanes(final long sizeX, final long sizeY) {
		this.sizeX = sizeX;
		this.sizeY = sizeY;
	}

	/** Copies plane k to the start of an array. */
	abstract void copy(long k, float[] plane);

	/** For use by another thread. */
	abstract FloatPlanes independentCopy();

	Interval plane(final long k) {
		return new FinalInterval(new long[] { 0, 0, k }, new long[] { sizeX - 1, sizeY - 1, k });
	}

	static FloatPlanes of(final RandomAccessibleInterval<? extends RealType<?>> image) {
		return image.getType() instanceof NativeType ? new Native(Cast.unchecked(image)) : new Slow<>(Cast.unchecked(image));
	}

	private static final class Native extends FloatPlanes {

		private final PrimitiveBlocks<FloatType> blocks;

		<T extends RealType<T> & NativeType<T>> Native(final RandomAccessibleInterval<T> image) {
			this(image.dimension(0), image.dimension(1), PrimitiveBlocks.of(Converters.convert(image, (in, out) -> out.set(in
				.getRealFloat()), new FloatType()), OnFallback.ACCEPT));
		}

		private Native(final long sizeX, final long sizeY, final PrimitiveBlocks<FloatType> blocks) {
			super(sizeX, sizeY);
			this.blocks = blocks;
		}

		@Override
		void copy(final long k, final float[] plane) {
			blocks.copy(plane(k), plane);
		}

		@Override
		FloatPlanes independentCopy() {
			return new Native(plane(0).dimension(0), plane(0).dimension(1), blocks.independentCopy());
		}
	}

	private static final class Slow<T extends RealType<T>> extends FloatPlanes {

		private final RandomAccessibleInterval<T> image;

		Slow(final RandomAccessibleInterval<T> image) {
			super(image.dimension(0), image.dimension(1));
			this.image = image;
		}

		@Override
		void copy(final long k, final float[] plane) {
			final Cursor<T> cursor = Views.flatIterable(Views.interval(image, plane(k))).cursor();
			for (int i = 0; cursor.hasNext(); i++)
				plane[i] = cursor.next().getRealFloat();
		}

		@Override
		FloatPlanes independentCopy() {
			return this;
		}
	}
}
