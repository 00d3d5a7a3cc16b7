package org.pediatricdefacer.spark;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.FinishedScans;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.ScanFormats;

/**
 * Defaces one scan on a disk of this machine, and puts its outputs to their places.
 * <p>
 * What another attempt or an earlier run has put there is fetched first, so that a scan that was done in the same way is passed over, and one
 * that was done in another way is refused, as by {@link FinishedScans}. All outputs are uploaded under hidden names, the scan first, then the
 * removed region and the record; then they appear, the record before the scan. An attempt that is late finds the record of the one before
 * and takes its own outputs back. Keeps nothing; for one thread at a time.
 */
final class StagedScan {

	private static final Pattern PAIR = Pattern.compile("(.*)\\.(hdr|img)(\\.gz)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
	private static final List<String> PAIR_ENDINGS = List.of(".hdr", ".img", ".hdr.gz", ".img.gz", ".HDR", ".IMG");

	private final Defacer defacer;
	private final FileSettings settings;
	private final SparkJob job;
	private final FileStore store;
	private final Attempts attempts;

	StagedScan(final Defacer defacer, final FileSettings settings, final SparkJob job, final FileStore store, final Attempts attempts) {
		this.defacer = defacer;
		this.settings = settings;
		this.job = job;
		this.store = store;
		this.attempts = attempts;
	}

	/**
	 * Defaces a scan; whatever happens becomes a row.
	 *
	 * @param scan with its place
	 * @param progress is asked whether to stop
	 * @return how it ended
	 * @throws DefacingCanceledException on request; then nothing has appeared
	 */
	ScanRow deface(final ManifestScan scan, final Progress progress) {
		final long start = System.nanoTime();
		if (!scan.refusal().isEmpty()) return row(scan, Status.ERROR, List.of(scan.refusal()), Map.of(), start);
		Path folder = null;
		try {
			folder = job.scratch().isEmpty() ? Files.createTempDirectory("deface") : Files.createTempDirectory(Files.createDirectories(Path.of(job
				.scratch())), "deface");
			if (attempts.of(scan) >= Attempts.MOST) return row(scan, ScanRow.CRASHED, List.of(scan.uri() + " ended the program " + Attempts.MOST +
				" times, so it was passed over; find out why in the logs of the executors, and start the job again."), Map.of(), start);
			return deface(scan, folder, progress, start);
		}
		catch (final DefacingCanceledException e) {
			throw e;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			progress.check();
			final String message = DefacingException.of(e).getMessage();
			return row(scan, Status.ERROR, List.of(plain(message.startsWith(scan.uri()) ? message : scan.uri() + ": " + message, scan, folder)), Map.of(), start);
		}
		finally {
			delete(folder);
		}
	}

	private ScanRow deface(final ManifestScan scan, final Path folder, final Progress progress, final long start) throws IOException {
		final BatchItem item = item(scan, folder);
		final Map<Path, String> places = places(item, scan);
		final boolean before = store.exists(places.get(item.record()));
		fetchOutputs(places);
		final FinishedScans work = new FinishedScans(defacer, settings, ScanFormats::read);
		ScanOutcome outcome = attempt(scan, work, item, progress);
		if (!outcome.written().isEmpty() && !before && store.exists(places.get(item.record()))) {
			// Another attempt was faster; what it left is looked at as that of an earlier run.
			for (final Path file : places.keySet())
				Files.deleteIfExists(file);
			fetchOutputs(places);
			outcome = attempt(scan, work, item, progress);
		}
		if (!outcome.written().isEmpty()) publish(item, outcome, places);
		final Map<Path, String> there = places.entrySet().stream().filter(place -> Files.exists(place.getKey())).collect(Collectors.toMap(
			Map.Entry::getKey, Map.Entry::getValue));
		final Map<String, String> named = new LinkedHashMap<>();
		named.put("record", there.getOrDefault(item.record(), ""));
		named.put("defaced", there.getOrDefault(item.defaced(), there.getOrDefault(item.failed(), "")));
		named.put("removed", there.getOrDefault(item.removed(), ""));
		final List<String> notes = Stream.concat(outcome.reasons().stream(), outcome.warnings().stream()).map(note -> plain(note, scan, folder))
			.toList();
		return row(scan, outcome.status(), notes, named, start);
	}

	/** An attempt is written down before the work and forgotten when that ends; what ends the process leaves it. */
	private ScanOutcome attempt(final ManifestScan scan, final FinishedScans work, final BatchItem item, final Progress progress) throws IOException {
		attempts.begin(scan);
		try {
			final ScanOutcome outcome = work.deface(item, progress);
			attempts.forget(scan);
			return outcome;
		}
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			if (progress.canceled()) attempts.forgetLast(scan);
			else attempts.forget(scan);
			throw e;
		}
	}

	/** The scan on this machine, both files of a pair, and names of outputs in the folder. */
	private BatchItem item(final ManifestScan scan, final Path folder) throws IOException {
		final Path input = store.local(scan.uri()).orElse(folder.resolve("in").resolve(fileName(scan.uri())));
		if (input.startsWith(folder)) {
			Files.createDirectories(input.getParent());
			store.fetch(scan.uri(), input);
			final Matcher pair = PAIR.matcher(scan.uri());
			if (pair.matches()) for (final String ending : PAIR_ENDINGS) {
				final String other = pair.group(1) + ending;
				if (!other.equals(scan.uri()) && store.exists(other)) store.fetch(other, input.resolveSibling(fileName(other)));
			}
		}
		Files.createDirectories(folder.resolve("out"));
		final BatchItem item = new BatchItem(input, scan.uri(), folder.resolve("out").resolve(fileName(scan.place())), Optional.empty());
		return job.identifying().isEmpty() ? item : item.withPrivate(folder.resolve("out"), Files.createDirectories(folder.resolve("private")));
	}

	private static String fileName(final String name) {
		return name.substring(name.lastIndexOf('/') + 1);
	}

	/** Where each output belongs. */
	private Map<Path, String> places(final BatchItem item, final ManifestScan scan) {
		final Map<Path, String> places = new LinkedHashMap<>();
		final String below = scan.place().substring(0, scan.place().lastIndexOf('/') + 1);
		for (final Path output : item.outputs()) {
			final boolean identifies = item.privateBase().map(base -> output.startsWith(base.getParent())).orElse(false);
			places.put(output, (identifies ? job.identifying() : job.out()) + "/" + below + output.getFileName());
		}
		return places;
	}

	private void fetchOutputs(final Map<Path, String> places) throws IOException {
		for (final Map.Entry<Path, String> place : places.entrySet())
			if (store.exists(place.getValue())) store.fetch(place.getValue(), place.getKey());
	}

	private void publish(final BatchItem item, final ScanOutcome outcome, final Map<Path, String> places) throws IOException {
		final Map<Path, FileStore.Prepared> uploads = new LinkedHashMap<>();
		final List<Path> appeared = new ArrayList<>();
		try {
			for (final Path file : inOrder(outcome.written(), item.defaced(), item.failed(), item.removed(), item.record()))
				uploads.put(file, store.put(file, places.get(file)));
			// Nothing that an earlier run shared may stand beside the record of this one.
			for (final Path file : places.keySet())
				if (!uploads.containsKey(file)) store.delete(places.get(file));
			// What identifies comes after the record, without which it would be taken for work of a person; the scan comes last, as it was written.
			for (final Path file : inOrder(outcome.written(), item.removed(), item.record())) {
				uploads.get(file).commit();
				appeared.add(file);
			}
		}
		catch (final IOException | RuntimeException | Error e) {
			for (final Path file : appeared)
				store.delete(places.get(file));
			throw e;
		}
		finally {
			for (final FileStore.Prepared upload : uploads.values())
				upload.discard();
		}
	}

	/** The files that were written, those named first. */
	private static List<Path> inOrder(final List<Path> written, final Path... first) {
		return Stream.concat(Stream.of(first).filter(written::contains), written.stream()).distinct().toList();
	}

	/** Puts the names that the user knows in place of those on this machine. */
	private String plain(final String text, final ManifestScan scan, final Path folder) {
		if (folder == null) return text;
		final String below = scan.place().substring(0, scan.place().lastIndexOf('/') + 1);
		return text.replace(folder.resolve("in").resolve(fileName(scan.uri())).toString(), scan.uri()).replace(folder.resolve("out") + "/", job.out() +
			"/" + below).replace(folder.resolve("private") + "/", job.identifying() + "/" + below);
	}

	private static ScanRow row(final ManifestScan scan, final Status status, final List<String> notes, final Map<String, String> named,
		final long start)
	{
		return row(scan, status.name().toLowerCase(Locale.ROOT), notes, named, start);
	}

	private static ScanRow row(final ManifestScan scan, final String status, final List<String> notes, final Map<String, String> named,
		final long start)
	{
		return new ScanRow(scan.uri(), status, String.join(" ", notes), named.getOrDefault("record", ""), named
			.getOrDefault("defaced", ""), named.getOrDefault("removed", ""), scan.bytes(), (System.nanoTime() - start) / 1e9);
	}

	/** Deletes what is left of the work; it may hold faces. */
	private static void delete(final Path folder) {
		if (folder == null) return;
		try {
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) throws IOException {
					Files.delete(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult postVisitDirectory(final Path visited, final IOException e) throws IOException {
					Files.delete(visited);
					return FileVisitResult.CONTINUE;
				}
			});
		}
		catch (final IOException e) {
			throw new DefacingException(folder + ", which may hold a face, could not be deleted (" + e.getMessage() + "); delete it by hand.", e);
		}
	}
}
