package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.volume.VoxelGrid;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import picocli.CommandLine;

/** Defaces DICOM series on the command line, in process, on the phantom. */
class DefaceDicomTest {

	private static final PhantomScan PHANTOM = PhantomScan.whole();

	@TempDir
	private Path folder;

	private Path in;
	private Path out;
	private StringWriter output;
	private StringWriter errors;
	private Deface.Opening opening = (model, device, threads) -> PHANTOM.defacer();

	@BeforeEach
	void name() {
		in = folder.resolve("DOE JANE");
		out = folder.resolve("out");
	}

	private int deface(final Object... arguments) {
		output = new StringWriter();
		errors = new StringWriter();
		final CommandLine commandLine = Deface.commandLine(opening).setOut(new PrintWriter(output)).setErr(
			new PrintWriter(errors));
		return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
	}

	private List<String> written() throws IOException {
		return TestImages.files(out);
	}

	private String summary() {
		return output.toString().lines().filter(line -> line.contains(" DICOM files: ")).findFirst().orElse("none");
	}

	private static DicomPhantom phantom() {
		return DicomPhantom.of(PHANTOM.stored(), PhantomScan.GRID);
	}

	@Test
	void defacesASeries() throws IOException {
		final List<Path> files = phantom().classic(in);
		assertEquals(0, deface(in, "--out", out), () -> output + "" + errors);
		assertEquals("42 DICOM files: 42 defaced, 0 withheld, 0 refused, 0 failed", summary());
		final List<String> names = written();
		assertEquals(44, names.size(), names::toString);
		assertTrue(names.stream().filter(name -> name.matches("study_[0-9a-f]{8}/series_0003_[0-9a-f]{8}_defaced/image_000\\d\\d\\.dcm")).count() == 42,
			names::toString);
		final String record = Files.readString(out.resolve(names.stream().filter(name -> name.endsWith(".json")).findFirst().orElseThrow()));
		final JsonObject dicom = JsonParser.parseString(record).getAsJsonObject().getAsJsonObject("Dicom");
		assertEquals(42, dicom.get("Instances").getAsInt());
		final JsonObject hashes = dicom.getAsJsonObject("UntouchedElementsSha256");
		assertEquals(hashes.get("before"), hashes.get("after"));
		for (final String identifying : new String[] {"Doe", "Jane", "DOE", "4711", "1.2.826", "IM13", folder.toString()})
			assertFalse(record.contains(identifying) || names.toString().contains(identifying), identifying);
		for (final Path file : files)
			assertTrue(Files.exists(file));
	}

	@Test
	void accountsForEveryFile() throws IOException {
		phantom().classic(in);
		Files.writeString(in.resolve("notes.txt"), "no DICOM");
		final byte[] slice = Files.readAllBytes(in.resolve("IM13"));
		Files.write(in.resolve("torn"), java.util.Arrays.copyOf(slice, 700));
		assertEquals(1, deface(in, "--out", out), () -> output + "" + errors);
		assertEquals("44 DICOM files: 0 defaced, 1 withheld, 43 refused, 0 failed; see " + out.resolve("withheld.tsv"), summary());
		final List<String> table = Files.readAllLines(out.resolve("withheld.tsv"));
		assertEquals(45, table.size());
		assertTrue(table.contains("notes.txt\twithheld\tit is no DICOM file"), table::toString);
		assertFalse(table.toString().contains(folder.toString()), table::toString);
		assertEquals(List.of("withheld.tsv"), written());
	}

	@Test
	void givesALocalizerTheRegionOfTheVolumeBesideIt() throws IOException {
		phantom().classic(in.resolve("t1"));
		final VoxelGrid grid = new VoxelGrid(new long[] {86, 88, 42}, PhantomScan.GRID.voxelToWorld());
		DicomPhantom.localizer(PHANTOM.stored(), grid).classic(in.resolve("loc"));
		assertEquals(0, deface(in, "--out", out), () -> output + "" + errors);
		assertEquals("84 DICOM files: 84 defaced, 0 withheld, 0 refused, 0 failed", summary());
		assertTrue(output.toString().contains("taken by coordinates from series 3"), output::toString);
	}

	/** A network that knows one scan and sees nothing in all others. */
	private static Defacer blindAfter(final int scans) {
		final FaceSegmenter sees = PHANTOM.segmenter();
		final int[] seen = {0};
		return new Defacer(new FaceSegmenter() {

			@Override
			public int classes() {
				return sees.classes();
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				if (seen[0]++ < scans) {
					sees.segment(probabilities, head);
					return;
				}
				final Cursor<FloatType> cursor = probabilities.localizingCursor();
				while (cursor.hasNext()) {
					cursor.fwd();
					cursor.get().set(cursor.getIntPosition(3) == 0 ? 1 : 0);
				}
			}

			@Override
			public void close() {}
		}, PhantomScan.MODEL, "none", "cpu");
	}

	/** All series of a study lose what is found of the face on any of them. */
	@Test
	void givesASeriesWithoutAFaceThatOfTheOthers() throws IOException {
		phantom().classic(in.resolve("a"));
		DicomPhantom.other(PHANTOM.stored(), PhantomScan.GRID).classic(in.resolve("b"));
		opening = (model, device, threads) -> blindAfter(0);
		assertEquals(1, deface(in.resolve("b"), "--out", out), () -> output + "" + errors);
		assertEquals("42 DICOM files: 0 defaced, 0 withheld, 0 refused, 42 failed; see " + out.resolve("withheld.tsv"), summary());
		opening = (model, device, threads) -> blindAfter(1);
		final Path both = folder.resolve("both");
		assertEquals(0, deface(in, "--out", both, "--also-nifti"), () -> output + "" + errors);
		assertTrue(output.toString().contains("series 3 was erased here, carried by scanner coordinates"), output::toString);
		assertEquals("84 DICOM files: 84 defaced, 0 withheld, 0 refused, 0 failed", summary());
		final List<String> removed = TestImages.files(both).stream().filter(name -> name.endsWith("_removed.nii.gz")).toList();
		assertEquals(2, removed.size());
		assertEquals(-1, Files.mismatch(both.resolve(removed.get(0)), both.resolve(removed.get(1))));
	}

	/** Distorted series take what others show, and give nothing. */
	@Test
	void letsEchoPlanarSeriesFollow() throws IOException {
		phantom().classic(in.resolve("a"));
		DicomPhantom.echoPlanar(PHANTOM.stored(), PhantomScan.GRID).classic(in.resolve("b"));
		assertEquals(0, deface(in, "--out", out), () -> output + "" + errors);
		final List<String> lines = output.toString().lines().toList();
		assertTrue(lines.stream().anyMatch(line -> line.contains("series 4 (") && line.contains("also found on series 3 was erased here")), output
			::toString);
		assertTrue(lines.stream().noneMatch(line -> line.contains("found on series 4")), output::toString);
	}

	/** A study that is whole is not looked at again; what is missing of one is made again to the same bytes. */
	@Test
	void passesOverWhatWasDoneInTheSameWay() throws IOException {
		phantom().classic(in.resolve("t1"));
		final VoxelGrid grid = new VoxelGrid(new long[] {86, 88, 42}, PhantomScan.GRID.voxelToWorld());
		DicomPhantom.localizer(PHANTOM.stored(), grid).classic(in.resolve("loc"));
		assertEquals(0, deface(in, "--out", out, "--skip-existing"), () -> output + "" + errors);
		final Map<String, String> before = contents();
		opening = (model, device, threads) -> blindAfter(0);
		assertEquals(0, deface(in, "--out", out, "--skip-existing"), () -> output + "" + errors);
		assertTrue(output.toString().contains("2 skipped"), output::toString);
		assertEquals("84 DICOM files: 84 defaced, 0 withheld, 0 refused, 0 failed", summary());
		assertEquals(before, contents());
		opening = (model, device, threads) -> PHANTOM.defacer();
		final List<Path> folders;
		try (Stream<Path> found = Files.walk(out)) {
			folders = found.filter(file -> file.getFileName().toString().endsWith("_defaced")).sorted().toList();
		}
		assertEquals(2, folders.size());
		// As a run leaves it that is killed after the record of the localizer: for its region the volume is needed again.
		AtomicFolder.delete(folders.get(1));
		assertEquals(0, deface(in, "--out", out, "--skip-existing"), () -> output + "" + errors);
		assertEquals(before, contents());
		// A series that was touched is not one of this run.
		Files.write(folders.get(0).resolve("image_00001.dcm"), new byte[] {1});
		assertEquals(0, deface(in, "--out", out, "--skip-existing"), () -> output + "" + errors);
		assertEquals(before, contents());
	}

	/** What is found on one series of a study is erased from all, so that all hang on each of them. */
	@Test
	void doesAStudyAgainThatHasOneMoreSeries() throws IOException {
		phantom().classic(in.resolve("a"));
		assertEquals(0, deface(in, "--out", out, "--skip-existing"));
		DicomPhantom.other(PHANTOM.stored(), PhantomScan.GRID).classic(in.resolve("b"));
		assertEquals(1, deface(in, "--out", out, "--skip-existing"));
		assertTrue(output.toString().contains("exists already"), output::toString);
	}

	/** All files below the outputs; of records without what differs from run to run. */
	private Map<String, String> contents() throws IOException {
		final Map<String, String> contents = new TreeMap<>();
		for (final String name : written()) {
			final String text = Files.readString(out.resolve(name), StandardCharsets.ISO_8859_1);
			contents.put(name, name.endsWith(".json") ? text.replaceAll("(?s)\"Seconds\": \\{.*?\\}", "") : text);
		}
		return contents;
	}

	@Test
	void makesIdentifiersOfASecret() throws IOException {
		phantom().enhanced(in);
		assertEquals(0, deface(in, "--out", out));
		final List<String> names = written();
		assertEquals(0, deface(in, "--out", folder.resolve("again")));
		assertEquals(names, TestImages.files(folder.resolve("again")), "repeats give the same names");
		assertEquals(0, deface(in, "--out", folder.resolve("salted"), "--uid-salt", "a secret of this test"));
		assertEquals(names.size(), TestImages.files(folder.resolve("salted")).size());
		assertFalse(names.equals(TestImages.files(folder.resolve("salted"))), names::toString);
		assertEquals(2, deface(in, "--out", folder.resolve("short"), "--uid-salt", "short"));
		assertTrue(errors.toString().contains("found by trying"), errors::toString);
	}

	@Test
	void withholdsALocalizerAlone() throws IOException {
		DicomPhantom.localizer(PHANTOM.stored(), PhantomScan.GRID).classic(in);
		assertEquals(0, deface(in, "--out", out), () -> output + "" + errors);
		assertEquals("42 DICOM files: 0 defaced, 42 withheld, 0 refused, 0 failed; see " + out.resolve("withheld.tsv"), summary());
		assertTrue(Files.readString(out.resolve("withheld.tsv")).contains("it is a localizer, and no volume"));
	}

	@Test
	void writesNiftiToo() throws IOException {
		phantom().enhanced(in);
		assertEquals(0, deface(in, "--out", out, "--also-nifti", "--new-uids", "--keep-source-reference"), () -> output + "" + errors);
		assertEquals(List.of("_defaced.json", "_defaced.nii.gz", "_defaced/image_00001.dcm", "_removed.nii.gz", "withheld.tsv"), ends(written()));
	}

	/** What draws a face or may name a patient goes to the private folder. */
	@Test
	void writesWhatIdentifiesToThePrivateFolderOnly() throws IOException {
		phantom().enhanced(in);
		final Path hidden = folder.resolve("private");
		assertEquals(0, deface(in, "--out", out, "--private", hidden), () -> output + "" + errors);
		assertEquals(List.of("_defaced.json", "_defaced/image_00001.dcm"), ends(written()));
		assertEquals(List.of("_facemask.nii.gz", "_landmarks.json", "withheld.tsv"), ends(TestImages.files(hidden)));
	}

	private static List<String> ends(final List<String> names) {
		return names.stream().map(name -> name.replaceFirst("study_[0-9a-f]{8}/series_0003_[0-9a-f]{8}", "")).toList();
	}

	@Test
	void neverReplacesASeriesUnasked() throws IOException {
		phantom().enhanced(in);
		assertEquals(0, deface(in, "--out", out));
		final List<String> names = written();
		assertEquals(1, deface(in, "--out", out));
		assertTrue(output.toString().contains("exists already"), output::toString);
		assertEquals(0, deface(in, "--out", out, "--overwrite"));
		assertEquals(names, written());
	}
}
