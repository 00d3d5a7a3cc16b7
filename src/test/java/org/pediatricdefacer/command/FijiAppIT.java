package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.volume.Orientation;

import ij.ImageStack;
import ij.io.Opener;

/**
 * Runs macros in the Fiji of {@code -Dfiji.app}, without a window, and checks the files; without one, in a {@link FijiStandIn}.
 * <p>
 * The build has installed the plugin and its dependencies there (scijava-maven-plugin), which it does not do offline.
 */
@DisabledOnOs(OS.WINDOWS)
class FijiAppIT {

	private static final long LIMIT_S = 600;

	@TempDir
	private Path folder;

	private FijiApp fiji;

	@BeforeAll
	static void makeStandIn() throws Exception {
		final Path app = Path.of(System.getProperty("fiji.app"));
		assumeTrue(plugins(app) > 0, "the plugin is not installed in " + app + ", as it is not with Maven's option -o");
		if (app.equals(Path.of(System.getProperty("fiji.stand.in")))) FijiStandIn.makeLauncher(app);
	}

	private static long plugins(final Path app) throws IOException {
		if (!Files.isDirectory(app.resolve("jars"))) return 0;
		try (Stream<Path> jars = Files.list(app.resolve("jars"))) {
			return jars.filter(jar -> jar.getFileName().toString().startsWith("pediatric-defacer-")).count();
		}
	}

	@BeforeEach
	void findFiji() throws IOException {
		fiji = FijiApp.in(Path.of(System.getProperty("fiji.app")));
		assertEquals(1, plugins(fiji.folder()), "plugins of this name");
	}

	/** What lies in a folder of one platform is on Java's module path, and the engine's jars are no modules: Fiji would not start. */
	@Test
	void installsNothingOnTheModulePath() throws IOException {
		try (Stream<Path> files = Files.walk(fiji.folder().resolve("jars"), 2)) {
			final List<Path> engine = files.filter(file -> file.getFileName().toString().startsWith("pytorch-")).toList();
			assertEquals(3, engine.size(), engine::toString);
			for (final Path file : engine)
				assertEquals(fiji.folder().resolve("jars"), file.getParent());
		}
	}

	/** The scan is opened, defaced and saved; what is saved has a hole, and is the scan elsewhere. */
	@ParameterizedTest
	@ValueSource(strings = {"", "setBatchMode(true);"})
	void savesWhatWasDefaced(final String mode) throws Exception {
		final NiftiImage scan = NiftiReader.read(TestImages.WHOLE);
		final Path tiff = Phantoms.tiff(scan, folder.resolve("head.tif"));
		final Path macro = Files.writeString(folder.resolve("save.ijm"), mode + Files.readString(Path.of("macros", "deface_open_image.ijm")) +
			"print('All is done.');");
		final FijiApp.Run run = fiji.macro(macro, tiff + "|" + folder.resolve("saved.tif") + "|fill=zero orientation=" + Orientation.of(
			scan.grid()).codes(), LIMIT_S);
		assertEquals(0, run.status(), run::output);
		assertTrue(run.output().contains("All is done."), run::output);
		final ImageStack before = new Opener().openImage(tiff.toString()).getStack();
		final ImageStack after = new Opener().openImage(folder.resolve("saved.tif").toString()).getStack();
		long removed = 0;
		for (int z = 1; z <= before.size(); z++) {
			final short[] was = (short[]) before.getPixels(z), is = (short[]) after.getPixels(z);
			for (int i = 0; i < was.length; i++) {
				assertTrue(is[i] == was[i] || is[i] == 0, "voxel " + i + " of slice " + z);
				removed += is[i] == was[i] ? 0 : 1;
			}
		}
		assertTrue(removed > 10_000, "voxels removed: " + removed);
	}

	private FijiApp.Run macro(final String name, final Object... argument) throws Exception {
		return fiji.macro(Path.of("macros", name), Stream.of(argument).map(Object::toString).collect(Collectors.joining("|")), LIMIT_S);
	}

	@Test
	void defacesAFolder() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans here"));
		Files.copy(TestImages.WHOLE, scans.resolve("first.nii.gz"));
		final Path out = folder.resolve("defaced");
		final FijiApp.Run run = macro("deface_folder.ijm", scans, out, "fill=zero");
		assertTrue(run.output().contains("All scans of"), run::output);
		assertTrue(TestImages.files(out).containsAll(List.of("first_defaced.json", "first_defaced.nii.gz", "first_removed.nii.gz")), run::output);
		TestImages.assertDefaced(out.resolve("first_defaced.nii.gz"), out.resolve("first_removed.nii.gz"));
	}

	@Test
	void appliesAnEditedMask() throws Exception {
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve("scan.nii.gz"));
		final Path masks = folder.resolve("masks"), hidden = folder.resolve("private");
		final Path out = folder.resolve("defaced");
		final FijiApp.Run find = macro("deface_folder.ijm", scan, masks, "mask_only=true private_to=[" + hidden + "]");
		assertEquals(List.of("scan_defaced.json", "scan_removed.nii.gz"), TestImages.files(masks), find::output);
		final FijiApp.Run apply = macro("apply_edited_mask.ijm", hidden.resolve("scan_facemask.nii.gz"), scan, out, "fill=zero");
		assertTrue(apply.output().contains("The facemask is applied"), apply::output);
		TestImages.assertDefaced(out.resolve("scan_defaced.nii.gz"), out.resolve("scan_removed.nii.gz"));
	}

	@Test
	void endsTheMacroWhenAScanFails() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans"));
		Files.writeString(scans.resolve("damaged.nii"), "no scan");
		final FijiApp.Run run = macro("deface_folder.ijm", scans, folder.resolve("defaced"));
		assertTrue(run.output().contains("damaged.nii"), run::output);
		assertFalse(run.output().contains("All scans of"), run::output);
		assertFalse(run.output().contains("\tat "), run::output);
		assertNotEquals(0, run.status(), run::output);
	}
}
