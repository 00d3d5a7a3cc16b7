package org.pediatricdefacer.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;

/** What a shard does when it is run, stopped, and run again. */
class ShardRunnerTest extends PlanFixture {

	private static final String UUID = "01234567-89ab-cdef-0123-456789abcdef";

	private static List<Status> statuses(final BatchSummary summary) {
		return summary.outcomes().stream().map(ScanOutcome::status).toList();
	}

	private static String reason(final BatchSummary summary) {
		return summary.outcomes().get(0).reasons().get(0);
	}

	private Path ledger() {
		return folder.resolve("plan/000/ledger");
	}

	private PlanSettings identifying() {
		final PlanSettings usual = settings(SETTINGS);
		return new PlanSettings(usual.out(), Optional.of(folder.resolve("private")), usual.files(), usual.device(), usual.model(), usual.weights());
	}

	private BatchItem item(final DefacingPlan plan) throws IOException {
		return plan.item(plan.scans(plan.shards().get(0)).get(0));
	}

	@Test
	void passesOverWhatIsDone() throws IOException {
		scans("a.nii.gz", "sub/b.nii.gz");
		final DefacingPlan plan = plan(1);
		assertEquals(List.of(Status.PASS, Status.PASS), statuses(run(plan)));
		final List<String> files = files(out());
		assertEquals(List.of("a_defaced.json", "a_defaced.nii.gz", "a_removed.nii.gz", "sub/b_defaced.json", "sub/b_defaced.nii.gz",
			"sub/b_removed.nii.gz"), files);
		for (final String file : files)
			Files.setLastModifiedTime(out().resolve(file), FileTime.fromMillis(0));
		assertEquals(List.of(Status.SKIPPED, Status.SKIPPED), statuses(run(plan)));
		for (final String file : files)
			assertEquals(0, Files.getLastModifiedTime(out().resolve(file)).toMillis(), file);
		assertEquals(List.of(), files(ledger()));
	}

	/** What was planned and done is done, though the scan has gone since. */
	@Test
	void failsWhatHasChangedOrGone() throws IOException {
		scans("a.nii.gz", "b.nii.gz", "c.nii.gz");
		final DefacingPlan plan = plan(1);
		Files.write(folder.resolve("scans/a.nii.gz"), new byte[] {0}, StandardOpenOption.APPEND);
		Files.delete(folder.resolve("scans/b.nii.gz"));
		final BatchSummary first = run(plan);
		assertEquals(List.of(Status.ERROR, Status.ERROR, Status.PASS), statuses(first));
		assertTrue(reason(first).contains("a.nii.gz is not what it was when it was planned"), reason(first));
		assertTrue(first.outcomes().get(1).reasons().get(0).contains("is not there, or not any more"), first.outcomes().toString());
		assertEquals(List.of("c_defaced.json", "c_defaced.nii.gz", "c_removed.nii.gz"), files(out()));
		assertEquals("3 scans: 1 done, 0 review, 2 failed, 0 crashed, 0 missing", PlanStatus.of(plan, plan.shards()).text());
		Files.delete(folder.resolve("scans/c.nii.gz"));
		scans("a.nii.gz");
		assertEquals(List.of(Status.PASS, Status.ERROR, Status.SKIPPED), statuses(run(plan)));
		assertEquals("3 scans: 2 done, 0 review, 1 failed, 0 crashed, 0 missing", PlanStatus.of(plan, plan.shards()).text());
	}

	@Test
	void whatWasRefusedFails() throws IOException {
		scans("a.nii", "a.nii.gz");
		final BatchSummary summary = run(plan(1));
		assertEquals(List.of(Status.ERROR, Status.ERROR), statuses(summary));
		assertTrue(reason(summary).contains("would have the same outputs as"), reason(summary));
		assertEquals(List.of(), files(out()));
	}

	@Test
	void passesOverWhatEndedTheProgramThreeTimes() throws IOException {
		scans("a.nii.gz", "b.nii.gz");
		final DefacingPlan plan = plan(1);
		try (Ledger ledger = Ledger.open(plan.folder().resolve("000"))) {
			for (int i = 0; i < 3; i++)
				ledger.begin(0, true);
			ledger.begin(1, true);
			ledger.begin(1, true);
		}
		final BatchSummary summary = run(plan);
		assertEquals(List.of(Status.ERROR, Status.PASS), statuses(summary));
		assertTrue(reason(summary).contains("a.nii.gz crashed: the program ended 3 times"), reason(summary));
		final PlanStatus status = PlanStatus.of(plan, plan.shards());
		assertEquals("2 scans: 1 done, 0 review, 0 failed, 1 crashed, 0 missing", status.text());
		assertEquals(1, status.crashed().size());
		assertFalse(status.succeeded());
		assertEquals(List.of(Status.PASS, Status.SKIPPED), statuses(run(plan, 0, true, Optional.empty(), Progress.NONE)));
		assertEquals(List.of(), files(ledger()));
		assertTrue(PlanStatus.of(plan, plan.shards()).succeeded());
	}

	/** What a process left that was killed before its record: files of which some are not replaced unasked, and hidden ones. */
	@Test
	void clearsWhatAKilledProcessLeft() throws IOException {
		scans("a.nii.gz");
		final DefacingPlan plan = plan(1, identifying(), new ArrayList<>());
		final BatchItem item = item(plan);
		for (final Path file : List.of(item.facemask().orElseThrow(), item.removed())) {
			Files.createDirectories(file.getParent());
			Files.writeString(file, "half");
			Files.writeString(file.resolveSibling("." + file.getFileName() + "." + UUID + ".tmp"), "half");
		}
		assertTrue(reason(run(plan)).contains("exists already"), "nobody knows where these come from");
		try (Ledger ledger = Ledger.open(plan.folder().resolve("000"))) {
			ledger.begin(0, true);
		}
		assertEquals(List.of(Status.PASS), statuses(run(plan)));
		assertEquals(List.of("a_defaced.json", "a_defaced.nii.gz", "a_removed.nii.gz"), files(out()));
		assertEquals(List.of("a_facemask.nii.gz", "a_landmarks.json"), files(folder.resolve("private")));
	}

	/** The process was killed before it saw that there was a facemask already. */
	@Test
	void keepsWhatWasThereBeforeTheKilledProcess() throws IOException {
		scans("a.nii.gz");
		final DefacingPlan plan = plan(1, identifying(), new ArrayList<>());
		final Path facemask = item(plan).facemask().orElseThrow();
		Files.createDirectories(facemask.getParent());
		Files.writeString(facemask, "edited");
		try (Ledger ledger = Ledger.open(plan.folder().resolve("000"))) {
			ledger.begin(0, false);
		}
		assertTrue(reason(run(plan)).contains("exists already"));
		assertEquals("edited", Files.readString(facemask));
	}

	/** The last file of all appears after the record. */
	@Test
	void finishesWhatLacksItsScan() throws IOException {
		scans("a.nii.gz");
		final DefacingPlan plan = plan(1, identifying(), new ArrayList<>());
		run(plan);
		final byte[] before = Files.readAllBytes(item(plan).defaced());
		Files.delete(item(plan).defaced());
		assertEquals("1 scan: 0 done, 0 review, 0 failed, 0 crashed, 1 missing", PlanStatus.of(plan, plan.shards()).text());
		assertEquals(List.of(Status.PASS), statuses(run(plan)));
		assertArrayEquals(before, Files.readAllBytes(item(plan).defaced()));
	}

	/** A run that a person stops is no failure of the scan. */
	@Test
	void aStoppedRunLeavesNothing() throws IOException {
		scans("a.nii.gz");
		final DefacingPlan plan = plan(1);
		final Progress stopping = new Progress() {

			private boolean stop;

			@Override
			public void stage(final String room) {
				stop = stop || room.equals("infer");
			}

			@Override
			public boolean canceled() {
				return stop;
			}
		};
		final BatchSummary summary = run(plan, 0, false, Optional.empty(), stopping);
		assertTrue(summary.canceled() && summary.outcomes().isEmpty());
		assertEquals(List.of(), files(out()));
		assertEquals(List.of(), files(ledger()));
		assertEquals("1 scan: 0 done, 0 review, 0 failed, 0 crashed, 1 missing", PlanStatus.of(plan, plan.shards()).text());
	}

	@Test
	void readsFromACopyAndSaysNothingOfIt() throws IOException {
		scans("a.nii.gz");
		Files.writeString(folder.resolve("scans/b.nii"), "no scan");
		final DefacingPlan plan = plan(1);
		final Path scratch = folder.resolve("scratch");
		final BatchSummary summary = run(plan, 0, false, Optional.of(scratch), Progress.NONE);
		assertEquals(List.of(Status.PASS, Status.ERROR), statuses(summary));
		assertEquals(folder.resolve("scans/a.nii.gz"), summary.outcomes().get(0).item().input());
		final String reason = summary.outcomes().get(1).reasons().get(0);
		assertTrue(reason.contains(folder.resolve("scans/b.nii").toString()) && !reason.contains("scratch"), reason);
		assertEquals(List.of(), files(scratch));
		final Map<String, byte[]> copied = images();
		for (final String file : files(out()))
			Files.delete(out().resolve(file));
		run(plan);
		final Map<String, byte[]> direct = images();
		assertEquals(copied.keySet(), direct.keySet());
		copied.forEach((name, bytes) -> assertArrayEquals(bytes, direct.get(name), name));
	}

	private Map<String, byte[]> images() throws IOException {
		final Map<String, byte[]> images = new TreeMap<>();
		for (final String file : files(out()))
			if (file.endsWith(".nii.gz")) images.put(file, Files.readAllBytes(out().resolve(file)));
		assertFalse(images.isEmpty());
		return images;
	}

	@Test
	void aClaimHoldsUntilItIsClosed() throws IOException {
		scans("a.nii.gz");
		plan(1);
		try (Ledger ledger = Ledger.open(folder.resolve("plan/000"))) {
			final Closeable claim = ledger.claim(0).orElseThrow();
			assertTrue(ledger.claim(0).isEmpty());
			ledger.claim(1).orElseThrow().close();
			claim.close();
			ledger.claim(0).orElseThrow().close();
		}
	}

	@Test
	void refusesAnotherModel() throws IOException {
		scans("a.nii.gz");
		final DefacingPlan plan = plan(1, new PlanSettings(out(), Optional.empty(), SETTINGS, "cpu", Optional.empty(), "1".repeat(64)), new ArrayList<>());
		assertTrue(assertThrows(DefacingException.class, () -> run(plan)).getMessage().contains("was planned for another model"));
	}
}
