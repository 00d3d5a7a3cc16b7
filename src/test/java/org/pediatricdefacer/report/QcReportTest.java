package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.proof.Verdict;

import net.imglib2.type.numeric.RealType;

/** Tests reports on a phantom from files to the page. */
class QcReportTest {

	/** Coarse pictures, for speed. */
	private static final ReportSettings SETTINGS = ReportSettings.DEFAULT.withPixel_mm(3);

	@TempDir
	private static Path defaced;

	@TempDir
	private Path folder;

	@BeforeAll
	static void deface() throws IOException {
		ReportFixture.deface(defaced);
	}

	@BeforeEach
	void copy() throws IOException {
		ReportFixture.copy(defaced, folder, "one");
	}

	private ReportPlan plan(final boolean originals) throws IOException {
		return ReportPlan.of(folder.resolve("out"), originals ? Optional.of(folder.resolve("scans")) : Optional.empty(), Optional.of(
			defaced.resolve("brains")));
	}

	private ReportSummary write(final boolean originals, final ReportSettings settings) throws IOException {
		return QcReport.write(plan(originals), settings, folder.resolve("qc.html"), Progress.NONE);
	}

	private String page() throws IOException {
		return Files.readString(folder.resolve("qc.html"));
	}

	private static JsonObject line(final String page, final int index) {
		return ReportFixture.data(page, "report").getAsJsonArray("scans").get(index).getAsJsonObject();
	}

	private static String reasons(final JsonObject line) {
		return line.getAsJsonArray("reasons").toString();
	}

	@Test
	void showsWhatIsLeftAndNoFace() throws IOException {
		final ReportSummary summary = write(true, SETTINGS);
		final String page = page();
		assertEquals(Map.of(Verdict.PASS, 1), summary.verdicts(), reasons(line(page, 0)));
		final JsonObject values = line(page, 0).getAsJsonObject("values");
		assertTrue(values.get("face_left").getAsDouble() < 0.1, values.toString());
		assertTrue(values.get("depth").getAsDouble() > 2, values.toString());
		assertEquals(0, values.get("brain_removed").getAsDouble());
		final JsonObject scan = ReportFixture.data(page, "scan-0");
		assertEquals("brain, given", scan.get("brain").getAsString());
		assertEquals(5, scan.getAsJsonArray("views").size());
		assertEquals(List.of("sagittal", "coronal", "axial"), scan.getAsJsonArray("planes").asList().stream().map(plane -> plane.getAsJsonObject()
			.get("label").getAsString()).toList());
		for (final String kind : new String[] { "views", "planes" })
			for (final JsonElement picture : scan.getAsJsonArray(kind)) {
				assertFalse(picture.getAsJsonObject().has("before"));
				assertNotNull(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture.getAsJsonObject().get("after").getAsString()))));
			}
		assertFalse(ReportFixture.data(page, "report").get("before").getAsBoolean());
		for (final JsonElement plane : scan.getAsJsonArray("planes")) {
			assertTrue(plane.getAsJsonObject().get("removed").getAsString().startsWith("M"), "the removed region is in every plane");
			assertTrue(plane.getAsJsonObject().get("brain").getAsString().startsWith("M"), "so is the brain");
		}
	}

	@Test
	void needsNothingElseAndSaysSo() throws IOException {
		write(false, SETTINGS);
		final String page = page();
		assertTrue(page.contains("default-src 'none'"));
		assertFalse(page.replace("http://www.w3.org/2000/svg", "").matches("(?s).*(https?:|//cdn|@import|url\\().*"));
		assertFalse(page.contains("{{"), "every placeholder is filled");
		assertTrue(page.contains("No face detector ran for this report"));
		assertFalse(page.contains(folder.toString()), "a report does not tell where it was made");
	}

	@Test
	void showsFacesOnlyWhenAskedTo() throws IOException {
		write(true, SETTINGS.withShowBefore(true));
		final String page = page();
		assertTrue(ReportFixture.data(page, "report").get("before").getAsBoolean());
		assertTrue(page.contains("<title>Defacing QC report (shows faces)</title>"));
		final JsonObject scan = ReportFixture.data(page, "scan-0");
		assertTrue(scan.getAsJsonArray("views").get(2).getAsJsonObject().has("before"));
		assertTrue(scan.toString().length() <= QcReport.BYTES_PER_SCAN, "was " + scan.toString().length());
		assertTrue(assertThrows(DefacingException.class, () -> write(false, SETTINGS.withShowBefore(true))).getMessage().contains(
			"originals"));
	}

	private ReportPlan withFacemasks() throws IOException {
		return ReportPlan.of(folder.resolve("out"), Optional.of(defaced.resolve("private")), Optional.of(folder.resolve("scans")), Optional.of(
			defaced.resolve("brains")));
	}

	/** The outline of a facemask is a profile of the face. */
	@Test
	void outlinesFacemasksOfThePrivateFolderOnlyAndSaysSo() throws IOException {
		write(true, SETTINGS);
		final JsonObject shared = ReportFixture.data(page(), "scan-0");
		assertEquals("removed region", shared.get("outline").getAsString());
		assertFalse(ReportFixture.data(page(), "report").get("facemasks").getAsBoolean());
		final String result = line(page(), 0).get("result").getAsString();
		assertEquals(Map.of(Verdict.PASS, 1), QcReport.write(withFacemasks(), SETTINGS, folder.resolve("qc.html"), Progress.NONE).verdicts());
		final JsonObject identifying = ReportFixture.data(page(), "scan-0");
		assertEquals("facemask", identifying.get("outline").getAsString());
		assertTrue(ReportFixture.data(page(), "report").get("facemasks").getAsBoolean());
		assertFalse(ReportFixture.data(page(), "report").get("before").getAsBoolean(), "which are no pictures from before");
		assertTrue(page().contains("<title>Defacing QC report (shows faces)</title>"));
		for (int plane = 0; plane < 3; plane++)
			assertNotEquals(outline(shared, plane), outline(identifying, plane));
		assertEquals(result, line(page(), 0).get("result").getAsString(), "a rating counts with and without facemasks");
	}

	private static String outline(final JsonObject scan, final int plane) {
		return scan.getAsJsonArray("planes").get(plane).getAsJsonObject().get("removed").getAsString();
	}

	@Test
	void aRatingIsForTheRemovedRegionToo() throws IOException {
		write(false, SETTINGS);
		final String result = line(page(), 0).get("result").getAsString();
		Files.delete(folder.resolve("out/one_removed.nii.gz"));
		write(false, SETTINGS);
		assertNotEquals(result, line(page(), 0).get("result").getAsString());
	}

	/** As version 0.1 left them. */
	@Test
	void findsAFacemaskAmongWhatIsShared() throws IOException {
		write(false, SETTINGS);
		final JsonObject clean = ReportFixture.data(page(), "scan-0");
		Files.copy(defaced.resolve("private/one_facemask.nii.gz"), folder.resolve("out/one_facemask.nii.gz"));
		assertEquals(Map.of(Verdict.REVIEW, 1), write(false, SETTINGS).verdicts());
		assertTrue(reasons(line(page(), 0)).contains("A facemask, which draws the face, lies beside the defaced scan"));
		final JsonObject scan = ReportFixture.data(page(), "scan-0");
		for (int plane = 0; plane < 3; plane++)
			assertEquals(outline(clean, plane), outline(scan, plane), "it is not outlined");
	}

	@Test
	void failsAResultOfAnotherScan() throws IOException {
		final Path scan = folder.resolve("scans/one.nii.gz");
		final NiftiImage image = NiftiReader.read(scan);
		final RealType<?> voxel = image.stored().firstElement();
		voxel.setReal(voxel.getRealDouble() + 1);
		NiftiWriter.write(image, scan.resolveSibling("new.nii.gz"), NiftiWriteOptions.DEFAULT);
		Files.move(scan.resolveSibling("new.nii.gz"), scan, StandardCopyOption.REPLACE_EXISTING);
		assertEquals(Map.of(Verdict.FAIL, 1), write(true, SETTINGS).verdicts());
		assertTrue(reasons(line(page(), 0)).contains("outside the removed region differ"));
	}

	@Test
	void goesOnAfterADamagedFile() throws IOException {
		ReportFixture.copy(defaced, folder, "two");
		Files.writeString(folder.resolve("out/one_defaced.nii.gz"), "no scan");
		assertEquals(Map.of(Verdict.PASS, 1, Verdict.FAIL, 1), write(false, SETTINGS).verdicts());
		final String reasons = reasons(line(page(), 0));
		assertTrue(reasons.contains("one_defaced.nii.gz") && !reasons.contains(folder.toString()), reasons);
		assertEquals("pass", line(page(), 1).get("verdict").getAsString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[1]", "{}", "{\"Reasons\": \"none\"}", "{\"Reasons\": [1], \"Warnings\": [], \"Proof\": 2}" })
	void showsAScanWhoseRecordIsNone(final String record) throws IOException {
		Files.writeString(folder.resolve("out/one_defaced.json"), record);
		assertEquals(Map.of(Verdict.FAIL, 1), write(false, SETTINGS).verdicts());
		assertTrue(reasons(line(page(), 0)).contains("one_defaced.json is no record"), reasons(line(page(), 0)));
		assertEquals(5, ReportFixture.data(page(), "scan-0").getAsJsonArray("views").size());
	}

	@Test
	void sendsWhatIsMissingToReview() throws IOException {
		Files.delete(folder.resolve("out/one_defaced.json"));
		Files.delete(folder.resolve("scans/one.nii.gz"));
		Files.writeString(folder.resolve("scans/forgotten.nii.gz"), "");
		final ReportSummary summary = write(true, SETTINGS);
		assertEquals(Map.of(Verdict.REVIEW, 1), summary.verdicts());
		assertEquals(1, summary.withoutResult());
		final String reasons = reasons(line(page(), 0));
		assertTrue(reasons.contains("no record") && reasons.contains("No original"), reasons);
		assertEquals("[\"forgotten\"]", ReportFixture.data(page(), "report").getAsJsonArray("without_result").toString());
	}

	@Test
	void saysThatAFailedScanWasNotWritten() throws IOException {
		Files.delete(folder.resolve("out/one_defaced.nii.gz"));
		final Path record = folder.resolve("out/one_defaced.json");
		Files.writeString(record, Files.readString(record).replace("\"Status\": \"pass\"", "\"Status\": \"fail\""));
		assertEquals(Map.of(Verdict.FAIL, 1), write(true, SETTINGS).verdicts());
		assertTrue(reasons(line(page(), 0)).contains("No defaced scan was written."));
		assertEquals(0, ReportFixture.data(page(), "scan-0").getAsJsonArray("views").size());
	}

	@Test
	void measuresToolsThatWriteNeitherMaskNorRecord() throws IOException {
		Files.delete(folder.resolve("out/one_defaced.json"));
		Files.delete(folder.resolve("out/one_removed.nii.gz"));
		write(true, SETTINGS);
		final JsonObject scan = ReportFixture.data(page(), "scan-0");
		assertTrue(scan.getAsJsonArray("planes").get(0).getAsJsonObject().get("removed").getAsString().startsWith("M"),
			"what changed is what was removed");
		assertTrue(line(page(), 0).getAsJsonObject("values").has("brain_distance"));
	}

	@Test
	void tellsNoNumbersOfABrainThatWasNotFound() throws IOException {
		for (final String file : new String[] { "scans/one.nii.gz", "out/one_defaced.nii.gz" }) {
			final NiftiImage image = NiftiReader.read(folder.resolve(file));
			// Skull and brain become as bright as skin.
			image.stored().forEach(voxel -> voxel.setReal(voxel.getRealDouble() > 150 ? 500 : 0));
			NiftiWriter.write(image, folder.resolve("even.nii.gz"), NiftiWriteOptions.DEFAULT);
			Files.move(folder.resolve("even.nii.gz"), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
		}
		final ReportPlan noBrains = ReportPlan.of(folder.resolve("out"), Optional.of(folder.resolve("scans")), Optional.empty());
		QcReport.write(noBrains, SETTINGS, folder.resolve("qc.html"), Progress.NONE);
		assertTrue(reasons(line(page(), 0)).contains("The brain could not be found"), reasons(line(page(), 0)));
		final JsonObject values = line(page(), 0).getAsJsonObject("values");
		assertTrue(values.has("similarity"), reasons(line(page(), 0)));
		assertFalse(values.has("brain_removed") || values.has("brain_distance"), values.toString());
	}

	@Test
	void ratingsCountForTheFilesTheyWereGivenFor() throws IOException {
		write(false, SETTINGS);
		final String result = line(page(), 0).get("result").getAsString();
		assertTrue(result.matches("[0-9a-f]{16}"), result);
		final Ratings ratings = new Ratings(List.of(new ScanRating("one", result, Rating.PASS, "", "", "2026-01-01"), new ScanRating("one",
			"0000000000000000", Rating.FAIL, "", "", "2026-01-02"), new ScanRating("gone", "", Rating.PASS, "", "", "")));
		assertEquals("1 scan: 1 pass, 0 review, 0 fail, 1 rated; 1 rated scans are not among the results", write(false, SETTINGS.withRatings(ratings)).text());
		final var given = line(page(), 0).getAsJsonArray("ratings");
		assertFalse(given.get(0).getAsJsonObject().get("stale").getAsBoolean());
		assertTrue(given.get(1).getAsJsonObject().get("stale").getAsBoolean());
	}

	@Test
	void splitsManyScansIntoPages() throws IOException {
		ReportFixture.copy(defaced, folder, "two");
		ReportFixture.copy(defaced, folder, "three");
		final ReportSummary summary = write(false, SETTINGS.withScansPerPage(2));
		assertEquals(List.of(folder.resolve("qc.html"), folder.resolve("qc-2.html")), summary.files());
		assertEquals("3 scans: 3 pass, 0 review, 0 fail", summary.text());
		final JsonObject second = ReportFixture.data(Files.readString(folder.resolve("qc-2.html")), "report");
		assertEquals(1, second.getAsJsonArray("scans").size());
		assertEquals("[\"qc.html\",\"qc-2.html\"]", second.getAsJsonArray("parts").toString());
	}

	@Test
	void leavesTheOldReportWhenStopped() throws IOException {
		Files.writeString(folder.resolve("qc.html"), "old");
		final Progress stop = new Progress() {

			@Override
			public boolean canceled() {
				return true;
			}
		};
		assertThrows(DefacingCanceledException.class, () -> QcReport.write(plan(false), SETTINGS, folder.resolve("qc.html"), stop));
		assertEquals("old", page());
	}
}
