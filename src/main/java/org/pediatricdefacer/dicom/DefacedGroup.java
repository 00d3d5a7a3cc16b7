package org.pediatricdefacer.dicom;

import java.util.Objects;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * What becomes of the pixels of a group of volumes.
 *
 * @param group the volumes
 * @param removed columns, rows, slices: above 0 where pixels are replaced
 * @param defaced stored values to put there: columns, rows, slices, and volumes where there are several; null for the value that
 *          means 0 in each slice
 */
public record DefacedGroup(VolumeGroup group, RandomAccessibleInterval<UnsignedByteType> removed,
	RandomAccessibleInterval<? extends RealType<?>> defaced)
{

	/** Checks that nothing is missing. */
	public DefacedGroup {
		Objects.requireNonNull(group, "group");
		Objects.requireNonNull(removed, "removed");
	}
}
