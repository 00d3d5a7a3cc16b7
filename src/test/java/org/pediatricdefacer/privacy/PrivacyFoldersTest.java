package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.evaluate.MaskPairing;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.VoxelGrid;

class PrivacyFoldersTest {

	@TempDir
	private Path temp;

	private Path write(final String file, final int size) throws IOException {
		final Path path = temp.resolve(file);
		Files.createDirectories(path.getParent());
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { size, size, size }, 2);
		NiftiWriter.write(NiftiImage.of(Balls.sample(grid, (x, y, z) -> Balls.distance(x, y, z) < 8 ? 100 : 3)), path, NiftiWriteOptions.DEFAULT);
		return path;
	}

	private PrivacyFolders folders(final Path labels, final Path brain) throws IOException {
		return PrivacyFolders.of(temp.resolve("before"), temp.resolve("after"), labels, brain, null);
	}

	@Test
	void findsWhatBelongsTogetherInTheFoldersOfThisProgram() throws IOException {
		final Path before = write("before/sub-1/sub-1_T1w.nii.gz", 8);
		write("before/sub-1/sub-1_T1w_regions.nii.gz", 8);
		write("before/sub-2_T1w.nii.gz", 8);
		final Path after = write("after/sub-1_T1w_defaced.nii.gz", 8);
		write("after/sub-1_T1w_removed.nii.gz", 8);
		final Path mask = write("private/sub-1_T1w_facemask.nii.gz", 8);
		final Path stray = write("after/sub-3_T1w_defaced.nii.gz", 8);
		final Path brain = write("brain/sub-1_T1w_brainmask.nii.gz", 8);
		Files.writeString(temp.resolve("private/sub-1_T1w_landmarks.json"), "{}");
		final PrivacyFolders found = folders(temp.resolve("private"), temp.resolve("brain"));
		assertEquals(List.of(new PrivacyFolders.Item("sub-1_T1w", before, after, Optional.of(mask), Optional.of(brain))), found.items());
		assertEquals(List.of(stray, temp.resolve("before/sub-2_T1w.nii.gz")), found.unmatched().stream().map(MaskPairing.Unmatched::file).toList());
	}

	@Test
	void takesTheScansOfOtherToolsByTheirNames() throws IOException {
		final Path before = write("before/a.nii", 8);
		final Path after = write("after/a.nii", 8);
		final Path labels = write("labels/a_regions.nii", 8);
		assertEquals(List.of(new PrivacyFolders.Item("a", before, after, Optional.of(labels), Optional.empty())), folders(temp.resolve("labels"), null)
			.items());
	}

	@Test
	void neverGuessesBetweenTwins() throws IOException {
		write("before/x/a.nii", 8);
		write("before/y/a.nii", 8);
		write("after/a_defaced.nii", 8);
		final PrivacyFolders found = folders(null, null);
		assertEquals(0, found.items().size());
		assertTrue(found.unmatched().get(0).reason().contains("2 files are named 'a'"));
	}

	@Test
	void listsWhatItCannotReadAndWhatThePatternLeavesOut() throws IOException {
		final Path odd = write("before/odd.nii", 8);
		write("before/case-1.nii", 8);
		write("after/case-1_defaced.nii", 8);
		final Path damaged = Files.writeString(temp.resolve("after/case-2_defaced.nii.gz"), "");
		final PrivacyFolders found = PrivacyFolders.of(temp.resolve("before"), temp.resolve("after"), null, null, Pattern.compile("case-(\\d)"));
		assertEquals(List.of("1"), found.items().stream().map(PrivacyFolders.Item::name).toList());
		assertEquals(List.of(odd, damaged), found.unmatched().stream().map(MaskPairing.Unmatched::file).toList());
		assertTrue(found.unmatched().get(0).reason().contains("pattern"), found.unmatched().get(0).reason());
		assertTrue(found.unmatched().get(1).reason().contains("no scan in NIfTI, MGH or NRRD"), found.unmatched().get(1).reason());
	}

	@Test
	void refusesWhatIsNoFolder() {
		assertThrows(DefacingException.class, () -> folders(null, null));
	}

	@Test
	void aBadScanFailsAloneAndTheRestIsWritten() throws IOException {
		write("before/a.nii", 16);
		write("after/a_defaced.nii", 16);
		write("before/b.nii", 16);
		write("after/b_defaced.nii", 12);
		final PrivacyEvaluation evaluation = PrivacyEvaluation.of(folders(null, null), Optional.empty(), Progress.NONE);
		assertEquals(1, evaluation.count(Verdict.FAIL), "nothing was changed");
		assertTrue(evaluation.failures().get(0).reason().contains("another grid"));
		PrivacyFiles.write(evaluation, temp.resolve("out"));
		final List<String> table = Files.readAllLines(temp.resolve("out/privacy.csv"));
		assertEquals(2, table.size());
		assertTrue(table.get(0).startsWith("scan,verdict,reasons,changed_ml,face_found_by,face_status,"), table.get(0));
		assertTrue(table.get(0).contains(",nose_residual,") && table.get(0).contains(",brain_removed_voxels,") && table.get(0).contains(",front_ssim,"));
		assertTrue(table.get(1).startsWith("a,fail,") && table.get(1).contains(",not run,"), table.get(1));
		assertEquals(table.get(0).split(",").length, table.get(1).replaceAll("\"[^\"]*\"", "quoted").split(",").length);
		assertTrue(Files.readString(temp.resolve("out/privacy_unmatched.csv")).contains("b_defaced.nii"));
		assertTrue(Files.readString(temp.resolve("out/privacy.json")).contains("\"verdict\": \"fail\""));
	}
}
