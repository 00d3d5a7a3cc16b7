package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.report.ReportFixture;
import org.pediatricdefacer.report.QcReport;
import org.pediatricdefacer.volume.Volume;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.macro.Interpreter;

/** Runs the macros of the folder {@code macros} in ImageJ's interpreter; {@link ScriptTest} runs the script. */
class MacroTest {

	private static final Path MACROS = Path.of("macros");

	@TempDir
	private Path folder;

	private CommandFixture fixture;

	@BeforeEach
	void start() throws Exception {
		fixture = new CommandFixture();
		MacroBridge.install(fixture.context());
	}

	@AfterEach
	void stop() {
		WindowManager.setTempCurrentImage(null);
		IJ.redirectErrorMessages(false);
		fixture.close();
	}

	/** Returns whether the macro came to its end. */
	private static boolean run(final String macro, final String argument) throws IOException {
		return "end".equals(new Interpreter().run(Files.readString(MACROS.resolve(macro)) + "\nreturn 'end';", argument));
	}

	private Path phantom(final String name) throws IOException {
		final Path file = Files.createDirectories(folder.resolve("scans here")).resolve(name);
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		return file;
	}

	/** A macro that is added here needs a test. */
	@Test
	void allMacrosAreRun() throws IOException {
		final Set<String> run = Set.of("deface_open_image.ijm", "deface_folder.ijm", "apply_edited_mask.ijm", "evaluate_facemasks.ijm",
			"qc_report.ijm", "deface_dicom.ijm", "deface_bids.ijm", "deface_script.groovy");
		assertEquals(run, Set.copyOf(TestImages.files(MACROS)));
	}

	@Test
	void defacesTheOpenImage() throws IOException {
		final ImagePlus scan = CommandFixture.phantom();
		WindowManager.setTempCurrentImage(scan);
		// ImageJ counts windows, of which there are none here.
		final String macro = Files.readString(MACROS.resolve("deface_open_image.ijm")).replace("nImages == 0", "false");
		assertEquals("phantom_defaced: pass", new Interpreter().run(macro + "\nreturn getTitle() + ': ' + Property.get('Defacing status');", ""));
		assertNull(scan.getOverlay());
	}

	@Test
	void opensDefacesAndSaves() throws IOException {
		final Path tiff = folder.resolve("phantom.tif"), saved = folder.resolve("saved.tif");
		assertTrue(new FileSaver(CommandFixture.phantom()).saveAsTiff(tiff.toString()));
		assertTrue(run("deface_open_image.ijm", tiff + "|" + saved + "|orientation=" + CommandFixture.ORIENTATION));
		assertSavedDefaced(saved, new Opener().openImage(tiff.toString()), "orientation", CommandFixture.ORIENTATION);
		assertFalse(run("deface_open_image.ijm", tiff + "|" + folder.resolve("not.tif") + "|orientation=sideways"));
		assertFalse(Files.exists(folder.resolve("not.tif")));
	}

	@Test
	void defacesAFolder() throws IOException {
		final Path scan = phantom("one.nii.gz");
		phantom("two.nii");
		final Path out = folder.resolve("out");
		assertTrue(run("deface_folder.ijm", scan.getParent() + "|" + out + "|fill=zero ears=false"));
		for (final String name : new String[] {"one", "two"}) {
			assertTrue(NiftiReader.read(out.resolve(name + "_defaced.nii.gz")).isMarkedDefaced());
			assertTrue(Files.exists(out.resolve(name + "_removed.nii.gz")));
		}
		assertTrue(Files.readString(out.resolve("one_defaced.json")).contains("zero"));
	}

	@Test
	void appliesAnEditedMask() throws IOException {
		final Path scan = phantom("one.nii.gz");
		final Path out = folder.resolve("out");
		final Path hidden = folder.resolve("private");
		assertTrue(run("deface_folder.ijm", scan + "|" + out + "|mask_only=true private_to=[" + hidden + "]"));
		assertFalse(Files.exists(out.resolve("one_defaced.nii.gz")));
		final Path again = folder.resolve("again");
		assertTrue(run("apply_edited_mask.ijm", hidden.resolve("one_facemask.nii.gz") + "|" + scan + "|" + again));
		assertTrue(NiftiReader.read(again.resolve("one_defaced.nii.gz")).isMarkedDefaced());
	}

	@Test
	void evaluatesFacemasks() throws IOException {
		final Path masks = Files.createDirectories(folder.resolve("masks"));
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.truth(), PhantomScan.GRID)), masks.resolve("one_facemask.nii.gz"),
			NiftiWriteOptions.DEFAULT);
		final Path out = folder.resolve("evaluation");
		assertTrue(run("evaluate_facemasks.ijm", masks + "|" + masks + "|" + out + "|compare=[" + masks + "]"));
		assertTrue(Files.readString(out.resolve("scores.csv")).contains("one,facemask,compared,1.00000,"));
		assertTrue(Files.exists(out.resolve("evaluation.html")) && Files.exists(out.resolve("comparison.csv")));
		assertFalse(run("evaluate_facemasks.ijm", masks + "|" + folder.resolve("nowhere") + "|" + out));
	}

	@Test
	void reportsOnAFolder() throws IOException {
		ReportFixture.deface(folder);
		final Path page = folder.resolve("qc.html");
		assertTrue(run("qc_report.ijm", folder.resolve("out") + "|" + folder.resolve("scans") + "|" + page + "|pixel_mm=4 brain=[" + folder.resolve(
			"brains") + "]"));
		assertTrue(Files.readString(page).contains("\"brain\":\"brain, given\""));
		assertFalse(Files.readString(page).contains("(shows faces)"), "this page lies beside the results");
		assertFalse(run("qc_report.ijm", folder.resolve("nowhere") + "|" + folder.resolve("scans") + "|" + page));
	}

	/** What a macro saves after defacing is the defaced scan, with and without batch mode. */
	@ParameterizedTest
	@ValueSource(strings = {"", "setBatchMode(true); "})
	void savesWhatWasDefaced(final String mode) {
		final ImagePlus scan = CommandFixture.phantom();
		WindowManager.setTempCurrentImage(scan);
		final Path tiff = folder.resolve("saved.tif");
		assertEquals("end", new Interpreter().run(mode + "run('Deface MRI...', ''); saveAs('Tiff', '" + tiff + "'); return 'end';", ""));
		assertSavedDefaced(tiff, scan);
	}

	/** Compares a saved image with what the command gives a program. */
	static void assertSavedDefaced(final Path tiff, final ImagePlus scan, final Object... more) {
		final ImagePlus saved = new Opener().openImage(tiff.toString());
		long changed = 0;
		try (CommandFixture other = new CommandFixture()) {
			final ImagePlus expected = (ImagePlus) other.run(DefaceMri.class, Stream.concat(Stream.of("image", scan), Stream.of(more))
				.toArray()).getOutput("defaced");
			for (int z = 1; z <= scan.getStackSize(); z++) {
				assertArrayEquals((short[]) expected.getStack().getPixels(z), (short[]) saved.getStack().getPixels(z));
				changed += Arrays.mismatch((short[]) scan.getStack().getPixels(z), (short[]) saved.getStack().getPixels(z)) < 0 ? 0 : 1;
			}
		}
		catch (final Throwable e) {
			throw new AssertionError(e);
		}
		assertTrue(changed > 20, "slices without a change");
	}

	@Test
	void savesTheRenderings() throws IOException {
		WindowManager.setTempCurrentImage(CommandFixture.phantom());
		assertEquals("Renders of phantom.dcm", new Interpreter().run("run('Show Face Renders...', 'pixel_mm=4'); return getTitle();", ""));
	}

	@ParameterizedTest
	@ValueSource(strings = {"eers=false", "ears=no", "margin_mm=wide", "seed=1.5", "fill=black"})
	void endsWhenAKeyIsNotUnderstood(final String options) {
		WindowManager.setTempCurrentImage(CommandFixture.phantom());
		assertNotEquals("end", new Interpreter().run("run('Deface MRI...', '" + options + "'); return 'end';", ""));
	}

	@Test
	void endsWhenItIsCanceled() {
		WindowManager.setTempCurrentImage(CommandFixture.phantom());
		fixture.onProgress(() -> {
			if (!fixture.task().isCanceled()) fixture.task().cancel("enough");
		});
		assertNotEquals("end", new Interpreter().run("run('Deface MRI...', ''); return 'end';", ""));
	}

	@Test
	void defacesDicom() throws IOException {
		final Path in = folder.resolve("dicom here");
		DicomPhantom.of(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID).classic(in);
		final Path out = folder.resolve("out");
		assertTrue(run("deface_dicom.ijm", in + "|" + out + "|new_uids=true"));
		assertEquals(42, TestImages.files(out).stream().filter(name -> name.endsWith(".dcm")).count());
		Files.writeString(in.resolve("broken.dcm"), "\0".repeat(128) + "DICM\10\0\30\0UI");
		assertFalse(run("deface_dicom.ijm", in + "|" + folder.resolve("again") + "|"));
		assertFalse(run("deface_dicom.ijm", folder + "/nowhere|" + out));
	}

	@Test
	void defacesADataSet() throws IOException {
		final Path in = folder.resolve("bids here");
		final Path anat = Files.createDirectories(in.resolve("sub-01/anat"));
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID)), anat.resolve("sub-01_T1w.nii.gz"),
			NiftiWriteOptions.DEFAULT);
		Files.writeString(in.resolve("dataset_description.json"), "{\"Name\": \"x\", \"BIDSVersion\": \"1.9.0\"}");
		final Path out = folder.resolve("out");
		assertTrue(run("deface_bids.ijm", in + "|" + out + "|participants=01"));
		final List<String> written = TestImages.files(out);
		for (final String name : List.of("sub-01/anat/sub-01_T1w.nii.gz", "sub-01/anat/sub-01_mod-T1w_defacemask.nii.gz",
			"derivatives/pediatric-defacer/deface.tsv", "derivatives/pediatric-defacer/" + QcReport.FILE_NAME))
			assertTrue(written.contains(name), written::toString);
		assertFalse(run("deface_bids.ijm", in + "|" + in.resolve("sub-01") + "|"), "the data set itself is never written to");
		assertFalse(run("deface_bids.ijm", in + "|" + in + "|placement=in-place"), "in place only with a backup");
		assertFalse(run("deface_bids.ijm", in + "|" + folder.resolve("again") + "|participants=99"));
	}

	/** The image that is open tells where its files are. */
	@Test
	void defacesTheDicomFolderOfTheOpenImage() throws IOException {
		final List<Path> files = DicomPhantom.of(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID).classic(folder.resolve("in"));
		WindowManager.setTempCurrentImage(new Opener().openImage(files.get(0).toString()));
		final Path out = folder.resolve("out");
		assertEquals("end", new Interpreter().run("run('Deface DICOM...', 'output=[" + out + "]'); return 'end';", ""));
		assertEquals(42, TestImages.files(out).stream().filter(name -> name.endsWith(".dcm")).count());
	}

	@Test
	void endsWhenTheProgramHasADefect() {
		WindowManager.setTempCurrentImage(CommandFixture.phantom());
		final String macro = "run('Deface MRI...', 'device=%s'); return 'end';";
		assertEquals("end", new Interpreter().run(String.format(macro, "cpu"), ""));
		assertNotEquals("end", new Interpreter().run(String.format(macro, PhantomDefacerService.DEFECT), ""));
	}

	@Test
	void endsWhenACommandFails() throws IOException {
		final Path scan = phantom("one.nii.gz");
		Files.writeString(scan.resolveSibling("damaged.nii"), "no scan");
		assertFalse(run("deface_folder.ijm", scan.getParent() + "|" + folder.resolve("out")));
		assertTrue(Files.exists(folder.resolve("out/one_defaced.nii.gz")), "the other scan is defaced all the same");
		assertFalse(run("apply_edited_mask.ijm", folder.resolve("nowhere.nii.gz") + "|" + scan + "|" + folder.resolve("again")));
	}
}
