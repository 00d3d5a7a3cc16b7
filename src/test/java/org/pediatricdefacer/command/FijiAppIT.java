package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.TestImages;

/**
 * Runs the macros in the Fiji of {@code -Dfiji.app}, without a window, and checks the files.
 * <p>
 * The build has installed the plugin and its dependencies there (profile fiji-app). {@link FijiStandIn} makes a folder to run this
 * with where there is no Fiji.
 */
@EnabledIfSystemProperty(named = "fiji.app", matches = ".+")
class FijiAppIT {

	private static final long LIMIT_S = 600;

	@TempDir
	private Path folder;

	private FijiApp fiji;

	@BeforeEach
	void findFiji() throws IOException {
		fiji = FijiApp.in(Path.of(System.getProperty("fiji.app")));
		try (Stream<Path> jars = Files.list(fiji.folder().resolve("jars"))) {
			assertEquals(1, jars.filter(jar -> jar.getFileName().toString().startsWith("pediatric-defacer-")).count(),
				"plugins of this name; it is installed by: mvn verify -Dfiji.app=...");
		}
	}

	private FijiApp.Run macro(final String name, final Object... argument) throws Exception {
		return fiji.macro(Path.of("macros", name), Stream.of(argument).map(Object::toString).collect(Collectors.joining("|")), LIMIT_S);
	}

	@Test
	void defacesAFolder() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans here"));
		Files.copy(TestImages.WHOLE, scans.resolve("first.nii.gz"));
		final Path out = folder.resolve("defaced");
		final FijiApp.Run run = macro("deface_folder.ijm", scans, out);
		assertTrue(run.output().contains("All scans of"), run::output);
		assertTrue(TestImages.files(out).containsAll(List.of("first_defaced.json", "first_defaced.nii.gz", "first_facemask.nii.gz")), run::output);
		TestImages.assertDefaced(out.resolve("first_defaced.nii.gz"), out.resolve("first_facemask.nii.gz"));
	}

	@Test
	void appliesAnEditedMask() throws Exception {
		final Path scan = Files.copy(TestImages.WHOLE, folder.resolve("scan.nii.gz"));
		final Path masks = folder.resolve("masks");
		final Path out = folder.resolve("defaced");
		final FijiApp.Run find = macro("deface_folder.ijm", scan, masks, "mask_only=true");
		assertEquals(List.of("scan_defaced.json", "scan_facemask.nii.gz"), TestImages.files(masks), find::output);
		final FijiApp.Run apply = macro("apply_edited_mask.ijm", masks.resolve("scan_facemask.nii.gz"), scan, out);
		assertTrue(apply.output().contains("The facemask is applied"), apply::output);
		TestImages.assertDefaced(out.resolve("scan_defaced.nii.gz"), masks.resolve("scan_facemask.nii.gz"));
	}

	@Test
	void endsTheMacroWhenAScanFails() throws Exception {
		final Path scans = Files.createDirectory(folder.resolve("scans"));
		Files.writeString(scans.resolve("damaged.nii"), "no scan");
		final FijiApp.Run run = macro("deface_folder.ijm", scans, folder.resolve("defaced"));
		assertTrue(run.output().contains("damaged.nii"), run::output);
		assertFalse(run.output().contains("All scans of"), run::output);
	}
}
