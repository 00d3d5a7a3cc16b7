package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BidsNameTest {

	private static BidsName name(final String text) {
		return BidsName.parse(text).orElseThrow();
	}

	@Test
	void readsEntitiesSuffixAndExtension() {
		final BidsName name = name("sub-01_ses-a2_run-1_T1w.nii.gz");
		assertEquals(Map.of("sub", "01", "ses", "a2", "run", "1"), name.entities());
		assertEquals("T1w", name.suffix());
		assertEquals(".nii.gz", name.extension());
		assertEquals(Optional.of("a2"), name.label("ses"));
		assertEquals(Optional.empty(), name.label("acq"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sub-01_ses-a2_run-1_T1w.nii.gz", "task-rest_bold.json", "MP2RAGE.json", "sub-1_inv-2_part-mag_MP2RAGE.nii" })
	void writesWhatItRead(final String text) {
		assertEquals(text, name(text).toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "README", "sub-01_.nii.gz", "sub-01_sub-02_T1w.nii.gz", "sub-_T1w.nii.gz", "sub-01_T1w", "my scan.nii.gz",
		"sub-01_ses_T1w.nii.gz", "" })
	void knowsWhatIsNoName(final String text) {
		assertEquals(Optional.empty(), BidsName.parse(text));
	}

	@Test
	void addsEntitiesWhereTheyBelong() {
		assertEquals("sub-01_run-2_mod-T1w_echo-1_T1w.nii.gz", name("sub-01_run-2_echo-1_T1w.nii.gz").with("mod", "T1w").toString());
		assertEquals("sub-01_part-mag_desc-defaced_T1w.nii", name("sub-01_part-mag_T1w.nii").with("desc", "defaced").toString());
		assertEquals("sub-01_T2w.json", name("sub-01_T1w.nii.gz").withSuffix("T2w").withExtension(".json").toString());
	}

	@Test
	void inheritsByEntities() {
		final BidsName scan = name("sub-01_task-rest_run-2_bold.nii.gz");
		assertTrue(name("task-rest_bold.json").appliesTo(scan));
		assertTrue(name("bold.json").appliesTo(scan));
		assertTrue(name("sub-01_task-rest_run-2_bold.json").appliesTo(scan));
		assertFalse(name("task-nback_bold.json").appliesTo(scan));
		assertFalse(name("sub-01_task-rest_run-2_echo-1_bold.json").appliesTo(scan));
		assertFalse(name("task-rest_sbref.json").appliesTo(scan));
	}

	@ParameterizedTest
	@CsvSource({ "anat, sub-01_T1w.nii.gz", "anat, sub-1_inv-1_part-phase_MP2RAGE.nii", "anat, sub-01_ses-2_acq-x_ce-gd_rec-norm_run-1_T1w.nii.gz",
		"anat, sub-01_acq-x_echo-2_flip-1_mt-on_MPM.nii.gz", "fmap, sub-01_magnitude1.nii.gz", "func, sub-01_task-rest_dir-AP_run-1_echo-1_bold.nii.gz",
		"dwi, sub-01_dir-AP_dwi.nii.gz", "anat, sub-01_run-1_mod-T1w_defacemask.nii.gz" })
	void allowsNamesOfTheSpecification(final String datatype, final String text) {
		assertEquals(Optional.empty(), BidsRules.problem(datatype, name(text)));
	}

	@ParameterizedTest
	@CsvSource({ "anat, sub-01_T3w.nii.gz, suffix", "func, sub-01_T1w.nii.gz, suffix", "anat, sub-01_T1w.mgz, extension",
		"anat, sub-01_inv-1_T1w.nii.gz, entity", "anat, sub-01_MP2RAGE.nii, missing", "anat, sub-01_run-1_acq-x_T1w.nii.gz, before",
		"anat, sub-01_part-mag_echo-1_T1w.nii.gz, before", "anat, sub-01_inv-1_mod-MP2RAGE_defacemask.nii.gz, entity" })
	void saysWhatIsWrongWithAName(final String datatype, final String text, final String word) {
		assertTrue(BidsRules.problem(datatype, name(text)).orElse("").contains(word), BidsRules.problem(datatype, name(text)).toString());
	}
}
