package org.pediatricdefacer.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.Progress;

/** The table of a plan, and what is said of its shards. */
class PlanTableTest extends PlanFixture {

	@Test
	void hasALineForEachScanWhateverBecameOfIt() throws IOException {
		scans("done.nii.gz", "missing.nii.gz", "twice.nii", "twice.nii.gz");
		Files.writeString(folder.resolve("scans/broken.nii"), "no scan");
		final DefacingPlan plan = plan(2);
		for (int i = 0; i < 2; i++)
			run(plan, i, false, Optional.empty(), Progress.NONE);
		Files.delete(out().resolve("missing_defaced.nii.gz"));
		final Path file = plan.folder().resolve(PlanTable.FILE_NAME);
		final List<PlanTable.Result> results = PlanTable.write(plan, plan.shards(), file);
		assertEquals(List.of("done"), results.stream().map(PlanTable.Result::name).toList());
		assertTrue(results.get(0).isPass());
		final String text = Files.readString(file);
		final List<String[]> rows = text.lines().map(line -> line.split("\t")).toList();
		assertEquals(6, rows.size());
		assertTrue(rows.stream().allMatch(row -> row.length == rows.get(0).length), text);
		assertEquals(List.of("broken error", "done pass", "missing missing", "twice error", "twice error"), rows.stream().skip(1).map(row -> row[0] +
			" " + row[2]).sorted().toList());
		assertTrue(rows.stream().anyMatch(row -> row[row.length - 1].contains("twice.nii.gz would have the same outputs as")), text);
		final int sum = List.of(rows.get(0)).indexOf("input_sha256");
		for (final String[] row : rows.subList(1, rows.size()))
			assertEquals(row[0].equals("done"), row[sum].matches("[0-9a-f]{64}"), String.join(" ", row));
	}

	@Test
	void namesShardsAsSchedulersDo() {
		assertEquals("", PlanStatus.array(List.of()));
		assertEquals("7", PlanStatus.array(shards(7)));
		assertEquals("0-99", PlanStatus.array(shards(IntStream.range(0, 100).toArray())));
		assertEquals("3,17-20,22", PlanStatus.array(shards(3, 17, 18, 19, 20, 22)));
	}

	private static List<Shard> shards(final int... numbers) {
		return IntStream.of(numbers).mapToObj(number -> new Shard(String.format("%03d", number), 1, 1, "")).toList();
	}
}
