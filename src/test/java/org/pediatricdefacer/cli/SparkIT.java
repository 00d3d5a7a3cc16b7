package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.TestImages;

/** Runs the program that was built on Spark, in a process of its own as spark-submit starts it; clusters are for src/test/sh/spark_cluster.sh. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Hadoop wants programs of its own on Windows")
class SparkIT {

	private static final Path APP = Path.of(System.getProperty("app.directory")).toAbsolutePath();

	/** As Spark's launcher opens them for Java 17. */
	private static final List<String> OPENED = List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
		"java.util", "java.util.concurrent", "java.util.concurrent.atomic", "sun.nio.ch", "sun.nio.cs", "sun.security.action",
		"sun.util.calendar");

	@TempDir
	private Path folder;
	private String output;
	private Path scans;
	private Path manifest;

	@BeforeEach
	void makeManifest() throws IOException {
		scans = Files.createDirectories(folder.resolve("the scans/sub")).getParent();
		Files.copy(TestImages.WHOLE, scans.resolve("child.nii.gz"));
		Files.copy(Path.of("test-images", "infant_t2_thick.nii.gz"), scans.resolve("sub/infant.nii.gz"));
		Files.writeString(scans.resolve("broken.nii.gz"), "no scan");
		manifest = Files.write(folder.resolve("scans.csv"), List.of("site,uri", "1," + scans.resolve("child.nii.gz"), "1," + scans.resolve(
			"sub/infant.nii.gz"), "2,file://" + scans.resolve("broken.nii.gz"), "2," + scans.resolve("broken.nii.gz")));
	}

	/** The jars of Spark: all of the tests' class path that the app has not. */
	private static String spark() {
		final List<String> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(jar -> jar.endsWith(".jar") && !jar
			.contains("slf4j-simple") && (jar.contains("slf4j-api") || !Files.exists(APP.resolve("lib").resolve(Path.of(jar).getFileName())))).toList();
		assertTrue(jars.stream().anyMatch(jar -> jar.contains("spark-sql_")), jars.toString());
		return String.join(File.pathSeparator, jars);
	}

	private int submit(final String... arguments) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
		try (Stream<Path> lib = Files.list(APP.resolve("lib"))) {
			final List<Path> jars = lib.filter(jar -> jar.toString().endsWith(".jar") && !jar.getFileName().toString().startsWith("slf4j-")).toList();
			final String others = String.join(",", jars.stream().map(jar -> "local:" + jar).toList());
			final Path program = jars.stream().filter(jar -> jar.getFileName().toString().startsWith("pediatric-defacer-")).findFirst().orElseThrow();
			command.addAll(List.of("-cp", spark(), "org.apache.spark.deploy.SparkSubmit", "--master", "local[2]", "--conf", "spark.ui.enabled=false",
				"--class", Deface.class.getName(), "--jars", others, program.toString(), "spark"));
		}
		command.addAll(List.of(arguments));
		final ProcessBuilder builder = new ProcessBuilder(command).redirectError(folder.resolve("errors.txt").toFile());
		builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
		final Process process = builder.start();
		output = new String(process.getInputStream().readAllBytes());
		final int status = process.waitFor();
		output += Files.readString(folder.resolve("errors.txt"));
		return status;
	}

	private int deface() throws IOException, InterruptedException {
		return submit(manifest.toString(), "--root", scans.toString(), "--out", folder.resolve("out").toString(), "--results", folder.resolve("tables")
			.toString(), "--device", "cpu");
	}

	@Test
	void defacesAManifestAndPassesOverItTheNextTime() throws Exception {
		assertEquals(1, deface(), () -> output);
		assertTrue(output.matches("(?s).*4 scans: [0-2] pass, [0-2] review, 0 skipped, 0 fail, 2 error, 0 crashed.*"), output);
		assertEquals(4, output.lines().filter(line -> line.matches("\\[\\d/4\\] (pass|review|error) .*")).count(), output);
		assertEquals(List.of("child_defaced.json", "child_defaced.nii.gz", "child_removed.nii.gz", "sub/infant_defaced.json", "sub/infant_defaced.nii.gz",
			"sub/infant_removed.nii.gz"), TestImages.files(folder.resolve("out")));
		TestImages.assertDefaced(folder.resolve("out/child_defaced.nii.gz"), folder.resolve("out/child_removed.nii.gz"));
		assertEquals(List.of("defacing.csv", "defacing.parquet"), TestImages.files(folder.resolve("tables")));
		final List<String> rows = Files.readAllLines(folder.resolve("tables/defacing.csv"));
		assertEquals("uri,status,notes,record,defaced,removed,bytes,seconds", rows.get(0));
		assertEquals(5, rows.size());
		assertTrue(rows.get(2).matches("\\Q" + scans.resolve("child.nii.gz") + "\\E,(pass|review),.*"), rows.get(2));
		assertTrue(rows.get(4).contains("does not lie below"), "the manifest's other name of the broken scan: " + rows.get(4));
		final byte[] magic = Files.readAllBytes(folder.resolve("tables/defacing.parquet"));
		assertEquals("PAR1", new String(magic, 0, 4));
		assertEquals(1, deface(), () -> output);
		assertTrue(output.contains("4 scans: 0 pass, 0 review, 2 skipped, 0 fail, 2 error, 0 crashed"), output);
	}

	@Test
	void refusesWrongUsage() throws Exception {
		assertEquals(2, submit(manifest.toString(), "--out", folder.resolve("out").toString(), "--results", folder.resolve("out/tables").toString()));
		assertTrue(output.contains("which is shared, and name the scans"), output);
		assertFalse(Files.exists(folder.resolve("out")));
	}

	/** Started as any other command, it says what is missing. */
	@Test
	void saysThatSparkIsMissing() throws Exception {
		final ProcessBuilder builder = new ProcessBuilder(APP.resolve("bin/deface").toString(), "spark", manifest.toString(), "--out", folder.resolve("out")
			.toString(), "--results", folder.resolve("tables").toString()).redirectErrorStream(true);
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		final Process process = builder.start();
		output = new String(process.getInputStream().readAllBytes());
		assertEquals(1, process.waitFor(), () -> output);
		assertEquals("deface: Spark is not there; start this command by spark-submit, as the page on clusters has it.", output.strip());
	}

	/** A cluster has its own, and Fiji wants none; nor what comes along with it. */
	@Test
	void theAppAndFijiHoldNothingOfSpark() throws Exception {
		for (final Path jars : List.of(APP.resolve("lib"), Path.of(System.getProperty("fiji.stand.in"), "jars"))) {
			final List<String> names = TestImages.files(jars);
			assertTrue(names.stream().anyMatch(name -> name.startsWith("pediatric-defacer")), jars + ": " + names);
			assertEquals(List.of(), names.stream().filter(name -> name.matches("(.*/)?(spark|hadoop|scala|jackson|netty|log4j|guava|parquet)-.*")).toList());
		}
	}
}
