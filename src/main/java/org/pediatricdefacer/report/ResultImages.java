package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.BrainPreservation;
import org.pediatricdefacer.proof.OutsideHash;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.ResultRecord.Remark;
import org.pediatricdefacer.volume.LabelTransfer;
import org.pediatricdefacer.volume.Volume;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;

/**
 * The images of one result in memory.
 *
 * @param defaced the defaced scan, if there is one
 * @param original the scan before, if there is one and it is that of this result
 * @param removed what was removed, on the grid of the scan, with the label of the face; empty if that is not known
 * @param facemask what was found, on the grid of the scan; only from a private folder
 * @param remarks what is wrong with the files
 */
record ResultImages(Optional<ScanImage> defaced, Optional<ScanImage> original, Optional<RandomAccessibleInterval<UnsignedByteType>> removed,
	Optional<RandomAccessibleInterval<UnsignedByteType>> facemask, List<Remark> remarks)
{

	/**
	 * Reads the images of a result and checks that they belong together.
	 *
	 * @throws org.pediatricdefacer.DefacingException if one cannot be read
	 * @throws IOException if the disk fails
	 */
	static ResultImages read(final ReportItem item) throws IOException {
		final Optional<ScanImage> defaced = read(item.defaced());
		final Optional<ScanImage> given = read(item.original());
		final boolean stranger = defaced.isPresent() && given.isPresent() && !alike(defaced.get(), given.get());
		final Optional<ScanImage> original = given.filter(image -> !stranger);
		final List<Remark> remarks = new ArrayList<>();
		if (stranger) remarks.add(new Remark(Verdict.FAIL,
			"The original has other voxels than the defaced scan: it is not the scan that this result was made of."));
		if (item.sharedFacemask().isPresent()) remarks.add(new Remark(Verdict.REVIEW,
			"A facemask, which draws the face, lies beside the defaced scan: move it away before you share the folder, or deface the scan again with --overwrite."));
		final Optional<RandomAccessibleInterval<UnsignedByteType>> removed = removed(item, defaced, original);
		if (defaced.isPresent() && original.isPresent() && removed.isPresent() && !unchangedOutside(original.get(), defaced.get(), removed.get()))
			remarks.add(new Remark(Verdict.FAIL, "Voxels outside the removed region differ between the original and the defaced scan."));
		final Optional<RandomAccessibleInterval<UnsignedByteType>> facemask = item.facemask().isPresent() ? Optional.of(onScan(item.facemask().get(),
			defaced, original)) : Optional.empty();
		return new ResultImages(defaced, original, removed, facemask, List.copyOf(remarks));
	}

	/** Returns what to outline: the facemask if it may be shown, else what was removed. */
	Optional<RandomAccessibleInterval<UnsignedByteType>> labels() {
		return facemask.or(() -> removed);
	}

	private static Optional<ScanImage> read(final Optional<Path> file) throws IOException {
		return file.isPresent() ? Optional.of(ScanFormats.read(file.get())) : Optional.empty();
	}

	private static boolean alike(final ScanImage a, final ScanImage b) {
		return Arrays.equals(a.stored().dimensionsAsLongArray(), b.stored().dimensionsAsLongArray()) && a.stored().getType().getClass() == b.stored()
			.getType().getClass();
	}

	private static boolean unchangedOutside(final ScanImage original, final ScanImage defaced,
		final RandomAccessibleInterval<UnsignedByteType> labels)
	{
		return hash(Cast.unchecked(original.stored()), Cast.unchecked(defaced.stored()), labels).unchanged();
	}

	private static <T extends RealType<T> & NativeType<T>> OutsideHash hash(final RandomAccessibleInterval<T> original,
		final RandomAccessibleInterval<T> defaced, final RandomAccessibleInterval<UnsignedByteType> labels)
	{
		return OutsideHash.of(original, defaced, labels);
	}

	private static RandomAccessibleInterval<UnsignedByteType> onScan(final Path file, final Optional<ScanImage> defaced,
		final Optional<ScanImage> original) throws IOException
	{
		final ScanImage mask = ScanFormats.read(file);
		return LabelTransfer.nearest(mask.volume().first(), mask.grid(), original.or(() -> defaced).map(ScanImage::grid).orElse(mask.grid()));
	}

	/** The removed region, or of tools that write none the voxels that they changed. */
	private static Optional<RandomAccessibleInterval<UnsignedByteType>> removed(final ReportItem item, final Optional<ScanImage> defaced,
		final Optional<ScanImage> original) throws IOException
	{
		if (item.removed().isPresent()) {
			final RandomAccessibleInterval<UnsignedByteType> region = onScan(item.removed().get(), defaced, original);
			// In the file 1 is what was erased; as a label of the head it would be brain.
			region.forEach(voxel -> voxel.set(voxel.get() == 0 ? 0 : Region.FACE.label()));
			return Optional.of(region);
		}
		if (defaced.isEmpty() || original.isEmpty()) return Optional.empty();
		final boolean[] changed = BrainPreservation.changed(original.get().volume(), defaced.get().volume());
		final byte[] labels = new byte[changed.length];
		for (int i = 0; i < labels.length; i++)
			labels[i] = (byte) (changed[i] ? Region.FACE.label() : 0);
		return Optional.of(ArrayImgs.unsignedBytes(labels, original.get().grid().size()));
	}

	/** Returns the scan that there is, the original rather than the defaced one. */
	Optional<Volume> scan() {
		return original.or(() -> defaced).map(ScanImage::volume);
	}
}
