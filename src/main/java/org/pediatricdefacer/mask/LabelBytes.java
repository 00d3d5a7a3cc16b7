package org.pediatricdefacer.mask;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.blocks.PrimitiveBlocks;
import net.imglib2.blocks.PrimitiveBlocks.OnFallback;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Reads label images as arrays. */
public final class LabelBytes {

	private LabelBytes() {}

	/** Returns the labels of a three-dimensional image, x-fastest: its own storage where that is one array, else a copy. */
	public static byte[] of(final RandomAccessibleInterval<UnsignedByteType> labels) {
		if (labels instanceof ArrayImg<?, ?> image && image.update(null) instanceof ByteArray array)
			return array.getCurrentStorageArray();
		final byte[] values = new byte[Math.toIntExact(labels.size())];
		PrimitiveBlocks.of(labels, OnFallback.ACCEPT).copy(labels, values);
		return values;
	}
}
