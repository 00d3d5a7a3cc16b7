package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.pediatricdefacer.io.FolderTree;

/** The scan files below a folder by their names. */
final class ScanNames {

	static final ScanNames NONE = new ScanNames(new TreeMap<>());

	/** Endings of files that can be read as scans; the .img of a pair is not listed beside its .hdr. */
	private static final List<String> ENDINGS = List.of(".nii.gz", ".nii", ".hdr.gz", ".hdr", ".mgh.gz", ".mgz", ".mgh", ".nrrd", ".nhdr");

	/** Endings of the program's own outputs, before those of the file type. */
	private static final List<String> OUTPUTS = List.of("_defaced", "_defaced-failed", "_removed", "_facemask");

	private final SortedMap<String, Path> byPath;
	private final Map<String, Integer> count = new HashMap<>();
	private final Map<String, Path> byName = new HashMap<>();

	private ScanNames(final SortedMap<String, Path> byPath) {
		this.byPath = byPath;
		byPath.forEach((path, file) -> {
			count.merge(last(path), 1, Integer::sum);
			byName.put(last(path), file);
		});
	}

	/**
	 * Lists the scans of a folder by name.
	 *
	 * @param folder searched with all folders in it
	 * @param results a folder that is left out, should it lie below
	 * @return the scans; none of the program's outputs
	 */
	static ScanNames below(final Path folder, final Path results) throws IOException {
		final SortedMap<String, Path> found = new TreeMap<>();
		final Path own = results.toRealPath();
		// Originals of a data set that was defaced in place lie in it.
		final boolean apart = !own.startsWith(folder.toRealPath()) || own.equals(folder.toRealPath());
		for (final Path file : FolderFiles.below(folder)) {
			final Optional<String> stem = stem(FolderTree.relative(folder, file));
			if (stem.isEmpty() || OUTPUTS.stream().anyMatch(stem.get()::endsWith)) continue;
			if (apart || !file.toRealPath().startsWith(own)) found.putIfAbsent(stem.get(), file);
		}
		return new ScanNames(found);
	}

	private static Optional<String> stem(final String path) {
		final String lower = path.toLowerCase(Locale.ROOT);
		return ENDINGS.stream().filter(lower::endsWith).findFirst().map(ending -> path.substring(0, path.length() - ending.length()));
	}

	/** Returns the last part of a path. */
	static String last(final String path) {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** Finds a file by its path without ending, or else, if that is allowed, by its name if only one file has it. */
	Optional<Path> find(final String path, final boolean byNameAlone) {
		final Path exact = byPath.get(path);
		if (exact != null) return Optional.of(exact);
		return byNameAlone && count.getOrDefault(last(path), 0) == 1 ? Optional.of(byName.get(last(path))) : Optional.empty();
	}

	/** Returns all files by their paths without endings. */
	SortedMap<String, Path> all() {
		return byPath;
	}
}
