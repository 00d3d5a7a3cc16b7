package org.pediatricdefacer.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import net.imglib2.util.Cast;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.LandmarksJson;
import org.pediatricdefacer.dicom.DicomSeries;
import org.pediatricdefacer.dicom.GroupLoader;
import org.pediatricdefacer.dicom.SeriesProof;
import org.pediatricdefacer.dicom.VolumeGroup;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.study.SeriesDefacer.GroupResult;
import org.pediatricdefacer.volume.Volume;


/**
 * The files of one defaced series: a folder of instances, a record, and NIfTI where it was asked for.
 * <p>
 * All are written under hidden names before the first of them appears; the folder of instances appears last and in one step, so that
 * there is a whole series beside its record or none.
 */
final class DicomOutputs implements AutoCloseable {

	/** Ending of the folder of a defaced series. */
	static final String DEFACED = "_defaced";
	private static final String FAILED = "_defaced-failed";
	/** Ending of the record beside it. */
	static final String RECORD = "_defaced.json";
	private static final String FACEMASK = "_facemask.nii.gz";
	private static final String LANDMARKS = "_landmarks.json";

	private final Path base;
	private final Optional<Path> privateBase;
	private final FileSettings settings;
	private final List<AtomicFile> files = new ArrayList<>();
	private AtomicFolder folder;

	/**
	 * Prepares to write.
	 *
	 * @param item names the outputs
	 * @param settings of the batch
	 * @throws IOException if the folder around them cannot be made
	 */
	DicomOutputs(final BatchItem item, final FileSettings settings) throws IOException {
		base = item.outputBase();
		privateBase = item.privateBase();
		this.settings = settings;
		Files.createDirectories(base.toAbsolutePath().getParent());
		if (privateBase.isPresent()) Files.createDirectories(privateBase.get().toAbsolutePath().getParent());
	}

	/** Refuses outputs that exist and are not to be replaced, before the work. */
	void requireFree() {
		if (settings.overwrite()) return;
		for (final Path output : new Path[] {series(false), series(true), record()})
			if (Files.exists(output)) throw new DefacingException(output +
				" exists already; move it away, choose another folder, or ask for the option overwrite.");
	}

	/** Returns the folders that a defaced series may lie in. */
	static List<Path> series(final BatchItem item) {
		return List.of(ending(item.outputBase(), DEFACED), ending(item.outputBase(), FAILED));
	}

	/** Returns the files of a series that identify a person, if there is a folder for them. */
	static List<Path> identifying(final BatchItem item, final DicomSeries series) {
		final List<Path> files = new ArrayList<>();
		final int count = series.groups().size();
		for (int g = 0; g < count; g++)
			if (item.privateBase().isPresent() && series.isFindable(series.groups().get(g))) for (final String ending : List.of(FACEMASK, LANDMARKS))
				files.add(ending(item.privateBase().get(), infix(g + 1, count) + ending));
		return files;
	}

	private Path series(final boolean failed) {
		return ending(failed ? FAILED : DEFACED);
	}

	private Path record() {
		return ending(RECORD);
	}

	private Path ending(final String ending) {
		return ending(base, ending);
	}

	private static Path ending(final Path base, final String ending) {
		return base.resolveSibling(base.getFileName() + ending);
	}

	/** Makes the folder for the instances, still under a hidden name; a name of the failed says so. */
	Path instances(final boolean failed) throws IOException {
		folder = AtomicFolder.create(series(failed), settings.overwrite());
		return folder.path();
	}

	/** Writes a group of volumes and its removed region as NIfTI; groups are numbered if there are several. */
	void nifti(final GroupResult group, final int number, final int count, final Progress progress) throws IOException {
		final String infix = infix(number, count);
		final NiftiWriteOptions options = new NiftiWriteOptions(settings.overwrite(), settings.threads(), progress);
		final VolumeGroup volumes = group.defaced().group();
		final NiftiImage scan = NiftiImage.of(GroupLoader.intensities(volumes, Cast.unchecked(group.stored())));
		final Volume defaced = GroupLoader.intensities(volumes, Cast.unchecked(group.pixels()));
		files.add(NiftiWriter.prepareLabels(scan, group.defaced().removed(), ProgramVersion.get(), ending(infix + "_removed.nii.gz"), options));
		files.add(NiftiWriter.prepareDefaced(scan, defaced.pixels(), ProgramVersion.get(), ending(infix + "_defaced.nii.gz"), options));
	}

	private static String infix(final int number, final int count) {
		return count == 1 ? "" : "_" + number;
	}

	/** Writes what identifies a person, if there is a folder for it: facemask and landmarks of a group of volumes. */
	void identifying(final GroupResult group, final int number, final int count, final Progress progress) throws IOException {
		if (privateBase.isEmpty() || group.result().isEmpty()) return;
		final NiftiWriteOptions options = new NiftiWriteOptions(settings.overwrite(), settings.threads(), progress);
		final NiftiImage scan = NiftiImage.of(GroupLoader.intensities(group.defaced().group(), Cast.unchecked(group.stored())));
		final DefacingResult<?> result = group.result().get();
		files.add(NiftiWriter.prepareLabels(scan, result.labels(), ProgramVersion.get(), ending(privateBase.get(), infix(number, count) +
			FACEMASK), options));
		text(ending(privateBase.get(), infix(number, count) + LANDMARKS), LandmarksJson.of(result.facemask()));
	}

	/**
	 * Sums up what will be shared with the record, by its endings.
	 *
	 * @param proof of the series; null if none is written
	 */
	Map<String, String> checksums(final SeriesProof proof) throws IOException {
		final Map<String, String> checksums = new LinkedHashMap<>();
		for (final AtomicFile file : files)
			if (file.target().toAbsolutePath().getParent().equals(base.toAbsolutePath().getParent())) checksums.put(ending(file.target()), FileChecksum
				.sha256(file.finish()));
		if (proof != null) checksums.put(ending(folder.target()), proof.files());
		return checksums;
	}

	private String ending(final Path file) {
		return file.getFileName().toString().substring(base.getFileName().toString().length());
	}

	/** Writes the record. */
	void record(final String json) throws IOException {
		text(record(), json);
	}

	private void text(final Path target, final String text) throws IOException {
		final AtomicFile file = AtomicFile.create(target, settings.overwrite());
		files.add(file);
		file.stream().write(text.getBytes(StandardCharsets.UTF_8));
		file.finish();
	}

	/**
	 * Makes all outputs appear.
	 *
	 * @return what has appeared
	 * @throws IOException if the disk fails; then nothing has
	 */
	List<Path> commit() throws IOException {
		// A defaced series of an earlier run must never stand beside the record of this one.
		if (settings.overwrite()) for (final boolean failed : new boolean[] {false, true})
			AtomicFolder.delete(series(failed));
		final List<Path> written = new ArrayList<>();
		try {
			for (final AtomicFile file : files) {
				file.commit();
				written.add(file.target());
			}
			if (folder != null) {
				folder.commit();
				written.add(folder.target());
			}
			return written;
		}
		catch (final IOException | RuntimeException | Error e) {
			for (final Path file : written)
				Files.deleteIfExists(file);
			throw e;
		}
	}

	/** Deletes whatever has not appeared. */
	@Override
	public void close() {
		for (final AtomicFile file : files)
			file.close();
		if (folder != null) folder.close();
	}
}
