package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;

class BatchRunnerTest {

	private final List<String> heard = new ArrayList<>();

	/** Writes down what it hears, and asks to stop at a scan of a given name. */
	private BatchListener listener(final String stopAt) {
		return new BatchListener() {

			@Override
			public Progress started(final int number, final int count, final BatchItem item) {
				heard.add(number + "/" + count + " " + item.name());
				return new Progress() {

					@Override
					public boolean canceled() {
						return item.name().equals(stopAt);
					}
				};
			}

			@Override
			public void finished(final int number, final int count, final ScanOutcome outcome) {
				heard.add(number + "/" + count + " " + outcome.status());
			}
		};
	}

	private static BatchPlan plan(final String... names) {
		return new BatchPlan(Stream.of(names).map(name -> BatchItem.of(Path.of(name), Path.of("out"))).toList());
	}

	private static ScanOutcome work(final BatchItem item, final Progress progress) throws IOException {
		switch (item.name()) {
			case "refused.nii" -> throw new DefacingException("refused.nii is empty; copy it again.");
			case "disk.nii" -> throw new IOException("no space left");
			case "closed.nii" -> throw new AccessDeniedException("out/closed");
			case "defect.nii" -> throw new IllegalStateException("oops");
			case "large.nii" -> throw new OutOfMemoryError();
			case "packed.nii" -> throw new IOException("packing failed", new OutOfMemoryError());
			default -> {
				return new ScanOutcome(item, item.name().startsWith("odd") ? Status.REVIEW : Status.PASS, List.of(), List.of(), List.of(), 0);
			}
		}
	}

	@Test
	void goesOnAfterEveryKindOfFailure() {
		final BatchSummary summary = new BatchRunner(BatchRunnerTest::work).run(plan("a.nii", "refused.nii", "disk.nii", "defect.nii",
			"large.nii", "odd.nii", "z.nii"), listener(null));
		assertEquals(List.of(Status.PASS, Status.ERROR, Status.ERROR, Status.ERROR, Status.ERROR, Status.REVIEW, Status.PASS), summary
			.outcomes().stream().map(ScanOutcome::status).toList());
		assertEquals(List.of("refused.nii is empty; copy it again."), summary.outcomes().get(1).reasons());
		assertTrue(summary.outcomes().get(2).reasons().get(0).startsWith("disk.nii: "));
		assertTrue(summary.outcomes().get(3).reasons().get(0).contains("oops"));
		assertEquals("7 scans: 2 pass, 1 review, 4 failed", summary.text());
		assertFalse(summary.succeeded());
		assertEquals(14, heard.size());
		assertEquals("2/7 refused.nii", heard.get(2));
		assertEquals("2/7 ERROR", heard.get(3));
	}

	@Test
	void countsWhatThePlanRefusesAsFailed() {
		final BatchPlan plan = plan("a.nii", "twin.nii", "z.nii");
		final BatchSummary summary = new BatchRunner(BatchRunnerTest::work).run(new BatchPlan(plan.items(), Map.of(plan.items().get(1),
			"twin.nii would have the same outputs as another; rename it.")), listener(null));
		assertEquals(List.of(Status.PASS, Status.ERROR, Status.PASS), summary.outcomes().stream().map(ScanOutcome::status).toList());
		assertEquals(List.of("twin.nii would have the same outputs as another; rename it."), summary.outcomes().get(1).reasons());
		assertEquals("3 scans: 2 pass, 0 review, 1 failed", summary.text());
		assertFalse(summary.succeeded());
		assertEquals("2/3 twin.nii", heard.get(2));
	}

	@Test
	void saysWhoIsKeptOut() {
		final BatchSummary summary = new BatchRunner(BatchRunnerTest::work).run(plan("closed.nii"), listener(null));
		assertEquals(List.of("closed.nii: out/closed is closed to this user; change its permissions, or choose another file or folder."), summary
			.outcomes().get(0).reasons());
	}

	@Test
	void saysThatMemoryIsShort() {
		final BatchSummary summary = new BatchRunner(BatchRunnerTest::work).run(plan("large.nii", "packed.nii"), listener(null));
		for (final ScanOutcome outcome : summary.outcomes())
			assertTrue(outcome.reasons().get(0).startsWith(outcome.item().name() + ": The scan needs more memory"), outcome.reasons().get(0));
	}

	@Test
	void succeedsWhenAllPassOrNeedReview() {
		final BatchSummary summary = new BatchRunner(BatchRunnerTest::work).run(plan("a.nii", "odd.nii"), listener(null));
		assertTrue(summary.succeeded());
		assertEquals("2 scans: 1 pass, 1 review, 0 failed", summary.text());
	}

	/** When Java ends, files vanish below a scan that is being written. */
	@Test
	void whatFailsAfterTheRequestToStopIsNoFailure() {
		final AtomicBoolean stop = new AtomicBoolean();
		final BatchSummary summary = new BatchRunner((item, progress) -> {
			stop.set(true);
			throw new ClosedChannelException();
		}).run(plan("a.nii"), new BatchListener() {

			@Override
			public Progress started(final int number, final int count, final BatchItem item) {
				return new Progress() {

					@Override
					public boolean canceled() {
						return stop.get();
					}
				};
			}

			@Override
			public void finished(final int number, final int count, final ScanOutcome outcome) {
				heard.add(outcome.toString());
			}
		});
		assertEquals(List.of(), heard);
		assertTrue(summary.canceled());
	}

	@Test
	void stopsWhenAsked() {
		final BatchSummary summary = new BatchRunner(BatchRunnerTest::work).run(plan("a.nii", "b.nii", "c.nii"), listener("b.nii"));
		assertEquals(1, summary.outcomes().size());
		assertTrue(summary.canceled());
		assertFalse(summary.succeeded());
		assertEquals("1 scan: 1 pass, 0 review, 0 failed; stopped on request with 2 left", summary.text());
	}
}
