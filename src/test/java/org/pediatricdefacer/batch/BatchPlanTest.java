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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
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
			"b/sub-02_T1w_removed.nii.gz", "b/sub-02_T1w_defaced.json", "a/old.HDR", "a/old.img", "c.nii", "notes.txt", ".hidden.nii", ".git/x.nii", "out/c_defaced.nii.gz",
			"out/other.nii" })
		{
			final Path file = folder.resolve(name);
			Files.createDirectories(file.getParent());
			Files.createFile(file);
		}
	}

	@Test
	void walksAFolderInOrderAndLeavesOutputsOut() throws IOException {
		final List<BatchItem> items = plan(out, folder).items();
		assertEquals(List.of("a/old.HDR", "b/sub-02_T1w.nii.gz", "c.nii"), items.stream().map(item -> relative(folder, item.input())).toList());
		assertEquals(List.of("a/old", "b/sub-02_T1w", "c"), items.stream().map(item -> relative(out, item.outputBase())).toList());
	}

	/** The same scans are listed before it is known where outputs go; one in a later output folder, too. */
	@Test
	void listsScansWithoutAnOutputFolder() throws IOException {
		assertEquals(List.of("a/old.HDR", "b/sub-02_T1w.nii.gz", "c.nii", "out/other.nii"), BatchPlan.scans(folder, List.of()).stream().map(
			file -> relative(folder, file)).toList());
		assertThrows(DefacingException.class, () -> BatchPlan.scans(folder.resolve("out/nothing"), List.of()));
	}

	@Test
	void mayWriteBesideTheScans() throws IOException {
		assertEquals(4, plan(folder, folder).items().size());
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void followsLinks() throws IOException {
		final Path elsewhere = Files.createDirectory(folder.resolve(".elsewhere"));
		final Path link = Files.createSymbolicLink(elsewhere.resolve("link"), folder);
		assertEquals(3, plan(out, link).items().size(), "a folder that is a link");
		Files.createFile(elsewhere.resolve("d.nii"));
		Files.createSymbolicLink(folder.resolve("b/linked"), elsewhere);
		Files.createSymbolicLink(folder.resolve("gone.nii"), folder.resolve("nowhere.nii"));
		final List<BatchItem> items = plan(out, folder).items();
		assertEquals(List.of("a/old.HDR", "b/linked/d.nii", "b/sub-02_T1w.nii.gz", "c.nii", "gone.nii"), items.stream().map(item -> relative(
			folder, item.input())).toList(), "the link back to the folder leads nowhere new, and a scan that is gone is not passed over");
	}

	@Test
	void namesTheOutputsOfAFile() throws IOException {
		final BatchItem item = plan(out, folder.resolve("b/sub-02_T1w.nii.gz")).items().get(0);
		assertEquals(out.resolve("sub-02_T1w_defaced.nii.gz"), item.defaced());
		assertEquals(out.resolve("sub-02_T1w_defaced-failed.nii.gz"), item.failed());
		assertEquals(out.resolve("sub-02_T1w_removed.nii.gz"), item.removed());
		assertEquals(Optional.empty(), item.facemask());
		assertEquals(Optional.of(folder.resolve("private/sub-02_T1w_facemask.nii.gz")), item.withPrivate(out, folder.resolve("private"))
			.facemask());
		assertEquals(out.resolve("sub-02_T1w_defaced.json"), item.record());
		assertTrue(item.facemask().isEmpty() && item.landmarks().isEmpty(), "nothing that identifies");
		assertEquals(folder.resolve("b/sub-02_T1w.nii.gz").toString(), item.name());
	}

	@Test
	void namesWhatIdentifiesAtTheSamePlaceOfThePrivateFolder() throws IOException {
		final Path hidden = folder.resolve("hidden");
		final BatchPlan plan = plan(out, folder);
		final List<BatchItem> items = plan.withPrivate(out, hidden).items();
		assertEquals(plan.items().stream().map(BatchItem::outputBase).toList(), items.stream().map(BatchItem::outputBase).toList());
		assertEquals(List.of("a/old_facemask.nii.gz", "b/sub-02_T1w_facemask.nii.gz", "c_facemask.nii.gz"), items.stream().map(
			item -> relative(hidden, item.facemask().orElseThrow())).toList());
		assertEquals(hidden.resolve("b/sub-02_T1w_landmarks.json"), items.get(1).landmarks().orElseThrow());
		assertTrue(items.get(1).outputs().containsAll(List.of(hidden.resolve("b/sub-02_T1w_landmarks.json"), hidden.resolve(
			"b/sub-02_T1w_facemask.nii.gz"))), "which are not replaced unasked");
		assertFalse(Files.exists(hidden), "a plan writes nothing");
	}

	@Test
	void keepsThePrivateFolderApartFromTheSharedOne() throws IOException {
		final BatchPlan plan = plan(out, folder.resolve("c.nii"));
		for (final Path hidden : List.of(out, out.resolve("private"), out.resolve("../out/./private"), folder, folder.resolve("new/..")))
			assertTrue(assertThrows(DefacingException.class, () -> plan.withPrivate(out, hidden), hidden::toString).getMessage().startsWith(
				"The private folder " + hidden + " is not apart from " + out), hidden.toString());
		assertTrue(assertThrows(DefacingException.class, () -> plan.withPrivate(out, Path.of(""))).getMessage().contains(
			"the private folder is empty"));
		assertEquals(1, plan.withPrivate(out, folder.resolve("out-private")).items().size(), "a longer name is another folder");
		assertTrue(assertThrows(DefacingException.class, () -> plan.withPrivate(out, folder.resolve("notes.txt"))).getMessage().contains(
			"is no folder"));
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void keepsThePrivateFolderApartThroughLinks() throws IOException {
		final Path inside = Files.createDirectory(out.resolve("inside"));
		final Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
		final Path around = Files.createSymbolicLink(folder.resolve("around"), folder);
		final Path same = Files.createSymbolicLink(folder.resolve("same"), out);
		final BatchPlan plan = plan(out, folder.resolve("c.nii"));
		for (final Path hidden : List.of(link, link.resolve("not/there/yet"), around, same, same.resolve("x")))
			assertThrows(DefacingException.class, () -> plan.withPrivate(out, hidden), hidden::toString);
		final Path scan = folder.resolve("c.nii");
		assertThrows(DefacingException.class, () -> plan(same, scan).withPrivate(same, inside), "out itself may be the link");
	}

	@Test
	void refusesTheSameScansWithAPrivateFolder() throws IOException {
		Files.createFile(folder.resolve("c.nii.gz"));
		final BatchPlan plan = plan(out, folder).withPrivate(out, folder.resolve("hidden"));
		assertEquals(Set.of("c.nii", "c.nii.gz"), refused(plan).keySet());
		assertTrue(plan.items().containsAll(plan.refused().keySet()), "the items that are refused are those of the plan");
	}

	/** As SPM leaves them: one unpacked beside the packed one; or a header of a pair beside a single file. */
	@Test
	void refusesOnlyTheScansThatWouldHaveTheSameOutputs() throws IOException {
		for (final String name : new String[] {"c.nii.gz", "a/old.nii"})
			Files.createFile(folder.resolve(name));
		final BatchPlan plan = plan(out, folder);
		assertEquals(List.of("a/old.HDR", "a/old.nii", "b/sub-02_T1w.nii.gz", "c.nii", "c.nii.gz"), plan.items().stream().map(item -> relative(
			folder, item.input())).toList());
		final Map<String, String> refused = refused(plan);
		assertEquals(Set.of("a/old.HDR", "a/old.nii", "c.nii", "c.nii.gz"), refused.keySet());
		assertTrue(refused.get("c.nii").startsWith(folder.resolve("c.nii") + " would have the same outputs as " + folder.resolve("c.nii.gz")),
			refused.toString());
		final Path twin = Files.createFile(folder.resolve("a/c.nii"));
		assertEquals(Set.of("a/c.nii", "c.nii"), refused(plan(out, folder.resolve("c.nii"), twin, folder.resolve("b/sub-02_T1w.nii.gz")))
			.keySet());
	}

	/** A scan is written in its own format, but has one record whatever the format. */
	@Test
	void namesTheOutputsOfAnMgzAfterIt() throws IOException {
		final Path orig = Files.createFile(folder.resolve("a/orig.mgz"));
		Files.createFile(folder.resolve("a/orig_defaced.mgz"));
		Files.createFile(folder.resolve("a/orig_removed.mgz"));
		final BatchPlan plan = plan(out, folder.resolve("a"));
		assertEquals(List.of("a/old.HDR", "a/orig.mgz"), plan.items().stream().map(item -> relative(folder, item.input())).toList());
		final BatchItem item = plan.items().get(1);
		assertEquals(out.resolve("orig_defaced.mgz"), item.defaced());
		assertEquals(out.resolve("orig_defaced-failed.mgz"), item.failed());
		assertEquals(out.resolve("orig_defaced.json"), item.record());
		assertEquals(out.resolve("orig_defaced.mgz"), BatchItem.of(folder.resolve("a/orig.mgh"), out).defaced());
		final Path twin = Files.createFile(folder.resolve("a/orig.nii"));
		assertEquals(Set.of("a/orig.mgz", "a/orig.nii"), refused(plan(out, orig, twin)).keySet());
	}

	@Test
	void takesAFileThatIsNamedTwiceOnce() throws IOException {
		final Path scan = folder.resolve("b/sub-02_T1w.nii.gz");
		final BatchPlan plan = plan(out, scan, folder.resolve("a/../b/./sub-02_T1w.nii.gz"), folder, folder.resolve("a/old.img"), folder.resolve(
			"c.nii"));
		assertEquals(List.of("b/sub-02_T1w.nii.gz", "a/old.HDR", "c.nii"), plan.items().stream().map(item -> relative(folder, item.input()))
			.toList());
		assertEquals(Map.of(), plan.refused());
		assertEquals(List.of("a/old.img"), plan(out, folder.resolve("a/old.img"), folder.resolve("a/old.HDR")).items().stream().map(
			item -> relative(folder, item.input())).toList(), "both files of a pair");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void takesAFileAndALinkOfItsNameOnce() throws IOException {
		final Path link = Files.createSymbolicLink(Files.createDirectory(folder.resolve("links")).resolve("c.nii"), folder.resolve("c.nii"));
		final BatchPlan plan = plan(out, folder.resolve("c.nii"), link);
		assertEquals(1, plan.items().size());
		assertEquals(Map.of(), plan.refused());
	}

	@Test
	void refusesOnlyTheScanThatWouldWriteOverAnother() throws IOException {
		final BatchPlan plan = plan(folder.resolve("b"), folder.resolve("b/sub-02_T1w.nii.gz"), folder.resolve("b/sub-02_T1w_defaced.nii.gz"));
		assertEquals(2, plan.items().size());
		assertEquals(Set.of("b/sub-02_T1w.nii.gz"), refused(plan).keySet());
	}

	/** A zero byte is in no file's name, as letters beyond ASCII are in none for Java in a locale of ASCII. */
	@Test
	void refusesOnlyTheNameThatCannotBeRead() throws IOException {
		final BatchPlan plan = plan(out, "m\0ller.nii", "m\uFFFDller.nii", folder.resolve("c.nii"));
		assertEquals(List.of("m\0ller.nii", "m\uFFFDller.nii", folder.resolve("c.nii").toString()), plan.items().stream().map(BatchItem::name)
			.toList());
		assertEquals(2, plan.refused().size());
		final String reason = plan.refused().get(plan.items().get(1));
		assertTrue(reason.startsWith("m\uFFFDller.nii has a name that cannot be read") && reason.contains("LC_ALL=C.UTF-8"), reason);
	}

	@Test
	void refusesWhatIsNotThere() throws IOException {
		assertThrows(DefacingException.class, () -> plan(out, folder.resolve("no.nii")));
		final Path empty = Files.createDirectory(folder.resolve("empty"));
		assertEquals(empty + " holds no scan (.nii, .nii.gz, .hdr, .hdr.gz, .mgh, .mgz, .mgh.gz); check the folder.", assertThrows(DefacingException.class, () -> plan(
			out, empty)).getMessage());
		Files.createFile(empty.resolve("t1.mnc"));
		final String other = assertThrows(DefacingException.class, () -> plan(out, empty)).getMessage();
		assertTrue(other.endsWith(", but files that end in .mnc; check the folder."), other);
	}

	/** As when the folder of the results was given instead of that of the scans. */
	@Test
	void tellsThatAFolderHoldsOutputsOnly() throws IOException {
		final Path done = Files.createDirectory(folder.resolve("done"));
		Files.createFile(done.resolve("sub-01_defaced.nii.gz"));
		final String one = assertThrows(DefacingException.class, () -> plan(out, done)).getMessage();
		assertTrue(one.contains("; 1 file was passed over, since its name says that it is an output of this program"), one);
		Files.createFile(done.resolve("sub-01_facemask.nii.gz"));
		Files.createFile(done.resolve("sub-01_removed.nii.gz"));
		final String three = assertThrows(DefacingException.class, () -> plan(out, done)).getMessage();
		assertTrue(three.contains("; 3 files were passed over"), three);
		assertEquals(1, plan(out, done.resolve("sub-01_defaced.nii.gz")).items().size(), "named by itself");
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void takesANamedLinkToNothingForAScanThatFails() throws IOException {
		final Path link = Files.createSymbolicLink(folder.resolve("gone.nii"), Path.of(".git/annex/objects/gone.nii"));
		assertEquals(List.of(link), plan(out, link).items().stream().map(BatchItem::input).toList());
	}

	@Test
	void refusesToWriteToAFile() {
		final Path scan = folder.resolve("c.nii");
		final Path file = folder.resolve("notes.txt");
		for (final Path no : List.of(file, file.resolve("below"))) {
			final DefacingException e = assertThrows(DefacingException.class, () -> plan(no, scan));
			assertTrue(e.getMessage().contains(file + " is no folder"), e.getMessage());
		}
	}

	/** There the rights are those of a folder that may be written to. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void refusesToWriteToAFileSystemThatTakesNoFiles() {
		final DefacingException e = assertThrows(DefacingException.class, () -> plan(Path.of("/proc/x/y"), folder.resolve("c.nii")));
		assertTrue(e.getMessage().startsWith("Nothing can be written to /proc/x/y, since /proc is read-only"), e.getMessage());
	}

	@Test
	void leavesNothingBehindWhereItTriedToWrite() throws IOException {
		plan(out, folder.resolve("c.nii"));
		plan(folder.resolve("new/one"), folder.resolve("c.nii"));
		assertFalse(Files.exists(folder.resolve("new")));
		try (Stream<Path> files = Stream.concat(Files.list(folder), Files.list(out))) {
			assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".deface")).toList());
		}
	}

	@Test
	void refusesToWriteWhereItMayNot() throws IOException {
		final Path scan = folder.resolve("c.nii");
		final Path closed = Files.createDirectory(folder.resolve("closed"));
		assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "this user may write everywhere");
		final DefacingException e = assertThrows(DefacingException.class, () -> plan(closed.resolve("new/one"), scan));
		assertTrue(e.getMessage().contains(closed + " is read-only"), e.getMessage());
		assertFalse(Files.exists(closed.resolve("new")));
	}

	private static BatchPlan plan(final Path out, final Object... inputs) throws IOException {
		return BatchPlan.of(Stream.of(inputs).map(Object::toString).toList(), out);
	}

	/** The names of those that are refused, from the folder, and why. */
	private Map<String, String> refused(final BatchPlan plan) {
		return plan.refused().entrySet().stream().collect(Collectors.toMap(entry -> relative(folder, entry.getKey().input()), Map.Entry::getValue));
	}

	private static String relative(final Path base, final Path file) {
		return base.relativize(file).toString().replace('\\', '/');
	}
}
