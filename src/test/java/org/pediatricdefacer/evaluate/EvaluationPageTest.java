package org.pediatricdefacer.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.VoxelGrid;

class EvaluationPageTest {

	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(new long[] { 16, 16, 16 }, 2);
	private static final int SCANS = 6;

	@TempDir
	private Path temp;

	/** Six scans whose masks begin 0, 2, ... 10 mm behind the reference's. */
	@BeforeEach
	void scans() throws IOException {
		for (final String folder : List.of("predicted", "reference", "scans"))
			Files.createDirectories(temp.resolve(folder));
		for (int n = 0; n < SCANS; n++) {
			mask("predicted/sub-" + n + "_T1w_facemask.nii", -2 * n);
			mask("reference/sub-" + n + "_T1w_regions.nii", 0);
			mask("scans/sub-" + n + "_T1w.nii", -6);
		}
	}

	private void mask(final String file, final double front_mm) throws IOException {
		NiftiWriter.write(NiftiImage.of(Balls.sample(GRID, (x, y, z) -> y > front_mm ? 2 : 0)), temp.resolve(file), NiftiWriteOptions.DEFAULT);
	}

	private String page(final Path scans) throws IOException {
		final FacemaskEvaluation evaluation = FacemaskEvaluation.of(MaskPairing.of(temp.resolve("predicted"), temp.resolve("reference"), null),
			Participants.NONE, Progress.NONE);
		new EvaluationFiles(evaluation, evaluation, 1).write(temp.resolve("out"), scans);
		return Files.readString(temp.resolve("out/evaluation.html"));
	}

	private static int count(final String text, final String pattern) {
		final Matcher matcher = Pattern.compile(pattern).matcher(text);
		int count = 0;
		while (matcher.find())
			count++;
		return count;
	}

	@Test
	void holdsAllInOneFile() throws IOException {
		final String html = page(null);
		assertEquals(0, count(html.replaceAll("(?s)<script>.*?</script>", ""), "(?:src|href)=\"(?!data:)"), "nothing is loaded from elsewhere");
		assertTrue(html.contains("Mike Bostock"), "the license of the library");
		assertEquals(1, count(html, "<h1>"));
		assertEquals(0, count(html, "\\{\\{\\w+\\}\\}"), "nothing is left to fill in");
		assertTrue(html.contains("6 scans compared"));
		assertTrue(html.contains("Wilcoxon signed-rank"));
		assertEquals(7, count(html, "<th scope=\"row\">contrast</th><td>T1w</td>"), "seven scores of the facemask by group");
		assertTrue(html.contains("<th scope=\"row\">sub-5_T1w</th><td>dice</td><td class=\"number\">0.762</td>"), "the worst by name");
		// Five worst by Dice, and by Hausdorff distance the same ones.
		assertEquals(5, count(html, "<img alt=\"Outlines of both masks in three planes\\. sub-\\d_T1w: Dice"));
		assertFalse(html.contains("do not publish"));
		assertEquals(0, count(html, Pattern.quote(temp.toString())), "paths of files may name people");
	}

	@Test
	void saysThatItIsIdentifyingWithScans() throws IOException {
		final String html = page(temp.resolve("scans"));
		assertTrue(html.contains("do not publish"));
		assertEquals(0, count(html, "outlines only"));
	}

	@Test
	void namesOfFilesCannotBreakIt() throws IOException {
		mask("predicted/<script>alert(1)<!--.nii", 0);
		mask("reference/<script>alert(1)<!--.nii", 0);
		final String html = page(null);
		assertFalse(html.contains("<script>alert"));
		assertTrue(html.contains("&lt;script&gt;alert"));
	}

	@Test
	void drawsAMarkForEachScan() throws IOException, InterruptedException {
		final String chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").filter(path -> Files.isExecutable(Path
			.of(path))).findFirst().orElse(null);
		assumeTrue(chromium != null, "no Chromium here");
		page(null);
		final Path dom = temp.resolve("dom.html");
		final Process process = new ProcessBuilder(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
			"--disable-background-networking", "--disable-sync", "--user-data-dir=" + temp.resolve("profile"), "--dump-dom", temp.resolve(
				"out/evaluation.html").toUri().toString()).redirectOutput(dom.toFile()).redirectError(temp.resolve("errors.txt").toFile()).start();
		assertEquals(0, process.waitFor());
		final String drawn = Files.readString(dom);
		// Seven scores of facemask and face; eyes and ears are in no mask and have no distances, only equal volumes.
		assertEquals(8, count(drawn, "<svg [^>]*role=\"img\" aria-label=\"[^\"]+\""), "seven scores and the volumes");
		assertEquals(7 * 2 * SCANS + 2 * SCANS, count(drawn, "<path class=\"dot( far)?\""));
		assertEquals(SCANS, count(drawn, "<circle class=\"dot\""));
		assertTrue(drawn.contains("aria-label=\"Dice. facemask: median 0.865 of 6 scans; face: median 0.865 of 6 scans.\""), "16/18, 16/19 and their middle");
	}
}
