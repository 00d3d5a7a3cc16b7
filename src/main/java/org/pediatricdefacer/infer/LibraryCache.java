package org.pediatricdefacer.infer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks after the folder to which DJL unpacks the native library, hundreds of megabytes for each version.
 * <p>
 * Other programs unpack their libraries there, too. So a folder that this program had unpacked bears a mark, and only folders with
 * the mark are deleted, once another version of the program runs.
 */
final class LibraryCache {

	private static final String MARK = "unpacked-by-pediatric-defacer";

	private final Path cache;
	private final Set<Path> before;

	private LibraryCache(final Path cache, final Set<Path> before) {
		this.cache = cache;
		this.before = before;
	}

	/** Looks at a cache before the library is loaded. */
	static LibraryCache of(final Path cache) {
		return new LibraryCache(cache, Set.copyOf(folders(cache)));
	}

	/**
	 * Marks what was unpacked, and deletes what an older version of this program had unpacked. Failures only cost space on the disk.
	 *
	 * @param library folder from which the library was loaded
	 */
	void loaded(final Path library) {
		final Path used = library.toAbsolutePath().normalize();
		if (!cache.toAbsolutePath().normalize().equals(used.getParent())) return;
		try {
			if (!before.contains(used)) Files.writeString(used.resolve(MARK), "");
			for (final Path folder : folders(cache))
				if (!folder.equals(used) && Files.exists(folder.resolve(MARK))) delete(folder);
		}
		catch (final IOException e) {
			return; // a program that still runs holds it, or the folder belongs to somebody else
		}
	}

	/** Names a folder, its size, and how to have it elsewhere. */
	static String describe(final Path library) {
		try (Stream<Path> files = Files.walk(library)) {
			final long bytes = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
			return library + " (" + bytes / 1_000_000 + " MB, unpacked once; the environment variable DJL_CACHE_DIR moves it)";
		}
		catch (final IOException e) {
			return library.toString();
		}
	}

	private static List<Path> folders(final Path cache) {
		try (Stream<Path> files = Files.isDirectory(cache) ? Files.list(cache) : Stream.empty()) {
			return files.filter(Files::isDirectory).map(folder -> folder.toAbsolutePath().normalize()).collect(Collectors.toList());
		}
		catch (final IOException e) {
			return List.of();
		}
	}

	private static void delete(final Path folder) throws IOException {
		final List<Path> files;
		try (Stream<Path> all = Files.walk(folder)) {
			files = all.sorted(Comparator.reverseOrder()).toList();
		}
		for (final Path file : files)
			Files.delete(file);
	}
}
