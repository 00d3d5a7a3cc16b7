package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** Tests the commands of plans in process, on the phantom. */
class PlanCommandsTest {

	@TempDir
	private static Path phantoms;

	@TempDir
	private Path folder;

	private Path scans;
	private Path out;
	private StringWriter output;
	private StringWriter errors;

	@BeforeAll
	static void writePhantom() throws IOException {
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomScan.whole().stored(), PhantomScan.GRID)), phantoms.resolve("phantom.nii.gz"),
			NiftiWriteOptions.DEFAULT);
	}

	@BeforeEach
	void copyPhantoms() throws IOException {
		scans = Files.createDirectories(folder.resolve("my scans/sub")).getParent();
		Files.copy(phantoms.resolve("phantom.nii.gz"), scans.resolve("a.nii.gz"));
		Files.copy(phantoms.resolve("phantom.nii.gz"), scans.resolve("sub/b.nii.gz"));
		out = folder.resolve("out");
	}

	private int deface(final Object... arguments) {
		output = new StringWriter();
		errors = new StringWriter();
		return Deface.commandLine(new PhantomProcess()).setOut(new PrintWriter(output)).setErr(new PrintWriter(errors)).execute(Stream.of(arguments)
			.map(Object::toString).toArray(String[]::new));
	}

	private List<String> lines() {
		return output.toString().lines().toList();
	}

	@Test
	void plansRunsTellsAndMerges() throws IOException {
		final Path plan = folder.resolve("my plan");
		assertEquals(0, deface("plan", scans, "--out", out, "--shards", 2, "--plan", plan, "--seed", 5), errors::toString);
		assertEquals(2, lines().size(), output::toString);
		assertTrue(lines().get(0).startsWith("2 scans in 2 shards, ") && lines().get(0).endsWith(plan.toString()), output::toString);
		assertEquals("To start: sbatch --array=0-1 --cpus-per-task=2 deface.sbatch '" + plan + "'", lines().get(1));
		assertEquals(1, deface("status", plan));
		assertEquals("2 scans: 0 done, 0 review, 0 failed, 0 crashed, 2 missing", lines().get(0));
		assertEquals(0, deface("run", plan.resolve("001")), errors::toString);
		assertEquals(3, lines().size(), "engine, a line per scan, summary: " + output);
		assertTrue(lines().get(1).matches("\\[1/1] pass .*sub/b\\.nii\\.gz.*") && lines().get(2).startsWith("1 scan: 1 pass"), output::toString);
		assertTrue(Files.readString(out.resolve("sub/b_defaced.json")).contains("\"seed\": 5"));
		assertEquals(1, deface("status", plan));
		assertEquals("To go on: sbatch --array=0 --cpus-per-task=2 deface.sbatch '" + plan + "'", lines().get(1));
		assertEquals(0, deface("run", plan.resolve("0")), errors::toString);
		assertEquals(0, deface("status", plan));
		assertEquals(List.of("2 scans: 2 done, 0 review, 0 failed, 0 crashed, 0 missing"), lines());
		assertEquals(0, deface("merge", plan), errors::toString);
		assertEquals(3, Files.readAllLines(plan.resolve("results.tsv")).size());
		final String report = Files.readString(plan.resolve("qc_report.html"));
		assertTrue(report.contains("\"sub/b\"") && !report.contains("(shows faces)</title>"), "names of scans, no faces");
		assertEquals(0, deface("merge", plan.resolve("1"), "--report", "look"), errors::toString);
		assertEquals(2, Files.readAllLines(plan.resolve("001/results.tsv")).size());
		assertFalse(Files.exists(plan.resolve("001/qc_report.html")), "none to look at");
		assertEquals(6, TestImages.files(out).size(), "nothing but results is shared");
	}

	@Test
	void goesBesideTheOutputsByDefault() throws IOException {
		assertEquals(0, deface("plan", scans, "--out", out, "--shards", 1));
		assertTrue(Files.exists(folder.resolve("out-plan/plan.json")));
		assertFalse(Files.exists(out));
	}

	@Test
	void namesWhatCanOnlyFail() throws IOException {
		Files.copy(scans.resolve("a.nii.gz"), scans.resolve("a.nii"));
		assertEquals(1, deface("plan", scans, "--out", out, "--shards", 1));
		assertEquals(2, lines().stream().filter(line -> line.startsWith("failed  ") && line.contains("would have the same outputs")).count(), output::toString);
		assertEquals(1, deface("status", folder.resolve("out-plan")));
		assertTrue(lines().get(0).startsWith("3 scans: 0 done, 0 review, 2 failed, 0 crashed, 1 missing"), output::toString);
	}

	/** A disk that was full, or a share that was gone. */
	@Test
	void tellsHowToTryAgain() throws IOException {
		deface("plan", scans, "--out", out, "--shards", 1);
		Files.move(scans.resolve("a.nii.gz"), folder.resolve("away"));
		assertEquals(1, deface("run", folder.resolve("out-plan/0")));
		assertEquals(1, deface("status", folder.resolve("out-plan")));
		assertEquals(2, lines().size(), output::toString);
		assertTrue(lines().get(1).startsWith("To try again what failed without a record: sbatch --array=0 "), output::toString);
		Files.move(folder.resolve("away"), scans.resolve("a.nii.gz"));
		assertEquals(0, deface("run", folder.resolve("out-plan/0")));
		assertEquals(0, deface("status", folder.resolve("out-plan")));
	}

	@ParameterizedTest
	@ValueSource(strings = {"plan SCANS --out OUT", "plan SCANS --shards 2", "plan --out OUT --shards 2", "plan SCANS --out OUT --shards 0",
		"plan SCANS --out OUT --shards x", "plan SCANS --out OUT --shards 1 --plan OUT/plan", "plan SCANS --out OUT --shards 1 --plan SCANS",
		"plan SCANS --out OUT --shards 1 --private OUT", "plan SCANS --out OUT --shards 1 --apply-mask SCANS/a.nii.gz",
		"plan SCANS --out OUT --shards 1 --fill blue", "plan SCANS --out OUT --shards 1 --threads 0", "plan nowhere --out OUT --shards 1",
		"plan DICOM --out OUT --shards 1", "run", "run SCANS", "run PLAN", "run PLAN/7", "run SCANS/0", "status SCANS", "status PLAN/7", "status", "merge SCANS",
		"merge PLAN --report some"})
	void refusesWrongUsageInOneLine(final String arguments) throws IOException {
		assertEquals(0, deface("plan", scans, "--out", out, "--shards", 1));
		final Path dicom = Files.createDirectories(folder.resolve("dicom"));
		final byte[] preamble = new byte[200];
		System.arraycopy("DICM".getBytes(), 0, preamble, 128, 4);
		Files.write(dicom.resolve("1"), preamble);
		final Object[] words = Stream.of(arguments.split(" ")).map(word -> word.replace("SCANS", scans.toString()).replace("OUT", out.toString()).replace(
			"PLAN", folder.resolve("out-plan").toString()).replace("DICOM", dicom.toString())).toArray();
		assertEquals(2, deface(words), errors::toString);
		assertEquals(1, errors.toString().lines().count(), errors::toString);
		assertEquals("", output.toString());
		assertFalse(Files.exists(out));
	}
}
