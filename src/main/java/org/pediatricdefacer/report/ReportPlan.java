package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.evaluate.ScanName;
import org.pediatricdefacer.io.FolderTree;

/**
 * Lists the results of a folder and which files belong to each.
 *
 * @param items in the order of their names
 * @param withoutResult originals that nothing in the folder of results belongs to, by their paths below the folder of originals
 * @param originalsAsked whether there was a folder of originals, so that each result should have one
 */
public record ReportPlan(List<ReportItem> items, List<String> withoutResult, boolean originalsAsked) {

	private static final List<String> DEFACED = List.of("_defaced.nii.gz", "_defaced.nii", "_defaced.mgz", "_defaced-failed.nii.gz", "_defaced-failed.nii",
		"_defaced-failed.mgz");
	private static final List<String> REMOVED = List.of("_removed.nii.gz", "_removed.nii", "_removed.mgz");
	private static final List<String> FACEMASK = List.of("_facemask.nii.gz", "_facemask.nii", "_facemask.mgz");
	private static final List<String> RECORD = List.of("_defaced.json");
	private static final List<String> BRAIN = List.of("", "_brain", "_brainmask", "_brain_mask", "_brain-mask", "_mask", "_desc-brain_mask");

	/** Copies the lists. */
	public ReportPlan {
		items = List.copyOf(items);
		withoutResult = List.copyOf(withoutResult);
	}

	/**
	 * Finds the results of a folder and of the folders in it, which may be a data set that was defaced.
	 * <p>
	 * An original or a brain mask belongs to a result if it lies at the same place below its folder, or else if it is the only
	 * one of its name, and the result, too. Brain masks may end in {@code _brain}, {@code _brainmask}, {@code _mask} or {@code _desc-brain_mask}.
	 *
	 * @param results folder of {@code NAME_defaced.nii.gz}, {@code NAME_removed.nii.gz} and {@code NAME_defaced.json}, of which
	 *            some may be missing
	 * @param originals folder of the scans before defacing, if they are at hand
	 * @param brains folder of brain masks, if there are some
	 * @return the plan
	 * @throws DefacingException if one is no folder, or there are no results
	 * @throws IOException if a folder cannot be read
	 */
	public static ReportPlan of(final Path results, final Optional<Path> originals, final Optional<Path> brains) throws IOException {
		return of(results, Optional.empty(), originals, brains);
	}

	/**
	 * Finds the results of a folder and what the private folder has of them.
	 *
	 * @param results as above
	 * @param privates folder of {@code NAME_facemask.nii.gz}, which draw faces, if they are to be shown
	 * @param originals as above
	 * @param brains as above
	 * @return the plan
	 * @throws DefacingException if one is no folder, the private one is or lies in that of the results, or there are no results
	 * @throws IOException if a folder cannot be read
	 */
	public static ReportPlan of(final Path results, final Optional<Path> privates, final Optional<Path> originals,
		final Optional<Path> brains) throws IOException
	{
		final List<Path> files = FolderFiles.below(results);
		final Map<String, Path> defaced = named(results, files, DEFACED);
		final Map<String, Path> removed = named(results, files, REMOVED);
		final Map<String, Path> shared = named(results, files, FACEMASK);
		final Map<String, Path> records = named(results, files, RECORD);
		final Map<String, Path> facemasks = privates.isPresent() ? facemasks(privates.get(), results) : Map.of();
		final List<String> names = Stream.of(defaced, removed, shared, records).flatMap(map -> map.keySet().stream()).distinct()
			.sorted().toList();
		if (names.isEmpty()) throw new DefacingException(results + " holds no results (NAME_defaced.nii.gz, NAME_removed.nii.gz or " +
			"NAME_defaced.json); name the folder that deface wrote to.");
		final ScanNames scans = originals.isPresent() ? ScanNames.below(originals.get(), results) : ScanNames.NONE;
		final ScanNames masks = brains.isPresent() ? ScanNames.below(brains.get(), results) : ScanNames.NONE;
		final Map<String, Long> twins = names.stream().collect(Collectors.groupingBy(ScanNames::last, Collectors.counting()));
		final DatasetImages dataset = new DatasetImages(results, files);
		final List<ReportItem> items = names.stream().map(record -> {
			final boolean alone = twins.get(ScanNames.last(record)) == 1;
			final String name = DatasetImages.isOfDataset(record) ? DatasetImages.name(record) : record;
			return new ReportItem(name, Optional.ofNullable(defaced.get(record)).or(() -> dataset.defaced(record)), Optional.ofNullable(removed.get(record)).or(
				() -> dataset.removed(record)), Optional.ofNullable(facemasks.get(record)), Optional.ofNullable(shared.get(record)), Optional.ofNullable(records.get(record)), scans.find(name, alone), brain(masks, name,
					alone));
		}).toList();
		final boolean ofDataset = names.stream().allMatch(DatasetImages::isOfDataset);
		return new ReportPlan(items, rest(scans, items, ofDataset), originals.isPresent());
	}

	/** The facemasks of a private folder, by the names of the results that lie at the same place. */
	private static Map<String, Path> facemasks(final Path privates, final Path results) throws IOException {
		final List<Path> files = FolderFiles.below(privates);
		if (privates.toRealPath().startsWith(results.toRealPath())) throw new DefacingException("The private folder " + privates +
			" is not apart from the results in " + results + "; move it out of them.");
		return named(privates, files, FACEMASK);
	}

	/** Returns whether facemasks of a private folder are to be shown, which draw faces. */
	boolean hasFacemasks() {
		return items.stream().anyMatch(item -> item.facemask().isPresent());
	}

	/** Files with one of some endings, by what stands before it; the earlier ending is preferred. */
	private static Map<String, Path> named(final Path folder, final List<Path> files, final List<String> endings) {
		final Map<String, Path> named = new TreeMap<>();
		for (final String ending : endings)
			for (final Path file : files) {
				final String path = FolderTree.relative(folder, file);
				if (path.endsWith(ending) && !path.endsWith("/" + ending) && path.length() > ending.length()) named.putIfAbsent(path.substring(0, path
					.length() - ending.length()), file);
			}
		return named;
	}

	private static Optional<Path> brain(final ScanNames masks, final String name, final boolean alone) {
		final List<String> candidates = new ArrayList<>(BRAIN.stream().map(ending -> name + ending).toList());
		// BIDS puts desc-brain_mask in the place of the suffix, such as T1w.
		final int suffix = name.lastIndexOf('_');
		if (suffix > name.lastIndexOf('/')) candidates.add(name.substring(0, suffix) + "_desc-brain_mask");
		return candidates.stream().map(candidate -> masks.find(candidate, alone)).flatMap(Optional::stream).findFirst();
	}

	/** Scans without a result: no labels of scans, and in a data set those of subjects only. */
	private static List<String> rest(final ScanNames scans, final List<ReportItem> items, final boolean ofDataset) {
		final Set<Path> used = items.stream().flatMap(item -> item.original().stream()).collect(Collectors.toSet());
		return scans.all().entrySet().stream().filter(entry -> !used.contains(entry.getValue()) && !ScanName.isMask(entry
			.getValue()) && (!ofDataset || entry.getKey().startsWith("sub-"))).map(Map.Entry::getKey).toList();
	}

	/**
	 * Refuses a report with facemasks that would be shared with the results.
	 *
	 * @param out the report's file
	 * @param results the folder of results
	 * @throws DefacingException if it would lie beside them, see {@link #besideResults}
	 * @throws IOException if the folder cannot be read
	 */
	public static void requireApart(final Path out, final Path results) throws IOException {
		if (besideResults(out, results)) throw new DefacingException("A report with facemasks shows faces, and " + out + " lies in or beside " + results +
			", which is shared; write it elsewhere, such as into the private folder.");
	}

	/**
	 * Tells whether a file would lie in, beside or right above a folder of results, so that it would be shared with them by
	 * mistake.
	 *
	 * @param out the file
	 * @param results the folder of results
	 * @return true if it lies in the folder, in one below it, or in the folder that holds it
	 * @throws IOException if the folder cannot be read
	 */
	public static boolean besideResults(final Path out, final Path results) throws IOException {
		final Path folder = results.toRealPath();
		final Path parent = out.toAbsolutePath().normalize().getParent();
		final Path real = Files.exists(parent) ? parent.toRealPath() : parent;
		return real.startsWith(folder) || real.equals(folder.getParent());
	}
}
