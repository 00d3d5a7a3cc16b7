package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.dicom.DicomPhantom;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.io.NiftiField;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.plugin.FolderOpener;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** Tests that an open defaced scan is saved as the scan that it was made from. */
class SaveDefacedScanTest {

	@TempDir
	private Path folder;

	private CommandFixture fixture;

	@BeforeEach
	void start() {
		fixture = new CommandFixture();
	}

	@AfterEach
	void stop() {
		fixture.close();
	}

	private ImagePlus defaced(final ImagePlus scan, final Object... more) throws Throwable {
		return (ImagePlus) fixture.run(DefaceMri.class, Stream.concat(Stream.of("image", scan), Stream.of(more)).toArray()).getOutput("defaced");
	}

	private Path save(final ImagePlus image, final String name) throws Throwable {
		fixture.run(SaveDefacedScan.class, "image", image, "output", folder.resolve(name).toFile());
		return folder.resolve(name);
	}

	/** An image as a reader opens it that knows no NIfTI header: the file's values, upside down, so that y grows upwards. */
	private static ImagePlus opened(final Path file) throws Exception {
		final ImagePlus image = CommandFixture.phantom();
		for (int z = 1; z <= image.getStackSize(); z++) {
			image.getStack().setSliceLabel(null, z);
			image.getStack().getProcessor(z).flipVertical();
		}
		final FileInfo info = new FileInfo();
		info.directory = file.getParent() + "/";
		info.fileName = file.getFileName().toString();
		image.setFileInfo(info);
		return image;
	}

	@Test
	void savesGridDatatypeAndValuesOfItsSource() throws Throwable {
		final NiftiImage made = NiftiImage.of(new Volume(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID));
		final Path source = folder.resolve("source.nii.gz");
		NiftiWriter.write(made, source, NiftiWriteOptions.DEFAULT);
		final ImagePlus shown = defaced(opened(source), "orientation", "PSR", "fill", "zero");
		final NiftiImage saved = NiftiReader.read(save(shown, "saved.nii.gz"));
		assertEquals(made.dataType(), saved.dataType());
		assertArrayEquals(made.grid().voxelToWorld(), saved.grid().voxelToWorld());
		assertTrue(saved.isMarkedDefaced());
		final RandomAccessibleInterval<? extends RealType<?>> before = made.stored(), after = saved.stored();
		long removed = 0;
		for (int z = 0; z < shown.getStackSize(); z++)
			for (int y = 0; y < shown.getHeight(); y++)
				for (int x = 0; x < shown.getWidth(); x++) {
					final double was = before.getAt(x, y, z).getRealDouble(), is = after.getAt(x, y, z).getRealDouble();
					assertEquals(shown.getStack().getVoxel(x, shown.getHeight() - 1 - y, z), is);
					assertTrue(is == was || is == 0);
					removed += is == was ? 0 : 1;
				}
		assertTrue(removed > 1000, "removed " + removed);
		assertFalse(shown.changes);
	}

	@Test
	void savesAnImageWithoutASourceOnItsOwnGrid() throws Throwable {
		final ImagePlus shown = defaced(CommandFixture.phantom());
		fixture.run(SaveDefacedScan.class, "image", shown, "output", folder.resolve("plain").toFile());
		final NiftiImage saved = NiftiReader.read(folder.resolve("plain.nii.gz"));
		assertTrue(saved.isMarkedDefaced());
		assertEquals(shown.getStack().getVoxel(40, 30, 20), saved.stored().getAt(40, 30, 20).getRealDouble());
		assertFalse(saved.header().text(NiftiField.DESCRIP).contains("phantom"));
	}

	/** A DICOM folder that is opened as a stack, defaced and saved is the same series, but for what was removed. */
	@Test
	void savesAsDicomInItsOwnHeaders() throws Throwable {
		final Path in = folder.resolve("in");
		final List<Path> files = DicomPhantom.of(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID).classic(in);
		final ImagePlus opened = FolderOpener.open(in.toString());
		assertEquals(files.size(), opened.getNSlices());
		final ImagePlus shown = defaced(opened);
		final Path out = folder.resolve("out");
		fixture.run(SaveDefacedScan.class, "image", shown, "output", out.toFile(), "dicom", true);
		final List<String> written = TestImages.files(out);
		assertEquals(files.size() + 1, written.size(), written::toString);
		final String record = Files.readString(out.resolve(written.stream().filter(name -> name.endsWith("_defaced.json")).findFirst().orElseThrow()));
		assertTrue(record.contains("\"Instances\": " + files.size()), record);
		assertFalse(record.contains("Doe"), record);
		final ImagePlus again = FolderOpener.open(out.resolve(written.stream().filter(name -> name.endsWith(".dcm")).findFirst().orElseThrow()).getParent()
			.toString());
		assertTrue(again.getStack().getSliceLabel(1).contains("DERIVED\\PRIMARY"), "it has the headers of its source");
		long removed = 0;
		for (int z = 0; z < shown.getStackSize(); z++)
			for (int y = 0; y < shown.getHeight(); y++)
				for (int x = 0; x < shown.getWidth(); x++) {
					assertEquals(shown.getStack().getVoxel(x, y, z), again.getStack().getVoxel(x, y, z));
					removed += shown.getStack().getVoxel(x, y, z) != opened.getStack().getVoxel(x, y, z) ? 1 : 0;
				}
		assertTrue(removed > 1000, "removed " + removed);
		assertFalse(shown.changes);
	}

	/** What was changed otherwise has no series. */
	@Test
	void refusesToSaveAnEditedImageAsDicom() throws Throwable {
		final Path in = folder.resolve("in");
		DicomPhantom.of(PhantomDefacerService.PHANTOM.stored(), PhantomScan.GRID).classic(in);
		final ImagePlus shown = defaced(FolderOpener.open(in.toString()));
		shown.getStack().setVoxel(43, 60, 20, shown.getStack().getVoxel(43, 60, 20) + 1);
		final DefacingException refused = assertThrows(DefacingException.class, () -> fixture.run(SaveDefacedScan.class, "image", shown, "output", folder
			.resolve("out").toFile(), "dicom", true));
		assertTrue(refused.getMessage().contains("outside of what was removed"), refused.getMessage());
		assertTrue(assertThrows(DefacingException.class, () -> fixture.run(SaveDefacedScan.class, "image", defaced(CommandFixture.phantom()), "output",
			folder.resolve("out").toFile(), "dicom", true)).getMessage().contains("folder that it was opened from"));
		assertFalse(Files.exists(folder.resolve("out")));
	}

	@Test
	void savesIntoAFolderForBatches() throws Throwable {
		fixture.run(DefaceMri.class, "image", CommandFixture.phantom(), "save_to", folder.resolve("out").toString());
		assertTrue(Files.exists(folder.resolve("out/phantom_defaced.nii.gz")));
	}

	@Test
	void refusesWhatIsNotDefacedOrExists() throws Throwable {
		final ImagePlus scan = CommandFixture.phantom();
		assertTrue(assertThrows(DefacingException.class, () -> save(scan, "a.nii")).getMessage().contains("not defaced"));
		final ImagePlus shown = defaced(scan);
		save(shown, "a.nii");
		assertTrue(assertThrows(DefacingException.class, () -> save(shown, "a.nii")).getMessage().contains("exists"));
		shown.setProp(ImageDefacing.STATUS, "fail");
		assertTrue(assertThrows(DefacingException.class, () -> save(shown, "b.nii")).getMessage().contains("failed its check"));
		assertFalse(Files.exists(folder.resolve("b.nii")));
	}

	@Test
	void opensAPhantomThatTellsHowItLies() throws Throwable {
		final ImagePlus phantom = (ImagePlus) fixture.run(OpenPhantom.class).getOutput("phantom");
		assertTrue(ImagePlusVolumes.tellsOrientation(phantom));
		assertTrue(phantom.getProcessor().getStats().mean > 0);
	}
}
