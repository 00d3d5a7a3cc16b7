package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;

import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.panel.PanelScan;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.plugin.PlugIn;

/** Tests what the panel gets from ImageJ, without a window. */
class FijiPanelHostTest {

	@TempDir
	private Path folder;
	private CommandFixture fixture;
	private FijiPanelHost host;

	@BeforeEach
	void start() throws ReflectiveOperationException {
		fixture = new CommandFixture();
		MacroBridge.install(fixture.context());
		host = new FijiPanelHost(fixture.context(), fixture.context().service(DefacerService.class));
	}

	@AfterEach
	void stop() {
		WindowManager.setTempCurrentImage(null);
		Menus.getCommands().remove(Viewer.NAME);
		fixture.close();
	}

	/** The phantom is shown with the tags of a scanner, and is in no file. */
	@Test
	void copiesAnImageThatIsInNoFile() throws Exception {
		final ImagePlus image = CommandFixture.phantom();
		WindowManager.setTempCurrentImage(image);
		final PanelScan scan = host.openImage(null);
		assertEquals(Optional.empty(), scan.file());
		assertEquals("phantom.dcm", scan.name());
		assertEquals("PIR", Orientation.of(scan.image().grid()).codes());
		image.getStack().getProcessor(21).set(40, 40, 4321);
		final RandomAccess<? extends RealType<?>> voxel = scan.image().stored().randomAccess();
		assertTrue(voxel.setPositionAndGet(40, 40, 20).getRealDouble() != 4321, "the copy changes with the image");
		assertEquals(image.getStack().getProcessor(5).get(30, 31), voxel.setPositionAndGet(30, 31, 4).getRealDouble());
	}

	/** What ImageJ shows of a file is taken from the file as long as nobody has changed it. */
	@Test
	void takesTheFileOfAnImage() throws Exception {
		final Path tiff = Phantoms.tiff(NiftiReader.read(Path.of("test-images", "infant_t2_thick.nii.gz")), folder.resolve("head.tif"));
		final ImagePlus image = IJ.openImage(tiff.toString());
		WindowManager.setTempCurrentImage(image);
		assertThrows(DefacingException.class, () -> host.openImage(null));
		final PanelScan scan = host.openImage("RAS");
		assertEquals(Optional.of(tiff), scan.file());
		assertEquals("RAS", scan.reading().orientation());
		image.getStack().getProcessor(3).set(5, 5, 77);
		assertEquals(Optional.empty(), host.openImage("RAS").file());
	}

	@Test
	void refusesWhatIsNoScan() {
		assertThrows(DefacingException.class, () -> host.openImage(null));
		final ImagePlus labels = IJ.createImage("labels", "8-bit black", 20, 20, 20);
		WindowManager.setTempCurrentImage(labels);
		assertTrue(assertThrows(DefacingException.class, () -> host.openImage("RAS")).getMessage().contains("is no scan"));
	}

	@Test
	void needsAScreen() {
		final DefacingException refused = assertThrows(DefacingException.class, () -> fixture.run(DefacingPanel.class));
		assertTrue(refused.getMessage().contains("there is no screen"), refused.getMessage());
	}

	/** Stands in for Fiji's viewer, of which only the name of its command is known here. */
	public static final class Viewer implements PlugIn {

		private static final String NAME = "3D Viewer";

		private static ImagePlus shown;

		@Override
		public void run(final String argument) {
			// The real one opens empty in a macro, and takes all that runs as a command from here for one.
			shown = IJ.isMacro() ? null : WindowManager.getCurrentImage();
		}
	}

	/** The viewer gets the defaced scan, upright and in mm, and only if it is there. */
	@Test
	void handsTheDefacedScanToAViewer() throws Exception {
		assertEquals(List.of(), host.viewers());
		@SuppressWarnings("unchecked") // ImageJ's table is older than generics
		final Hashtable<String, String> commands = Menus.getCommands();
		commands.put(Viewer.NAME, Viewer.class.getName() + "(\"\")");
		assertEquals(List.of(Viewer.NAME), host.viewers());
		final Path file = folder.resolve("head.nii");
		NiftiWriter.write(NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		final PanelScan scan = new PanelScan("head", host.read(file, NiftiReadOptions.DEFAULT), Optional.of(file), NiftiReadOptions.DEFAULT);
		final DefacingResult<?> result = erased(scan);
		host.view(Viewer.NAME, scan, result);
		assertEquals("head (defaced)", Viewer.shown.getTitle());
		assertArrayEquals(new int[] { 42, 86, 1, 88, 1 }, Viewer.shown.getDimensions());
		assertEquals(5, Viewer.shown.getCalibration().pixelWidth, 1e-6);
		assertEquals(3, Viewer.shown.getCalibration().pixelDepth, 1e-6);
		assertEquals(8, Viewer.shown.getBitDepth());
	}

	private DefacingResult<?> erased(final PanelScan scan) {
		try (Defacer defacer = PhantomDefacerService.PHANTOM.defacer()) {
			return defacer.deface(Cast.unchecked(scan.image().stored()), scan.image().volume(), DefacingSettings.DEFAULT, Progress.NONE);
		}
	}

	@Test
	void readsAsTheCommandsDo() throws Exception {
		final Path file = Files.copy(Path.of("test-images", "infant_t1.nii.gz"), folder.resolve("a.nii.gz"));
		assertEquals("RAS", Orientation.of(host.read(file, NiftiReadOptions.DEFAULT).grid()).codes());
		assertEquals(FijiScans.ENDINGS, host.endings());
	}
}
