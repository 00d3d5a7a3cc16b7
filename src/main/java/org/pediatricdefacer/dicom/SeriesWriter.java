package org.pediatricdefacer.dicom;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Deflater;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.dicom.HeaderEditor.Edited;
import org.pediatricdefacer.dicom.InstanceRegion.Places;
import org.pediatricdefacer.dicom.TransferSyntax.Coding;

/**
 * Writes the defaced instances of a series and reads each back.
 * <p>
 * The read files are never opened for writing. Each is read again for this, so that one file per thread is in memory, and must be the
 * same bytes as when it was looked at first.
 */
public final class SeriesWriter {

	private static final int BLOCK = 1 << 16;

	private final DicomSeries series;
	private final Places places;
	private final WriteSettings settings;
	private final Path folder;
	private final Progress progress;

	/** What was written of an instance. */
	private record Written(byte[] file, byte[] elementsBefore, byte[] elementsAfter, byte[] pixelsBefore, byte[] pixelsAfter, int removed,
		Map<String, String> changes) {}

	private SeriesWriter(final DicomSeries series, final Places places, final WriteSettings settings, final Path folder,
		final Progress progress)
	{
		this.series = series;
		this.places = places;
		this.settings = settings;
		this.folder = folder;
		this.progress = progress;
	}

	/**
	 * Writes a series.
	 *
	 * @param series not refused
	 * @param groups what becomes of each of its groups of volumes
	 * @param settings what else is asked for
	 * @param folder existing and empty; after an error it holds whatever was written before
	 * @param progress is asked whether to stop
	 * @return proof of what was written
	 * @throws DefacingException if a file has changed meanwhile, or reads back differently
	 * @throws IOException if the disk fails
	 */
	public static SeriesProof write(final DicomSeries series, final List<DefacedGroup> groups, final WriteSettings settings,
		final Path folder, final Progress progress) throws IOException
	{
		if (series.refusal().isPresent() || !groups.stream().map(DefacedGroup::group).toList().equals(series.groups()))
			throw new IllegalArgumentException("every group of a series that is not refused must be defaced");
		final SeriesWriter writer = new SeriesWriter(series, Places.of(groups), settings, folder, progress);
		try {
			return writer.write();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/**
	 * Sums up the files of a written series.
	 *
	 * @param folder that they lie in, and nothing else
	 * @return SHA-256 over the SHA-256 of each file, in the order of their names, 64 hexadecimal digits
	 * @throws IOException if the disk fails
	 */
	public static String sha256(final Path folder) throws IOException {
		final MessageDigest digest = InstanceReader.digest();
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.sorted().toList())
				digest.update(InstanceReader.digest().digest(DicomFile.bytes(file)));
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private SeriesProof write() {
		final int[] range = rangeOfSeries();
		final List<Instance> instances = series.instances();
		final List<Integer> numbers = IntStream.range(0, instances.size()).boxed().toList();
		final List<Written> written = Parallelization.getTaskExecutor().forEachApply(numbers, n -> {
			progress.check();
			try {
				return write(instances.get(n), folder.resolve(String.format(Locale.ROOT, "image_%05d.dcm", n + 1)), range);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		final Map<String, String> changes = new TreeMap<>();
		written.forEach(one -> changes.putAll(one.changes));
		return new SeriesProof(instances.size(), hash(written, Written::file), hash(written, Written::elementsBefore), hash(written, Written::elementsAfter), hash(written,
			Written::pixelsBefore), hash(written, Written::pixelsAfter), written.stream().mapToLong(Written::removed).sum(), changes);
	}

	private static String hash(final List<Written> written, final Function<Written, byte[]> part) {
		final MessageDigest digest = InstanceReader.digest();
		written.forEach(one -> digest.update(part.apply(one)));
		return HexFormat.of().formatHex(digest.digest());
	}

	/** Looks at all pixels first where a header gives the range of the whole series. */
	private int[] rangeOfSeries() {
		if (series.instances().stream().noneMatch(instance -> instance.facts().rangeOfSeries())) return new int[] {0, 0};
		return Parallelization.getTaskExecutor().forEachApply(series.instances(), instance -> {
			progress.check();
			try {
				final Pixels pixels = PixelDecoder.decode(instance.file().toString(), InstanceReader.again(instance), instance.format());
				final InstanceRegion region = InstanceRegion.of(instance, places);
				region.fill(pixels);
				return region.range(pixels);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}).stream().reduce((a, b) -> new int[] {Math.min(a[0], b[0]), Math.max(a[1], b[1])}).orElseThrow();
	}

	private Written write(final Instance instance, final Path file, final int... rangeOfSeries) throws IOException {
		final String name = instance.file().toString();
		final DicomFile dicom = InstanceReader.again(instance);
		final Pixels pixels = PixelDecoder.decode(name, dicom, instance.format());
		final InstanceRegion region = InstanceRegion.of(instance, places);
		final byte[] pixelsBefore = region.hashOutside(pixels);
		region.fill(pixels);
		final int[] range = region.range(pixels);
		final Edited edited;
		try {
			edited = HeaderEditor.edit(dicom, pixels, new PixelRange(range[0], range[1], rangeOfSeries[0], rangeOfSeries[1]), settings);
		}
		catch (final DefacingException e) {
			throw new DefacingException(name + ": " + e.getMessage(), e);
		}
		// Pixels that are no part of the hash were changed in memory only.
		final byte[] elementsBefore = ElementHash.of(dicom, edited.changes().keySet());
		save(file, dicom, edited, instance);
		final byte[] bytes = DicomFile.bytes(file);
		final DicomFile back = DicomFile.parse(file.toString(), bytes).orElseThrow();
		final Pixels backPixels = PixelDecoder.decode(file.toString(), back, instance.format());
		final Written written = new Written(InstanceReader.digest().digest(bytes), elementsBefore, ElementHash.of(back, edited.changes().keySet()), pixelsBefore, region.hashOutside(
			backPixels), region.count(), edited.summary());
		if (!region.isFilledAs(pixels, backPixels) || !MessageDigest.isEqual(written.elementsBefore, written.elementsAfter) || !MessageDigest
			.isEqual(written.pixelsBefore, written.pixelsAfter)) throw new DefacingException(name +
				", defaced and read back, differs from what was written, so the series was not kept; check disk and memory of this computer.");
		return written;
	}

	private void save(final Path file, final DicomFile dicom, final Edited edited, final Instance instance) throws IOException {
		final TransferSyntax syntax = dicom.syntax().written();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			final OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BLOCK);
			out.write(FileMeta.bytes(instance.sopClass(), settings.uids().of(instance.sopInstance()), syntax));
			if (syntax.coding() == Coding.DEFLATED) deflate(edited.dataSet(), out);
			else edited.dataSet().writeTo(out);
			out.flush();
			channel.force(false);
		}
	}

	private static void deflate(final Pieces dataSet, final OutputStream out) throws IOException {
		final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
		try {
			final DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater, BLOCK);
			dataSet.writeTo(deflating);
			deflating.finish();
		}
		finally {
			deflater.end();
		}
	}
}
