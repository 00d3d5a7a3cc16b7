package org.pediatricdefacer.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;

/**
 * What the files of a folder are: series of MR, and files that are withheld or refused, each with a reason. Every file is in one of them.
 *
 * @param series in the order in which their first files were given
 * @param excluded files that are in no series
 */
public record DicomIndex(List<DicomSeries> series, List<Excluded> excluded) {

	/**
	 * A file that belongs to no series that could be defaced.
	 *
	 * @param file which
	 * @param refused whether it is damaged, and not only of another kind
	 * @param reason half a sentence for the user
	 */
	public record Excluded(Path file, boolean refused, String reason) {}

	/** What a file turned out to be; one of the two is null. */
	private record Looked(Instance instance, Excluded excluded, DamagedFileException damage) {}

	/** Copies the lists. */
	public DicomIndex {
		series = List.copyOf(series);
		excluded = List.copyOf(excluded);
	}

	/**
	 * Looks at files.
	 *
	 * @param files of any kind, each once
	 * @param progress is asked whether to stop
	 * @return what they are
	 */
	public static DicomIndex of(final List<Path> files, final Progress progress) {
		final List<Looked> looked = Parallelization.getTaskExecutor().forEachApply(files, file -> {
			progress.check();
			return look(file);
		});
		final Map<String, List<Instance>> series = new LinkedHashMap<>();
		final Map<String, String> damages = new HashMap<>();
		final List<Excluded> excluded = new ArrayList<>();
		for (final Looked one : looked) {
			if (one.instance != null) series.computeIfAbsent(one.instance.study() + " " + one.instance.series(), key -> new ArrayList<>()).add(
				one.instance);
			else excluded.add(one.excluded);
			if (one.damage != null && !one.damage.series().isEmpty()) damages.putIfAbsent(one.damage.study() + " " + one.damage.series(), one.damage
				.getMessage().replace(one.excluded.file.toString(), one.excluded.file.getFileName().toString()));
		}
		final List<DicomSeries> sorted = new ArrayList<>();
		series.forEach((key, instances) -> sorted.add(DicomSeries.of(instances, damages.get(key))));
		noteStrays(sorted, looked);
		return new DicomIndex(sorted, excluded);
	}

	/**
	 * Gathers the series by the studies that they belong to: one patient, one visit.
	 *
	 * @return in the order in which their first files were given
	 */
	public List<List<DicomSeries>> studies() {
		return List.copyOf(series.stream().collect(Collectors.groupingBy(DicomSeries::study, LinkedHashMap::new, Collectors.toList())).values());
	}

	/**
	 * Tells by its first bytes whether a file may be DICOM.
	 *
	 * @param file to look at
	 * @return true if it may be; reading it tells for sure
	 * @throws IOException if it cannot be read
	 */
	public static boolean mayBeDicom(final Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return DicomFile.looksLike(in.readNBytes(DicomFile.FIRST_BYTES));
		}
	}

	/** A damaged file that does not tell its series may be a slice that one beside it lacks. */
	private static void noteStrays(final List<DicomSeries> series, final List<Looked> looked) {
		for (final Looked one : looked)
			if (one.damage != null && one.damage.series().isEmpty()) for (final DicomSeries beside : series)
				if (beside.files().stream().anyMatch(file -> file.toAbsolutePath().getParent().equals(one.excluded.file.toAbsolutePath().getParent())))
					beside.note("A damaged file in the same folder may be a slice of it.");
	}

	private static Looked look(final Path file) {
		try {
			final Optional<Instance> read = InstanceReader.read(file);
			if (read.isEmpty()) return new Looked(null, new Excluded(file, false, "it is no DICOM file"), null);
			final Instance instance = read.get();
			final Optional<String> withheld = Classifier.withheld(instance);
			if (withheld.isPresent()) return new Looked(null, new Excluded(file, false, withheld.get()), null);
			if (instance.study().isEmpty() || instance.series().isEmpty()) return new Looked(null, new Excluded(file, true,
				"it does not tell its study and series"), null);
			return new Looked(instance, null, null);
		}
		catch (final DamagedFileException e) {
			return new Looked(null, new Excluded(file, true, e.getMessage()), e);
		}
		catch (final DefacingException | IOException e) {
			return new Looked(null, new Excluded(file, true, DefacingException.of(e).getMessage()), null);
		}
	}
}
