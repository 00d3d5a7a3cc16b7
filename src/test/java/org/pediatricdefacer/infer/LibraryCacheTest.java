package org.pediatricdefacer.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCacheTest {

	@TempDir
	private Path folder;

	private Path unpack(final String version) throws IOException {
		final Path library = Files.createDirectories(folder.resolve("cache").resolve(version));
		Files.write(library.resolve("library.so"), new byte[3_000_000]);
		return library;
	}

	private List<String> versions() throws IOException {
		try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void deletesWhatAnOlderVersionOfThisProgramUnpacked() throws IOException {
		unpack("of another program");
		final LibraryCache first = LibraryCache.of(folder.resolve("cache"));
		first.loaded(unpack("1"));
		assertEquals(List.of("1", "of another program"), versions());
		final LibraryCache second = LibraryCache.of(folder.resolve("cache"));
		second.loaded(unpack("2"));
		assertEquals(List.of("2", "of another program"), versions());
		LibraryCache.of(folder.resolve("cache")).loaded(folder.resolve("cache/2"));
		assertEquals(List.of("2", "of another program"), versions());
	}

	@Test
	void leavesLibrariesAloneThatLieElsewhere() throws IOException {
		LibraryCache.of(folder.resolve("cache")).loaded(unpack("1"));
		final Path other = Files.createDirectories(folder.resolve("elsewhere"));
		LibraryCache.of(folder.resolve("cache")).loaded(other);
		LibraryCache.of(folder.resolve("nowhere")).loaded(other);
		assertEquals(List.of("1"), versions());
		assertEquals(0, other.toFile().list().length);
	}

	@Test
	void tellsItsSizeAndHowToMoveIt() throws IOException {
		final String told = LibraryCache.describe(unpack("1"));
		assertTrue(told.contains("(3 MB") && told.contains("DJL_CACHE_DIR"), told);
	}
}
