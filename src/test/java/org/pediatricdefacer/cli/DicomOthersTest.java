package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.mask.PhantomHead;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImagePlus;
import ij.io.Opener;
import picocli.CommandLine;

/** Looks at defaced series with the programs of others, each where it is installed: dciodvfy, pydicom, dcm2niix; and ImageJ. */
class DicomOthersTest {

	/** A Python that has pydicom; the environment may name another one. */
	private static final String PYTHON = System.getenv().getOrDefault("PYTHON", "python3");

	@TempDir
	private Path folder;

	private static void deface(final PhantomScan phantom, final Object... arguments) {
		final StringWriter output = new StringWriter();
		final CommandLine commandLine = Deface.commandLine((model, device, threads) -> phantom.defacer()).setOut(new PrintWriter(output)).setErr(
			new PrintWriter(output));
		assertEquals(0, commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new)), output::toString);
	}

	/** Runs a program; its whole output. */
	private static String run(final int expected, final Object... command) throws IOException {
		final Process process = new ProcessBuilder(Stream.of(command).map(Object::toString).toList()).redirectErrorStream(true).start();
		final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		try {
			final int status = process.waitFor();
			assertTrue(expected < 0 || status == expected, status + ": " + output);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
		return output;
	}

	private static void assumeInstalled(final Object... command) {
		try {
			run(-1, command);
		}
		catch (final IOException e) {
			assumeTrue(false, command[0] + " is not installed");
		}
	}

	private Path defaced() throws IOException {
		try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
			return files.filter(file -> file.getFileName().toString().endsWith("_defaced")).findFirst().orElseThrow();
		}
	}

	private static Set<String> errors(final Path file) throws IOException {
		return run(-1, "dciodvfy", file).lines().filter(line -> line.contains("Error")).map(line -> line.replaceAll("0x[0-9a-f]+ dec \\d+", ""))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@ParameterizedTest
	@ValueSource(booleans = {false, true})
	void dciodvfyFindsNoErrorThatWasNotThereBeforeButWhatTheStandardAllows(final boolean enhanced) throws IOException {
		assumeInstalled("dciodvfy", "-version");
		final PhantomScan phantom = PhantomScan.whole();
		final DicomPhantom series = DicomPhantom.of(phantom.stored(), PhantomScan.GRID);
		final Path before = enhanced ? series.enhanced(folder.resolve("in")) : series.classic(folder.resolve("in")).get(0);
		deface(phantom, folder.resolve("in"), "--out", folder.resolve("out"), "--keep-source-reference");
		final Set<String> known = errors(before);
		assertTrue(!known.isEmpty(), "the phantom lacks much that the standard wants, and dciodvfy would say so");
		final Set<String> found = errors(defaced().resolve("image_00001.dcm"));
		found.removeAll(known);
		// An enhanced image that is derived may keep what its original had to have, says the standard (PS3.3, C.8.13.4); dciodvfy says it may not.
		final Set<String> wrong = found.stream().filter(error -> error.matches(".*present when condition unsatisfied.*Module=<MRPulseSequence>.*")).collect(
			Collectors.toSet());
		assertEquals(enhanced ? 16 : 0, wrong.size(), found::toString);
		found.removeAll(wrong);
		assertEquals(Set.of(), found);
	}

	@ParameterizedTest
	@ValueSource(booleans = {false, true})
	void pydicomFindsNothingChangedThatIsNotListed(final boolean newUids) throws IOException {
		assumeInstalled(PYTHON, "--version");
		assumeTrue(run(-1, PYTHON, "-c", "import pydicom, numpy; print('both')").contains("both"), "pydicom is not installed");
		final PhantomScan phantom = PhantomScan.whole();
		DicomPhantom.of(phantom.stored(), PhantomScan.GRID).classic(folder.resolve("in"));
		final Path script = Path.of("src", "test", "python", "compare_dicom.py");
		final Path out = folder.resolve("out");
		final String salt = "a secret of this test";
		if (newUids) deface(phantom, folder.resolve("in"), "--out", out, "--uid-salt", salt, "--new-uids");
		else deface(phantom, folder.resolve("in"), "--out", out, "--uid-salt", salt);
		final String said = newUids ? run(0, PYTHON, script, folder.resolve("in"), out, salt, "--new-uids") : run(0, PYTHON, script, folder.resolve(
			"in"), out, salt);
		assertTrue(said.contains("42 files compared, 0 differences"), said);
		// The script is no yes-man: without knowing of new identifiers it must complain of the frame of reference.
		if (newUids) assertTrue(run(1, PYTHON, script, folder.resolve("in"), out, salt).contains("WRONG 42 changed (0020,0052)"));
	}

	private static VoxelGrid oblique() {
		final double c = Math.cos(0.25), s = Math.sin(0.25);
		// Axial slices of 3 x 3 x 5 mm, tilted about the axis from left to right.
		final double[] affine = {-3, 0, 0, 0, 0, -3 * c, 5 * s, 0, 0, 3 * s, 5 * c, 0};
		final long[] size = {70, 90, 54};
		for (int row = 0; row < 3; row++)
			affine[4 * row + 3] = -(affine[4 * row] * (size[0] - 1) + affine[4 * row + 1] * (size[1] - 1) + affine[4 * row + 2] * (size[2] - 1)) / 2;
		return new VoxelGrid(size, affine);
	}

	/** A series and what dcm2niix makes of it lose the same voxels. Noise of air depends on the order of voxels, so they are filled with 0. */
	@ParameterizedTest
	@ValueSource(strings = {"LPS", "PIL", "LIP", "oblique"})
	void dcm2niixGivesAScanWithTheSameRegion(final String orientation) throws IOException {
		assumeInstalled("dcm2niix", "-h");
		final long[] size = orientation.equals("LPS") ? new long[] {70, 86, 53} : orientation.equals("PIL") ? new long[] {86, 88, 42} : new long[] {
			70, 88, 51};
		final VoxelGrid grid = orientation.equals("oblique") ? oblique() : Orientation.of(orientation).grid(size, 3, 3, 5);
		final PhantomScan phantom = PhantomScan.of(new PhantomHead(), grid);
		DicomPhantom.of(phantom.stored(), grid).classic(folder.resolve("in"));
		deface(phantom, folder.resolve("in"), "--out", folder.resolve("out"), "--also-nifti", "--fill", "zero");
		Files.createDirectory(folder.resolve("nifti"));
		run(0, "dcm2niix", "-b", "n", "-z", "n", "-f", "scan", "-o", folder.resolve("nifti"), folder.resolve("in"));
		deface(phantom, folder.resolve("nifti/scan.nii"), "--out", folder.resolve("out2"), "--fill", "zero");
		run(0, "dcm2niix", "-b", "n", "-z", "n", "-f", "defaced", "-o", folder.resolve("nifti"), defaced());
		final Path region = Path.of(defaced().toString().replaceFirst("_defaced$", "_removed.nii.gz"));
		assertEquals(0, differences(NiftiReader.read(region), NiftiReader.read(folder.resolve("out2/scan_removed.nii.gz"))));
		assertEquals(0, differences(NiftiReader.read(folder.resolve("nifti/defaced.nii")), NiftiReader.read(folder.resolve(
			"out2/scan_defaced.nii.gz"))));
	}

	/** Counts the voxels whose values at the same place in the world differ. */
	private static long differences(final NiftiImage a, final NiftiImage b) {
		final Cursor<? extends RealType<?>> cursor = a.stored().localizingCursor();
		final RandomAccess<? extends RealType<?>> other = b.stored().randomAccess();
		final double[] voxel = new double[a.stored().numDimensions()];
		long different = 0, count = 0;
		while (cursor.hasNext()) {
			cursor.fwd();
			cursor.localize(voxel);
			final double[] there = b.grid().toVoxel(a.grid().toWorld(voxel));
			for (int d = 0; d < 3; d++) {
				assertEquals(Math.rint(there[d]), there[d], 0.02);
				other.setPosition(Math.round(there[d]), d);
			}
			different += cursor.get().getRealDouble() != other.get().getRealDouble() ? 1 : 0;
			count += cursor.get().getRealDouble() > 0 ? 1 : 0;
		}
		assertTrue(count > 1000, "there is something to compare");
		return different;
	}

	@Test
	void imageJOpensWhatWasWritten() throws IOException {
		final PhantomScan phantom = PhantomScan.whole();
		DicomPhantom.of(phantom.stored(), PhantomScan.GRID).classic(folder.resolve("in"));
		deface(phantom, folder.resolve("in"), "--out", folder.resolve("out"));
		final List<Path> files;
		try (Stream<Path> list = Files.list(defaced())) {
			files = list.sorted().toList();
		}
		for (final Path file : List.of(files.get(0), files.get(20))) {
			final ImagePlus image = new Opener().openImage(file.toString());
			assertEquals(86, image.getWidth());
			assertEquals(88, image.getHeight());
			assertTrue(image.getInfoProperty().contains("DERIVED\\PRIMARY\\M\\ND"), image::getInfoProperty);
			assertEquals(3, image.getCalibration().pixelWidth, 1e-6);
		}
	}
}
