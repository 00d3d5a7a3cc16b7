package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanNameTest {

	@ParameterizedTest
	@CsvSource({ "sub-01_T1w.nii.gz, sub-01_T1w, sub-01, T1w", "sub-01_T1w_facemask.nii.gz, sub-01_T1w, sub-01, T1w",
		"sub-01_ses-2_run-1_FLAIR_regions.nii, sub-01_ses-2_run-1_FLAIR, sub-01, FLAIR",
		"sub-01_ses-2_space-orig_desc-face_mask.nii.gz, sub-01_ses-2, sub-01,", "ixi_007_regions.nii.gz, ixi_007, ixi_007,",
		"child T1_mask.hdr, child T1, child T1,", "head_t2_defaced.nii, head_t2, head_t2, t2", "mask.nii, mask, mask,",
		"Facemask_Seg.NII.GZ, Facemask, Facemask,", "scan.v2.nii.gz, scan.v2, scan.v2," })
	void knowsTheScanBehindAFileName(final String file, final String key, final String subject, final String contrast) {
		final ScanName name = ScanName.of(Path.of("folder", file));
		assertEquals(key, name.key());
		assertEquals(subject, name.subject());
		assertEquals(Optional.ofNullable(contrast), name.contrast());
	}

	@Test
	void readsTheFirstGroupOfAPattern() {
		assertEquals("17", ScanName.of("b/case 17 x.nii", Pattern.compile("case (\\d+)")).orElseThrow().key());
		assertEquals("case 17", ScanName.of("b/case 17 x.nii", Pattern.compile("case \\d+")).orElseThrow().key());
		assertEquals(Optional.empty(), ScanName.of("b/other.nii", Pattern.compile("case (\\d+)")));
	}
}
