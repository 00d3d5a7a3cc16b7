package org.pediatricdefacer.io;

import java.util.List;
import java.util.function.Function;

import net.imglib2.img.AbstractNativeImg;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Fraction;

/** Makes ImgLib2 images of Java arrays without copying them. */
final class PrimitiveImgs {

	private PrimitiveImgs() {}

	/**
	 * Wraps arrays as an image.
	 *
	 * @param arrays one array with the whole image, or one per plane in flat order; of the primitive type of the pixel
	 * @param pixel type of the image
	 * @param size of the image, at least three dimensions
	 * @return an {@link ArrayImg} of one array, a {@link PlanarImg} of several
	 */
	static Img<? extends RealType<?>> wrap(final List<Object> arrays, final RealType<?> pixel, final long[] size) {
		final Object first = arrays.get(0);
		if (first instanceof byte[]) return wrap(arrays, a -> new ByteArray((byte[]) a), pixel, size);
		if (first instanceof short[]) return wrap(arrays, a -> new ShortArray((short[]) a), pixel, size);
		if (first instanceof int[]) return wrap(arrays, a -> new IntArray((int[]) a), pixel, size);
		if (first instanceof long[]) return wrap(arrays, a -> new LongArray((long[]) a), pixel, size);
		if (first instanceof float[]) return wrap(arrays, a -> new FloatArray((float[]) a), pixel, size);
		return wrap(arrays, a -> new DoubleArray((double[]) a), pixel, size);
	}

	// A pixel's class decides its primitive type, which no type parameter of ImgLib2 tells; the callers pair them rightly.
	@SuppressWarnings("unchecked")
	private static <T extends NativeType<T>, A extends ArrayDataAccess<A>> Img<? extends RealType<?>> wrap(final List<Object> arrays,
		final Function<Object, A> access, final RealType<?> pixel, final long[] size) {
		final List<A> slices = arrays.stream().map(access).toList();
		final NativeTypeFactory<T, A> factory = (NativeTypeFactory<T, A>) ((T) pixel).getNativeTypeFactory();
		final AbstractNativeImg<T, A> img = slices.size() == 1 ? new ArrayImg<>(slices.get(0), size, new Fraction())
			: new PlanarImg<>(slices, size, new Fraction());
		img.setLinkedType(factory.createLinkedType(img));
		return (Img<? extends RealType<?>>) (Img<?>) img;
	}
}
