package org.pediatricdefacer.bids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import net.imglib2.type.numeric.RealType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.session.SessionFixture;

class DatasetDefacerTest {

	private static final String OWN = "derivatives/pediatric-defacer/";

	@TempDir
	private static Path folder;

	private static Defacer defacer;
	private static Path dataset;
	private static Path out;
	private static Map<String, String> before;
	private static DatasetSummary summary;

	@BeforeAll
	static void defaceOnce() throws IOException {
		defacer = SessionFixture.defacer();
		dataset = folder.resolve("in");
		out = folder.resolve("out");
		DatasetFixture.make(dataset);
		before = DatasetFixture.sums(dataset);
		summary = DatasetFixture.deface(defacer, dataset, out, DatasetOptions.DEFAULT, false);
	}

	@AfterAll
	static void close() {
		defacer.close();
	}

	private static String read(final String path) throws IOException {
		return Files.readString(out.resolve(path));
	}

	@Test
	void neverWritesToTheInput() throws IOException {
		assertEquals(before, DatasetFixture.sums(dataset));
	}

	@Test
	void accountsForEveryFile() throws IOException {
		final Set<String> listed = new TreeSet<>();
		for (final String table : List.of("withheld.tsv", "deface_failed.tsv"))
			read(OWN + table).lines().skip(1).forEach(line -> listed.add(line.split("\t")[0]));
		for (final String name : before.keySet()) {
			final boolean inTable = listed.contains(name) || name.startsWith(".git/") && listed.contains(".git");
			assertTrue(inTable != Files.exists(out.resolve(name)), name + " is in the output, or in a table, but not in both");
		}
		assertEquals(Set.of(".git", "derivatives/other/sub-01_T1w.nii.gz", "sourcedata/original.txt", "sub-01/ses-1/anat/sub-01_ses-1_photo.jpg",
			"sub-02/anat/sub-02_FLAIR.json", "sub-02/anat/sub-02_FLAIR.nii.gz"), listed);
	}

	@Test
	void defacesScansAndCopiesTheRest() throws IOException {
		final Map<String, String> after = DatasetFixture.sums(out);
		final Set<String> changed = new TreeSet<>();
		before.forEach((name, sum) -> {
			if (after.containsKey(name) && !after.get(name).equals(sum)) changed.add(name);
		});
		assertEquals(Set.of("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz", "sub-01/ses-1/anat/sub-01_ses-1_T2w.nii",
			"sub-01/ses-1/anat/sub-01_ses-1_T2w.json", "sub-01/ses-1/anat/sub-01_ses-1_UNIT1.nii.gz", "sub-01/ses-1/fmap/sub-01_ses-1_magnitude1.nii.gz",
			"sub-01/ses-1/fmap/sub-01_ses-1_phasediff.nii.gz", "sub-01/ses-1/fmap/sub-01_ses-1_phasediff.json", "sub-02/anat/sub-02_T1w.nii.gz",
			"sub-02/sub-02_scans.tsv"), changed);
		assertEquals("filename\tacq_time\nanat/sub-02_T1w.nii.gz\tn/a\n", read("sub-02/sub-02_scans.tsv"));
	}

	@Test
	void saysWhatFailedAndPassesTheRest() throws IOException {
		assertFalse(summary.succeeded());
		assertEquals(1, summary.count("error"), summary.text());
		assertEquals(6, summary.count("pass"), summary.text() + read(OWN + "logs/sub-01_ses-1_log.json"));
		assertTrue(read(OWN + "deface_failed.tsv").contains("sub-02/anat/sub-02_FLAIR.nii.gz\t"));
	}

	@Test
	void marksWhatWasDefaced() throws IOException {
		final String inherited = read("sub-01/ses-1/anat/sub-01_ses-1_T1w.json");
		assertTrue(inherited.contains("by formula") && inherited.contains("Pediatric Defacer") && inherited.contains("113102"), inherited);
		assertFalse(inherited.contains("Manufacturer"), inherited);
		assertTrue(read("sub-01/ses-1/anat/sub-01_ses-1_T2w.json").contains("0.0900"));
	}

	@Test
	void writesNamesOfTheSpecification() throws IOException {
		int images = 0;
		for (final String name : DatasetFixture.sums(out).keySet()) {
			if (!name.startsWith("sub-") || !name.contains(".nii")) continue;
			final Path path = Path.of(name);
			assertEquals(Optional.empty(), BidsRules.problem(FileFate.datatype(path), BidsName.parse(path.getFileName().toString()).orElseThrow()),
				name);
			images++;
		}
		assertEquals(6 + 4, images, "scans, and the masks of the anatomical ones");
	}

	@Test
	void writesRemovedRegionsThatNameNoPartOfTheFace() throws IOException {
		final var mask = NiftiReader.read(out.resolve("sub-01/ses-1/anat/sub-01_ses-1_mod-T2w_defacemask.nii.gz"));
		final List<Double> values = new ArrayList<>();
		for (final RealType<?> value : mask.volume().first())
			if (!values.contains(value.getRealDouble())) values.add(value.getRealDouble());
		assertEquals(Set.of(0.0, 1.0), Set.copyOf(values));
		assertTrue(DatasetFixture.sums(out).keySet().stream().noneMatch(name -> name.contains("_facemask") || name.contains("landmarks")));
	}

	@Test
	void goesOnToTheSameBytes() throws IOException {
		final Path stopped = folder.resolve("stopped");
		DatasetFixture.deface(defacer, dataset, stopped, new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.COPY,
			DatasetOptions.Series.DEFACE), false);
		assertEquals("participant_id\tage\nsub-02\t30\n", Files.readString(stopped.resolve("participants.tsv")));
		// As a run that was killed while it wrote the first participant leaves it.
		Files.createDirectories(stopped.resolve("sub-01/ses-1/anat"));
		Files.writeString(stopped.resolve("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz"), "of an older run");
		final DatasetSummary rest = DatasetFixture.deface(defacer, dataset, stopped, DatasetOptions.DEFAULT, true);
		assertEquals(summary.text(), rest.text());
		assertEquals(DatasetFixture.sums(out), DatasetFixture.sums(stopped));
	}

	@Test
	void replacesNothingUnasked() throws IOException {
		final Map<String, String> now = DatasetFixture.sums(out);
		final DatasetOptions second = new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.COPY, DatasetOptions.Series.DEFACE);
		assertThrows(DefacingException.class, () -> DatasetFixture.deface(defacer, dataset, out, second, false));
		assertEquals(now, DatasetFixture.sums(out));
		final Path foreign = folder.resolve("foreign");
		DatasetFixture.write(foreign.resolve("sub-02/anat/sub-02_T1w.nii.gz"), "someone's data");
		assertThrows(DefacingException.class, () -> DatasetFixture.deface(defacer, dataset, foreign, second, true));
		assertEquals("someone's data", Files.readString(foreign.resolve("sub-02/anat/sub-02_T1w.nii.gz")));
	}

	@Test
	void makesADerivative() throws IOException {
		final Path derivative = folder.resolve("derivative");
		DatasetFixture.deface(defacer, dataset, derivative, new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.DERIVATIVE,
			DatasetOptions.Series.DEFACE), false);
		final Set<String> files = new TreeSet<>(DatasetFixture.sums(derivative).keySet());
		assertTrue(files.containsAll(Set.of("dataset_description.json", "sub-02/anat/sub-02_desc-defaced_T1w.nii.gz",
			"sub-02/anat/sub-02_desc-defaced_T1w.json", "sub-02/anat/sub-02_mod-T1w_defacemask.nii.gz")), files.toString());
		final String sidecar = Files.readString(derivative.resolve("sub-02/anat/sub-02_desc-defaced_T1w.json"));
		assertTrue(sidecar.contains("bids:raw:sub-02/anat/sub-02_T1w.nii.gz") && sidecar.contains("Manufacturer"), sidecar);
		final String description = Files.readString(derivative.resolve("dataset_description.json"));
		assertTrue(description.contains("\"raw\": \"../in\"") && description.contains("\"DatasetType\": \"derivative\""), description);
	}

	@Test
	void defacesInPlaceAndKeepsTheOriginals() throws IOException {
		final Path place = folder.resolve("place");
		DatasetFixture.make(place);
		final DatasetOptions options = new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.IN_PLACE, DatasetOptions.Series.DEFACE);
		DatasetFixture.deface(defacer, place, place, options, false);
		final Map<String, String> after = DatasetFixture.sums(place);
		assertEquals(before.get("sub-02/anat/sub-02_T1w.nii.gz"), after.get("sourcedata/pre-deface/sub-02/anat/sub-02_T1w.nii.gz"));
		assertNotEquals(before.get("sub-02/anat/sub-02_T1w.nii.gz"), after.get("sub-02/anat/sub-02_T1w.nii.gz"));
		assertFalse(after.containsKey("sub-02/anat/sub-02_FLAIR.nii.gz"), "a scan that fails does not stay with its face");
		assertEquals(before.get("sub-02/anat/sub-02_FLAIR.nii.gz"), after.get("sourcedata/pre-deface/sub-02/anat/sub-02_FLAIR.nii.gz"));
		assertEquals(before.get("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz"), after.get("sub-01/ses-1/anat/sub-01_ses-1_T1w.nii.gz"));
		assertFalse(after.containsKey("sub-02/anat/sub-02_FLAIR.json"), "what belongs to it goes with it");
		for (final String name : List.of("sub-02/anat/sub-02_FLAIR.json", "sub-02/sub-02_scans.tsv"))
			assertEquals(before.get(name), after.get("sourcedata/pre-deface/" + name));
		assertEquals("filename\tacq_time\nanat/sub-02_T1w.nii.gz\tn/a\n", Files.readString(place.resolve("sub-02/sub-02_scans.tsv")));
	}

	/** Runs for different participants write to one folder at the same time, as jobs of a cluster do. */
	@Test
	void worksForTwoParticipantsAtOnce() throws Exception {
		final Path both = folder.resolve("both");
		final ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			final List<Future<DatasetSummary>> runs = new ArrayList<>();
			final CountDownLatch begin = new CountDownLatch(2);
			for (final String participant : List.of("01", "02"))
				runs.add(threads.submit(() -> {
					begin.countDown();
					begin.await();
					return DatasetFixture.deface(defacer, dataset, both, new DatasetOptions(Set.of(participant), Set.of(), Set.of(), Placement.COPY,
						DatasetOptions.Series.DEFACE), true);
				}));
			for (final Future<DatasetSummary> run : runs)
				run.get();
		}
		finally {
			threads.shutdown();
		}
		assertEquals(DatasetFixture.sums(out), DatasetFixture.sums(both));
	}

	/** A sidecar of the whole data set stays out as long as no scan that it belongs to is in the output. */
	@Test
	void keepsSidecarsOfScansOutThatAllFailed() throws IOException {
		final Path broken = folder.resolve("broken");
		DatasetFixture.make(broken);
		DatasetFixture.write(broken.resolve("FLAIR.json"), "{\"EchoTime\": 0.1}");
		DatasetFixture.write(broken.resolve("task-rest_bold.json"), "{\"TaskName\": \"rest\"}");
		final Path target = folder.resolve("without");
		DatasetFixture.deface(defacer, broken, target, new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.COPY, DatasetOptions.Series.DEFACE),
			false);
		assertTrue(Files.exists(target.resolve("T1w.json")));
		assertFalse(Files.exists(target.resolve("FLAIR.json")));
		assertFalse(Files.exists(target.resolve("task-rest_bold.json")));
		assertTrue(Files.readString(target.resolve(OWN + "withheld.tsv")).contains("FLAIR.json\tno scan that it belongs to is in the output\n"));
		// A run for another participant brings scans that it belongs to.
		SessionFixture.t1(broken.resolve("sub-03/anat/sub-03_FLAIR.nii.gz"));
		DatasetFixture.deface(defacer, broken, target, new DatasetOptions(Set.of("03"), Set.of(), Set.of(), Placement.COPY, DatasetOptions.Series.DEFACE),
			true);
		assertEquals(-1, Files.mismatch(broken.resolve("FLAIR.json"), target.resolve("FLAIR.json")));
		assertFalse(Files.readString(target.resolve(OWN + "withheld.tsv")).contains("\nFLAIR.json"));
	}

	@Test
	void sumsUp() throws IOException {
		final Path summed = folder.resolve("summed");
		DatasetFixture.deface(defacer, dataset, summed, new DatasetOptions(Set.of("02"), Set.of(), Set.of(), Placement.COPY,
			DatasetOptions.Series.DEFACE), false);
		GroupTables.write(dataset, summed, Placement.COPY);
		final List<String> lines = Files.readAllLines(summed.resolve(OWN + "deface.tsv"));
		assertEquals(3, lines.size());
		assertTrue(lines.get(2).startsWith("sub-02/anat/sub-02_T1w.nii.gz\tT1w\t18 years and over\tn/a\tpass\t"), lines.get(2));
		assertTrue(Files.readString(summed.resolve(OWN + "deface_summary.tsv")).contains("suffix\tFLAIR\t1\t0\t0\t0\t1\n"));
	}
}
