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

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.report.ReportFixture;

class ReportCommandTest {

	@TempDir
	private static Path folder;

	private final StringWriter lines = new StringWriter();

	@BeforeAll
	static void deface() throws IOException {
		ReportFixture.deface(folder);
	}

	private int run(final String... arguments) {
		final PrintWriter out = new PrintWriter(lines, true);
		final String[] all = Stream.concat(Stream.of("report", "--pixel-mm", "4"), Stream.of(arguments)).toArray(String[]::new);
		return Deface.commandLine((model, device, threads) -> {
			throw new AssertionError("a report needs no network");
		}).setOut(out).setErr(out).execute(all);
	}

	private static String in(final String name) {
		return folder.resolve(name).toString();
	}

	@Test
	void besideTheResultsItShowsNoFaces() throws IOException {
		assertEquals(0, run(in("out"), "--scans", in("scans"), "--brain", in("brains")), lines::toString);
		assertTrue(lines.toString().contains("1 scan: 1 pass, 0 review, 0 fail"), lines.toString());
		assertFalse(lines.toString().contains("shows faces"));
		assertFalse(Files.readString(folder.resolve("out/qc_report.html")).contains("(shows faces)</title>"));
	}

	@Test
	void elsewhereItShowsFacesUnlessToldNotTo() throws IOException {
		assertEquals(0, run(in("out"), "--scans", in("scans"), "--out", in("scans/qc.html")), lines::toString);
		assertTrue(lines.toString().contains("shows faces"));
		assertTrue(Files.readString(folder.resolve("scans/qc.html")).contains("(shows faces)</title>"));
		assertEquals(0, run(in("out"), "--scans", in("scans"), "--out", in("scans/qc.html"), "--no-before"), lines::toString);
		assertFalse(Files.readString(folder.resolve("scans/qc.html")).contains("(shows faces)</title>"));
	}

	@Test
	void outlinesFacemasksWhereTheyAreNotShared() throws IOException {
		assertEquals(0, run(in("out"), "--private", in("private"), "--scans", in("scans"), "--no-before", "--brain", in("brains"), "--out", in(
			"private/qc.html")), lines::toString);
		assertTrue(lines.toString().contains("1 scan: 1 pass, 0 review, 0 fail"), lines.toString());
		assertTrue(lines.toString().contains("The report shows faces: keep it with the original scans."), lines.toString());
		assertTrue(Files.readString(folder.resolve("private/qc.html")).contains("(shows faces)</title>"));
		for (final String no : new String[] { "out/no.html", "no.html" }) {
			assertEquals(1, run(in("out"), "--private", in("private"), "--out", in(no)));
			assertTrue(lines.toString().contains(in(no) + " lies in or beside " + in("out")), lines.toString());
			assertFalse(Files.exists(folder.resolve(no)));
		}
		assertEquals(1, run(in("out"), "--private", in("private")), "which would lie in the folder of results");
	}

	@Test
	void countsRatings() throws IOException {
		final Path ratings = Files.writeString(folder.resolve("ratings.tsv"), "scan\trating\none\tpass\n");
		assertEquals(0, run(in("out"), "--ratings", ratings.toString()), lines::toString);
		assertTrue(lines.toString().contains("1 rated"), lines.toString());
	}

	@Test
	void saysWhatIsWrong() {
		assertEquals(2, run(in("out"), "--with-before"));
		assertEquals(2, run(in("out"), "--scans", in("scans"), "--with-before", "--no-before"));
		assertEquals(2, run(in("out"), "--scans-per-page", "0"));
		assertEquals(1, run(in("nowhere")));
		assertTrue(lines.toString().contains("nowhere is not a folder"), lines.toString());
	}
}
