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

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.AtomicFile;
import org.pediatricdefacer.io.HeaderCleaning;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.proof.HeaderDifference;
import org.pediatricdefacer.proof.HeaderDifference.Change;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Judgment.Reason;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Volume;

/**
 * Defaces scan files: one file in; a defaced scan, a facemask and a record out, whole or not at all.
 * <p>
 * The input is only ever read. The record is written last: a scan is done when its record is there. A scan whose proof fails
 * leaves a facemask and a record that says why, but no defaced scan unless that was asked for; a scan that cannot be defaced at
 * all leaves nothing. Keeps nothing of a scan; may be used by several threads at once, for different scans.
 */
public final class ScanDefacer {

	private final Defacer defacer;
	private final FileSettings settings;
	private final ScanReader reader;

	/**
	 * Makes a defacer of NIfTI files.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 */
	public ScanDefacer(final Defacer defacer, final FileSettings settings) {
		this(defacer, settings, NiftiReader::read);
	}

	/**
	 * Makes a defacer of files of any format.
	 *
	 * @param defacer does the work; not closed by this class
	 * @param settings what to do and to write
	 * @param reader reads scans; masks to apply are read by it, too
	 */
	public ScanDefacer(final Defacer defacer, final FileSettings settings, final ScanReader reader) {
		this.defacer = defacer;
		this.settings = settings;
		this.reader = reader;
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
		final AtomicReference<ScanOutcome> outcome = new AtomicReference<>();
		try {
			Parallelization.runWithNumThreads(settings.threads(), () -> {
				// A Runnable, since ImgLib2 wraps what a Callable throws; and so without checked exceptions.
				try {
					outcome.set(defaceAndWrite(item, progress));
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

	private ScanOutcome defaceAndWrite(final BatchItem item, final Progress progress) throws IOException {
		final long start = System.nanoTime();
		requireFree(item);
		progress.stage("read");
		final NiftiImage scan = reader.read(item.input(), settings.reading());
		final double read_s = secondsSince(start);
		progress.fraction(0.1);
		final DefacingResult<?> result = result(scan, progress.part(0.1, 0.85));
		final Judgment judgment = result.judgment();
		final List<String> warnings = new ArrayList<>(scan.warnings());
		warnings.addAll(result.warnings());
		progress.stage("write");
		final List<Path> written = write(item, scan, result, judgment, warnings, read_s, progress);
		if (settings.overwrite()) deleteStale(item, written);
		progress.fraction(1);
		return new ScanOutcome(item, Status.valueOf(judgment.verdict().name()), judgment.reasons().stream().map(Reason::text).toList(),
			warnings, written, secondsSince(start));
	}

	/** Finds out before the work what would stop the writing. */
	private void requireFree(final BatchItem item) throws IOException {
		for (final Path output : item.outputs()) {
			if (!Files.exists(output)) continue;
			if (!settings.overwrite()) throw new DefacingException(output +
				" exists already; move it away, choose another folder, or ask for it to be overwritten.");
			if (settings.applyMask().isPresent() && Files.isSameFile(output, settings.applyMask().get())) throw new DefacingException(output +
				" is the mask that is to be applied, which is never overwritten; choose another folder.");
		}
	}

	private DefacingResult<?> result(final NiftiImage scan, final Progress progress) throws IOException {
		// The value that means 0 depends on the scaling of the file.
		final DefacingSettings wanted = settings.defacing().withFill(settings.defacing().fill().withStoredZero(-scan.intercept() / scan
			.slope()));
		final Volume mask = settings.applyMask().isPresent() ? reader.read(settings.applyMask().get(), settings.reading()).volume() : null;
		final List<Change> changes = HeaderCleaning.of(scan, ProgramVersion.get()).entries().stream().map(entry -> new Change(entry.field(),
			entry.change())).toList();
		return result(Cast.unchecked(scan.stored()), scan.volume(), mask, wanted, progress).withHeader(scan.isMarkedDefaced(),
			new HeaderDifference(changes));
	}

	private <T extends RealType<T> & NativeType<T>> DefacingResult<T> result(final RandomAccessibleInterval<T> stored,
		final Volume intensities, final Volume mask, final DefacingSettings wanted, final Progress progress)
	{
		return mask == null ? defacer.deface(stored, intensities, wanted, progress) : defacer.applyMask(stored, intensities, mask, wanted,
			progress);
	}

	/** Writes all outputs, or takes back those that were written before one failed. */
	private List<Path> write(final BatchItem item, final NiftiImage scan, final DefacingResult<?> result, final Judgment judgment,
		final List<String> warnings, final double read_s, final Progress progress) throws IOException
	{
		final List<Path> written = new ArrayList<>();
		final NiftiWriteOptions options = new NiftiWriteOptions(settings.overwrite(), settings.threads(), progress);
		final long start = System.nanoTime();
		try {
			Files.createDirectories(item.record().toAbsolutePath().getParent());
			NiftiWriter.writeLabels(scan, result.labels(), ProgramVersion.get(), item.facemask(), options);
			written.add(item.facemask());
			final boolean failed = judgment.verdict() == Verdict.FAIL;
			if (!settings.maskOnly() && (!failed || settings.writeFailed())) {
				final Path file = failed ? item.failed() : item.defaced();
				NiftiWriter.writeDefaced(scan, Cast.unchecked(result.defaced()), ProgramVersion.get(), file, options);
				written.add(file);
			}
			final Map<String, Double> seconds = new LinkedHashMap<>();
			seconds.put("read", read_s);
			seconds.putAll(result.seconds());
			seconds.put("write", secondsSince(start));
			writeText(item.record(), DefacingRecord.json(defacer, settings, result, judgment, written.size() > 1, anonymous(warnings, item),
				seconds));
			written.add(item.record());
			return written;
		}
		catch (final IOException | RuntimeException | Error e) {
			delete(written, e);
			throw e;
		}
	}

	/** Takes the names of the scan's files out of sentences. */
	private static List<String> anonymous(final List<String> sentences, final BatchItem item) {
		return sentences.stream().map(sentence -> {
			String text = sentence;
			for (final Path file : item.inputFiles())
				text = text.replace(file.toString(), "The scan").replace(file.getFileName().toString(), "The scan");
			return text;
		}).toList();
	}

	private void writeText(final Path file, final String text) throws IOException {
		try (AtomicFile atomic = AtomicFile.create(file, settings.overwrite())) {
			atomic.stream().write(text.getBytes(StandardCharsets.UTF_8));
			atomic.commit();
		}
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

	/** An output of an earlier run that this run did not replace would be taken for one of this run's. */
	private static void deleteStale(final BatchItem item, final List<Path> written) throws IOException {
		for (final Path output : List.of(item.defaced(), item.failed()))
			if (!written.contains(output)) Files.deleteIfExists(output);
	}

	private static double secondsSince(final long nanoTime) {
		return (System.nanoTime() - nanoTime) / 1e9;
	}
}
