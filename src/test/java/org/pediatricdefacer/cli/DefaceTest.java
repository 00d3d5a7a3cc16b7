package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.ShortType;
import picocli.CommandLine;

/** Tests the command line in process, on the phantom. */
class DefaceTest {

	private static final PhantomScan PHANTOM = PhantomScan.whole();

	@TempDir
	private static Path phantoms;

	@TempDir
	private Path folder;

	private Path scan;
	private Path out;
	private StringWriter output;
	private StringWriter errors;
	private String opened;

	@BeforeAll
	static void writePhantom() throws IOException {
		final NiftiImage image = NiftiImage.of(new Volume(PHANTOM.stored(), PhantomScan.GRID));
		NiftiWriter.write(image, phantoms.resolve("phantom.nii.gz"), NiftiWriteOptions.DEFAULT);
	}

	@BeforeEach
	void copyPhantom() throws IOException {
		scan = Files.copy(phantoms.resolve("phantom.nii.gz"), folder.resolve("phantom.nii.gz"));
		out = folder.resolve("out");
	}

	private int deface(final Object... arguments) {
		return run((model, device, threads) -> {
			opened = model + " " + device + " " + threads;
			return PHANTOM.defacer();
		}, arguments);
	}

	private int run(final Deface.Opening opening, final Object... arguments) {
		output = new StringWriter();
		errors = new StringWriter();
		final CommandLine commandLine = Deface.commandLine(opening).setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
		return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
	}

	@Test
	void defacesAScan() throws IOException {
		assertEquals(0, deface(scan, "--out", out), errors::toString);
		assertEquals(List.of("phantom_defaced.json", "phantom_defaced.nii.gz", "phantom_removed.nii.gz"), written());
		assertTrue(output.toString().contains("[1/1] "), output::toString);
		assertTrue(output.toString().lines().reduce((a, b) -> b).orElseThrow().startsWith("1 scan: "), output::toString);
		assertEquals("", errors.toString());
		assertFalse(NiftiReader.read(scan).isMarkedDefaced());
		assertTrue(NiftiReader.read(out.resolve("phantom_defaced.nii.gz")).isMarkedDefaced());
	}

	@Test
	void goesOnAfterAFailureAndSaysSo() throws IOException {
		final Path scans = Files.createDirectories(folder.resolve("scans"));
		Files.writeString(scans.resolve("a.nii"), "no scan");
		Files.move(scan, scans.resolve("b.nii.gz"));
		assertEquals(1, deface(scans, "--out", out));
		final List<String> lines = output.toString().lines().collect(Collectors.toList());
		assertTrue(lines.get(1).matches("\\[1/2\\] error .*a\\.nii.*"), lines.get(1));
		assertTrue(lines.get(2).matches("\\[2/2\\] (pass|review) .*b\\.nii\\.gz.*"), lines.get(2));
		assertTrue(lines.get(3).endsWith("1 failed"), lines.get(3));
		assertEquals(List.of("b_defaced.json", "b_defaced.nii.gz", "b_removed.nii.gz"), written());
	}

	@Test
	void goesOnBesideNamesThatClashOrCannotBeRead() throws IOException {
		final Path other = Files.copy(scan, folder.resolve("other.nii.gz"));
		Files.copy(scan, folder.resolve("other.nii"));
		assertEquals(1, deface(scan, other, folder.resolve("other.nii"), scan, "m\0ller.nii.gz", "--out", out), errors::toString);
		final List<String> lines = output.toString().lines().toList();
		assertTrue(lines.get(1).matches("\\[1/4\\] (pass|review) .*phantom.*"), lines.get(1));
		assertTrue(lines.get(2).matches("\\[2/4\\] error .*other\\.nii\\.gz would have the same outputs as .*other\\.nii; .*"), lines.get(2));
		assertTrue(lines.get(4).matches("\\[4/4\\] error .*name that cannot be read.*"), lines.get(4));
		assertTrue(lines.get(5).endsWith("3 failed"), lines.get(5));
		assertEquals(List.of("phantom_defaced.json", "phantom_defaced.nii.gz", "phantom_removed.nii.gz"), written());
	}

	/** As datalad leaves what was not fetched. */
	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there links need the rights of an administrator")
	void saysWhereALinkLeads() throws IOException {
		final Path link = Files.createSymbolicLink(folder.resolve("sub-01_T1w.nii.gz"), Path.of(".git/annex/objects/x.nii.gz"));
		for (final Path given : new Path[] {link, folder})
			assertTrue(deface(given, "--out", out) == 1 && output.toString().contains(link +
				" is a link to .git/annex/objects/x.nii.gz, which is not there; fetch it (datalad get"), output::toString);
	}

	@Test
	void appliesAMask() throws IOException {
		final Path hidden = folder.resolve("hidden");
		assertEquals(0, deface(scan, "--out", out, "--private", hidden, "--mask-only"));
		assertEquals(List.of("phantom_defaced.json", "phantom_removed.nii.gz"), written());
		final Path again = folder.resolve("again");
		assertEquals(0, deface(scan, "--out", again, "--apply-mask", hidden.resolve("phantom_facemask.nii.gz")));
		assertTrue(Files.exists(again.resolve("phantom_defaced.nii.gz")));
	}

	@Test
	void keepsWhatIdentifiesInAnotherFolder() throws IOException {
		final Path scans = Files.createDirectories(folder.resolve("scans/sub-01"));
		Files.move(scan, scans.resolve("t1.nii.gz"));
		assertEquals(0, deface(scans.getParent(), "--out", out, "--private", folder.resolve("hidden")), errors::toString);
		assertEquals(List.of("sub-01/t1_defaced.json", "sub-01/t1_defaced.nii.gz", "sub-01/t1_removed.nii.gz"), TestImages.files(out));
		assertEquals(List.of("sub-01/t1_facemask.nii.gz", "sub-01/t1_landmarks.json"), TestImages.files(folder.resolve("hidden")));
	}

	@Test
	void removesTheFacemaskAloneIfAskedAndSaysWhatItShows() {
		assertEquals(0, deface(scan, "--out", out, "--removal", "facemask"), errors::toString);
		assertTrue(output.toString().contains("[1/1] review") && output.toString().contains("which draws the face"), output::toString);
	}

	@Test
	void refusesZeroWhereTheAirIsNot() throws IOException {
		final Img<ShortType> bright = PHANTOM.stored();
		for (final ShortType voxel : bright)
			voxel.set((short) (voxel.get() + 300));
		final Path file = folder.resolve("bright.nii");
		NiftiWriter.write(NiftiImage.of(new Volume(bright, PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		assertEquals(1, deface(file, "--out", out, "--fill", "zero"));
		assertTrue(output.toString().contains("would show; fill with background"), output::toString);
		assertEquals(List.of(), TestImages.files(out));
	}

	@Test
	void overwritesOnlyWhenAsked() throws IOException {
		assertEquals(0, deface(scan, "--out", out));
		final byte[] first = Files.readAllBytes(out.resolve("phantom_defaced.nii.gz"));
		assertEquals(1, deface(scan, "--out", out, "--fill", "background"));
		assertTrue(output.toString().contains("exists already"), output::toString);
		assertEquals(0, deface(scan, "--out", out, "--fill", "background", "--seed", "3", "--overwrite"));
		assertFalse(Arrays.equals(first, Files.readAllBytes(out.resolve("phantom_defaced.nii.gz"))));
	}

	/** As a scheduler starts a batch again that was stopped. */
	@Test
	void goesOnWhereABatchWasStopped() throws IOException {
		final Path scans = Files.createDirectories(folder.resolve("scans"));
		Files.copy(scan, scans.resolve("a.nii.gz"));
		assertEquals(0, deface(scans, "--out", out, "--skip-existing"));
		Files.copy(scan, scans.resolve("b.nii.gz"));
		assertEquals(0, deface(scans, "--out", out, "--skip-existing"), errors::toString);
		final List<String> lines = output.toString().lines().toList();
		assertTrue(lines.get(1).matches("\\[1/2\\] skipped .*a\\.nii\\.gz - It was done before in the same way: (pass|review)\\..*"), lines.get(1));
		assertTrue(lines.get(2).matches("\\[2/2\\] (pass|review) .*b\\.nii\\.gz.*"), lines.get(2));
		assertTrue(lines.get(3).startsWith("2 scans: ") && lines.get(3).endsWith("0 failed, 1 skipped"), lines.get(3));
		assertEquals(1, deface(scans, "--out", out), "without the option what exists is refused");
	}

	@Test
	void passesOnWhatRunsTheNetwork() {
		deface(scan, "--out", out, "--device", "GPU:2", "--threads", "1", "--model", "some/where");
		assertEquals("some/where gpu:2 1", opened);
	}

	@ParameterizedTest
	@ValueSource(strings = {"", "--out OUT", "SCAN", "SCAN --out OUT --fill blue", "SCAN --out OUT --fill blur", "SCAN --out OUT --removal nose",
		"SCAN --out OUT --private OUT", "SCAN --out OUT --private OUT/private", "SCAN --out OUT/shared --private OUT", "SCAN --out OUT --private SCAN",
		"SCAN --out OUT --regions nose",
		"SCAN --out OUT --margin-mm x", "SCAN --out OUT --margin-mm -1", "SCAN --out OUT --brain-guard-mm NaN", "SCAN --out OUT --threads 0",
		"SCAN --out OUT --orientation XYZ", "SCAN --out OUT --prefer both", "SCAN --out OUT --device tpu", "SCAN --out OUT --what",
		"nowhere.nii --out OUT", "EMPTY --out OUT",
		"SCAN --out SCAN", "SCAN --out SCAN/below", "SCAN --out OUT --apply-mask nowhere.nii"})
	void refusesWrongUsageInOneLine(final String arguments) throws IOException {
		Files.createDirectories(folder.resolve("empty"));
		final Object[] words = Stream.of(arguments.split(" ")).filter(word -> !word.isEmpty()).map(word -> word.replace("SCAN", scan
			.toString()).replace("OUT", out.toString()).replace("EMPTY", folder.resolve("empty").toString())).toArray();
		assertEquals(2, deface(words), errors::toString);
		assertEquals(1, errors.toString().lines().count(), errors::toString);
		assertTrue(errors.toString().matches("deface: .*[.] See deface --help[.]\\R"), errors::toString);
		assertEquals("", output.toString());
		assertFalse(Files.exists(out));
	}

	/** What a variable that is not set becomes must not stand for the folder at hand. */
	@Test
	void refusesEmptyNames() {
		assertEquals(2, deface("", "--out", out));
		assertTrue(errors.toString().contains("an input is empty"), errors::toString);
		assertEquals(2, deface(scan, "--out", ""));
		assertTrue(errors.toString().contains("the folder to write to is empty"), errors::toString);
		assertEquals(2, deface(scan, "--out", out, "--private", ""));
		assertTrue(errors.toString().contains("the private folder is empty"), errors::toString);
	}

	/** A blurred face is a surface where the skin was: the check calls it left, and a person must insist once more. */
	@Test
	void blursIfThatIsAllowedButDoesNotPassIt() throws IOException {
		assertEquals(1, deface(scan, "--out", out, "--fill", "blur", "--allow-reversible"));
		assertTrue(output.toString().contains("[1/1] fail") && output.toString().contains("of the skin is left"), output::toString);
		assertEquals(List.of("phantom_defaced.json"), written());
		deface(scan, "--out", out, "--fill", "blur", "--allow-reversible", "--write-failed", "--overwrite");
		assertTrue(written().contains("phantom_defaced-failed.nii.gz"), written().toString());
	}

	@Test
	void tellsInOneLineWhyTheNetworkCannotRun() {
		final Deface.Opening broken = (model, device, threads) -> {
			throw new DefacingException("There is no model; copy it.", new IOException("below"));
		};
		assertEquals(1, run(broken, scan, "--out", out));
		assertEquals("deface: There is no model; copy it.", errors.toString().strip());
		assertEquals(1, run(broken, scan, "--out", out, "--debug"));
		assertTrue(errors.toString().contains("Caused by: java.io.IOException: below"), errors::toString);
	}

	@Test
	void admitsMistakesOfItsOwn() {
		assertEquals(1, run((model, device, threads) -> {
			throw new IllegalStateException("impossible");
		}, scan, "--out", out));
		assertEquals(1, errors.toString().lines().count());
		assertTrue(errors.toString().contains("--debug"));
	}

	@Test
	void knowsItsVersionAndOptions() {
		assertEquals(0, deface("--version"));
		assertTrue(output.toString().startsWith("Pediatric Defacer " + ProgramVersion.get()));
		assertEquals(0, deface("--help"));
		for (final String option : List.of("--out", "--private", "--regions", "--removal", "--fill", "--allow-reversible", "--margin-mm", "--brain-guard-mm", "--device",
			"--model", "--apply-mask", "--mask-only", "--overwrite", "--skip-existing", "--write-failed", "--threads", "--prefer", "--orientation", "--seed", "engine"))
			assertTrue(output.toString().contains(option), option);
		assertEquals(0, deface("engine", "--help"));
		assertTrue(output.toString().contains("--device"));
		assertEquals(2, deface("engine", "--device", "tpu"));
	}

	@Test
	void tellsWhatTheEngineLacks() {
		assertEquals(1, deface("engine", "--model", folder.resolve("nowhere")));
		assertTrue(errors.toString().contains("nowhere"), errors::toString);
		assertEquals(1, errors.toString().lines().count());
	}

	private List<String> written() throws IOException {
		try (Stream<Path> files = Files.list(out)) {
			return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
		}
	}
}
