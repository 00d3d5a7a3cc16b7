package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import net.imglib2.RandomAccess;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.ShortType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** Kills processes that run a shard, at any moment, and runs them again; two at once, too. {@code -Dkills=100} kills so often. */
class KilledRunsIT {

	private static final int KILLS = Integer.getInteger("kills", 3);
	private static final long LIMIT_MINUTES = 5;
	private static final Pattern DONE = Pattern.compile("\\[\\d+/\\d+] (?:pass|review) +([\\d.]+) s  (\\S+)");

	/** What the first scan of a process takes at least. */
	private static final double FIRST_SCAN_S = 1;

	@TempDir
	private Path folder;

	private Path plan;
	private Path out;

	/** Phantoms that differ in one voxel of air, so that no output is that of another scan. */
	@BeforeEach
	void makeScans() throws Exception {
		final PhantomScan phantom = PhantomScan.whole();
		final Path scans = Files.createDirectories(folder.resolve("scans"));
		for (int i = 0; i < Math.max(5, KILLS / 4); i++) {
			final Img<ShortType> image = phantom.stored();
			final RandomAccess<ShortType> corner = image.randomAccess();
			corner.setPositionAndGet(0, 0, 0).set((short) i);
			NiftiWriter.write(NiftiImage.of(new Volume(image, PhantomScan.GRID)), scans.resolve(String.format("scan%03d.nii.gz", i)),
				NiftiWriteOptions.DEFAULT);
		}
		plan = plan("out");
		out = folder.resolve("out");
	}

	private Path plan(final String name) throws Exception {
		final List<String> lines = new ArrayList<>();
		assertEquals(0, end(start("plan", folder.resolve("scans"), "--shards", 1, "--threads", 1, "--out", folder.resolve(name), "--private", folder
			.resolve(name + "-private")), lines), lines::toString);
		return folder.resolve(name + "-plan");
	}

	private Process start(final Object... arguments) throws IOException {
		return start(List.of(), arguments);
	}

	private Process start(final List<String> options, final Object... arguments) throws IOException {
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
			"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path")));
		command.addAll(options);
		command.add(PhantomProcess.class.getName());
		Stream.of(arguments).map(Object::toString).forEach(command::add);
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	private static int end(final Process process, final List<String> lines) throws IOException, InterruptedException {
		process.inputReader().lines().forEach(lines::add);
		assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES));
		return process.exitValue();
	}

	/** All that was written, records without the seconds that the work took. */
	private static Map<String, byte[]> results(final Path... folders) throws IOException {
		final Map<String, byte[]> results = new TreeMap<>();
		for (final Path written : folders)
			for (final String file : TestImages.files(written)) {
				final byte[] bytes = Files.readAllBytes(written.resolve(file));
				results.put(file, file.endsWith("_defaced.json") ? new String(bytes).replaceAll("(?s)\"Seconds\": \\{.*?\\}", "").getBytes() : bytes);
			}
		return results;
	}

	private static void assertSame(final Map<String, byte[]> expected, final Map<String, byte[]> found) {
		assertEquals(expected.keySet(), found.keySet());
		expected.forEach((name, bytes) -> assertArrayEquals(bytes, found.get(name), name));
	}

	/** What one run writes that nobody disturbs, into other folders. */
	private Map<String, byte[]> undisturbed() throws Exception {
		final List<String> lines = new ArrayList<>();
		assertEquals(0, end(start("run", plan("calm").resolve("0")), lines), lines::toString);
		return results(folder.resolve("calm"), folder.resolve("calm-private"));
	}

	private static void count(final List<String> lines, final Map<String, Integer> done) {
		for (final String line : lines) {
			final Matcher matcher = DONE.matcher(line);
			if (matcher.find()) done.merge(matcher.group(2), 1, Integer::sum);
		}
	}

	/** Each process has time for few scans, and then ends at a moment that nobody chose. */
	@Test
	void killedAtAnyMomentItWritesWhatOneRunWrites() throws Exception {
		final Map<String, byte[]> expected = undisturbed();
		final Random random = new Random(17);
		final Map<String, Integer> done = new TreeMap<>();
		int kills = 0;
		while (kills < KILLS) {
			final Process process = start("run", plan.resolve("000"), "--retry-crashed");
			final List<String> lines = new ArrayList<>();
			final boolean killed = kill(process, random, lines);
			end(process, lines);
			count(lines, done);
			if (killed) kills++;
			else forget(random, done);
		}
		final List<String> lines = new ArrayList<>();
		assertEquals(0, end(start("run", plan.resolve("000"), "--retry-crashed"), lines), lines::toString);
		count(lines, done);
		assertSame(expected, results(out, folder.resolve("out-private")));
		assertEquals(List.of(), TestImages.files(plan.resolve("000/ledger")));
		assertTrue(done.values().stream().allMatch(times -> times == 1), "every scan once: " + done);
		final List<String> status = new ArrayList<>();
		assertEquals(0, end(start("status", plan), status), status::toString);
	}

	/** Waits until none, one or two scans were defaced, and a part of the time of another; returns whether there was still a process to kill. */
	private static boolean kill(final Process process, final Random random, final List<String> lines) throws IOException, InterruptedException {
		int scans = random.nextInt(3);
		double scan_s = FIRST_SCAN_S;
		String line = process.inputReader().readLine();
		assertTrue(line != null && line.startsWith("Model"), line);
		while (scans > 0 && (line = process.inputReader().readLine()) != null) {
			lines.add(line);
			final Matcher done = DONE.matcher(line);
			if (!done.find()) continue;
			scan_s = Double.parseDouble(done.group(1));
			scans--;
		}
		final boolean ended = process.waitFor((long) (1200 * scan_s * random.nextDouble()), TimeUnit.MILLISECONDS);
		process.toHandle().destroyForcibly(); // which leaves its output open
		return !ended;
	}

	/** All was done before the kill: a part of the scans is deleted, so that there is something to kill. */
	private void forget(final Random random, final Map<String, Integer> done) throws IOException {
		final Set<String> forgotten = new HashSet<>();
		for (final String file : TestImages.files(out)) {
			final String name = file.substring(0, file.indexOf('_'));
			if (random.nextInt(2) == 0) forgotten.add(name);
		}
		for (final Path results : List.of(out, folder.resolve("out-private")))
			for (final String file : TestImages.files(results))
				if (forgotten.contains(file.substring(0, file.indexOf('_')))) Files.delete(results.resolve(file));
		forgotten.forEach(name -> done.remove(folder.resolve("scans").resolve(name + ".nii.gz").toString()));
	}

	/** As on two nodes: they share the scans, and what the one does that is killed falls to the other. */
	@Test
	void twoAtOnceDoEveryScanOnce() throws Exception {
		final Map<String, byte[]> expected = undisturbed();
		final Process first = start("run", plan.resolve("0"));
		final Process second = start("run", plan.resolve("0"), "--scratch", folder.resolve("scratch"));
		final Process third = start("run", plan.resolve("0"));
		assertTrue(third.inputReader().readLine().startsWith("Model"));
		Thread.sleep(500);
		third.toHandle().destroyForcibly();
		final Map<String, Integer> done = new TreeMap<>();
		for (final Process process : List.of(first, second, third)) {
			final List<String> lines = new ArrayList<>();
			assertEquals(process == third ? third.waitFor() : 0, end(process, lines), lines::toString);
			count(lines, done);
		}
		assertSame(expected, results(out, folder.resolve("out-private")));
		assertTrue(done.values().stream().allMatch(times -> times == 1), "every scan once: " + done);
		assertEquals(List.of(), TestImages.files(plan.resolve("000/ledger")));
		assertEquals(List.of(), TestImages.files(folder.resolve("scratch")));
	}

	/** A defect of the native engine, or too little memory, ends the process at the same scan again and again. */
	@Test
	void goesOnAfterAScanThatEndedItThreeTimes() throws Exception {
		final List<String> crash = List.of("-Dcrash=" + plan.resolve("000/ledger/000001"));
		for (int i = 0; i < 3; i++)
			assertEquals(PhantomProcess.ABORTED, end(start(crash, "run", plan.resolve("0")), new ArrayList<>()));
		final List<String> lines = new ArrayList<>();
		assertEquals(1, end(start(crash, "run", plan.resolve("0")), lines), lines::toString);
		assertTrue(lines.stream().anyMatch(line -> line.contains("error") && line.contains("scan001.nii.gz crashed")), lines::toString);
		final List<String> status = new ArrayList<>();
		assertEquals(1, end(start("status", plan), status));
		assertTrue(status.get(0).startsWith("crashed ") && status.get(0).contains("scan001.nii.gz"), status::toString);
		assertTrue(status.get(1).endsWith(" 0 failed, 1 crashed, 0 missing"), status::toString);
		assertEquals(2, status.size(), "nothing is to be started: " + status);
		assertFalse(TestImages.files(out).contains("scan001_defaced.nii.gz"));
		assertEquals(0, end(start("run", plan.resolve("0"), "--retry-crashed"), lines), lines::toString);
		assertEquals(0, end(start("status", plan), status));
	}
}
