package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.bids.DatasetOptions.Series;
import org.pediatricdefacer.bids.DatasetPlan.SessionFiles;
import org.pediatricdefacer.bids.FileFate.Kind;
import org.pediatricdefacer.session.SessionScan.Role;

class DatasetPlanTest {

	@TempDir
	private Path dataset;

	@BeforeEach
	void make() throws IOException {
		for (final String name : List.of("dataset_description.json", "README", "sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz",
			"sub-01/ses-1/func/sub-01_ses-1_task-rest_bold.nii.gz", "sub-01/ses-2/anat/sub-01_ses-2_T2w.nii.gz", "sub-01/sub-01_sessions.tsv",
			"sub-02/anat/sub-02_T1w.nii.gz", "sub-02/pet/sub-02_pet.nii.gz"))
			DatasetFixture.write(dataset.resolve(name), "x");
	}

	private DatasetPlan plan(final Set<String> participants, final Set<String> sessions, final Set<String> suffixes, final Series series)
		throws IOException
	{
		return DatasetPlan.of(dataset, dataset.resolve("derivatives/out"), new DatasetOptions(participants, sessions, suffixes, Placement.COPY,
			series));
	}

	private static Map<String, Kind> kinds(final DatasetPlan plan) {
		final Map<String, Kind> kinds = new TreeMap<>();
		for (final SessionFiles session : plan.sessions())
			session.files().forEach(file -> kinds.put(file.name(), file.fate().kind()));
		return kinds;
	}

	@Test
	void sortsFilesBySession() throws IOException {
		final DatasetPlan plan = plan(Set.of(), Set.of(), Set.of(), Series.DEFACE);
		assertEquals(List.of("sub-01", "sub-01_ses-1", "sub-01_ses-2", "sub-02"), plan.sessions().stream().map(SessionFiles::name).toList());
		assertEquals(List.of("README", "dataset_description.json"), plan.common().stream().map(DatasetFile::name).toList());
		assertEquals(Kind.SCAN, kinds(plan).get("sub-01/ses-1/func/sub-01_ses-1_task-rest_bold.nii.gz"));
		assertTrue(plan.notes().stream().anyMatch(note -> note.contains("PET is not handled: 1")), plan.notes().toString());
	}

	@Test
	void takesOnlyWhatIsAskedFor() throws IOException {
		assertEquals(Set.of("sub-02/anat/sub-02_T1w.nii.gz", "sub-02/pet/sub-02_pet.nii.gz"), kinds(plan(Set.of("02"), Set.of(), Set.of(),
			Series.DEFACE)).keySet());
		assertEquals(Set.of("sub-01/ses-2/anat/sub-01_ses-2_T2w.nii.gz", "sub-01/sub-01_sessions.tsv"), kinds(plan(Set.of("01"), Set.of("2"), Set.of(),
			Series.DEFACE)).keySet());
		final DefacingException e = assertThrows(DefacingException.class, () -> plan(Set.of("03"), Set.of(), Set.of(), Series.DEFACE));
		assertTrue(e.getMessage().contains("no participant 03; it has 01, 02"), e.getMessage());
	}

	@Test
	void withholdsScansThatAreNotAskedFor() throws IOException {
		final Map<String, Kind> kinds = kinds(plan(Set.of(), Set.of(), Set.of("T1w"), Series.DEFACE));
		assertEquals(Kind.SCAN, kinds.get("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz"));
		assertEquals(Kind.WITHHELD, kinds.get("sub-01/ses-2/anat/sub-01_ses-2_T2w.nii.gz"), "a face that is not removed is not copied");
	}

	@Test
	void doesWithSeriesAsAsked() throws IOException {
		final String bold = "sub-01/ses-1/func/sub-01_ses-1_task-rest_bold.nii.gz";
		assertEquals(Kind.COPY, kinds(plan(Set.of(), Set.of(), Set.of(), Series.LEAVE)).get(bold));
		assertEquals(Kind.WITHHELD, kinds(plan(Set.of(), Set.of(), Set.of(), Series.WITHHOLD)).get(bold));
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void saysWhatHasToBeFetched() throws IOException {
		Files.createSymbolicLink(dataset.resolve("sub-02/anat/sub-02_T2w.nii.gz"), Path.of("../../.git/annex/objects/x/y.nii.gz"));
		Files.createSymbolicLink(dataset.resolve("sub-02/anat/sub-02_T2w.json"), Path.of("../../.git/annex/objects/x/y.json"));
		DatasetFixture.write(dataset.resolve("sub-02/anat/sub-02_PDw.nii.gz"), "/annex/objects/SHA256E-s1--0.nii.gz\n");
		final DatasetPlan plan = plan(Set.of(), Set.of(), Set.of(), Series.DEFACE);
		assertEquals(Kind.SCAN, kinds(plan).get("sub-02/anat/sub-02_T2w.nii.gz"), "it fails, and is not passed over");
		assertEquals(Kind.WITHHELD, kinds(plan).get("sub-02/anat/sub-02_T2w.json"));
		assertTrue(plan.notes().stream().anyMatch(note -> note.startsWith("3 files are links") && note.contains("datalad get")), plan.notes()
			.toString());
	}

	@Test
	@DisabledOnOs(value = { OS.WINDOWS, OS.MAC }, disabledReason = "there such files cannot be")
	void refusesNamesThatDifferOnlyInCase() throws IOException {
		DatasetFixture.write(dataset.resolve("sub-02/anat/sub-02_t1w.nii.gz"), "x");
		DatasetFixture.write(dataset.resolve("sub-02/anat/sub-02_T1W.json"), "x");
		DatasetFixture.write(dataset.resolve("sub-02/anat/sub-02_T1w.json"), "x");
		final Map<String, Kind> kinds = kinds(plan(Set.of(), Set.of(), Set.of(), Series.DEFACE));
		assertEquals(Kind.WITHHELD, kinds.get("sub-02/anat/sub-02_t1w.nii.gz"));
		assertEquals(Set.of(Kind.COPY, Kind.WITHHELD), Set.of(kinds.get("sub-02/anat/sub-02_T1W.json"), kinds.get("sub-02/anat/sub-02_T1w.json")));
	}

	@Test
	void refusesWhatIsNoDataSet() throws IOException {
		final Path other = Files.createDirectory(dataset.resolve("code"));
		assertThrows(DefacingException.class, () -> DatasetPlan.of(other, dataset.resolve("out"), DatasetOptions.DEFAULT));
		Files.delete(dataset.resolve("dataset_description.json"));
		assertTrue(plan(Set.of(), Set.of(), Set.of(), Series.DEFACE).notes().get(0).contains("missing or broken"));
	}

	@Test
	void looksForTheHeadOnceInEachAcquisition() {
		final List<DatasetFile> scans = List.of("sub-1_inv-1_MP2RAGE.nii", "sub-1_inv-2_part-mag_MP2RAGE.nii", "sub-1_inv-2_part-phase_MP2RAGE.nii",
			"sub-1_UNIT1.nii", "sub-1_echo-1_MEGRE.nii", "sub-1_echo-2_MEGRE.nii", "sub-1_run-1_T1w.nii", "sub-1_run-2_T1w.nii", "sub-1_T1map.nii").stream().map(
				name -> new DatasetFile(Path.of("sub-1/anat", name), new FileFate(Kind.SCAN, ""))).toList();
		final ScanRoles roles = new ScanRoles(scans);
		assertEquals(List.of("sub-1_inv-2_part-mag_MP2RAGE.nii", "sub-1_echo-1_MEGRE.nii", "sub-1_run-1_T1w.nii", "sub-1_run-2_T1w.nii"), scans.stream()
			.filter(scan -> roles.role(scan) == Role.ANATOMY).map(scan -> scan.path().getFileName().toString()).toList());
		assertEquals(ScanRoles.acquisition(scans.get(0)), ScanRoles.acquisition(scans.get(3)));
	}
}
