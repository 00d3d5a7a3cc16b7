package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.AtomicFolder;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;

/**
 * Reads and writes files of others, where they are at hand: the test files of pydicom, each as a series of its own, and the series below
 * the folder that the environment names as PUBLIC_DICOM.
 */
class PublicDicomTest {

	private static final Uids UIDS = new Uids("a salt for tests");
	private static final WriteSettings SETTINGS = new WriteSettings(UIDS, true, true, true, "Face removed by a test");

	@TempDir
	Path folder;

	private int written;
	private int refused;

	private static List<Path> files(final Path below) throws IOException {
		try (Stream<Path> files = Files.walk(below)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

	private static Path pydicom() throws IOException {
		final String python = System.getenv().getOrDefault("PYTHON", "python3");
		try {
			final Process process = new ProcessBuilder(python, "-c",
				"import pydicom.data, os; print(os.path.join(os.path.dirname(pydicom.data.__file__), 'test_files'))").start();
			final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
			assumeTrue(!said.isEmpty() && Files.isDirectory(Path.of(said)), "pydicom's test files are not there");
			return Path.of(said);
		}
		catch (final IOException e) {
			assumeTrue(false, python + " is not installed");
			throw e;
		}
	}

	/** Every file is whole, or damaged in one sentence; whatever makes volumes comes out with nothing changed but what is listed. */
	@Test
	void pydicomsFiles() throws IOException {
		int whole = 0, damaged = 0;
		for (final Path file : files(pydicom())) {
			try {
				final Optional<DicomFile> dicom = DicomFile.parse(file.toString(), Files.readAllBytes(file));
				if (dicom.isEmpty()) continue;
				int at = dicom.get().start();
				for (final DataElement element : dicom.get().dataSet().elements()) {
					assertEquals(at, element.start(), file.toString());
					at = element.end();
				}
				whole++;
			}
			catch (final DamagedFileException e) {
				assertEquals(1, e.getMessage().lines().count());
				damaged++;
			}
			rewrite(List.of(file));
		}
		assertTrue(whole >= 150 && damaged <= 10 && written >= 15, whole + " whole, " + damaged + " damaged, " + written + " written");
	}

	@Test
	void publicSeries() throws IOException {
		final String named = System.getenv("PUBLIC_DICOM");
		assumeTrue(named != null, "the environment names no folder PUBLIC_DICOM");
		rewrite(files(Path.of(named)));
		assertTrue(written > 0, written + " written, " + refused + " refused");
	}

	/** Writes all series of some files, with the first third of the rows removed. */
	private void rewrite(final List<Path> files) throws IOException {
		final DicomIndex index = DicomIndex.of(files, Progress.NONE);
		assertEquals(files.size(), index.excluded().size() + index.series().stream().mapToInt(series -> series.files().size()).sum());
		for (final DicomSeries series : index.series()) {
			if (series.refusal().isPresent()) {
				refused++;
				continue;
			}
			try (AtomicFolder out = AtomicFolder.create(folder.resolve("out"), false)) {
				final SeriesProof proof = SeriesWriter.write(series, groups(series), SETTINGS, out.path(), Progress.NONE);
				assertTrue(proof.unchanged());
				assertEquals(series.files().size(), proof.instances());
				written++;
			}
			catch (final DefacingException e) {
				assertEquals(1, e.getMessage().lines().count());
				refused++;
			}
		}
	}

	private static List<DefacedGroup> groups(final DicomSeries series) {
		final List<DefacedGroup> groups = new ArrayList<>();
		for (final VolumeGroup group : series.groups()) {
			final byte[] mask = new byte[(int) group.grid().voxels()];
			final int columns = (int) group.grid().size(0), rows = (int) group.grid().size(1);
			for (int i = 0; i < mask.length; i++)
				mask[i] = (byte) (i / columns % rows < rows / 3 ? 1 : 0);
			groups.add(new DefacedGroup(group, ArrayImgs.unsignedBytes(mask, group.grid().size()), null));
		}
		return groups;
	}
}
