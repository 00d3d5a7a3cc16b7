package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.scijava.command.CommandModule;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.Location;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;

import ij.ImagePlus;
import ij.io.FileSaver;

/** Tests the commands on files in a real context without a window. */
class DefaceMriFilesTest {

	@TempDir
	private Path folder;

	private CommandFixture fixture;
	private Path scans;
	private Path out;

	@BeforeEach
	void start() throws IOException {
		fixture = new CommandFixture();
		scans = Files.createDirectory(folder.resolve("scans"));
		out = folder.resolve("out");
	}

	@AfterEach
	void stop() {
		fixture.close();
	}

	private File phantom(final String name) throws IOException {
		final Path file = scans.resolve(name);
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		return file.toFile();
	}

	private CommandModule deface(final File input, final Object... more) throws Throwable {
		return fixture.run(DefaceMriFiles.class, Stream.concat(Stream.of("input", input, "output", out.toFile()), Stream.of(more)).toArray());
	}

	@Test
	void defacesAFolderWithOneProgressBar() throws Throwable {
		phantom("b.nii.gz");
		phantom("a.nii");
		deface(scans.toFile());
		assertEquals(List.of("a_defaced.json", "a_defaced.nii.gz", "a_removed.nii.gz", "b_defaced.json", "b_defaced.nii.gz",
			"b_removed.nii.gz"), written());
		final List<Long> sorted = new ArrayList<>(fixture.steps());
		Collections.sort(sorted);
		assertEquals(sorted, fixture.steps());
		assertTrue(fixture.task().isDone());
	}

	@Test
	void writesWhatIdentifiesOnlyWhereAsked() throws Throwable {
		final File scan = phantom("a.nii");
		final Path hidden = folder.resolve("private");
		deface(scan, "private_to", hidden.toFile());
		assertEquals(List.of("a_defaced.json", "a_defaced.nii.gz", "a_removed.nii.gz"), written());
		assertTrue(Files.exists(hidden.resolve("a_facemask.nii.gz")));
		assertTrue(assertThrows(DefacingException.class, () -> deface(scan, "private_to", out.resolve("below").toFile())).getMessage().contains("apart"));
	}

	@Test
	void readsWhatImageJReads() throws Throwable {
		final Path tiff = scans.resolve("phantom.tif");
		assertTrue(new FileSaver(CommandFixture.phantom()).saveAsTiff(tiff.toString()));
		deface(tiff.toFile(), "orientation", CommandFixture.ORIENTATION);
		final NiftiImage defaced = NiftiReader.read(out.resolve("phantom.tif_defaced.nii.gz"));
		assertEquals(CommandFixture.ORIENTATION, Orientation.of(defaced.grid()).codes());
		assertEquals(PhantomScan.GRID.spacing_mm(2), defaced.grid().spacing_mm(2), 1e-6);
		assertTrue(defaced.isMarkedDefaced());
	}

	@Test
	void takesAllVolumesOfAFolderAndTellsWhichItCannotOpen() throws Throwable {
		phantom("a.nii");
		assertTrue(new FileSaver(CommandFixture.phantom()).saveAsTiff(scans.resolve("b.tif").toString()));
		Files.writeString(scans.resolve("c.nrrd"), "NRRD0004\n");
		Files.writeString(scans.resolve("notes.txt"), "no scan");
		final DefacingException e = assertThrows(DefacingException.class, () -> deface(scans.toFile(), "orientation",
			CommandFixture.ORIENTATION));
		assertTrue(e.getMessage().contains("3 scans: 2 pass, 0 review, 1 failed") && e.getMessage().contains("c.nrrd does not tell its sizes"), e
			.getMessage());
		assertEquals(List.of("a_defaced.json", "a_defaced.nii.gz", "a_removed.nii.gz", "b.tif_defaced.json", "b.tif_defaced.nii.gz",
			"b.tif_removed.nii.gz"), written());
	}

	/** Opens the phantom under the name of a patient, as some readers of DICOM do. */
	public static final class NamingOpener extends AbstractIOPlugin<ImagePlus> {

		@Override
		public Class<ImagePlus> getDataType() {
			return ImagePlus.class;
		}

		@Override
		public boolean supportsOpen(final Location source) {
			return source.getName().endsWith(".named");
		}

		@Override
		public ImagePlus open(final Location source) {
			final ImagePlus image = CommandFixture.phantom();
			image.setTitle("Jane Doe");
			image.getStack().setSliceLabel(null, 1);
			return image;
		}
	}

	@Test
	void namesScansByTheirFilesOnly() throws Throwable {
		fixture.context().service(PluginService.class).addPlugin(new PluginInfo<>(NamingOpener.class, IOPlugin.class));
		final Path scan = Files.writeString(scans.resolve("a.named"), "the opener knows what to do");
		final ByteArrayOutputStream log = new ByteArrayOutputStream();
		final PrintStream before = System.out;
		System.setOut(new PrintStream(log, true));
		try {
			final DefacingException e = assertThrows(DefacingException.class, () -> deface(scan.toFile()));
			assertTrue(e.getMessage().contains("1 failed: " + scan + " does not tell how its axes lie"), e.getMessage());
		}
		finally {
			System.setOut(before);
		}
		assertTrue(log.toString().contains("; " + scan + " does not tell how its axes lie"), log.toString());
		assertFalse(log.toString().contains("Jane"), log.toString());
		assertEquals(List.of(), Files.exists(out) ? written() : List.of());
	}

	@Test
	void defacesTheOthersAndThenFailsLoudly() throws IOException {
		final File good = phantom("b.nii.gz");
		Files.writeString(scans.resolve("a.nii"), "no scan");
		final DefacingException e = assertThrows(DefacingException.class, () -> deface(scans.toFile()));
		assertTrue(e.getMessage().contains("a.nii") && e.getMessage().contains("1 failed"), e.getMessage());
		assertTrue(Files.exists(out.resolve("b_defaced.nii.gz")));
		assertTrue(assertThrows(DefacingException.class, () -> deface(good)).getMessage().contains("exists already"));
	}

	@Test
	void failsLoudlyWhenSomethingIsMissing() throws IOException {
		final File scan = phantom("a.nii");
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(DefaceMriFiles.class)).getMessage().contains("input"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(DefaceMriFiles.class, "input", scan)).getMessage().contains("output"));
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(ApplyFacemaskFiles.class, "input", scan, "output", out.toFile()))
			.getMessage().contains("mask"));
		assertTrue(assertThrows(DefacingException.class, () -> deface(new File("nowhere.nii"))).getMessage().contains("nowhere.nii"));
		assertFalse(Files.exists(out));
	}

	@Test
	void leavesNothingBehindWhenStopped() throws Throwable {
		final File scan = phantom("a.nii");
		fixture.onProgress(() -> {
			if ("writing files".equals(fixture.task().getStatusMessage()) && !fixture.task().isCanceled()) fixture.task().cancel("enough");
		});
		assertTrue(deface(scan).isCanceled());
		assertEquals(List.of(), written());
	}

	private List<String> written() throws IOException {
		try (Stream<Path> files = Files.list(out)) {
			return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
		}
	}
}
