package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.TestImages;

/** Runs the script of a Slurm array without Slurm: a loop sets the variables that Slurm sets. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Slurm does not run there")
class SlurmScriptIT {

	private static final Path APP = Path.of(System.getProperty("app.directory")).toAbsolutePath();
	private static final Path SCRIPT = APP.resolve("slurm/deface.sbatch");
	private static final long LIMIT_MINUTES = 10;

	@TempDir
	private Path folder;

	private Path plan;
	private Path calls;
	private String output;

	@BeforeEach
	void makeShard() throws IOException {
		plan = folder.resolve("plan");
		calls = folder.resolve("calls");
		Files.createDirectories(plan.resolve("002/ledger"));
		Files.createDirectories(folder.resolve("tmp"));
	}

	private Process start(final Path program, final int task) throws IOException {
		final ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), plan.toString()).redirectErrorStream(true);
		final Map<String, String> environment = builder.environment();
		environment.putAll(Map.of("JAVA_HOME", System.getProperty("java.home"), "DEFACE", program.toString(), "SLURM_ARRAY_TASK_ID", Integer
			.toString(task), "SLURM_JOB_ID", "77", "SLURM_MEM_PER_NODE", "3000", "TMPDIR", folder.resolve("tmp").toString(), "CALLS", calls.toString(),
			"PLAN", plan.toString(), "PATH", folder + ":" + System.getenv("PATH")));
		return builder.start();
	}

	private int end(final Process process) throws IOException, InterruptedException {
		output = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), output);
		assertEquals(List.of(), TestImages.files(folder.resolve("tmp")), "nothing is left on the local disk");
		try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
			assertEquals(List.of(), left.toList());
		}
		return process.exitValue();
	}

	/** A program that writes down how it was called and does what the test wants. */
	private Path program(final String name, final String... commands) throws IOException {
		final List<String> lines = new ArrayList<>(List.of("#!/bin/bash", "echo \"" + name + " $* $DEFACE_JAVA_OPTS\" >>\"$CALLS\""));
		lines.addAll(List.of(commands));
		final Path file = Files.write(folder.resolve(name), lines);
		assertTrue(file.toFile().setExecutable(true));
		return file;
	}

	private List<String> calls() throws IOException {
		return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
	}

	@Test
	void defacesEachShardOfAnArray() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans"));
		Files.copy(TestImages.WHOLE, scans.resolve("one.nii.gz"));
		Files.copy(TestImages.WHOLE, scans.resolve("two.nii.gz"));
		plan = folder.resolve("out-plan");
		final Path deface = APP.resolve("bin/deface");
		final ProcessBuilder planning = new ProcessBuilder(deface.toString(), "plan", scans.toString(), "--out", folder.resolve("out").toString(),
			"--shards", "2", "--mask-only").redirectErrorStream(true);
		planning.environment().put("JAVA_HOME", System.getProperty("java.home"));
		assertEquals(0, end(planning.start()), () -> output);
		assertTrue(output.contains("--array=0-1 --cpus-per-task=2 " + SCRIPT + " " + plan), output);
		for (int task = 0; task < 2; task++) {
			assertEquals(0, end(start(deface, task)), () -> output);
			assertTrue(output.contains("[1/1] pass"), output);
		}
		assertEquals(List.of("one_defaced.json", "one_removed.nii.gz", "two_defaced.json", "two_removed.nii.gz"), TestImages.files(folder.resolve(
			"out")));
		assertEquals(0, end(start(deface, 0)), () -> output);
		assertTrue(output.contains("[1/1] skipped"), "run twice: " + output);
	}

	@Test
	void passesOnTheMemoryAndTheExitStatus() throws Exception {
		assertEquals(1, end(start(program("deface", "exit 1"), 2)));
		assertEquals(1, calls().size());
		assertTrue(calls().get(0).startsWith("deface run " + plan.resolve("002") + " --scratch " + folder.resolve("tmp")), calls().toString());
		assertTrue(calls().get(0).contains(" -Xmx1500m"), calls().toString());
	}

	/** Each time an attempt more is in the ledger, until the program passes over the scan. */
	@Test
	void startsAgainWhatCrashed() throws Exception {
		final Path deface = program("deface", "n=$(ls \"$PLAN/002/ledger\" | wc -l)", "[ \"$n\" -lt 3 ] || exit 1",
			"touch \"$PLAN/002/ledger/000004.attempt$((n + 1))\"", "kill -SEGV $$");
		assertEquals(1, end(start(deface, 2)));
		assertEquals(4, calls().size(), output);
		assertTrue(output.contains("ended by signal 11; it is started again"), output);
	}

	@Test
	void givesUpWhereNoScanIsEvenBegun() throws Exception {
		assertEquals(137, end(start(program("deface", "kill -KILL $$"), 2)));
		assertEquals(3, calls().size(), output);
		assertTrue(output.contains("three times before it began a scan"), output);
	}

	/** Slurm sends the first signal shortly before the time is up, and the second when a person or another job ends this one. */
	@Test
	void stopsTheProgramAndQueuesAgainOnlyWhenTheTimeIsUp() throws Exception {
		program("scontrol");
		final Path deface = program("deface", "trap 'echo stopped >>\"$CALLS\"; exit 143' TERM", "echo started", "sleep 60 & wait");
		for (final String signal : List.of("USR1", "TERM")) {
			Files.deleteIfExists(calls);
			final Process process = start(deface, 2);
			assertEquals("started", process.inputReader().readLine());
			assertEquals(0, new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor());
			assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES));
			assertEquals(143, process.exitValue());
			assertEquals(signal.equals("USR1") ? List.of("stopped", "scontrol requeue 77 ") : List.of("stopped"), calls().subList(1, calls().size())
				.stream().map(call -> call.replaceAll(" -Xmx.*", " ")).toList());
		}
	}

	@Test
	void refusesWhatIsNotThere() throws Exception {
		assertEquals(2, end(start(program("deface"), 3)));
		assertTrue(output.contains("has no shard 3"), output);
		assertEquals(2, end(start(folder.resolve("nowhere"), 2)));
		assertTrue(output.contains("nowhere"), output);
		assertFalse(Files.exists(calls));
	}
}
