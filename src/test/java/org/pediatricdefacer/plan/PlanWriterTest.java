package org.pediatricdefacer.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.removal.Removal;

/** How plans are made and read. */
class PlanWriterTest extends PlanFixture {

	private static PlannedScan sized(final int i, final long bytes) {
		return new PlannedScan(0, "/scans/" + i + ".nii", Integer.toString(i), bytes, "", "");
	}

	private static long work(final List<PlannedScan> shard) {
		return shard.stream().mapToLong(scan -> scan.bytes() + PlanWriter.BYTES_PER_SCAN).sum();
	}

	/** Graham's bound: the largest shard is at most 4/3 of the best there can be, which is at least the mean and the largest scan. */
	@Test
	void shardsHaveAboutTheSameWork() {
		final Random random = new Random(4);
		for (final int shards : new int[] {1, 2, 7, 30}) {
			final List<PlannedScan> scans = IntStream.range(0, 500).mapToObj(i -> sized(i, (long) Math.exp(10 + 8 * random.nextDouble()))).toList();
			final List<List<PlannedScan>> dealt = PlanWriter.deal(scans, shards);
			assertEquals(shards, dealt.size());
			final LongStream works = dealt.stream().mapToLong(PlanWriterTest::work);
			final double best = Math.max((double) work(scans) / shards, scans.stream().mapToLong(PlannedScan::bytes).max().orElseThrow() +
				PlanWriter.BYTES_PER_SCAN);
			assertTrue(works.max().orElseThrow() <= best * 4 / 3, shards + " shards");
			assertEquals(dealt, PlanWriter.deal(scans, shards), "the same again");
		}
	}

	@Test
	void everyScanIsInOneShardInItsOrder() {
		final List<PlannedScan> scans = IntStream.range(0, 100).mapToObj(i -> sized(i, i % 7 * 1_000_000L)).toList();
		final List<List<PlannedScan>> dealt = PlanWriter.deal(scans, 9);
		assertEquals(IntStream.range(0, 100).boxed().toList(), dealt.stream().flatMap(List::stream).map(scan -> Integer.valueOf(scan.output()))
			.sorted().toList());
		for (final List<PlannedScan> shard : dealt) {
			assertEquals(IntStream.range(0, shard.size()).boxed().toList(), shard.stream().map(PlannedScan::number).toList());
			final List<Integer> order = shard.stream().map(scan -> Integer.valueOf(scan.output())).toList();
			assertEquals(order.stream().sorted().toList(), order);
		}
		assertEquals(3, PlanWriter.deal(scans.subList(0, 3), 9).size(), "no empty shards");
	}

	@Test
	void readsWhatItWrote() throws IOException {
		scans("b.nii.gz", "sub-01/a.nii.gz", "c.nii.gz");
		final DefacingPlan plan = plan(2);
		assertEquals(List.of("000/claims", "000/scans.tsv", "001/claims", "001/scans.tsv", "plan.json"), files(plan.folder()));
		final DefacingPlan read = DefacingPlan.read(plan.folder());
		assertEquals(plan, read);
		final List<PlannedScan> scans = new ArrayList<>();
		for (final Shard shard : read.shards())
			scans.addAll(read.scans(shard));
		assertEquals(List.of("b", "c", "sub-01/a"), scans.stream().map(PlannedScan::output).sorted().toList());
		for (final PlannedScan scan : scans) {
			assertTrue(Path.of(scan.input()).isAbsolute());
			assertEquals(FileChecksum.sha256(Path.of(scan.input())), scan.sha256());
			assertEquals(scanFile.length, scan.bytes());
			assertEquals(out().resolve(scan.output()), read.item(scan).outputBase());
		}
		assertEquals("001", read.shard("1").name());
		assertEquals("001", read.shard("0001").name());
		assertTrue(assertThrows(DefacingException.class, () -> read.shard("2")).getMessage().contains("from 000 to 001"));
	}

	/** Every setting that changes a result comes back: the checksum over all of them is the same. */
	@Test
	void settingsComeBack() throws IOException {
		scans("a.nii.gz");
		final DefacingSettings defacing = new DefacingSettings(new CleaningSettings(Region.parse("face,ears"), 1.5, 2.25, 4), Removal.FACEMASK, Fill
			.of(Fill.Mode.BLUR, true).withSeed(-7).withBlur_mm(11), DefacingSettings.Series.MEAN);
		final FileSettings files = new FileSettings(defacing, new NiftiReadOptions(NiftiReadOptions.Prefer.ORIENTATION, "LPI"), Optional.empty(),
			true, true, true, 3);
		final PlanSettings settings = new PlanSettings(out(), Optional.of(folder.resolve("private")), files, "gpu:1", Optional.of("/models/x"), "0"
			.repeat(64));
		final DefacingPlan plan = plan(1, settings, new ArrayList<>());
		assertEquals(settings, DefacingPlan.read(plan.folder()).settings());
		assertEquals(settings.key("ab"), DefacingPlan.read(plan.folder()).settings().key("ab"));
	}

	@Test
	void refusesPlansThatWereEdited() throws IOException {
		scans("a.nii.gz");
		final DefacingPlan plan = plan(1);
		final Path list = plan.folder().resolve("000/scans.tsv");
		Files.writeString(list, Files.readString(list).replace("a.nii.gz", "b.nii.gz"));
		assertTrue(assertThrows(DefacingException.class, () -> plan.scans(plan.shards().get(0))).getMessage().contains("differs from its checksum"));
		final Path json = plan.folder().resolve("plan.json");
		final String text = Files.readString(json);
		for (final String[] edit : new String[][] {{"\"seed\": 0", "\"seed\": 1", "differ from their checksum"}, {"\"Version\": \"",
			"\"Version\": \"9", "make a new plan"}, {"\"PlanFormat\": 1", "\"PlanFormat\": 2", "make a new plan"}, {"\"Out\"", "\"In\"", "is damaged"}})
		{
			Files.writeString(json, text.replace(edit[0], edit[1]));
			assertTrue(assertThrows(DefacingException.class, () -> DefacingPlan.read(plan.folder())).getMessage().contains(edit[2]), edit[1]);
		}
		Files.delete(json);
		assertTrue(assertThrows(DefacingException.class, () -> DefacingPlan.read(plan.folder())).getMessage().contains("is no plan"));
	}

	@Test
	void aPlanIsNeverReplacedNorShared() throws IOException {
		scans("a.nii.gz");
		plan(1);
		assertTrue(assertThrows(DefacingException.class, () -> plan(1)).getMessage().contains("exists already"));
		for (final Path inside : List.of(folder, folder.resolve("plan")))
			assertTrue(assertThrows(DefacingException.class, () -> plan(1, new PlanSettings(inside, Optional.empty(), SETTINGS, "cpu", Optional.empty(),
				""), new ArrayList<>())).getMessage().contains("is not apart"), inside.toString());
	}

	/** Two scans of one name in one folder would have the same outputs; in two folders they would not. */
	@Test
	void scansOfOneNameFailAloneUnlessTheyLieInTwoFolders() throws IOException {
		scans("x/a.nii.gz", "y/a.nii.gz", "b.nii", "b.nii.gz");
		final List<PlannedScan> refused = new ArrayList<>();
		final DefacingPlan plan = plan(1, settings(SETTINGS), refused);
		assertEquals(List.of("b", "b"), refused.stream().map(PlannedScan::output).toList());
		assertTrue(refused.get(0).refused().contains("would have the same outputs as"), refused.get(0).refused());
		final List<PlannedScan> scans = plan.scans(plan.shards().get(0));
		assertEquals(List.of("b", "b", "x/a", "y/a"), scans.stream().map(PlannedScan::output).toList());
		assertEquals(refused.stream().map(PlannedScan::refused).toList(), scans.stream().filter(PlannedScan::isRefused).map(PlannedScan::refused)
			.toList());
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets few people make links")
	void whatCannotBeReadFailsAlone() throws IOException {
		scans("a.nii.gz");
		Files.createSymbolicLink(folder.resolve("scans/gone.nii.gz"), folder.resolve("nowhere"));
		final List<PlannedScan> refused = new ArrayList<>();
		plan(1, settings(SETTINGS), refused);
		assertEquals(1, refused.size());
		assertTrue(refused.get(0).refused().contains("could not be read when it was planned"), refused.get(0).refused());
	}

	/** Such names open while a folder is walked, but not when they were written down. */
	@Test
	@DisabledOnOs(value = {OS.WINDOWS, OS.MAC}, disabledReason = "names are always texts there")
	void aNameThatIsNoTextFailsAlone() throws Exception {
		scans("a.nii.gz");
		final Process copy = new ProcessBuilder("bash", "-c", "cp a.nii.gz $'\\xff.nii.gz'").directory(folder.resolve("scans").toFile()).start();
		assertEquals(0, copy.waitFor());
		final List<PlannedScan> refused = new ArrayList<>();
		final DefacingPlan plan = plan(1, settings(SETTINGS), refused);
		assertEquals(1, refused.size());
		assertTrue(refused.get(0).refused().contains("rename it"), refused.get(0).refused());
		assertEquals(2, plan.scans(plan.shards().get(0)).size());
	}

	@Test
	void aListHoldsFiftyThousandScans() throws IOException {
		final List<PlannedScan> scans = IntStream.range(0, 50_000).mapToObj(i -> new PlannedScan(i, "/data/sub-" + i + "/anat/sub-" + i +
			"_T1w.nii.gz", "sub-" + i + "/anat/sub-" + i + "_T1w", i, "0".repeat(64), "")).toList();
		final Path shard = Files.createDirectories(folder.resolve("plan/000"));
		Files.writeString(shard.resolve("scans.tsv"), PlannedScan.HEADER + "\n" + String.join("", scans.stream().map(scan -> scan.line() + "\n")
			.toList()));
		final Shard one = new Shard("000", scans.size(), 0, FileChecksum.sha256(shard.resolve("scans.tsv")));
		assertEquals(scans, new DefacingPlan(folder.resolve("plan"), settings(SETTINGS), List.of(one)).scans(one));
	}

	@Test
	void nothingIsLeftOfAPlanThatFails() throws IOException {
		scans("a.nii.gz");
		final IllegalStateException failure = new IllegalStateException("stop");
		final PlanSettings settings = settings(SETTINGS);
		assertThrows(IllegalStateException.class, () -> PlanWriter.write(BatchPlan.of(List.of(folder.resolve("scans")
			.toString()), out()), settings, 1, folder.resolve("plan"), scan -> {}, new Progress() {

				@Override
				public void fraction(final double done) {
					throw failure;
				}
			}));
		assertFalse(Files.exists(folder.resolve("plan")));
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(List.of("scans"), left.map(file -> file.getFileName().toString()).toList());
		}
	}
}
