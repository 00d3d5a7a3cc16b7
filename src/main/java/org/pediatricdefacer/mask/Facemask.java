package org.pediatricdefacer.mask;

import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/**
 * A facemask on the grid of its scan, with what is known about it.
 *
 * @param labels 0 outside the mask, else the label of the region: 2 face, 3 eyes, 4 ears; axes as the scan is stored
 * @param classes the class of every voxel: 0 rest, 1 brain, 2 face, 3 eyes, 4 ears, cleaned, but before the choice of
 *            regions, margin and brain guard; axes as the scan is stored
 * @param grid the scan's grid
 * @param regions brain, face, eyes and ears, in this order
 * @param facts what was seen of the head
 * @param evidence what a mask on this scan can be checked against
 * @param check this mask checked against the evidence
 */
public record Facemask(RandomAccessibleInterval<UnsignedByteType> labels, RandomAccessibleInterval<UnsignedByteType> classes,
	VoxelGrid grid, List<RegionFound> regions, HeadFacts facts, MaskEvidence evidence, MaskCheck check)
{

	/** Copies the list. */
	public Facemask {
		regions = List.copyOf(regions);
	}

	/** Returns the upright frame of the head in world coordinates; empty if neither eyes nor brain were found. */
	public Optional<HeadFrame> frame() {
		return Optional.ofNullable(evidence.frame());
	}

	/**
	 * Puts a facemask that was made on a part of a scan on the whole scan.
	 *
	 * @param whole grid of the scan
	 * @param part voxels of the scan that this facemask's grid has
	 * @return the facemask with 0 beyond the part; this one if the part is the whole
	 */
	public Facemask in(final VoxelGrid whole, final Interval part) {
		if (whole.equals(grid)) return this;
		final ArrayImg<UnsignedByteType, ByteArray> wholeLabels = ArrayImgs.unsignedBytes(whole.size());
		final ArrayImg<UnsignedByteType, ByteArray> wholeClasses = ArrayImgs.unsignedBytes(whole.size());
		copy(labels, wholeLabels, part);
		copy(classes, wholeClasses, part);
		return new Facemask(wholeLabels, wholeClasses, whole, RegionFound.measure(wholeClasses, wholeLabels, whole, facts), facts, evidence.in(
			whole, part), check);
	}

	/** Returns this facemask of a scan that shows brain where others show skin, so that brain is not called skin that is left. */
	public Facemask ofDarkSkin() {
		return new Facemask(labels, classes, grid, regions, facts, evidence.beyondGuard(), check);
	}

	/** Copies labels to their place in the whole. */
	private static void copy(final RandomAccessibleInterval<UnsignedByteType> from, final ArrayImg<UnsignedByteType, ByteArray> to,
		final Interval part)
	{
		final byte[] values = LabelBytes.of(from);
		final int nx = (int) part.dimension(0), ny = (int) part.dimension(1);
		for (int row = 0; row < values.length / nx; row++) {
			final long at = part.min(0) + to.dimension(0) * (part.min(1) + row % ny + to.dimension(1) * (part.min(2) + row / ny));
			System.arraycopy(values, row * nx, to.update(null).getCurrentStorageArray(), (int) at, nx);
		}
	}

	/** Returns how sure the model is of this mask, from 0 to 1; see {@link MaskCheck#confidence()}. */
	public double confidence() {
		return check.confidence();
	}

	/** Returns what was found of a region. */
	public RegionFound region(final Region region) {
		return regions.get(region.ordinal());
	}
}
