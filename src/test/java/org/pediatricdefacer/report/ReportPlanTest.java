package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;

class ReportPlanTest {

	@TempDir
	private Path folder;

	private Path touch(final String file) throws IOException {
		final Path path = folder.resolve(file);
		Files.createDirectories(path.getParent());
		return Files.exists(path) ? path : Files.createFile(path);
	}

	private ReportPlan plan() throws IOException {
		return ReportPlan.of(folder.resolve("out"), Optional.of(folder.resolve("scans")), Optional.of(folder.resolve("brains")));
	}

	private void folders() throws IOException {
		for (final String name : new String[] { "out", "scans", "brains" })
			Files.createDirectories(folder.resolve(name));
	}

	@Test
	void putsTogetherWhatBelongsTogether() throws IOException {
		folders();
		final Path defaced = touch("out/sub-01/a_defaced.nii.gz");
		final Path region = touch("out/sub-01/a_removed.nii.gz");
		final Path stale = touch("out/sub-01/a_facemask.nii.gz");
		touch("private/sub-01/a_facemask.nii.gz");
		final Path record = touch("out/sub-01/a_defaced.json");
		final Path failed = touch("out/b_defaced-failed.nii.gz");
		touch("out/.b_defaced.nii.gz.part");
		touch("out/qc_report.html");
		final Path original = touch("scans/sub-01/a.nii");
		touch("scans/sub-02/c.nii.gz");
		final Path brain = touch("brains/sub-01/a_brain.nii.gz");
		final ReportPlan plan = plan();
		assertEquals(List.of(new ReportItem("b", Optional.of(failed), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
			Optional.empty(), Optional.empty()), new ReportItem("sub-01/a", Optional.of(defaced), Optional.of(region), Optional.empty(), Optional.of(
				stale), Optional.of(record), Optional.of(original), Optional.of(brain))), plan
				.items());
		assertEquals(List.of("sub-02/c"), plan.withoutResult());
	}

	/** Labels of scans are no scans, and MGH is. */
	@Test
	void takesNoLabelsForScansWithoutAResult() throws IOException {
		folders();
		final Path defaced = touch("out/a_defaced.mgz");
		final Path region = touch("out/a_removed.mgz");
		final Path original = touch("scans/a.mgz");
		for (final String labels : new String[] {"a_regions.nii.gz", "a_facemask.nii.gz", "b_regions.nii", "sub-1_T1w_dseg.nii.gz"})
			touch("scans/" + labels);
		touch("scans/c.nii.gz");
		final ReportPlan plan = plan();
		assertEquals(List.of(new ReportItem("a", Optional.of(defaced), Optional.of(region), Optional.empty(), Optional.empty(), Optional.empty(), Optional
			.of(original), Optional.empty())), plan.items());
		assertEquals(List.of("c"), plan.withoutResult());
	}

	/** In a data set scans keep their names, and removed regions are called after them, beside them or among the program's own files. */
	@Test
	void findsTheImagesOfARawDataSet() throws IOException {
		folders();
		final String own = "out/derivatives/pediatric-defacer/";
		final Path t1 = touch("out/sub-1/ses-2/anat/sub-1_ses-2_run-1_T1w.nii");
		final Path mask = touch("out/sub-1/ses-2/anat/sub-1_ses-2_run-1_mod-T1w_defacemask.nii.gz");
		final Path record = touch(own + "sub-1/ses-2/anat/sub-1_ses-2_run-1_T1w_defaced.json");
		final Path echo = touch("out/sub-1/anat/sub-1_echo-1_MEGRE.nii.gz");
		final Path ownMask = touch(own + "sub-1/anat/sub-1_mod-MEGRE_echo-1_defacemask.nii.gz");
		final Path ownRecord = touch(own + "sub-1/anat/sub-1_echo-1_MEGRE_defaced.json");
		final Path failed = touch(own + "sub-2/anat/sub-2_T1w_defaced.json");
		final Path original = touch("scans/sub-1/anat/sub-1_echo-1_MEGRE.nii.gz");
		touch("scans/sub-3/anat/sub-3_T1w.nii.gz");
		touch("scans/derivatives/other/sub-3/anat/sub-3_T1w.nii.gz");
		final ReportPlan plan = plan();
		assertEquals(List.of(new ReportItem("sub-1/anat/sub-1_echo-1_MEGRE", Optional.of(echo), Optional.of(ownMask), Optional.empty(), Optional.empty(),
			Optional.of(ownRecord), Optional.of(original), Optional.empty()), new ReportItem("sub-1/ses-2/anat/sub-1_ses-2_run-1_T1w", Optional.of(t1), Optional
				.of(mask), Optional.empty(), Optional.empty(), Optional.of(record), Optional.empty(), Optional.empty()), new ReportItem("sub-2/anat/sub-2_T1w",
					Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(failed), Optional.empty(), Optional.empty())), plan.items());
		assertEquals(List.of("sub-3/anat/sub-3_T1w"), plan.withoutResult());
	}

	@Test
	void findsTheImagesOfADerivative() throws IOException {
		folders();
		final Path t1 = touch("out/sub-1/anat/sub-1_desc-defaced_T1w.nii.gz");
		final Path mask = touch("out/sub-1/anat/sub-1_mod-T1w_defacemask.nii.gz");
		final Path record = touch("out/sub-1/anat/sub-1_T1w_defaced.json");
		final Path original = touch("scans/sub-1/anat/sub-1_T1w.nii.gz");
		assertEquals(List.of(new ReportItem("sub-1/anat/sub-1_T1w", Optional.of(t1), Optional.of(mask), Optional.empty(), Optional.empty(), Optional.of(record),
			Optional.of(original), Optional.empty())), plan().items());
	}

	/** Originals of a data set that was defaced in place lie in it. */
	@Test
	void findsOriginalsBelowTheResults() throws IOException {
		final Path t1 = touch("out/sub-1/anat/sub-1_T1w.nii.gz");
		final Path record = touch("out/derivatives/pediatric-defacer/sub-1/anat/sub-1_T1w_defaced.json");
		final Path original = touch("out/sourcedata/pre-deface/sub-1/anat/sub-1_T1w.nii.gz");
		final ReportPlan plan = ReportPlan.of(folder.resolve("out"), Optional.of(folder.resolve("out/sourcedata/pre-deface")), Optional.empty());
		assertEquals(List.of(new ReportItem("sub-1/anat/sub-1_T1w", Optional.of(t1), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(record),
			Optional.of(original), Optional.empty())), plan.items());
	}

	@Test
	void findsOriginalsElsewhereOnlyIfTheirNameIsUnique() throws IOException {
		folders();
		touch("out/a_defaced.json");
		touch("out/b_defaced.json");
		touch("out/1/t1_defaced.json");
		touch("out/2/t1_defaced.json");
		final Path a = touch("scans/deep/a.nii.gz");
		touch("scans/x/b.nii.gz");
		touch("scans/y/b.nii.gz");
		touch("scans/3/t1.nii.gz");
		final List<ReportItem> items = plan().items();
		assertEquals(List.of("1/t1", "2/t1", "a", "b"), items.stream().map(ReportItem::name).toList());
		assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.of(a), Optional.empty()), items.stream().map(ReportItem::original)
			.toList());
	}

	@Test
	void knowsHowBidsNamesBrains() throws IOException {
		folders();
		touch("out/sub-01/anat/sub-01_T1w_defaced.json");
		final Path brain = touch("brains/sub-01/anat/sub-01_desc-brain_mask.nii.gz");
		assertEquals(Optional.of(brain), plan().items().get(0).brain());
	}

	@Test
	void resultsBesideTheirOriginalsAreNoOriginals() throws IOException {
		final Path scan = touch("scans/a.nii.gz");
		touch("scans/a_defaced.nii.gz");
		touch("scans/a_facemask.nii.gz");
		touch("scans/a_removed.nii.gz");
		final ReportPlan plan = ReportPlan.of(folder.resolve("scans"), Optional.of(folder.resolve("scans")), Optional.empty());
		assertEquals(Optional.of(scan), plan.items().get(0).original());
		assertEquals(List.of(), plan.withoutResult());
	}

	private ReportPlan plan(final String privates) throws IOException {
		return ReportPlan.of(folder.resolve("out"), Optional.of(folder.resolve(privates)), Optional.empty(), Optional.empty());
	}

	@Test
	void takesFacemasksOfAPrivateFolderOnly() throws IOException {
		folders();
		touch("out/sub-01/a_defaced.nii.gz");
		touch("out/a_defaced.nii.gz");
		touch("out/a_facemask.nii.gz");
		final Path mask = touch("private/sub-01/a_facemask.nii.gz");
		touch("private/sub-01/a_landmarks.json");
		touch("private/b_facemask.nii.gz");
		final ReportPlan plan = plan("private");
		assertEquals(List.of("a", "sub-01/a"), plan.items().stream().map(ReportItem::name).toList());
		assertEquals(List.of(Optional.empty(), Optional.of(mask)), plan.items().stream().map(ReportItem::facemask).toList());
		assertTrue(plan.hasFacemasks() && !plan().hasFacemasks());
	}

	@Test
	void keepsFacemasksApartFromResults() throws IOException {
		folders();
		touch("out/a_defaced.nii.gz");
		touch("out/private/a_facemask.nii.gz");
		for (final String no : new String[] { "out", "out/private" })
			assertTrue(assertThrows(DefacingException.class, () -> plan(no)).getMessage().contains("is not apart from the results"));
		final Path out = folder.resolve("out");
		for (final String no : new String[] { "out/qc.html", "qc.html", "out/deep/qc.html" })
			assertTrue(assertThrows(DefacingException.class, () -> ReportPlan.requireApart(folder.resolve(no), out)).getMessage().contains(
				"A report with facemasks shows faces"));
		ReportPlan.requireApart(folder.resolve("scans/qc.html"), out);
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		folders();
		assertTrue(assertThrows(DefacingException.class, this::plan).getMessage().contains("no results"));
		assertTrue(assertThrows(DefacingException.class, () -> ReportPlan.of(folder.resolve("nowhere"), Optional.empty(), Optional.empty()))
			.getMessage().contains("nowhere"));
	}

	@Test
	void knowsWhatIsSharedTogether() throws IOException {
		folders();
		final Path out = folder.resolve("out");
		assertTrue(ReportPlan.besideResults(out.resolve("qc.html"), out));
		assertTrue(ReportPlan.besideResults(out.resolve("new/folder/qc.html"), out));
		assertTrue(ReportPlan.besideResults(folder.resolve("scans/../qc.html"), out));
		assertFalse(ReportPlan.besideResults(folder.resolve("scans/qc.html"), out));
		assertFalse(ReportPlan.besideResults(folder.resolve("not yet there/qc.html"), out));
	}
}
