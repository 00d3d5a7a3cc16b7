package org.pediatricdefacer.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.apply.FaceRemover;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.dicom.DefacedGroup;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.GroupLoader;
import org.pediatricdefacer.dicom.GroupLoader.Loaded;
import org.pediatricdefacer.dicom.RegionTransfer;
import org.pediatricdefacer.dicom.VolumeGroup;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.proof.HeaderDifference;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;


/** Takes the volumes of a DICOM series through the defacer, and slices that are too few for it through the region of another volume. */
final class SeriesDefacer {

	/**
	 * A removed region and where it lies.
	 *
	 * @param removed above 0 where something is removed
	 * @param grid of the region
	 * @param of name of the series that it was found in
	 * @param passed whether that series passed its check
	 */
	record PlacedRegion(RandomAccessibleInterval<UnsignedByteType> removed, VoxelGrid grid, String of, boolean passed) {

		/** Names the series that it was found in, and what it is worth. */
		String name() {
			return passed ? of : of + " (which wants a review itself)";
		}

		/** Returns the volume of its field of view in mm^3. */
		double view_mm3() {
			return grid.voxels() * grid.voxelVolume_mm3();
		}
	}

	/**
	 * What becomes of one group of volumes.
	 *
	 * @param defaced what to write
	 * @param stored what it was, stored values
	 * @param pixels what became of it, stored values
	 * @param result of the defacer; empty if the region came from elsewhere
	 * @param source name of the series that the region came from; empty if it was found here
	 */
	record GroupResult(DefacedGroup defaced, RandomAccessibleInterval<?> stored, RandomAccessibleInterval<?> pixels,
		Optional<DefacingResult<?>> result, Optional<String> source)
	{

		/** Returns the verdict; what nobody looked for wants a look. */
		Verdict verdict() {
			return result.map(DefacingResult::verdict).orElse(Verdict.REVIEW);
		}
	}

	private final Defacer defacer;
	private final FileSettings settings;
	private final Optional<StudyHeads> heads;

	/**
	 * Makes a defacer of series.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do
	 * @param heads of the study that the series belong to; empty if a given mask is applied
	 */
	SeriesDefacer(final Defacer defacer, final FileSettings settings, final Optional<StudyHeads> heads) {
		this.defacer = defacer;
		this.settings = settings;
		this.heads = heads;
	}

	/**
	 * Defaces all groups of a series.
	 *
	 * @param series not refused
	 * @param region of another series for slices in which no face can be looked for; empty if there is none
	 * @param progress hears how far it has come
	 * @return one result for each group, in the series' order
	 */
	List<GroupResult> deface(final DicomSeries series, final Optional<PlacedRegion> region, final Progress progress) throws IOException {
		if (heads.isPresent()) heads.get().look(progress.part(0, 0.5));
		final GroupResult[] results = new GroupResult[series.groups().size()];
		Optional<PlacedRegion> known = region;
		for (int g = 0; g < results.length; g++) {
			final VolumeGroup group = series.groups().get(g);
			if (!series.isFindable(group)) continue;
			results[g] = find(series, group, progress.part((double) g / results.length, (g + 1.0) / results.length));
			final PlacedRegion found = new PlacedRegion(results[g].defaced().removed(), group.grid(), series.label(), results[g]
				.verdict() == Verdict.PASS);
			if (known.isEmpty() || found.view_mm3() > known.get().view_mm3()) known = Optional.of(found);
		}
		for (int g = 0; g < results.length; g++)
			if (results[g] == null) results[g] = transfer(series, series.groups().get(g), known.orElseThrow(), progress);
		return List.of(results);
	}

	private GroupResult find(final DicomSeries series, final VolumeGroup group, final Progress progress) throws IOException {
		final Loaded<?> loaded = GroupLoader.load(group, progress);
		final DefacingSettings wanted = settings.defacing().withFill(settings.defacing().fill().withStoredZero(loaded.storedZero()));
		final DefacingResult<?> result = (heads.isPresent() ? heads.get().deface(group, loaded, wanted, progress) : applyMask(Cast.unchecked(loaded
			.stored()), loaded.intensities(), wanted, progress)).withHeader(series.isMarkedDefaced(), new HeaderDifference(List.of()));
		return new GroupResult(defaced(group, result.removed(), result.defaced()), loaded.stored(), result.defaced(), Optional.of(result), Optional.empty());
	}

	private <T extends RealType<T> & NativeType<T>> DefacingResult<T> applyMask(final RandomAccessibleInterval<T> stored,
		final Volume intensities, final DefacingSettings wanted, final Progress progress) throws IOException
	{
		final NiftiImage mask = NiftiReader.read(settings.applyMask().orElseThrow(), settings.reading());
		return defacer.applyMask(stored, intensities, mask.volume(), wanted, progress);
	}

	private GroupResult transfer(final DicomSeries series, final VolumeGroup group, final PlacedRegion region, final Progress progress) throws IOException {
		final Loaded<?> loaded = GroupLoader.load(group, progress);
		final RandomAccessibleInterval<UnsignedByteType> removed = RegionTransfer.transfer(region.removed, region.grid, group.grid(),
			!series.isFindable(group));
		final RandomAccessibleInterval<? extends RealType<?>> defaced = filled(Cast.unchecked(loaded.stored()), removed, loaded.storedZero(), group
			.grid());
		return new GroupResult(defaced(group, removed, defaced), loaded.stored(), defaced, Optional.empty(), Optional.of(region.name()));
	}

	private <T extends RealType<T> & NativeType<T>> RandomAccessibleInterval<T> filled(final RandomAccessibleInterval<T> stored,
		final RandomAccessibleInterval<UnsignedByteType> removed, final double storedZero, final VoxelGrid grid)
	{
		return new FaceRemover(settings.defacing().fill().withStoredZero(storedZero)).remove(stored, removed, grid.spacing_mm());
	}

	/** With fill zero each slice gets the value that means 0 in it, which may differ from slice to slice. */
	private DefacedGroup defaced(final VolumeGroup group, final RandomAccessibleInterval<UnsignedByteType> removed,
		final RandomAccessibleInterval<?> pixels)
	{
		final boolean zero = settings.defacing().fill().mode() == Fill.Mode.ZERO;
		return new DefacedGroup(group, removed, zero ? null : Cast.unchecked(pixels));
	}

	/** Chooses the region with the largest field of view of a series that was written. */
	static Optional<PlacedRegion> largest(final DicomSeries series, final List<GroupResult> results) {
		final List<PlacedRegion> regions = new ArrayList<>();
		for (final GroupResult result : results)
			if (result.result().isPresent()) regions.add(new PlacedRegion(result.defaced().removed(), result.defaced().group().grid(), series
				.label(), result.verdict() == Verdict.PASS));
		return regions.stream().max(Comparator.comparingDouble(PlacedRegion::view_mm3));
	}
}
