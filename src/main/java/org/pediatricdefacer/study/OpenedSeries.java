package org.pediatricdefacer.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.DoubleType;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.dicom.DefacedGroup;
import org.pediatricdefacer.dicom.DicomIndex;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.GroupLoader;
import org.pediatricdefacer.dicom.RegionTransfer;
import org.pediatricdefacer.dicom.SeriesProof;
import org.pediatricdefacer.dicom.SeriesWriter;
import org.pediatricdefacer.dicom.VolumeGroup;
import org.pediatricdefacer.dicom.WriteSettings;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Writes an image that was opened from a DICOM folder, and defaced since, into the headers of its series.
 * <p>
 * The series is the one of the folder whose pixels are those of the image outside of what was removed, each of them: an image that was
 * changed otherwise has none. Only removed pixels are taken from the image.
 */
public final class OpenedSeries {

	/** Voxels of the same place, in parts of a voxel. */
	private static final double SAME_PLACE = 0.05;

	/** Relative difference that conversions to 32 bits make. */
	private static final double SAME_VALUE = 1e-6;

	private final Volume defaced;
	private final RandomAccessibleInterval<UnsignedByteType> removed;
	private final Verdict verdict;
	private final List<String> remarks;

	/**
	 * Takes an image.
	 *
	 * @param defaced its intensities and where they lie
	 * @param removed above 0 where the image was defaced, on the same grid
	 * @param verdict pass or review
	 * @param remarks reasons for it
	 */
	public OpenedSeries(final Volume defaced, final RandomAccessibleInterval<UnsignedByteType> removed, final Verdict verdict,
		final List<String> remarks)
	{
		this.defaced = defaced;
		this.removed = removed;
		this.verdict = verdict;
		this.remarks = List.copyOf(remarks);
	}

	/**
	 * Writes the series, whole or not at all, with a record beside it.
	 *
	 * @param folder that the image was opened from; read only
	 * @param outFolder made if it is not there
	 * @param options how to write
	 * @param overwrite whether a series that exists is replaced
	 * @param progress is asked whether to stop
	 * @return the folder of the written instances
	 * @throws DefacingException if no series of the folder has these pixels, or the image has several volumes
	 * @throws IOException if the disk fails
	 */
	public Path save(final Path folder, final Path outFolder, final DicomOptions options, final boolean overwrite, final Progress progress)
		throws IOException
	{
		final DicomInputs inputs = DicomInputs.of(List.of(folder.toString()), outFolder);
		final DicomIndex index = DicomIndex.of(List.copyOf(inputs.files().keySet()), progress);
		for (final DicomSeries series : index.series())
			if (series.groups().size() == 1 && series.groups().get(0).volumes().size() == 1) {
				final DefacedGroup group = group(series.groups().get(0), progress);
				if (group != null) return write(series, group, outFolder, options.uids().isPresent() ? options : options.withUids(SaltFile.uids()),
					overwrite, progress);
			}
		throw new DefacingException("No MR series of one volume in " + folder +
			" has the pixels of this image outside of what was removed; deface the image as it was opened, or choose Deface DICOM... for the folder.");
	}

	/** What becomes of a series; null if it is not the image's. */
	private DefacedGroup group(final VolumeGroup group, final Progress progress) throws IOException {
		if (!isSameLattice(group.grid())) return null;
		final Volume before = GroupLoader.load(group, progress).intensities();
		final RandomAccessibleInterval<UnsignedByteType> region = RegionTransfer.transfer(removed, defaced.grid(), group.grid(), false);
		final ArrayImg<DoubleType, DoubleArray> values = ArrayImgs.doubles(group.grid().size());
		final RandomAccess<? extends RealType<?>> image = defaced.first().randomAccess(), was = before.first().randomAccess();
		final RandomAccess<UnsignedByteType> gone = region.randomAccess();
		final Cursor<DoubleType> cursor = values.localizingCursor();
		final double[] voxel = new double[3];
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.localize(voxel);
			final double[] there = defaced.grid().toVoxel(group.grid().toWorld(voxel));
			for (int d = 0; d < 3; d++)
				image.setPosition(Math.round(there[d]), d);
			final double now = image.get().getRealDouble(), then = was.setPositionAndGet(cursor).getRealDouble();
			if (gone.setPositionAndGet(cursor).get() == 0 && Math.abs(now - then) > SAME_VALUE * Math.max(1, Math.abs(then))) return null;
			cursor.get().set(now);
		}
		return new DefacedGroup(group, region, GroupLoader.stored(group, values));
	}

	/** Tells whether the voxels of a grid lie where those of the image lie, in whatever order. */
	private boolean isSameLattice(final VoxelGrid grid) {
		if (defaced.count() != 1 || grid.voxels() != defaced.grid().voxels()) return false;
		for (int corner = 0; corner < 8; corner++) {
			final double[] there = defaced.grid().toVoxel(grid.toWorld((corner & 1) * (grid.size(0) - 1.0), (corner >> 1 & 1) * (grid.size(1) - 1.0),
				(corner >> 2) * (grid.size(2) - 1.0)));
			for (int d = 0; d < 3; d++)
				if (Math.abs(there[d]) > SAME_PLACE && Math.abs(there[d] - defaced.grid().size(d) + 1) > SAME_PLACE) return false;
		}
		return true;
	}

	private Path write(final DicomSeries series, final DefacedGroup group, final Path outFolder, final DicomOptions options, final boolean overwrite,
		final Progress progress) throws IOException
	{
		final Path base = outFolder.resolve(series.path(options.uids().orElseThrow()));
		Files.createDirectories(base.toAbsolutePath().getParent());
		final String method = ProgramVersion.NAME + " " + ProgramVersion.get() + ": face removed";
		final List<String> reasons = new ArrayList<>(remarks);
		reasons.addAll(series.notes());
		final Verdict whole = verdict == Verdict.PASS && !series.notes().isEmpty() ? Verdict.REVIEW : verdict;
		try (AtomicFolder instances = AtomicFolder.create(base.resolveSibling(base.getFileName() + DicomOutputs.DEFACED), overwrite);
			AtomicFile record = AtomicFile.create(base.resolveSibling(base.getFileName() + DicomOutputs.RECORD), overwrite)) {
			final SeriesProof proof = SeriesWriter.write(series, List.of(group), new WriteSettings(options.uids().orElseThrow(), options.newUids(), options
				.keepSourceReference(), whole == Verdict.PASS, method), instances.path(), progress);
			record.stream().write(DicomRecord.json(software(), whole, reasons, options, proof).getBytes(StandardCharsets.UTF_8));
			record.commit();
			instances.commit();
			return instances.target();
		}
	}

	private static String software() {
		final JsonObject software = new JsonObject(), record = new JsonObject();
		software.addProperty("Name", ProgramVersion.NAME);
		software.addProperty("Version", ProgramVersion.get());
		record.add("Software", software);
		return record.toString();
	}
}
