package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {

	@TempDir
	private Path folder;

	private Path target() {
		return folder.resolve("series");
	}

	private void write(final AtomicFolder made, final String text) throws IOException {
		Files.writeString(made.path().resolve("image"), text);
	}

	@Test
	void appearsWhole() throws IOException {
		try (AtomicFolder made = AtomicFolder.create(target(), false)) {
			write(made, "new");
			assertEquals(false, Files.exists(target()));
			made.commit();
		}
		assertEquals(List.of("series/image"), TestImages.files(folder));
	}

	@Test
	void leavesNothingWithoutACommit() throws IOException {
		try (AtomicFolder made = AtomicFolder.create(target(), false)) {
			write(made, "new");
		}
		try (var left = Files.list(folder)) {
			assertEquals(0, left.count());
		}
	}

	@Test
	void neverReplacesUnasked() throws IOException {
		Files.createDirectory(target());
		assertThrows(DefacingException.class, () -> AtomicFolder.create(target(), false));
		Files.delete(target());
		try (AtomicFolder made = AtomicFolder.create(target(), false)) {
			Files.createDirectory(target());
			assertThrows(DefacingException.class, made::commit);
		}
	}

	@Test
	void replacesAllThatWasThere() throws IOException {
		Files.createDirectory(target());
		Files.writeString(target().resolve("old"), "old");
		try (AtomicFolder made = AtomicFolder.create(target(), true)) {
			write(made, "new");
			made.commit();
		}
		assertEquals(List.of("series/image"), TestImages.files(folder));
		Files.writeString(folder.resolve("file"), "no folder");
		assertThrows(DefacingException.class, () -> AtomicFolder.create(folder.resolve("file"), true));
	}
}
