package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {

	@TempDir
	Path folder;

	@Test
	void filesComeInOrderFromAllDepths() throws IOException {
		final Path deep = Files.createDirectories(folder.resolve("b/c"));
		final Path last = Files.createFile(folder.resolve("d"));
		final Path middle = Files.createFile(deep.resolve("x"));
		final Path first = Files.createFile(folder.resolve("a"));
		assertEquals(List.of(first, middle, last), FolderTree.files(folder));
		assertEquals(2, FolderTree.entries(folder, below -> below.endsWith("c")).size(), "what is skipped");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void linksAreFollowedButNotInCircles(@TempDir final Path elsewhere) throws IOException {
		Files.createFile(folder.resolve("a"));
		Files.createSymbolicLink(folder.resolve("circle"), folder);
		final Path gone = Files.createSymbolicLink(folder.resolve("gone"), folder.resolve("nowhere"));
		final Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);
		assertEquals(List.of(link.resolve("a")), FolderTree.files(link), "a folder that is a link");
		assertEquals(List.of(elsewhere.resolve("link/a")), FolderTree.files(elsewhere), "a link below a folder");
		assertTrue(FolderTree.entries(folder, below -> false).contains(gone), "a link that leads nowhere is told");
	}
}
