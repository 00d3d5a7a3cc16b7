package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

	@TempDir
	Path folder;

	@Test
	void theNameAppearsOnlyWithTheCommit() throws IOException {
		final Path target = folder.resolve("a.nii");
		try (AtomicFile file = AtomicFile.create(target, false)) {
			file.stream().write("whole".getBytes());
			file.stream().close();
			assertFalse(Files.exists(target));
			assertEquals(1, names().size());
			assertTrue(names().get(0).startsWith(".a.nii.") && names().get(0).endsWith(".tmp"), names().toString());
			file.commit();
			assertEquals("whole", Files.readString(target));
		}
		assertEquals(List.of("a.nii"), names());
	}

	@Test
	void withoutACommitNothingIsLeft() throws IOException {
		try (AtomicFile file = AtomicFile.create(folder.resolve("a.nii"), false)) {
			file.stream().write(new byte[1000]);
		}
		assertEquals(List.of(), names());
	}

	/** The temporary name is cut; a letter of two chars on the cut must not be halved. */
	@Test
	void longNamesOfAnyLettersAreWritten() throws IOException {
		assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names here cannot hold such letters");
		for (final String name : List.of("a".repeat(49) + "\ud83d\ude00.nii", "\ud83d\ude00".repeat(60))) {
			try (AtomicFile file = AtomicFile.create(folder.resolve(name), false)) {
				file.commit();
			}
			assertTrue(names().contains(name), names().toString());
		}
	}

	/** Names that begin alike, even where temporary names are cut, are names of different files. */
	@Test
	void deletesWhatIsLeftOfOneFileOnly() throws IOException {
		final String longName = "sub-01_ses-01_acq-" + "x".repeat(60);
		final List<String> targets = List.of("a.nii", "a.nii.gz", "b.nii", longName + "_run-1.nii", longName + "_run-2.nii");
		for (final String target : targets) {
			// Killed before the end: nobody closes it.
			final AtomicFile file = AtomicFile.create(folder.resolve(target), false);
			Files.copy(file.finish(), folder.resolve(file.finish().getFileName() + ".copy"));
			file.close();
		}
		for (final String name : names())
			Files.move(folder.resolve(name), folder.resolve(name.replace(".copy", "")));
		Files.writeString(folder.resolve(".a.nii.mine.tmp"), "not one of ours");
		Files.writeString(folder.resolve("a.nii"), "whole");
		assertEquals(targets.size() + 2, names().size());
		AtomicFile.deleteLeftovers(folder.resolve("a.nii"));
		AtomicFile.deleteLeftovers(folder.resolve(longName + "_run-1.nii"));
		AtomicFile.deleteLeftovers(folder.resolve("nowhere/a.nii"));
		final List<String> left = names();
		assertEquals(targets.size(), left.size(), left.toString());
		assertTrue(left.containsAll(List.of("a.nii", ".a.nii.mine.tmp")), left.toString());
		assertTrue(left.stream().anyMatch(name -> name.startsWith(".a.nii.gz.")) && left.stream().anyMatch(name -> name.startsWith(".b.nii.")), left
			.toString());
	}

	@Test
	void anExistingFileStaysUnlessAskedFor() throws IOException {
		final Path target = Files.writeString(folder.resolve("a.nii"), "old");
		assertThrows(DefacingException.class, () -> AtomicFile.create(target, false));
		try (AtomicFile file = AtomicFile.create(target, true)) {
			file.stream().write("new".getBytes());
			assertEquals("old", Files.readString(target));
			file.commit();
		}
		assertEquals("new", Files.readString(target));
		assertEquals(List.of("a.nii"), names());
	}

	@Test
	void aFileThatAppearsMeanwhileStays() throws IOException {
		final Path target = folder.resolve("a.nii");
		try (AtomicFile file = AtomicFile.create(target, false)) {
			file.stream().write("new".getBytes());
			Files.writeString(target, "somebody else's");
			assertThrows(DefacingException.class, file::commit);
		}
		assertEquals("somebody else's", Files.readString(target));
		assertEquals(List.of("a.nii"), names());
	}

	@Test
	void missingFoldersAndFolderNamesAreNamed() throws IOException {
		final Path nowhere = folder.resolve("none/a.nii");
		assertTrue(assertThrows(DefacingException.class, () -> AtomicFile.create(nowhere,
			false)).getMessage().contains(nowhere.toString()));
		final Path sub = Files.createDirectory(folder.resolve("sub.nii"));
		assertThrows(DefacingException.class, () -> AtomicFile.create(sub, true));
	}

	@Test
	void theEndOfTheJavaMachineLeavesNothing() throws IOException, InterruptedException {
		final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
			System.getProperty("java.class.path"), Quitter.class.getName(), folder.resolve("a.nii").toString()).inheritIO().start();
		assertEquals(Quitter.STATUS, process.waitFor());
		assertEquals(List.of(), names());
	}

	/** Ends in the middle of a file. */
	static final class Quitter {

		static final int STATUS = 7;

		public static void main(final String[] arguments) throws IOException {
			final Path target = Path.of(arguments[0]);
			try (AtomicFile file = AtomicFile.create(target, false)) {
				file.stream().write(new byte[1000]);
				try (Stream<Path> files = Files.list(target.getParent())) {
					System.exit(files.count() == 1 ? STATUS : 1);
				}
			}
		}
	}

	@Test
	void longNamesFit() throws IOException {
		final Path target = folder.resolve("n".repeat(240) + ".nii");
		try (AtomicFile file = AtomicFile.create(target, false)) {
			file.commit();
		}
		assertEquals(List.of(target.getFileName().toString()), names());
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(f -> f.getFileName().toString()).sorted().toList();
		}
	}
}
