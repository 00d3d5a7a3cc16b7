package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.VoxelGrid;

class FacemaskEvaluationTest {

	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { 16, 16, 16 }, 2);

	@TempDir
	private Path temp;
	private Path predicted;
	private Path reference;

	@BeforeEach
	void folders() throws IOException {
		predicted = Files.createDirectories(temp.resolve("predicted"));
		reference = Files.createDirectories(temp.resolve("reference"));
	}

	/** A facemask that fills the part of the grid in front of a plane. */
	private static void mask(final Path file, final double front_mm) throws IOException {
		Files.createDirectories(file.getParent());
		NiftiWriter.write(NiftiImage.of(Balls.sample(GRID, (x, y, z) -> y > front_mm ? 2 : 0)), file, NiftiWriteOptions.DEFAULT);
	}

	private FacemaskEvaluation evaluate(final Participants participants) throws IOException {
		return FacemaskEvaluation.of(MaskPairing.of(predicted, reference, null), participants, Progress.NONE);
	}

	@Test
	void pairsByEntitiesAndListsTheRest() throws IOException {
		mask(predicted.resolve("sub-1_T1w_facemask.nii.gz"), 0);
		mask(predicted.resolve("sub-2/anat/sub-2_ses-1_desc-face_mask.nii.gz"), 0);
		mask(predicted.resolve("sub-3_T1w_facemask.nii.gz"), 0);
		mask(predicted.resolve("other_facemask.nii.gz"), 0);
		mask(reference.resolve("sub-1_T1w_regions.nii"), 0);
		mask(reference.resolve("sub-1_T2w_regions.nii"), 0);
		mask(reference.resolve("sub-2_ses-1_FLAIR_regions.nii"), 0);
		mask(reference.resolve("sub-3_T2w_regions.nii"), 0);
		mask(reference.resolve("other_regions.nii"), 0);
		Files.writeString(reference.resolve("notes.txt"), "no mask");
		final MaskPairing pairing = MaskPairing.of(predicted, reference, null);
		assertEquals(List.of("other", "sub-1_T1w", "sub-2_ses-1_FLAIR"), pairing.pairs().stream().map(p -> p.name().key()).toList());
		assertEquals(List.of("sub-3_T1w_facemask.nii.gz", "sub-1_T2w_regions.nii", "sub-3_T2w_regions.nii"), pairing.unmatched().stream().map(u -> u
			.file().getFileName().toString()).toList());
		assertTrue(pairing.unmatched().get(0).reason().contains("no reference mask is named 'sub-3_T1w'"));
	}

	@Test
	void neverGuessesBetweenTwins() throws IOException {
		mask(predicted.resolve("a/case1.nii"), 0);
		mask(predicted.resolve("b/case1.nii"), 0);
		mask(reference.resolve("case1.nii"), 0);
		final MaskPairing pairing = MaskPairing.of(predicted, reference, null);
		assertEquals(0, pairing.pairs().size());
		assertEquals(3, pairing.unmatched().size());
		assertTrue(pairing.unmatched().get(0).reason().contains("2 files are named 'case1'"));
		assertTrue(pairing.unmatched().get(2).reason().contains("2 predicted masks are named"));
	}

	@Test
	void takesTheMaskWhereAScanLiesBesideIt() throws IOException {
		mask(predicted.resolve("a_defaced.nii.gz"), 0);
		mask(predicted.resolve("a_facemask.nii.gz"), 0);
		mask(reference.resolve("a.nii.gz"), 0);
		mask(reference.resolve("a_regions.nii.gz"), 0);
		mask(predicted.resolve("b_facemask.nii.gz"), 0);
		mask(predicted.resolve("b_regions.nii.gz"), 0);
		mask(reference.resolve("b.nii.gz"), 0);
		final MaskPairing pairing = MaskPairing.of(predicted, reference, null);
		assertEquals(List.of(new MaskPairing.Pair(ScanName.of(Path.of("a.nii")), predicted.resolve("a_facemask.nii.gz"), reference.resolve(
			"a_regions.nii.gz"))), pairing.pairs(), "two masks of b cannot be told apart");
		assertEquals(List.of("a_defaced.nii.gz", "b_facemask.nii.gz", "b_regions.nii.gz", "a.nii.gz", "b.nii.gz"), pairing.unmatched().stream().map(u -> u
			.file().getFileName().toString()).toList());
		assertTrue(pairing.unmatched().get(0).reason().contains("a_facemask.nii.gz has the name of its mask"), pairing.unmatched().toString());
	}

	@Test
	void listsImagesThatItCannotRead() throws IOException {
		mask(reference.resolve("a.nii"), 0);
		Files.writeString(predicted.resolve("a.nii.gz"), "");
		Files.writeString(predicted.resolve("b.mgz"), "another format");
		Files.writeString(predicted.resolve("b.img"), "pixels, for which their header stands");
		Files.writeString(predicted.resolve("b.json"), "{}");
		final List<MaskPairing.Unmatched> unmatched = MaskPairing.of(predicted, reference, null).unmatched();
		assertEquals(List.of("a.nii.gz", "b.mgz", "a.nii"), unmatched.stream().map(u -> u.file().getFileName().toString()).toList());
		assertTrue(unmatched.get(0).reason().contains("no scan in NIfTI, MGH or NRRD"), unmatched.toString());
	}

	@Test
	void pairsByAPattern() throws IOException {
		mask(predicted.resolve("a/out-17.nii"), 0);
		mask(predicted.resolve("a/log.nii"), 0);
		mask(reference.resolve("17/truth-17.nii"), 0);
		final MaskPairing pairing = MaskPairing.of(predicted, reference, Pattern.compile("-(\\d+)\\.nii"));
		assertEquals("17", pairing.pairs().get(0).name().key());
		assertEquals(1, pairing.unmatched().size());
		assertTrue(pairing.unmatched().get(0).reason().contains("pattern"));
	}

	@Test
	void refusesWhatIsNoFolder() {
		assertTrue(assertThrows(DefacingException.class, () -> MaskPairing.of(temp.resolve("none"), reference, null)).getMessage().contains(
			"not a folder"));
	}

	/** Six scans, whose masks begin 0, 2, ... 10 mm behind the reference's. */
	private void sixScans() throws IOException {
		for (int n = 0; n < 6; n++) {
			mask(predicted.resolve("sub-" + n + "_T1w_facemask.nii"), -2 * n);
			mask(reference.resolve("sub-" + n + "_T1w_regions.nii"), 0);
		}
	}

	@Test
	void namesTheWorstAndSummarizesAll() throws IOException {
		sixScans();
		final FacemaskEvaluation evaluation = evaluate(Participants.NONE);
		assertEquals(List.of("sub-5_T1w", "sub-4_T1w", "sub-3_T1w", "sub-2_T1w", "sub-1_T1w"), evaluation.worst("facemask", Score.DICE).stream().map(
			FacemaskEvaluation.Scan::name).toList());
		assertEquals("sub-5_T1w", evaluation.worst("facemask", Score.VOLUME_DIFFERENCE).get(0).name());
		assertEquals(0, evaluation.worst("eyes", Score.DICE).size(), "no eyes anywhere, no worst eyes");
		// The mask is 8 + n planes against 8: Dice 16 / (16 + n).
		final SampleSummary dice = FacemaskEvaluation.summary("facemask", Score.DICE, evaluation.scans(), 1);
		assertEquals((16.0 / 18 + 16.0 / 19) / 2, dice.median(), 1e-12);
		assertEquals(6, dice.count());
	}

	@Test
	void groupsByAgeContrastAndScanner() throws IOException {
		sixScans();
		final Path table = temp.resolve("participants.tsv");
		Files.writeString(table, "participant_id\tage\tscanner\nsub-0\t0.5\tA\nsub-1\t3\tA\nsub-2\t3\tB\nsub-3\tn/a\tB\nsub-4\t89+\t\n");
		final Map<String, Map<String, List<FacemaskEvaluation.Scan>>> groups = evaluate(Participants.read(table)).groups();
		assertEquals(List.of("0-1 years", "18 years and over", "2-5 years"), List.copyOf(groups.get("age band").keySet()));
		assertEquals(2, groups.get("age band").get("2-5 years").size());
		assertEquals(2, groups.get("scanner").get("B").size());
		assertEquals(6, groups.get("contrast").get("T1w").size());
	}

	@Test
	void refusesATableWithoutParticipants() throws IOException {
		final Path table = temp.resolve("participants.tsv");
		Files.writeString(table, "subject\tage\n");
		assertTrue(assertThrows(DefacingException.class, () -> Participants.read(table)).getMessage().contains("participant_id"));
		Files.write(table, "participant_id\tscanner\nsub-1\t\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
		assertTrue(assertThrows(DefacingException.class, () -> Participants.read(table)).getMessage().contains("UTF-8"));
	}

	@Test
	void aDamagedFileFailsItsOwnPairOnly() throws IOException {
		sixScans();
		final Path damaged = predicted.resolve("sub-3_T1w_facemask.nii");
		Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 600));
		final FacemaskEvaluation evaluation = evaluate(Participants.NONE);
		assertEquals(5, evaluation.scans().size());
		assertEquals("sub-3_T1w", evaluation.failures().get(0).pair().name().key());
	}

	@Test
	void comparesTwoMethodsOnCommonScans() throws IOException {
		sixScans();
		final FacemaskEvaluation first = evaluate(Participants.NONE);
		for (int n = 0; n < 5; n++)
			mask(temp.resolve("second/sub-" + n + "_T1w_facemask.nii"), 2);
		final FacemaskEvaluation second = FacemaskEvaluation.of(MaskPairing.of(temp.resolve("second"), reference, null), Participants.NONE, Progress.NONE);
		final PairedDifference difference = first.minus(second, "facemask", Score.DICE, 1);
		assertEquals(5, difference.pairs());
		// The second method's mask is 7 planes against 8 each time.
		assertEquals(16.0 / 18 - 14.0 / 15, difference.difference().median(), 1e-12);
	}

	@Test
	void writesTablesAndJson() throws IOException {
		sixScans();
		mask(predicted.resolve("stray, \"odd\".nii"), 0);
		final FacemaskEvaluation evaluation = evaluate(Participants.NONE);
		new EvaluationFiles(evaluation, evaluation, 1).write(temp.resolve("out"), null);
		final List<String> scores = Files.readAllLines(temp.resolve("out/scores.csv"));
		assertEquals(1 + 6 * 4, scores.size(), "facemask, face, eyes, ears of six scans");
		assertTrue(scores.get(0).startsWith("scan,region,status,dice,sensitivity,precision,hd95_mm,assd_mm,surface_dice_2mm,volume_difference_ml,"));
		assertTrue(scores.get(1).startsWith("sub-0_T1w,facemask,compared,1.00000,1.00000,1.00000,0.00000,"));
		assertTrue(scores.get(3).startsWith("sub-0_T1w,eyes,both empty,,,,,,,0.00000,"));
		final List<String> worst = Files.readAllLines(temp.resolve("out/worst.csv"));
		assertEquals(List.of("region,score,scan,value", "facemask,dice,sub-5_T1w,0.761905"), worst.subList(0, 2), "16 / 21");
		final String unmatched = Files.readString(temp.resolve("out/unmatched.csv"));
		assertTrue(unmatched.contains("stray, \"\"odd\"\".nii\""), unmatched);
		final JsonObject json = JsonParser.parseString(Files.readString(temp.resolve("out/evaluation.json"))).getAsJsonObject();
		assertEquals(24, json.getAsJsonArray("scores").size());
		assertEquals(1, json.getAsJsonArray("scores").get(0).getAsJsonObject().get("dice").getAsDouble(), 0);
		assertTrue(json.getAsJsonArray("scores").get(2).getAsJsonObject().get("dice").isJsonNull());
		assertEquals(Files.readAllLines(temp.resolve("out/summary.csv")).size() - 1, json.getAsJsonArray("summary").size());
		assertEquals(4 * 7, json.getAsJsonArray("comparison").size());
	}
}
