package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.session.RigidTransform;
import org.pediatricdefacer.session.SessionFixture;

/** Data sets and sessions on the command line, in process, on the phantom. */
class BidsCommandTest {

	@TempDir
	private Path folder;

	private Path dataset;
	private Path out;
	private StringWriter output;
	private StringWriter errors;

	@BeforeEach
	void makeDataset() throws IOException {
		dataset = folder.resolve("in");
		out = folder.resolve("out");
		SessionFixture.t1(dataset.resolve("sub-01/anat/sub-01_T1w.nii.gz"));
		Files.writeString(dataset.resolve("dataset_description.json"), "{\"Name\": \"x\", \"BIDSVersion\": \"1.9.0\"}");
	}

	private int deface(final Object... arguments) {
		output = new StringWriter();
		errors = new StringWriter();
		return Deface.commandLine((model, device, threads) -> SessionFixture.defacer()).setOut(new PrintWriter(output)).setErr(new PrintWriter(errors))
			.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
	}

	@Test
	void defacesADataSetAndSumsUp() throws IOException {
		assertEquals(0, deface("bids", dataset, out, "participant", "--threads", 1), errors + "\n" + output);
		assertTrue(output.toString().contains("1 scan: 1 pass, 0 review, 0 failed; 0 files withheld"), output.toString());
		assertTrue(Files.exists(out.resolve("sub-01/anat/sub-01_mod-T1w_defacemask.nii.gz")));
		assertEquals(0, deface("bids", dataset, out, "group"), errors.toString());
		assertTrue(Files.exists(out.resolve("derivatives/pediatric-defacer/deface.tsv")));
		final Path report = out.resolve("derivatives/pediatric-defacer").resolve(QcReport.FILE_NAME);
		assertTrue(output.toString().contains("Report: " + report), output::toString);
		final String page = Files.readString(report);
		assertTrue(page.contains("sub-01/anat/sub-01_T1w") && page.contains("data:image"), "the scan is shown");
		assertFalse(page.contains("No defaced scan was written") || page.contains("No original was found"), "its images are found");
		Files.delete(report);
		assertEquals(0, deface("bids", dataset, out, "group", "--no-report"), errors.toString());
		assertFalse(Files.exists(report));
		assertEquals(0, deface("bids", dataset, out, "participant", "--skip-existing", "--threads", 1), errors.toString());
		assertFalse(output.toString().contains("[1/1]"), "nothing is left to do: " + output);
	}

	@Test
	void refusesWrongUsage() {
		final Object[][] wrong = { { dataset, dataset, "participant" }, { dataset, dataset.resolve("sub-01"), "participant" }, { dataset, folder,
			"participant" }, { dataset, dataset, "participant", "--placement", "in-place" }, { dataset, out, "participant", "--placement", "nowhere" },
			{ dataset, out, "participant", "--participant-label", "99" }, { folder.resolve("no"), out, "participant" }, { dataset, out, "participant",
				"--private", out.resolve("private") }, { dataset, out, "participant", "--mask-only" }, { dataset, out, "everything" } };
		for (final Object[] arguments : wrong) {
			assertEquals(2, deface(Stream.concat(Stream.of("bids"), Stream.of(arguments)).toArray()), String.valueOf(arguments[arguments.length - 1]));
			assertTrue(errors.toString().length() > 20, errors.toString());
		}
		assertFalse(Files.exists(out));
	}

	@Test
	void defacesPlainFilesOfOneHead() throws IOException {
		final Path t1 = folder.resolve("jane_t1.nii.gz"), moved = folder.resolve("jane_t2.nii.gz");
		SessionFixture.t1(t1);
		SessionFixture.t2(moved, SessionFixture.MOTION);
		assertEquals(0, deface("--session", t1, moved, "--out", out, "--threads", 1), errors + "\n" + output);
		final String record = Files.readString(out.resolve("jane_t1_defaced.json"));
		assertTrue(record.contains("\"from\": \"scan 2\"") && !record.contains("jane"), record);
		assertTrue(output.toString().contains("registration"), output.toString());
	}

	@Test
	void leavesSeriesOnlyOnRequestAndSaysSo() throws IOException {
		SessionFixture.t2(dataset.resolve("sub-01/func/sub-01_task-rest_bold.nii.gz"), RigidTransform.IDENTITY);
		assertEquals(0, deface("bids", dataset, out, "participant", "--func", "leave", "--threads", 1), errors + "\n" + output);
		assertTrue(output.toString().contains("Left as they are on request") && output.toString().contains("sub-01_task-rest_bold.nii.gz"), output
			.toString());
		assertEquals(-1, Files.mismatch(dataset.resolve("sub-01/func/sub-01_task-rest_bold.nii.gz"), out.resolve(
			"sub-01/func/sub-01_task-rest_bold.nii.gz")));
	}
}
