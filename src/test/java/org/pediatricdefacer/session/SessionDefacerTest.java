package org.pediatricdefacer.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.imglib2.Cursor;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.session.SessionScan.Role;

class SessionDefacerTest {

	private static Defacer defacer;

	@TempDir
	private Path folder;

	private final Map<String, SessionScan> scans = new LinkedHashMap<>();

	@BeforeAll
	static void open() {
		defacer = SessionFixture.defacer();
	}

	@AfterAll
	static void close() {
		defacer.close();
	}

	private Path add(final String name, final Role role, final String acquisition) {
		final Path file = folder.resolve("in").resolve(name + ".nii.gz");
		scans.put(name, new SessionScan(BatchItem.of(file, folder.resolve("out")), name, role, acquisition));
		return file;
	}

	private Map<String, ScanOutcome> deface() {
		final BatchSummary summary = new SessionDefacer(defacer, FileSettings.DEFAULT.withThreads(1), NiftiReader::read).deface(List.copyOf(scans
			.values()), Map.of(), new BatchListener() {

				@Override
				public Progress started(final int number, final int count, final BatchItem item) {
					return Progress.NONE;
				}

				@Override
				public void finished(final int number, final int count, final ScanOutcome outcome) {}
			}, Progress.NONE);
		final Map<String, ScanOutcome> outcomes = new LinkedHashMap<>();
		scans.forEach((name, scan) -> summary.outcomes().stream().filter(outcome -> outcome.item().equals(scan.item())).forEach(outcome -> outcomes.put(
			name, outcome)));
		return outcomes;
	}

	private static <T extends RealType<?>> boolean[] removed(final BatchItem item) throws IOException {
		final var image = NiftiReader.read(item.removed());
		final boolean[] flags = new boolean[Math.toIntExact(image.grid().voxels())];
		@SuppressWarnings("unchecked")
		final Cursor<T> cursor = (Cursor<T>) Views.flatIterable(image.volume().first()).cursor();
		for (int i = 0; i < flags.length; i++)
			flags[i] = cursor.next().getRealDouble() > 0;
		return flags;
	}

	private static double dice(final boolean[] a, final boolean[] b) {
		int both = 0, sum = 0;
		for (int i = 0; i < a.length; i++) {
			both += a[i] && b[i] ? 1 : 0;
			sum += (a[i] ? 1 : 0) + (b[i] ? 1 : 0);
		}
		return 2.0 * both / sum;
	}

	@Test
	void removesWhatWasFoundFromScansThatShowNoSkin() throws IOException {
		SessionFixture.t1(add("t1", Role.ANATOMY, "a"));
		SessionFixture.uniform(add("uni", Role.FOLLOWER, "a"));
		SessionFixture.uniform(add("uni_alone", Role.FOLLOWER, "b"));
		final Map<String, ScanOutcome> outcomes = deface();
		assertEquals(Status.PASS, outcomes.get("t1").status(), outcomes.get("t1").reasons().toString());
		assertArrayEquals(removed(scans.get("t1").item()), removed(scans.get("uni").item()));
		assertArrayEquals(removed(scans.get("t1").item()), removed(scans.get("uni_alone").item()));
		assertEquals(Status.PASS, outcomes.get("uni").status(), outcomes.get("uni").reasons().toString());
		assertTrue(outcomes.get("uni").reasons().toString().contains("t1 was erased here, carried by its acquisition"), outcomes.get("uni").reasons()
			.toString());
		assertTrue(outcomes.get("uni_alone").reasons().toString().contains("carried by scanner coordinates"), outcomes.get("uni_alone").reasons()
			.toString());
		assertTrue(Files.readString(scans.get("uni").item().record()).contains("\"from\": \"t1\""));
	}

	@Test
	void saysThatNoiseShowsNotWhereTheHeadLies() throws IOException {
		SessionFixture.t1(add("t1", Role.ANATOMY, "a"));
		SessionFixture.noise(add("phase", Role.FOLLOWER, "b"));
		final ScanOutcome outcome = deface().get("phase");
		assertEquals(Status.REVIEW, outcome.status(), outcome.reasons().toString());
		assertTrue(outcome.reasons().toString().contains("could not be seen in it"), outcome.reasons().toString());
		assertArrayEquals(removed(scans.get("t1").item()), removed(scans.get("phase").item()));
	}

	@Test
	void carriesAcrossMotion() throws IOException {
		SessionFixture.t1(add("t1", Role.ANATOMY, "a"));
		SessionFixture.t2(add("t2", Role.ANATOMY, "b"), RigidTransform.IDENTITY);
		SessionFixture.t2(add("moved", Role.ANATOMY, "c"), SessionFixture.MOTION);
		final Map<String, ScanOutcome> outcomes = deface();
		for (final ScanOutcome outcome : outcomes.values())
			assertEquals(Status.PASS, outcome.status(), outcome.reasons().toString());
		// All have the same voxels, so that what is removed differs by the error of the registration alone.
		assertTrue(dice(removed(scans.get("t1").item()), removed(scans.get("moved").item())) > 0.96, "Dice " + dice(removed(scans.get("t1").item()),
			removed(scans.get("moved").item())));
		assertTrue(outcomes.get("moved").reasons().toString().contains("registration") || outcomes.get("t1").reasons().toString().contains(
			"registration"), outcomes.toString());
	}

	@Test
	void goesOnWithoutAScanThatCannotBeRead() throws IOException {
		SessionFixture.t1(add("t1", Role.ANATOMY, "a"));
		Files.writeString(add("broken", Role.ANATOMY, "b"), "no scan");
		final Map<String, ScanOutcome> outcomes = deface();
		assertEquals(Status.PASS, outcomes.get("t1").status(), outcomes.get("t1").reasons().toString());
		assertEquals(Status.ERROR, outcomes.get("broken").status());
		assertFalse(Files.exists(scans.get("broken").item().defaced()));
	}

	@Test
	void defacesOneScanAsIfItWereAlone() throws IOException {
		SessionFixture.t1(add("t1", Role.ANATOMY, "a"));
		assertEquals(Status.PASS, deface().get("t1").status());
		assertFalse(Files.readString(scans.get("t1").item().record()).contains("\"from\""));
	}
}
