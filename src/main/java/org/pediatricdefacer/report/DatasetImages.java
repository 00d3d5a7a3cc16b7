package org.pediatricdefacer.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.pediatricdefacer.io.FolderTree;

/**
 * Finds what belongs to a record in a data set of the Brain Imaging Data Structure: scans keep their names there, or have
 * {@code desc-defaced} in them, and removed regions are called after their scans, {@code mod-T1w_defacemask}.
 * <p>
 * The program's own files lie in {@value #OWN} of a raw data set. The order of entities does not count.
 */
final class DatasetImages {

	/** Folder of the program's own files in a raw data set. */
	private static final String OWN = "derivatives/pediatric-defacer/";
	private static final List<String> ENDINGS = List.of(".nii.gz", ".nii");
	private static final String DEFACED = "desc-defaced";
	private static final String MASK = "defacemask";

	private final Map<String, Path> byParts = new HashMap<>();

	/**
	 * Lists images.
	 *
	 * @param results folder of a data set, or of results of any other kind
	 * @param files below it
	 */
	DatasetImages(final Path results, final List<Path> files) {
		for (final Path file : files) {
			final String path = FolderTree.relative(results, file);
			ENDINGS.stream().filter(path::endsWith).findFirst().ifPresent(ending -> byParts.putIfAbsent(key(path.substring(0, path.length() - ending
				.length())), file));
		}
	}

	/** Names the scan of a record by its place in the data set. */
	static String name(final String record) {
		return record.startsWith(OWN) ? record.substring(OWN.length()) : record;
	}

	/** Returns the defaced scan of a record; empty if there is none, or the record lies in no data set. */
	Optional<Path> defaced(final String record) {
		if (!isOfDataset(record)) return Optional.empty();
		final String scan = name(record);
		final Optional<Path> derived = Optional.ofNullable(byParts.get(key(scan.substring(0, scan.lastIndexOf('_')) + "_" + DEFACED + scan.substring(
			scan.lastIndexOf('_')))));
		// In a derivative the record lies beside the scan, whose own name is that of the original.
		return record.startsWith(OWN) ? derived.or(() -> Optional.ofNullable(byParts.get(key(scan)))) : derived;
	}

	/** Returns the removed region of a record; empty if there is none. */
	Optional<Path> removed(final String record) {
		if (!isOfDataset(record)) return Optional.empty();
		final String scan = name(record);
		final String mask = scan.substring(0, scan.lastIndexOf('_')) + "_mod-" + scan.substring(scan.lastIndexOf('_') + 1) + "_" + MASK;
		return Optional.ofNullable(byParts.get(key(mask))).or(() -> Optional.ofNullable(byParts.get(key(OWN + mask))));
	}

	/** Tells whether a record lies where it does in a data set. */
	static boolean isOfDataset(final String record) {
		return name(record).matches("sub-[^/_]+/(.*/)?sub-[^/]+_[^/_]+");
	}

	/** The place, and the parts of the name in one order. */
	private static String key(final String path) {
		final int folder = path.lastIndexOf('/') + 1;
		return path.substring(0, folder) + String.join("_", new TreeSet<>(Arrays.asList(path.substring(folder).split("_"))));
	}
}
