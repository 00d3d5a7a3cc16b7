package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import net.imagej.Dataset;
import net.imagej.DatasetService;
import net.imagej.patcher.LegacyInjector;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.volume.Orientation;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.io.IOService;

import ij.IJ;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.util.Cast;

/**
 * Runs the commands in a whole ImageJ2, as Fiji has it: with Datasets, SCIFIO, and ImageJ 1.x by imagej-legacy.
 * <p>
 * imagej-legacy patches ImageJ 1.x while its classes are loaded. So none of them may be named in a field or signature of this
 * class, which JUnit looks at first, and the class needs a Java machine of its own.
 */
class ImageJ2IT {

	private static Context context;

	@TempDir
	private Path folder;

	@BeforeAll
	static void start() {
		LegacyInjector.preinit();
		context = new Context();
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	private static CommandModule run(final Class<? extends org.scijava.command.Command> command, final Object... inputs) throws Exception {
		return context.service(CommandService.class).run(command, true, inputs).get();
	}

	private static String spacing(final NiftiImage scan) {
		final double[] mm = scan.grid().spacing_mm();
		return mm[0] + ", " + mm[1] + ", " + mm[2];
	}

	@Test
	void aDatasetIsAnImg() throws Exception {
		final NiftiImage scan = NiftiReader.read(TestImages.WHOLE);
		final Dataset dataset = context.service(DatasetService.class).create(Cast.<Img<ShortType>> unchecked(scan.stored()));
		final CommandModule module = run(DefaceImage.class, "image", dataset, "spacing_mm", spacing(scan), "fill", "zero", "orientation",
			Orientation.of(scan.grid()).codes());
		assertTrue(module.getOutput("status").toString().startsWith("pass"), module.getOutput("status").toString());
		final Img<? extends RealType<?>> defaced = Cast.unchecked(module.getOutput("defaced"));
		TestImages.assertDefaced(defaced, Cast.unchecked(module.getOutput("removed")));
	}

	@Test
	void aTiffIsOpenedByScifio() throws Exception {
		final NiftiImage scan = NiftiReader.read(TestImages.WHOLE);
		final Path tiff = Phantoms.tiff(scan, folder.resolve("head.tif"));
		assertEquals("io.scif.io.DatasetIOPlugin", context.service(IOService.class).getOpener(tiff.toString()).getClass().getName());
		final Path out = folder.resolve("out");
		run(DefaceMriFiles.class, "input", tiff.toFile(), "output", out.toFile(), "spacing_mm", spacing(scan), "fill", "zero",
			"orientation", Orientation.of(scan.grid()).codes());
		TestImages.assertDefaced(out.resolve("head.tif_defaced.nii.gz"), out.resolve("head.tif_removed.nii.gz"));
	}

	@Test
	void aMacroReachesTheCommandsThroughTheMenus() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans here"));
		Files.copy(TestImages.WHOLE, scans.resolve("one.nii.gz"));
		final Path out = folder.resolve("out");
		IJ.runMacroFile(Path.of("macros", "deface_folder.ijm").toAbsolutePath().toString(), scans + "|" + out + "|fill=zero");
		assertEquals(List.of("one_defaced.json", "one_defaced.nii.gz", "one_removed.nii.gz"), TestImages.files(out));
		TestImages.assertDefaced(out.resolve("one_defaced.nii.gz"), out.resolve("one_removed.nii.gz"));
	}
}
