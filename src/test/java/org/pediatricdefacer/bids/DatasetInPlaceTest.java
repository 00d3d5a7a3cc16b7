package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.session.RigidTransform;
import org.pediatricdefacer.session.SessionFixture;

/** Data sets that are defaced in place, run after run. */
class DatasetInPlaceTest {

	private static final DatasetOptions SECOND = new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.IN_PLACE, DatasetOptions.Series.DEFACE);
	private static final String KEPT = "sourcedata/pre-deface/";
	private static final String FAILED = "derivatives/pediatric-defacer/deface_failed.tsv";
	private static final String T1 = "sub-02/anat/sub-02_T1w.nii.gz";
	private static final String FLAIR = "sub-02/anat/sub-02_FLAIR.nii.gz";
	private static Defacer defacer;

	@TempDir
	private Path dataset;
	private Map<String, String> before;
	private DatasetSummary first;

	@BeforeAll
	static void open() {
		defacer = SessionFixture.defacer();
	}

	@AfterAll
	static void close() {
		defacer.close();
	}

	/** The FLAIR of the second participant is broken. */
	@BeforeEach
	void defaceOnce() throws IOException {
		DatasetFixture.make(dataset);
		before = sums();
		first = deface();
	}

	private DatasetSummary deface() throws IOException {
		return DatasetFixture.deface(defacer, dataset, dataset, SECOND, false);
	}

	private Map<String, String> sums() throws IOException {
		return DatasetFixture.sums(dataset);
	}

	@Test
	void triesAgainWhatFailed() throws IOException {
		final Map<String, String> once = sums();
		assertFalse(once.containsKey(FLAIR));
		assertEquals(first.text(), deface().text(), "it fails again");
		assertEquals(once, sums());
		// Whoever finds out what was wrong mends the original.
		Files.delete(dataset.resolve(KEPT + FLAIR));
		SessionFixture.t2(dataset.resolve(KEPT + FLAIR), RigidTransform.IDENTITY);
		assertEquals(0, deface().count("error"));
		final Map<String, String> after = sums();
		assertTrue(after.containsKey(FLAIR) && !after.get(FLAIR).equals(after.get(KEPT + FLAIR)), "it is defaced now");
		assertEquals(before.get("sub-02/sub-02_scans.tsv"), after.get("sub-02/sub-02_scans.tsv"), "its row is back");
		final String sidecar = Files.readString(dataset.resolve("sub-02/anat/sub-02_FLAIR.json"));
		assertTrue(sidecar.contains("\"EchoTime\": 0.1") && sidecar.contains("113102"), sidecar);
		assertFalse(Files.readString(dataset.resolve(FAILED)).contains("FLAIR"));
		assertEquals(before.get(T1), after.get(KEPT + T1));
	}

	/** A kill between the moments at which the scan with its face goes and the one without it comes. */
	@Test
	void goesOnWhereARunWasKilled() throws IOException {
		final Map<String, String> once = sums();
		Files.delete(dataset.resolve(T1));
		Files.delete(dataset.resolve("derivatives/pediatric-defacer/logs/sub-02_log.json"));
		deface();
		assertEquals(once, sums());
	}

	/** What is neither the original nor ours is someone's only copy. */
	@Test
	void leavesAScanThatItDoesNotKnow() throws IOException {
		Files.delete(dataset.resolve(T1));
		SessionFixture.t2(dataset.resolve(T1), RigidTransform.IDENTITY);
		final String foreign = sums().get(T1);
		assertEquals(2, deface().count("error"));
		assertEquals(foreign, sums().get(T1));
		assertEquals(before.get(T1), sums().get(KEPT + T1));
		assertTrue(Files.readString(dataset.resolve(FAILED)).contains("is neither its original"));
	}

	/** A scan whose sidecar is no JSON cannot be marked; it does not stay with its face, and comes back when the sidecar is right. */
	@Test
	void takesOutWhatCannotBeMarked() throws IOException {
		DatasetFixture.write(dataset.resolve("sub-01/ses-1/anat/sub-01_ses-1_T2w.json"), "{broken");
		final DatasetOptions one = new DatasetOptions(Set.of("01"), Set.of(), Set.of("T2w"), Placement.IN_PLACE, DatasetOptions.Series.DEFACE);
		final String scan = "sub-01/ses-1/anat/sub-01_ses-1_T2w.nii";
		assertEquals(1, DatasetFixture.deface(defacer, dataset, dataset, one, false).count("error"));
		assertFalse(Files.exists(dataset.resolve(scan)));
		assertEquals(before.get(scan), sums().get(KEPT + scan));
		DatasetFixture.write(dataset.resolve(KEPT + "sub-01/ses-1/anat/sub-01_ses-1_T2w.json"), "{\"EchoTime\": 0.0900}");
		assertEquals(0, DatasetFixture.deface(defacer, dataset, dataset, one, false).count("error"));
		assertTrue(Files.exists(dataset.resolve(scan)));
	}
}
