package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.TestImages;

/** Runs the program that was built as its users do: by its launcher, in a process of its own, with the bundled model. */
class AppIT {

	private static final Path BIN = Path.of(System.getProperty("app.directory"), "bin");
	private static final long LIMIT_MINUTES = 10;

	@TempDir
	private Path folder;

	private String output;

	private Process start(final Path launcher, final Object... arguments) throws IOException {
		final List<String> command = new ArrayList<>(List.of(launcher.toString()));
		Stream.of(arguments).map(Object::toString).forEach(command::add);
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		return builder.start();
	}

	private static Path launcher() {
		return BIN.resolve(OS.current() == OS.WINDOWS ? "deface.bat" : "deface");
	}

	/** Runs the program and returns its exit status. */
	private int deface(final Object... arguments) throws IOException, InterruptedException {
		return end(start(launcher(), arguments));
	}

	private int end(final Process process) throws IOException, InterruptedException {
		output = new String(process.getInputStream().readAllBytes());
		final boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
		if (!ended) process.destroyForcibly();
		assertTrue(ended, "did not end: " + output);
		return process.exitValue();
	}

	@Test
	void defacesAPhantom() throws Exception {
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve("child one.nii.gz"));
		final Path out = folder.resolve("out");
		assertEquals(0, deface(scan, "--out", out), () -> output);
		assertTrue(output.contains("[1/1] pass"), output);
		assertEquals(List.of("child one_defaced.json", "child one_defaced.nii.gz", "child one_removed.nii.gz"), TestImages.files(out));
		TestImages.assertDefaced(out.resolve("child one_defaced.nii.gz"), out.resolve("child one_removed.nii.gz"));
		assertTrue(Files.readString(out.resolve("child one_defaced.json")).contains("DeidentificationMethod"));
		assertEquals(-1, Files.mismatch(TestImages.WHOLE, scan), "the scan itself");
	}

	/** As under cron and in many containers; or with a locale that ssh or a scheduler passed on, but this machine lacks. */
	@ParameterizedTest
	@ValueSource(strings = {"C", "xx_XX.UTF-8"})
	@DisabledOnOs(value = {OS.WINDOWS, OS.MAC}, disabledReason = "names do not depend on the locale there")
	void findsFilesOfAnyNameInAnyLocale(final String locale) throws Exception {
		final String name = "Kind \u00dcn\u00ef \u65e5\u672c";
		assumeTrue(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name), "this test is in the C locale itself");
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve(name + ".nii.gz"));
		final Path out = folder.resolve("out");
		final ProcessBuilder builder = new ProcessBuilder("env", "LC_ALL=" + locale, launcher().toString(), scan.toString(), "--mask-only", "--out",
			out.toString()).redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		assertEquals(0, end(builder.start()), () -> output);
		assertEquals(List.of(name + "_defaced.json", name + "_removed.nii.gz"), TestImages.files(out));
	}

	/** Where no locale helps, as without the launcher, such a scan fails alone, in a folder and named by itself. */
	@Test
	@DisabledOnOs(value = {OS.WINDOWS, OS.MAC}, disabledReason = "names do not depend on the locale there")
	void goesOnBesideANameThatTheLocaleLacks() throws Exception {
		final String name = "m\u00fcller.nii.gz";
		assumeTrue(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder().canEncode(name), "this test is in the C locale itself");
		final Path scans = Files.createDirectory(folder.resolve("scans"));
		Files.copy(TestImages.WHOLE, scans.resolve("a.nii.gz"));
		Files.copy(TestImages.WHOLE, scans.resolve(name));
		final Path out = folder.resolve("out");
		final ProcessBuilder builder = new ProcessBuilder("env", "LC_ALL=C", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Dpediatricdefacer.models=" + BIN.resolveSibling("models"), "-cp", BIN.resolveSibling("lib") + "/*", Deface.class.getName(), scans
				.toString(), scans.resolve(name).toString(), "--mask-only", "--out", out.toString()).redirectErrorStream(true);
		assertEquals(1, end(builder.start()), () -> output);
		assertTrue(output.contains("[1/3] pass") && output.contains("3 scans: 1 pass, 0 review, 2 failed"), output);
		assertEquals(2, output.lines().filter(line -> line.contains("has a name that cannot be read on this machine")).count(), output);
		assertEquals(List.of("a_defaced.json", "a_removed.nii.gz"), TestImages.files(out));
	}

	@Test
	void goesOnAfterABrokenFile() throws Exception {
		final Path scans = Files.createDirectories(folder.resolve("scans/sub-02")).getParent();
		final byte[] phantom = Files.readAllBytes(TestImages.WHOLE);
		Files.write(scans.resolve("sub-01.nii.gz"), Arrays.copyOf(phantom, phantom.length / 2));
		Files.write(scans.resolve("sub-02/t1.nii.gz"), phantom);
		Files.writeString(scans.resolve("sub-03.nii"), "no scan");
		final Path out = folder.resolve("out");
		assertEquals(1, deface(scans, "--out", out), () -> output);
		assertTrue(output.contains("[1/3] error") && output.contains("sub-01.nii.gz is not complete"), output);
		assertTrue(output.contains("[2/3] pass"), output);
		assertTrue(output.contains("[3/3] error") && output.contains("sub-03.nii"), output);
		assertTrue(output.contains("3 scans: 1 pass, 0 review, 2 failed"), output);
		assertFalse(output.contains("\tat "), output);
		assertEquals(List.of("sub-02/t1_defaced.json", "sub-02/t1_defaced.nii.gz", "sub-02/t1_removed.nii.gz"), TestImages.files(out));
	}

	/** Whenever the signal comes, a defaced scan is whole and has its record, and no temporary file stays. */
	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows ends a process without a signal")
	void leavesNothingHalfDoneWhenInterrupted() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans"));
		for (final String name : List.of("a", "b", "c"))
			Files.copy(TestImages.WHOLE, scans.resolve(name + ".nii.gz"));
		final Path out = folder.resolve("out");
		final Process process = start(launcher(), scans, "--out", out);
		final BufferedReader lines = process.inputReader();
		String line = lines.readLine();
		while (line != null && !line.startsWith("[1/3]"))
			line = lines.readLine();
		process.toHandle().destroy(); // which leaves its output open
		final String rest = String.join("\n", lines.lines().toList());
		assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), rest);
		assertTrue(process.exitValue() != 0 && line != null, line + "\n" + rest);
		final List<String> files = TestImages.files(out);
		assertTrue(files.contains("a_defaced.nii.gz"), files.toString());
		for (final String name : List.of("a", "b", "c"))
			assertTrue(Stream.of("_defaced.json", "_defaced.nii.gz", "_removed.nii.gz").map(end -> files.contains(name + end)).distinct()
				.count() == 1, files.toString());
		assertTrue(files.stream().noneMatch(file -> file.endsWith(".tmp")), files.toString());
	}

	@Test
	void refusesWrongUsageInOneLine() throws Exception {
		for (final Object[] arguments : new Object[][] {{}, {TestImages.WHOLE}, {TestImages.WHOLE, "--out", folder.resolve("out"), "--fill",
			"blue"}}) {
			assertEquals(2, deface(arguments));
			assertEquals(1, output.lines().count(), output);
			assertTrue(output.startsWith("deface: "), output);
		}
		assertFalse(Files.exists(folder.resolve("out")));
	}

	@Test
	void servesUntilItsInputEnds() throws Exception {
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve("scan.nii.gz"));
		final Process process = start(launcher(), "serve", "--out", folder.resolve("out"));
		try (OutputStream requests = process.getOutputStream()) {
			requests.write(("{\"id\": 1, \"input\": \"" + scan.toString().replace("\\", "\\\\") + "\"}\n{\"id\": 2}\n").getBytes(StandardCharsets.UTF_8));
		}
		assertEquals(0, end(process), () -> output);
		final List<String> answers = output.lines().toList();
		assertEquals(3, answers.size(), output);
		assertTrue(answers.get(0).startsWith("{\"status\":\"ready\""), output);
		assertTrue(answers.get(1).startsWith("{\"id\":1,") && answers.get(1).contains("\"written\":[\""), output);
		assertTrue(answers.get(2).contains("names no scan"), output);
		assertTrue(TestImages.files(folder.resolve("out")).contains("scan_defaced.json"));
	}

	/** The program that started the service is killed, and cannot tell it to end. */
	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the socket wants the permissions of POSIX")
	void endsWithTheProgramThatStartedIt() throws Exception {
		final Path socket = folder.resolve("s");
		final Process shell = start(Path.of("/bin/sh"), "-c", "'" + launcher() + "' serve --socket '" + socket + "' --out '" + folder + "' & wait");
		final BufferedReader lines = shell.inputReader();
		assertTrue(lines.readLine().contains("\"socket\":"), "ready");
		assertTrue(Files.exists(socket));
		final ProcessHandle service = shell.descendants().findFirst().orElseThrow();
		shell.toHandle().destroyForcibly();
		service.onExit().get(LIMIT_MINUTES, TimeUnit.MINUTES);
		assertFalse(Files.exists(socket));
	}

	@Test
	void tellsItsVersionAndEngine() throws Exception {
		assertEquals(0, deface("--version"));
		assertTrue(output.startsWith("Pediatric Defacer " + ProgramVersion.get()), output);
		assertEquals(0, deface("engine", "--device", "cpu"), () -> output);
		assertTrue(output.contains("as expected"), output);
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets few people make links")
	void startsThroughALink() throws Exception {
		final Path link = Files.createSymbolicLink(folder.resolve("my deface"), launcher().toAbsolutePath());
		assertEquals(0, end(start(link, "--version")), () -> output);
	}
}
