package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.bids.FileFate.Kind;

class FileFateTest {

	private static FileFate fate(final String path) {
		return FileFate.of(Path.of(path));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sub-01/anat/sub-01_T1w.nii.gz", "sub-01/ses-1/anat/sub-01_ses-1_UNIT1.nii", "sub-1/anat/sub-1_inv-1_part-phase_MP2RAGE.nii",
		"sub-01/fmap/sub-01_magnitude1.nii.gz", "sub-01/fmap/sub-01_phasediff.nii.gz", "sub-01/anat/sub-01_echo-1_FLASH.nii.gz",
		"sub-01/anat/sub-01_T1map.nii.gz" })
	void defacesImagesOfHeads(final String path) {
		assertEquals(Kind.SCAN, fate(path).kind());
	}

	@ParameterizedTest
	@ValueSource(strings = { "sub-01/func/sub-01_task-rest_bold.nii.gz", "sub-01/func/sub-01_task-rest_sbref.nii.gz", "sub-01/dwi/sub-01_dwi.nii.gz",
		"sub-01/perf/sub-01_asl.nii.gz" })
	void knowsSeries(final String path) {
		assertEquals(Kind.SERIES, fate(path).kind());
	}

	@ParameterizedTest
	@ValueSource(strings = { "README", "dataset_description.json", ".bidsignore", "sub-01/anat/sub-01_T1w.json", "sub-01/func/sub-01_task-rest_events.tsv",
		"sub-01/dwi/sub-01_dwi.bval", "stimuli/face.png", "code/deface.py", "sub-01/eeg/sub-01_task-rest_eeg.edf", "sub-01/sub-01_sessions.tsv",
		"phenotype/height.tsv", "sub-01/meg/sub-01_task-rest_meg.ds/sub-01_task-rest_meg.meg4", "sub-01/meg/sub-01_task-rest_meg/config",
		"sub-01/meg/sub-01_task-rest_events.tsv" })
	void copiesAllElse(final String path) {
		assertEquals(Kind.COPY, fate(path).kind(), fate(path).reason());
	}

	@ParameterizedTest
	@CsvSource({ "sourcedata/sub-01/1.dcm, sourcedata", "derivatives/fs/sub-01/T1.mgz, derivatives", "sub-01/anat/photo.jpg, picture",
		"sub-01/ieeg/sub-01_photo.jpg, picture", "sub-01/perf/sub-01_asllabeling.jpg, picture", "sub-01/pet/sub-01_pet.nii.gz, PET", "sub-01/pet/sub-01_pet.json, PET",
		"sub-01/ct/sub-01_ct.nii.gz, CT", "sub-01/anat/sub-01_CT.nii.gz, CT", "sub-01/mrs/sub-01_svs.nii.gz, spectroscopy",
		"sub-01/meg/sub-01_headshape.pos, head shape", "sub-01/eeg/sub-01_electrodes.tsv, electrodes", ".git/annex/x, hidden",
		"sub-01/.heudiconv/x.txt, hidden", "sub-01/anat/.DS_Store, hidden", "sub-01/anat/t1.nii.gz, does not know", "sub-01/anat/sub-01_T1w.mgz, does not know",
		"sub-01/extra/sub-01_T1w.nii.gz, does not know", "template.nii.gz, outside", "code/atlas.nii, outside", "sub-01/anat/sub-02_T1w.nii.gz, folder",
		"sub-01/anat/sub-01_ses-1_T1w.nii.gz, folder", "sub-01/anat/sub-01_mod-T1w_defacemask.nii.gz, mask", "sub-01/anat/originals.zip, does not know",
		"sub-01/meg/sub-01_task-rest_meg.fif, digitized", "sub-01/meg/sub-01_task-rest_split-01_meg.fif.gz, digitized",
		"sub-01/meg/sub-01_task-rest_meg.ds/sub-01_task-rest_meg.hc, digitized", "sub-01/meg/sub-01_task-rest_meg.ds/sub-01.pos, head shape",
		"sub-01/meg/sub-01_task-rest_meg.ds/session.shape, digitized", "sub-01/meg/sub-01_headshape.elp, head shape",
		"sub-01/meg/sub-01_task-rest_meg.con, digitized", "sub-01/meg/sub-01_task-rest_meg/hs_file, digitized" })
	void withholdsWhatMayShowAFace(final String path, final String word) {
		assertEquals(Kind.WITHHELD, fate(path).kind());
		assertTrue(fate(path).reason().contains(word), fate(path).reason());
	}

	@Test
	void knowsTheTablesWhoseRowsMayGo() {
		assertEquals(Kind.SCANS_TABLE, fate("sub-01/ses-1/sub-01_ses-1_scans.tsv").kind());
		assertEquals(Kind.PARTICIPANTS, fate("participants.tsv").kind());
	}

	@Test
	void saysWhereScansAndMasksGo() {
		final Path scan = Path.of("sub-01/ses-1/anat/sub-01_ses-1_run-1_T1w.nii");
		assertEquals(scan, Placement.COPY.scan(scan));
		assertEquals(Path.of("sub-01/ses-1/anat/sub-01_ses-1_run-1_desc-defaced_T1w.nii"), Placement.DERIVATIVE.scan(scan));
		assertEquals(Path.of("sub-01/ses-1/anat/sub-01_ses-1_run-1_mod-T1w_defacemask.nii.gz"), Placement.COPY.removed(scan));
		assertEquals(Path.of("derivatives/pediatric-defacer/sub-1/anat/sub-1_mod-MP2RAGE_inv-1_defacemask.nii.gz"), Placement.COPY.removed(Path.of(
			"sub-1/anat/sub-1_inv-1_MP2RAGE.nii.gz")));
		assertEquals(Path.of("derivatives/pediatric-defacer/sub-1/fmap/sub-1_mod-magnitude1_defacemask.nii.gz"), Placement.COPY.removed(Path.of(
			"sub-1/fmap/sub-1_magnitude1.nii.gz")));
		assertEquals(Path.of("derivatives/pediatric-defacer/sub-01/ses-1/anat/sub-01_ses-1_run-1_T1w"), Placement.COPY.base(scan));
	}
}
