package org.pediatricdefacer.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;

/** Names of outputs, and the dealing out of scans to tasks. */
class ManifestTest {

	private static List<String> places(final String root, final String... lines) {
		return Manifest.scans(List.of(lines), root).stream().map(ManifestScan::place).toList();
	}

	@Test
	void outputsLieWhereTheScansLie() {
		assertEquals(List.of("sub-01/anat/T1w", "sub-02/anat/T1w", "extra.scan"), places("", "hdfs:///data/sub-01/anat/T1w.nii.gz",
			"hdfs:///data/sub-02/anat/T1w.nii", "hdfs:///data/extra.scan.mgz"));
		assertEquals(List.of("sub-01/anat/T1w"), places("s3a://bucket/data", " s3a://bucket/data/sub-01/anat/T1w.nii.gz", ""));
		assertEquals(List.of("a", "b"), places("", "a.nii", "b.nii"));
		assertEquals(List.of("one"), places("", "/data/one.nii.gz", "/data/one.nii.gz"));
	}

	@Test
	void refusesWhatHasNoPlaceOfItsOwn() {
		final List<ManifestScan> scans = Manifest.scans(List.of("/d/a.nii", "/d/a.nii.gz", "/e/b.nii", "/d/../c.nii", "/d/x/", "/d/c.nii"), "/d");
		assertEquals(List.of(true, true, true, true, true, false), scans.stream().map(scan -> scan.place().isEmpty()).toList());
		assertTrue(scans.get(0).refusal().contains("the same outputs as /d/a.nii.gz"), scans.get(0).refusal());
		assertTrue(scans.get(2).refusal().contains("does not lie below /d/"), scans.get(2).refusal());
		assertEquals("", scans.get(5).refusal());
		assertThrows(DefacingException.class, () -> Manifest.scans(List.of("", "  "), ""));
	}

	/** Whatever the number of scans and places: each scan once, sizes fall, tasks are neither too small nor too large. */
	@Test
	void dealsOutEachScanOnceTheLargestFirst() {
		final Random random = new Random(5);
		for (int round = 0; round < 200; round++) {
			final int count = 1 + random.nextInt(3000);
			final int slots = 1 + random.nextInt(60);
			final List<ManifestScan> scans = IntStream.range(0, count).mapToObj(n -> new ManifestScan("s" + n, "s" + n, random.nextInt(1000), "")).toList();
			final List<List<ManifestScan>> tasks = Manifest.tasks(scans, slots);
			final List<ManifestScan> dealt = new ArrayList<>();
			tasks.forEach(dealt::addAll);
			assertEquals(scans.stream().collect(Collectors.toSet()), dealt.stream().collect(Collectors.toSet()));
			assertEquals(count, dealt.size());
			for (int n = 1; n < count; n++)
				assertTrue(dealt.get(n - 1).bytes() >= dealt.get(n).bytes());
			for (final List<ManifestScan> task : tasks.subList(0, tasks.size() - 1))
				assertTrue(task.size() >= Manifest.FEWEST && task.size() <= Manifest.MOST, task.size() + " scans");
			if (count >= 4 * slots * Manifest.MOST) assertEquals(Manifest.MOST, tasks.get(0).size());
		}
	}
}
