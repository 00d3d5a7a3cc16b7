package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class BatchPlanTest {

	@TempDir
	Path folder;
	private Path out;

	@BeforeEach
	void makeFolder() throws IOException {
		out = folder.resolve("out");
		for (final String name : new String[] { "b/sub-02_T1w.nii.gz", "b/sub-02_T1w_defaced.nii.gz", "b/sub-02_T1w_facemask.nii.gz",
			"b/sub-02_T1w_defaced.json", "a/old.HDR", "a/old.img", "c.nii", "notes.txt", ".hidden.nii", ".git/x.nii", "out/c_defaced.nii.gz",
			"out/other.nii" })
		{
			final Path file = folder.resolve(name);
			Files.createDirectories(file.getParent());
			Files.createFile(file);
		}
	}

	@Test
	void walksAFolderInOrderAndLeavesOutputsOut() throws IOException {
		final List<BatchItem> items = BatchPlan.of(List.of(folder), out).items();
		assertEquals(List.of("a/old.HDR", "b/sub-02_T1w.nii.gz", "c.nii"), items.stream().map(item -> relative(folder, item.input())).toList());
		assertEquals(List.of("a/old", "b/sub-02_T1w", "c"), items.stream().map(item -> relative(out, item.outputBase())).toList());
	}

	@Test
	void mayWriteBesideTheScans() throws IOException {
		assertEquals(4, BatchPlan.of(List.of(folder), folder).items().size());
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void followsLinks() throws IOException {
		final Path elsewhere = Files.createDirectory(folder.resolve(".elsewhere"));
		final Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);
		assertEquals(3, BatchPlan.of(List.of(link), out).items().size(), "a folder that is a link");
		Files.createFile(elsewhere.resolve("d.nii"));
		Files.createSymbolicLink(folder.resolve("b/linked"), elsewhere);
		Files.createSymbolicLink(folder.resolve("gone.nii"), folder.resolve("nowhere.nii"));
		final List<BatchItem> items = BatchPlan.of(List.of(folder), out).items();
		assertEquals(List.of("a/old.HDR", "b/linked/d.nii", "b/sub-02_T1w.nii.gz", "c.nii", "gone.nii"), items.stream().map(item -> relative(
			folder, item.input())).toList(), "the link back to the folder leads nowhere new, and a scan that is gone is not passed over");
	}

	@Test
	void namesTheOutputsOfAFile() throws IOException {
		final BatchItem item = BatchPlan.of(List.of(folder.resolve("b/sub-02_T1w.nii.gz")), out).items().get(0);
		assertEquals(out.resolve("sub-02_T1w_defaced.nii.gz"), item.defaced());
		assertEquals(out.resolve("sub-02_T1w_defaced-failed.nii.gz"), item.failed());
		assertEquals(out.resolve("sub-02_T1w_facemask.nii.gz"), item.facemask());
		assertEquals(out.resolve("sub-02_T1w_defaced.json"), item.record());
		assertEquals(folder.resolve("b/sub-02_T1w.nii.gz").toString(), item.name());
	}

	@Test
	void refusesTwoScansWithTheSameOutputs() throws IOException {
		final Path twin = folder.resolve("a/c.nii");
		Files.createFile(twin);
		final DefacingException e = assertThrows(DefacingException.class, () -> BatchPlan.of(List.of(folder.resolve("c.nii"), twin), out));
		assertTrue(e.getMessage().contains(twin.toString()), e.getMessage());
		assertEquals(2, BatchPlan.of(List.of(folder.resolve("a")), out).items().size());
	}

	@Test
	void refusesToWriteOverAnInput() {
		assertThrows(DefacingException.class, () -> BatchPlan.of(List.of(folder.resolve("b/sub-02_T1w.nii.gz"), folder.resolve(
			"b/sub-02_T1w_defaced.nii.gz")), folder.resolve("b")));
	}

	@Test
	void refusesWhatIsNotThere() throws IOException {
		assertThrows(DefacingException.class, () -> BatchPlan.of(List.of(folder.resolve("no.nii")), out));
		final Path empty = Files.createDirectory(folder.resolve("empty"));
		assertThrows(DefacingException.class, () -> BatchPlan.of(List.of(empty), out));
	}

	@Test
	void refusesToWriteToAFile() {
		final Path scan = folder.resolve("c.nii");
		final Path file = folder.resolve("notes.txt");
		for (final Path no : List.of(file, file.resolve("below"))) {
			final DefacingException e = assertThrows(DefacingException.class, () -> BatchPlan.of(List.of(scan), no));
			assertTrue(e.getMessage().contains(file + " is no folder"), e.getMessage());
		}
	}

	@Test
	void refusesToWriteWhereItMayNot() throws IOException {
		final Path scan = folder.resolve("c.nii");
		final Path closed = Files.createDirectory(folder.resolve("closed"));
		assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write everywhere");
		final DefacingException e = assertThrows(DefacingException.class, () -> BatchPlan.of(List.of(scan), closed.resolve("new/one")));
		assertTrue(e.getMessage().contains(closed + " is read-only"), e.getMessage());
		assertFalse(Files.exists(closed.resolve("new")));
	}

	private static String relative(final Path base, final Path file) {
		return base.relativize(file).toString().replace('\\', '/');
	}
}
