package org.pediatricdefacer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.pediatricdefacer.DefacingSettings.Series;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.infer.DeviceChoice;
import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.infer.ModelFolder;
import org.pediatricdefacer.infer.ModelSpec;
import org.pediatricdefacer.infer.TilingPolicy;
import org.pediatricdefacer.infer.TorchRuntime;
import org.pediatricdefacer.infer.TorchSegmenter;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.FaceMaskCleaner;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadFacts;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.mask.SkullStripping;
import org.pediatricdefacer.proof.HeadDoubt;
import org.pediatricdefacer.proof.VerdictRules;
import org.pediatricdefacer.removal.Removal;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.tile.TileGrid;
import org.pediatricdefacer.tile.TileStitcher;
import org.pediatricdefacer.volume.HeadBox;
import org.pediatricdefacer.volume.IntensityNormalizer;
import org.pediatricdefacer.volume.LabelTransfer;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.Resampler.Resampled;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Takes one scan through all rooms: finds the face, removes it, and proves what was changed.
 * <p>
 * The scan is never resampled and never written to: only the mask travels between grids. A defacer keeps nothing of a scan, and
 * may be used by several threads at once; it holds a network, so close it after the last scan. Work outside the network is
 * spread over the threads that ImgLib2's {@link net.imglib2.parallel.Parallelization} grants, which do not change the result.
 */
public final class Defacer implements AutoCloseable {

	/** Padded voxels up to which a head goes through the network in one pass, which then takes about half a gigabyte. */
	static final long ONE_PASS_VOXELS = 160L * 160 * 160;

	/** No scan of a human is larger on the model's grid (80 cm cubed at 2 mm); beyond it, voxel sizes are wrong. */
	private static final long MOST_MODEL_VOXELS = 400L * 400 * 400;

	/** A slab that does not even hold an eye (24 mm) leaves the network to guess. */
	private static final double LEAST_THICKNESS_MM = 20;

	/** Share of the work that is done when the face is found. */
	private static final double FOUND = 0.9;

	/** Labels are held in one array, of which some virtual machines spare a few elements. */
	private static final long MOST_SCAN_VOXELS = Integer.MAX_VALUE - 8;

	/** Heads have tissue near seven of eight landmarks at least; with less, it is asked why. */
	private static final double WHOLE_TISSUE = 0.87;

	private final FaceSegmenter segmenter;
	private final ModelSpec model;
	private final String engine;
	private final String device;

	/**
	 * Makes a defacer.
	 *
	 * @param segmenter the network, which this defacer closes
	 * @param model what the network expects
	 * @param engine name and version of what runs the network, for people and records
	 * @param device what it runs on, such as {@code cpu}
	 */
	public Defacer(final FaceSegmenter segmenter, final ModelSpec model, final String engine, final String device) {
		this.segmenter = Objects.requireNonNull(segmenter, "segmenter");
		this.model = Objects.requireNonNull(model, "model");
		this.engine = Objects.requireNonNull(engine, "engine");
		this.device = Objects.requireNonNull(device, "device");
	}

	/**
	 * Opens a model.
	 *
	 * @param modelFolder a model folder, or null for the bundled model
	 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
	 * @param threads number of processor threads of the network, or 0 for one per processor
	 * @return a defacer, to be closed after the last scan
	 * @throws DefacingException if the model or the device cannot be used; the message says why and what to do
	 */
	public static Defacer open(final String modelFolder, final String device, final int threads) {
		final DeviceChoice choice = DeviceChoice.parse(device);
		final ModelFolder model = ModelFolder.find(modelFolder);
		model.readAhead();
		final TorchRuntime runtime = TorchRuntime.start(choice, threads);
		return new Defacer(TorchSegmenter.open(model, runtime), model.spec(), runtime.engineName(), runtime.deviceName());
	}

	/**
	 * Returns what the network expects.
	 *
	 * @return the model's description
	 */
	public ModelSpec model() {
		return model;
	}

	/**
	 * Returns what runs the network.
	 *
	 * @return name and version
	 */
	public String engine() {
		return engine;
	}

	/**
	 * Returns what the network runs on.
	 *
	 * @return such as {@code cpu} or {@code gpu:0}
	 */
	public String device() {
		return device;
	}

	/**
	 * Defaces an image.
	 *
	 * @param <T> pixel type, kept
	 * @param scan i, j, k and perhaps further dimensions, to all of which one mask applies
	 * @param grid where the voxels of the first three dimensions lie
	 * @param settings what to remove and what to put in its place
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return a defaced copy, the facemask and the proof
	 * @throws DefacingException if the scan is no image, or the network fails; {@link DefacingCanceledException} on request
	 */
	public <T extends RealType<T> & NativeType<T>> DefacingResult<T> deface(final RandomAccessibleInterval<T> scan, final VoxelGrid grid,
		final DefacingSettings settings, final Progress progress)
	{
		final RandomAccessibleInterval<T> stored = Views.zeroMin(scan);
		return deface(stored, new Volume(stored, grid), settings, progress);
	}

	/**
	 * Defaces an image whose stored values are not its intensities.
	 *
	 * @param <T> pixel type, kept
	 * @param stored stored values, which are copied outside the mask bit by bit; minimum 0
	 * @param intensities what the stored values mean, and where they lie
	 * @param settings what to remove and what to put in its place
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return a defaced copy of the stored values, the facemask and the proof
	 * @throws DefacingException if the scan is no image, or the network fails; {@link DefacingCanceledException} on request
	 */
	public <T extends RealType<T> & NativeType<T>> DefacingResult<T> deface(final RandomAccessibleInterval<T> stored,
		final Volume intensities, final DefacingSettings settings, final Progress progress)
	{
		requireSameSize(stored, intensities);
		return erase(stored, intensities, find(intensities, settings, progress.part(0, FOUND)), settings, progress.part(FOUND, 1));
	}

	/**
	 * Finds what is to be erased of an image, and erases nothing.
	 *
	 * @param intensities what the stored values mean, and where they lie
	 * @param settings what to remove
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return what was found
	 * @throws DefacingException if the scan is no image, or the network fails; {@link DefacingCanceledException} on request
	 */
	public Findings find(final Volume intensities, final DefacingSettings settings, final Progress progress) {
		requireThickness(intensities.grid());
		requirePlausible(intensities.grid());
		final RoomClock clock = new RoomClock(progress);
		final List<String> warnings = new ArrayList<>();
		final Facemask facemask = find(intensities, settings, clock, warnings);
		final HeadDoubt doubt = doubt(intensities, facemask, settings, clock);
		if (doubt.skullStripped()) {
			final RandomAccessibleInterval<UnsignedByteType> none = ArrayImgs.unsignedBytes(intensities.grid().size());
			return new Findings(facemask, none, region(facemask, none, settings.withRemoval(Removal.FACEMASK), clock), null, doubt, null, clock.seconds(),
				warnings);
		}
		final SeriesSearch series = series(intensities, facemask, settings, clock);
		final RemovedRegion region = region(facemask, facemask.labels(), settings, clock);
		return new Findings(facemask, facemask.labels(), series == null ? region : lookAnew(intensities, region, series, settings, clock), series, doubt,
			null, clock.seconds(), warnings);
	}

	/**
	 * Erases what was found, on this image or on others of its session.
	 *
	 * @param <T> pixel type, kept
	 * @param stored stored values, which are copied outside the region bit by bit; minimum 0
	 * @param intensities what the stored values mean, and where they lie
	 * @param findings on the grid of the image
	 * @param settings what to put in the place of what is erased
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return a defaced copy of the stored values and the proof
	 * @throws DefacingCanceledException on request
	 */
	public <T extends RealType<T> & NativeType<T>> DefacingResult<T> erase(final RandomAccessibleInterval<T> stored, final Volume intensities,
		final Findings findings, final DefacingSettings settings, final Progress progress)
	{
		return new ScanEraser<>(stored, intensities, findings, settings).erase(findings, progress);
	}

	/** Looks for the reason where a brain has no face before it: a stripped skull, or axes that run otherwise than told. */
	private HeadDoubt doubt(final Volume scan, final Facemask found, final DefacingSettings settings, final RoomClock clock) {
		final HeadFacts facts = found.facts();
		final boolean eyes = facts.basis() == Basis.EYES_AND_BRAIN || facts.basis() == Basis.EYES;
		if (facts.brain_ml() < VerdictRules.CRUMB_BRAIN_ML || eyes && facts.faceTissue() >= WHOLE_TISSUE) return HeadDoubt.NONE;
		if (clock.run("clean", 0.85, progress -> SkullStripping.of(scan, found))) return new HeadDoubt(true, null);
		if (eyes && facts.brainPieces() <= PlausibleAxes.MOST_PIECES) return HeadDoubt.NONE;
		return new HeadDoubt(false, new PlausibleAxes(turned -> find(turned, settings, clock, new ArrayList<>()).facts()).among(scan, PlausibleAxes.flips(scan
			.grid())).orElse(null));
	}

	/**
	 * Finds axes along which a scan shows a head, for scans whose own axes are not told or told wrongly. Slow: the network runs up to 24 times.
	 *
	 * @param scan on a grid whose spacings are right
	 * @param progress is asked whether to stop
	 * @return three letters for where the axes of its grid would have to grow; empty if no axes, or not one alone, make it a head. Left and right
	 *         cannot be told apart: the letters are those of a head that is not mirrored
	 */
	public Optional<String> plausibleOrientation(final Volume scan, final Progress progress) {
		requirePlausible(scan.grid());
		final RoomClock clock = new RoomClock(progress);
		return new PlausibleAxes(turned -> find(turned, DefacingSettings.DEFAULT, clock, new ArrayList<>()).facts()).among(scan, PlausibleAxes.all());
	}

	/**
	 * Removes what a given mask says, such as one that a person has edited.
	 * <p>
	 * The network runs all the same, so that the proof knows the brain and what of the face the mask leaves.
	 *
	 * @param <T> pixel type, kept
	 * @param stored stored values, which are copied outside the mask bit by bit; minimum 0
	 * @param intensities what the stored values mean, and where they lie
	 * @param mask labels on any grid of the same session: 2 face, 3 eyes, 4 ears, any other value above 0 counts as face
	 * @param settings what to put in its place; margins and guards do not change a given mask
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return a defaced copy of the stored values, the mask on the scan's grid and the proof
	 * @throws DefacingException if the mask is none or of another place, the scan is no image, or the network fails
	 */
	public <T extends RealType<T> & NativeType<T>> DefacingResult<T> applyMask(final RandomAccessibleInterval<T> stored,
		final Volume intensities, final Volume mask, final DefacingSettings settings, final Progress progress)
	{
		requireSameSize(stored, intensities);
		requirePlausible(intensities.grid());
		if (mask.count() > 1) throw new DefacingException("The mask has " + mask.count() +
			" volumes, and nobody knows which of them to apply; give a mask of one volume.");
		final ArrayImg<UnsignedByteType, ByteArray> labels = LabelTransfer.nearest(mask.first(), mask.grid(), intensities.grid());
		for (final UnsignedByteType label : labels)
			if (label.get() == Region.BRAIN.label() || label.get() >= Region.CLASSES) label.set(Region.FACE.label());
		final RoomClock clock = new RoomClock(progress);
		final List<String> warnings = new ArrayList<>();
		final Facemask found = find(intensities, settings, clock, warnings);
		final RemovedRegion region = region(found, labels, settings, clock);
		return new ScanEraser<>(stored, intensities, found, series(intensities, found, settings, clock), settings).remove(labels, region, clock, warnings);
	}

	/** Looks at the volumes of a series; null if there is but one, or no face that could have moved. */
	private static SeriesSearch series(final Volume scan, final Facemask found, final DefacingSettings settings, final RoomClock clock) {
		if (scan.count() == 1 || found.frame().isEmpty()) return null;
		return clock.run("series", 0.88, progress -> new SeriesSearch(scan, new Volume(foundIn(scan, settings), scan.grid()), found));
	}

	/** Finds the face anew where the head has moved, and returns what is to be removed of all volumes. */
	private RemovedRegion lookAnew(final Volume scan, final RemovedRegion first, final SeriesSearch series, final DefacingSettings settings,
		final RoomClock clock)
	{
		final List<RemovedRegion> regions = new ArrayList<>(List.of(first));
		for (OptionalInt next = series.next(); next.isPresent(); next = series.next()) {
			final Volume volume = new Volume(scan.get(next.getAsInt()), scan.grid());
			final Facemask found = find(volume, settings.withSeries(Series.FIRST), clock, new ArrayList<>());
			series.add(next.getAsInt(), found);
			regions.add(region(found, found.labels(), settings, clock));
		}
		return regions.size() == 1 ? first : series.union(regions, settings.cleaning().brainGuard_mm());
	}

	private static RandomAccessibleInterval<? extends RealType<?>> foundIn(final Volume scan, final DefacingSettings settings) {
		return settings.series() == Series.MEAN ? scan.mean() : scan.first();
	}

	static void requireSameSize(final RandomAccessibleInterval<?> stored, final Volume intensities) {
		if (!Arrays.equals(stored.dimensionsAsLongArray(), intensities.pixels().dimensionsAsLongArray()))
			throw new IllegalArgumentException("stored values and intensities must have the same size");
	}

	private Facemask find(final Volume scan, final DefacingSettings settings, final RoomClock clock, final List<String> warnings) {
		final double spacing_mm = model.spacing_mm();
		final RandomAccessibleInterval<? extends RealType<?>> image = foundIn(scan, settings);
		final HeadBox box = clock.run("crop", 0.03, progress -> HeadBox.of(image, scan.grid()));
		if (box.nonFinite() == scan.grid().voxels()) throw new DefacingException(
			"The scan is no image: none of its voxels holds a finite number; check that the right file was chosen.");
		if (box.nonFinite() > 0) warnings.add(box.nonFinite() +
			" voxels hold no finite number; they counted as 0 when the face was looked for, and are stored as they were.");
		final Resampled resampled = clock.run("resample", 0.05, progress -> Resampler.toSpacing(box.of(image), box.grid(), spacing_mm));
		final ModelSpec.Intensity rule = model.intensity();
		clock.run("normalize", 0.1, progress -> new IntensityNormalizer(rule.minPercentile(), rule.maxPercentile(), rule.clipMin(), rule
			.clipMax()).normalize(resampled.pixels()));
		final RandomAccessibleInterval<FloatType> head = Orientation.of(box.grid()).toRas(resampled.pixels());
		final RandomAccessibleInterval<FloatType> probabilities = clock.run("infer", 0.75, progress -> infer(head, progress));
		return clock.run("clean", 0.85, progress -> new FaceMaskCleaner(settings.cleaning()).clean(probabilities, head, spacing_mm, box
			.grid()).in(scan.grid(), box.voxels()));
	}

	private static void requireThickness(final VoxelGrid grid) {
		for (int d = 0; d < 3; d++)
			if (grid.size(d) * grid.spacing_mm(d) < LEAST_THICKNESS_MM) throw new DefacingException(String.format(Locale.ROOT,
				"The scan is %.1f mm thick along axis %d, too thin to find a face in; give a scan of the head, or apply a facemask made on one.",
				grid.size(d) * grid.spacing_mm(d), d + 1));
	}

	private void requirePlausible(final VoxelGrid grid) {
		if (grid.voxels() > MOST_SCAN_VOXELS) throw new DefacingException("The scan has " + grid +
			", more than the 2147 million that fit one Java array; crop it to the head.");
		double voxels = 1;
		for (int d = 0; d < 3; d++)
			voxels *= Math.max(1, grid.size(d) * grid.spacing_mm(d) / model.spacing_mm());
		if (voxels > MOST_MODEL_VOXELS) throw new DefacingException(String.format(Locale.ROOT,
			"The scan measures %.0f x %.0f x %.0f mm, which is more than any human; correct its voxel size.", grid.size(0) * grid.spacing_mm(0),
			grid.size(1) * grid.spacing_mm(1), grid.size(2) * grid.spacing_mm(2)));
	}

	private RandomAccessibleInterval<FloatType> infer(final RandomAccessibleInterval<FloatType> head, final Progress progress) {
		final long[] size = head.dimensionsAsLongArray();
		final long[] patch = model.patchSize().stream().mapToLong(Integer::longValue).toArray();
		final TileGrid first = TileGrid.of(size, patch, model.patchMultiple(), model.overlap(), ONE_PASS_VOXELS);
		return TilingPolicy.shrinkUntilItFits(first.tileSize(), model.patchMultiple(), tile -> TileStitcher.stitch(head, TileGrid.of(size, tile,
			model.patchMultiple(), model.overlap(), 0), segmenter, progress));
	}

	private static RemovedRegion region(final Facemask facemask, final RandomAccessibleInterval<UnsignedByteType> labels,
		final DefacingSettings settings, final RoomClock clock)
	{
		final CleaningSettings cleaning = settings.cleaning();
		return clock.run("region", 0.9, progress -> RemovedRegion.of(facemask, labels, cleaning.regions(), settings.removal(), cleaning
			.brainGuard_mm()));
	}

	/** Closes the network. */
	@Override
	public void close() {
		segmenter.close();
	}

	/** Says in one line what runs where. */
	@Override
	public String toString() {
		return "Model " + model.name() + " " + model.version() + " on " + device + ", " + engine;
	}
}
