package org.pediatricdefacer.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.proof.HeaderDifference;
import org.pediatricdefacer.proof.HeaderDifference.Change;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Judgment.Reason;
import org.pediatricdefacer.proof.OutsideHash;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Volume;

/**
 * Defaces scan files: one file in; a defaced scan, its removed region and a record out, whole or not at all.
 * <p>
 * What identifies a person, the facemask and the landmarks of the face, is written to a private folder only, if there is one. The input
 * is only ever read. The defaced scan is read back from the disk, and its voxels outside the removed region are compared with
 * the scan's, before anything appears. Then what is private, the removed region, the record and the defaced scan appear in this order:
 * whenever the power fails, a defaced scan has its record. A scan whose proof fails leaves a record that says why, but no defaced scan
 * and no removed region unless that was asked for; a scan that cannot be defaced at all leaves nothing. Keeps nothing of a scan; may be used by several
 * threads at once, for different scans.
 */
public final class ScanDefacer {

	private final Defacer defacer;
	private final FileSettings settings;
	private final ScanReader reader;
	private final ScanReader backReader;

	/**
	 * Makes a defacer of files of the formats that need no Fiji.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 */
	public ScanDefacer(final Defacer defacer, final FileSettings settings) {
		this(defacer, settings, ScanFormats::read);
	}

	/**
	 * Makes a defacer of files of any format.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 * @param reader reads scans; masks to apply are read by it, too
	 */
	public ScanDefacer(final Defacer defacer, final FileSettings settings, final ScanReader reader) {
		this(defacer, settings, reader, ScanFormats::read);
	}

	/** Makes a defacer that reads back what it wrote in its own way. */
	ScanDefacer(final Defacer defacer, final FileSettings settings, final ScanReader reader, final ScanReader backReader) {
		this.defacer = defacer;
		this.settings = settings;
		this.reader = reader;
		this.backReader = backReader;
	}

	/**
	 * Defaces one scan.
	 *
	 * @param item the scan and its outputs, whose folders are made where they are missing
	 * @param progress hears how far it has come, and says whether to stop
	 * @return how it ended: pass, review or fail
	 * @throws DefacingException if the scan cannot be read or defaced, an output exists and is not to be replaced, or on request
	 * @throws IOException if the disk fails
	 */
	public ScanOutcome deface(final BatchItem item, final Progress progress) throws IOException {
		return deface(item, null, progress);
	}

	/** Finds what is to be erased of a scan in another way than by looking at this scan alone, and erases it. */
	@FunctionalInterface
	public interface Erasing {

		/**
		 * Defaces a scan.
		 *
		 * @param scan as it was read
		 * @param settings what is done with it
		 * @param progress hears how far the work has come, and is asked whether to stop
		 * @return what came out
		 */
		DefacingResult<?> deface(ScanImage scan, DefacingSettings settings, Progress progress);
	}

	/**
	 * Defaces one scan in another way.
	 *
	 * @param item the scan and its outputs, whose folders are made where they are missing
	 * @param erasing defaces what was read; null for the usual way
	 * @param progress hears how far it has come, and says whether to stop
	 * @return how it ended: pass, review or fail
	 * @throws DefacingException if the scan cannot be read or defaced, an output exists and is not to be replaced, or on request
	 * @throws IOException if the disk fails
	 */
	public ScanOutcome deface(final BatchItem item, final Erasing erasing, final Progress progress) throws IOException {
		final AtomicReference<ScanOutcome> outcome = new AtomicReference<>();
		try {
			Parallelization.runWithNumThreads(settings.threads(), () -> {
				// A Runnable, since ImgLib2 wraps what a Callable throws; and so without checked exceptions.
				try {
					outcome.set(defaceAndWrite(item, erasing, progress));
				}
				catch (final IOException e) {
					throw new UncheckedIOException(e);
				}
			});
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
		return outcome.get();
	}

	private ScanOutcome defaceAndWrite(final BatchItem item, final Erasing erasing, final Progress progress) throws IOException {
		final long start = System.nanoTime();
		requireFree(item);
		progress.stage("read");
		final ScanImage scan = reader.read(item.input(), settings.reading());
		scan.requireOrientation(settings.reading());
		final ScanImage mask = settings.applyMask().isPresent() ? reader.read(settings.applyMask().get(), settings.reading()) : null;
		final double read_s = secondsSince(start);
		progress.fraction(0.1);
		final DefacingResult<?> result = result(scan, mask, erasing, progress.part(0.1, 0.85));
		final Judgment judgment = result.judgment();
		final List<String> warnings = new ArrayList<>(scan.warnings());
		if (mask != null) warnings.addAll(mask.warnings());
		warnings.addAll(result.warnings());
		progress.stage("write");
		final List<Path> written = write(item, scan, result, judgment, warnings, read_s, progress);
		progress.fraction(1);
		return new ScanOutcome(item, Status.valueOf(judgment.verdict().name()), judgment.reasons().stream().map(Reason::text).toList(),
			warnings, written, secondsSince(start));
	}

	/** Finds out before the work what would stop the writing. */
	private void requireFree(final BatchItem item) throws IOException {
		for (final Path output : item.outputs()) {
			if (!Files.exists(output)) continue;
			if (!settings.overwrite()) throw new DefacingException(output +
				" exists already; move it away, choose another folder, or ask for the option overwrite, or skip-existing to pass over what is done.");
			if (settings.applyMask().isPresent() && Files.isSameFile(output, settings.applyMask().get())) throw new DefacingException(output +
				" is the mask that is to be applied, which is never overwritten; choose another folder.");
		}
	}

	private DefacingResult<?> result(final ScanImage scan, final ScanImage mask, final Erasing erasing, final Progress progress) {
		// The value that means 0 depends on the scaling of the file.
		final DefacingSettings wanted = settings.defacing().withFill(settings.defacing().fill().withStoredZero(-scan.intercept() / scan
			.slope()));
		final List<Change> changes = scan.cleaning(ProgramVersion.get()).stream().map(entry -> new Change(entry.field(),
			entry.change())).toList();
		final DefacingResult<?> result = erasing != null ? erasing.deface(scan, wanted, progress) : result(Cast.unchecked(scan.stored()), scan
			.volume(), mask == null ? null : mask.volume(), wanted, progress);
		return result.withHeader(scan.isMarkedDefaced(), new HeaderDifference(changes));
	}

	private <T extends RealType<T> & NativeType<T>> DefacingResult<T> result(final RandomAccessibleInterval<T> stored,
		final Volume intensities, final Volume mask, final DefacingSettings wanted, final Progress progress)
	{
		return mask == null ? defacer.deface(stored, intensities, wanted, progress) : defacer.applyMask(stored, intensities, mask, wanted,
			progress);
	}

	/** Writes all outputs to the disk before the first of them appears. */
	private List<Path> write(final BatchItem item, final ScanImage scan, final DefacingResult<?> result, final Judgment judgment,
		final List<String> warnings, final double read_s, final Progress progress) throws IOException
	{
		final NiftiWriteOptions options = new NiftiWriteOptions(settings.overwrite(), settings.threads(), progress);
		final long start = System.nanoTime();
		final boolean failed = judgment.verdict() == Verdict.FAIL && !settings.writeFailed();
		final List<AtomicFile> files = new ArrayList<>();
		try {
			makeFolders(item);
			if (item.facemask().isPresent()) files.add(scan.prepareLabels(result.labels(), ProgramVersion.get(), item.facemask()
				.get(), options));
			if (item.landmarks().isPresent()) files.add(text(item.landmarks().get(), LandmarksJson.of(result.facemask())));
			if (!failed) files.add(scan.prepareLabels(result.removed(), ProgramVersion.get(), item.removed(), options));
			final AtomicFile defaced = failed || settings.maskOnly() ? null : defaced(item, scan, result, judgment, options);
			final Map<String, Double> seconds = new LinkedHashMap<>();
			seconds.put("read", read_s);
			seconds.putAll(result.seconds());
			seconds.put("write", secondsSince(start));
			if (defaced != null) files.add(defaced);
			final AtomicFile record = text(item.record(), DefacingRecord.json(defacer, settings, result, judgment, defaced != null, anonymous(
				warnings, item), seconds, RunKey.of(item.input(), settings, defacer), checksums(item, files)));
			files.add(defaced == null ? files.size() : files.size() - 1, record);
			return appear(item, files);
		}
		finally {
			for (final AtomicFile file : files)
				file.close();
		}
	}

	private static void makeFolders(final BatchItem item) throws IOException {
		for (final Path output : item.outputs())
			Files.createDirectories(output.toAbsolutePath().getParent());
	}

	private AtomicFile text(final Path target, final String text) throws IOException {
		final AtomicFile file = AtomicFile.create(target, settings.overwrite());
		try {
			file.stream().write(text.getBytes(StandardCharsets.UTF_8));
			file.finish();
			return file;
		}
		catch (final IOException | RuntimeException | Error e) {
			file.close();
			throw e;
		}
	}

	/** Writes the defaced scan and reads it back. */
	private AtomicFile defaced(final BatchItem item, final ScanImage scan, final DefacingResult<?> result, final Judgment judgment,
		final NiftiWriteOptions options) throws IOException
	{
		final AtomicFile file = scan.prepareDefaced(Cast.unchecked(result.defaced()), ProgramVersion.get(), judgment
			.verdict() == Verdict.FAIL ? item.failed() : item.defaced(), options);
		try {
			requireReadBack(file, result);
			return file;
		}
		catch (final IOException | RuntimeException | Error e) {
			file.close();
			throw e;
		}
	}

	/** The proof knows the defaced scan in memory; this makes it a proof about the file. */
	private void requireReadBack(final AtomicFile file, final DefacingResult<?> result) throws IOException {
		final boolean same;
		try {
			same = OutsideHash.equal(Cast.unchecked(backReader.read(file.finish(), settings.reading()).stored()), Cast.unchecked(result.defaced()),
				result.removed());
		}
		catch (final DefacingException e) {
			throw new DefacingException(file.target() + " could not be read back: " + e.getMessage(), e);
		}
		if (!same) throw new DefacingException(file.target() +
			" read back from the disk differs from what was written, so it was not kept; check disk and memory of this computer.");
	}

	/** Sums up the files that will be shared with the record, by their endings. */
	private static Map<String, String> checksums(final BatchItem item, final List<AtomicFile> files) throws IOException {
		final Map<String, String> checksums = new LinkedHashMap<>();
		for (final AtomicFile file : files)
			if (List.of(item.removed(), item.defaced(), item.failed()).contains(file.target())) checksums.put(file.target().getFileName().toString().substring(item
				.outputBase().getFileName().toString().length()), FileChecksum.sha256(file.finish()));
		return checksums;
	}

	/** Makes the files appear one after the other, or takes back those that did before one failed. */
	private List<Path> appear(final BatchItem item, final List<AtomicFile> files) throws IOException {
		// Nothing that an earlier run shared must stand beside the record of this one, least of all a facemask.
		if (settings.overwrite()) for (final Path output : List.of(item.defaced(), item.failed(), item.removed(), item.sharedFacemask()))
			Files.deleteIfExists(output);
		final List<Path> written = new ArrayList<>();
		try {
			for (final AtomicFile file : files) {
				file.commit();
				written.add(file.target());
			}
			return written;
		}
		catch (final IOException | RuntimeException | Error e) {
			delete(written, e);
			throw e;
		}
	}

	/** Takes the names of files out of sentences. */
	private List<String> anonymous(final List<String> sentences, final BatchItem item) {
		final Map<Path, String> words = new LinkedHashMap<>();
		settings.applyMask().ifPresent(mask -> BatchItem.scanFiles(mask).forEach(file -> words.put(file, "The mask")));
		BatchItem.scanFiles(item.input()).forEach(file -> words.put(file, "The scan"));
		return sentences.stream().map(sentence -> {
			// Whole paths first: a name alone would leave its folder behind.
			String text = sentence;
			for (final Path file : words.keySet())
				text = text.replace(file.toString(), words.get(file));
			for (final Path file : words.keySet())
				text = text.replace(file.getFileName().toString(), words.get(file));
			return text;
		}).toList();
	}

	private static void delete(final List<Path> written, final Throwable failure) {
		for (final Path file : written) {
			try {
				Files.deleteIfExists(file);
			}
			catch (final IOException e) {
				failure.addSuppressed(e);
			}
		}
	}

	private static double secondsSince(final long nanoTime) {
		return (System.nanoTime() - nanoTime) / 1e9;
	}
}
