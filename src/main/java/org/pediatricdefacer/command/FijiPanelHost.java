package org.pediatricdefacer.command;

import java.awt.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.dicom.DicomIndex;
import org.pediatricdefacer.io.ImagePlusGrid;
import org.pediatricdefacer.io.ImagePlusScan;
import org.pediatricdefacer.io.ImagePlusSource;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.panel.PanelHost;
import org.pediatricdefacer.panel.PanelScan;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.OutsideHash;
import org.pediatricdefacer.study.DicomInputs;
import org.pediatricdefacer.study.DicomOptions;
import org.pediatricdefacer.study.OpenedSeries;
import org.pediatricdefacer.volume.Orientation;
import org.scijava.Context;

import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.plugin.FolderOpener;
import ij.plugin.frame.Recorder;
import ij.process.StackConverter;

/** What Fiji does for the panel. */
final class FijiPanelHost implements PanelHost {

	/** Axial slices from neck to crown with the nose up. */
	private static final String SHOWN = "LPS";

	/** Distance up to which voxels count as at the same place. */
	private static final double SAME_MM = 1e-3;

	private final DefacerService defacers;
	private final FijiScans scans;

	FijiPanelHost(final Context context, final DefacerService defacers) {
		this.defacers = defacers;
		scans = new FijiScans(context, null);
	}

	@Override
	public Defacer defacer() {
		return defacers.open("", "auto");
	}

	@Override
	public ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
		return scans.read(file, options);
	}

	@Override
	public List<String> endings() {
		return FijiScans.ENDINGS;
	}

	@Override
	public PanelScan openImage(final String orientation) throws IOException {
		final ImagePlus image = WindowManager.getCurrentImage();
		if (image == null) throw new DefacingException("There is no image; open a scan of a head first, or drop its file on the panel.");
		return open(image, orientation);
	}

	private PanelScan open(final ImagePlus image, final String orientation) throws IOException {
		final ImagePlus open = ImagePlusVolumes.standIn(image);
		LabelImages.refuse(open);
		final ImagePlusScan<?> scan = ImagePlusVolumes.read(open, orientation, null);
		final NiftiReadOptions options = new NiftiReadOptions(Prefer.NEITHER, orientation);
		final Optional<PanelScan> stored = inFile(open, scan, options);
		return stored.isPresent() ? stored.get() : inMemory(open, scan);
	}

	/** Returns the scan of the image's own file, if that holds the same voxels at the same places. */
	private Optional<PanelScan> inFile(final ImagePlus image, final ImagePlusScan<?> scan, final NiftiReadOptions options) throws IOException {
		final Optional<Path> file = ImagePlusSource.file(image).filter(Files::isRegularFile);
		if (file.isEmpty()) return Optional.empty();
		try {
			final ScanImage stored = scans.read(file.get(), options);
			stored.requireOrientation(options);
			ImagePlusGrid.remember(image, scan.grid());
			ImagePlusSource.remember(image, image);
			final NiftiImage shown = ImagePlusSource.scan(image);
			final boolean own = file.get().equals(shown.source()) || stored.grid().equalsWithin(scan.grid(), SAME_MM);
			return own && same(stored, shown) ? Optional.of(new PanelScan(image.getTitle(), stored, file, options)) : Optional.empty();
		}
		catch (final DefacingException e) {
			return Optional.empty(); // one of several files, or of no kind that is read
		}
	}

	private static boolean same(final ScanImage stored, final ScanImage shown) {
		return OutsideHash.equal(Cast.unchecked(stored.stored()), Cast.unchecked(shown.stored()), ArrayImgs.unsignedBytes(stored.grid().size()));
	}

	/** Returns a copy of what the image shows, as it will be read from a file. */
	private static PanelScan inMemory(final ImagePlus image, final ImagePlusScan<?> scan) {
		ImagePlusGrid.remember(image, scan.grid());
		final ImagePlusScan<?> copy = ImagePlusVolumes.read(image.duplicate(), null, scan.grid().spacing_mm());
		return new PanelScan(image.getTitle(), copy.toNifti(null).asReadBack(), Optional.empty(), NiftiReadOptions.DEFAULT, ImagePlusSource.dicomFolder(
			image));
	}

	@Override
	public boolean isDicom(final Path folder) throws IOException {
		final DicomInputs inputs = inputs(folder);
		return !inputs.files().isEmpty() && inputs.others().isEmpty();
	}

	private static DicomInputs inputs(final Path folder) throws IOException {
		return DicomInputs.of(List.of(folder.toString()), folder.resolve("nothing is written here"));
	}

	@Override
	public PanelScan openSeries(final Path folder, final String orientation) throws IOException {
		final int series = DicomIndex.of(List.copyOf(inputs(folder).files().keySet()), Progress.NONE).series().size();
		final ImagePlus image = series == 1 ? FolderOpener.open(folder.toString()) : null;
		if (image == null) throw new DefacingException(folder + " holds " + series +
			" MR series; drop the folder of one of them, or run Deface DICOM... on all.");
		return open(image, orientation);
	}

	@Override
	public Path saveSeries(final PanelScan scan, final DefacingResult<?> result, final Path shared, final boolean overwrite, final Progress progress)
		throws IOException
	{
		final List<String> remarks = Stream.of(result.judgment().reasons().stream().map(Judgment.Reason::text), scan.image().warnings().stream(), result
			.warnings().stream()).flatMap(texts -> texts).toList();
		return new OpenedSeries(scan.meant(Cast.unchecked(result.defaced())), result.removed(), result.verdict(), remarks.isEmpty() ? List.of() : List.of(String
			.join(" ", remarks))).save(scan.dicom().orElseThrow(), shared, DicomOptions.DEFAULT, overwrite, progress);
	}

	@Override
	public Optional<Window> window() {
		return Optional.ofNullable(WindowManager.getCurrentWindow());
	}

	@Override
	public void record(final String line) {
		if (Recorder.record) Recorder.recordString((Recorder.scriptMode() ? "IJ." : "") + line + "\n");
	}

	@Override
	public List<String> viewers() {
		return Viewer3D.isInstalled() ? List.of(Viewer3D.NAME) : List.of();
	}

	@Override
	public void view(final String viewer, final PanelScan scan, final DefacingResult<?> result) {
		final Orientation shown = Orientation.of(SHOWN);
		final RandomAccessibleInterval<? extends RealType<?>> pixels = shown.fromRas(Orientation.of(scan.image().grid()).toRas(scan.meant(Cast
			.unchecked(result.defaced())).first()));
		final ImageStack stack = ImageStack.create((int) pixels.dimension(0), (int) pixels.dimension(1), (int) pixels.dimension(2), 32);
		final RandomAccess<? extends RealType<?>> voxel = pixels.randomAccess();
		for (int z = 0; z < stack.size(); z++)
			for (int y = 0; y < stack.getHeight(); y++)
				for (int x = 0; x < stack.getWidth(); x++)
					stack.setVoxel(x, y, z, voxel.setPositionAndGet(x, y, z).getRealDouble());
		final ImagePlus image = new ImagePlus(scan.name() + " (defaced)", stack);
		image.getCalibration().setUnit("mm");
		final double[] spacing_mm = Orientation.of(scan.image().grid()).toRas(scan.image().grid()).spacing_mm();
		image.getCalibration().pixelWidth = spacing_mm[0];
		image.getCalibration().pixelHeight = spacing_mm[1];
		image.getCalibration().pixelDepth = spacing_mm[2];
		image.resetDisplayRange();
		new StackConverter(image).convertToGray8(); // all that the viewer takes
		Viewer3D.open(image);
	}
}
