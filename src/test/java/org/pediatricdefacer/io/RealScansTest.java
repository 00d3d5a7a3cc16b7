package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Reads and writes the scans of the developers' data folder, which is not part of the repository. */
class RealScansTest {

	private static final Path FOLDER = Path.of(System.getProperty("pediatricdefacer.heads", "../shared/heads"), "real");

	@TempDir
	Path temporary;

	@Test
	void scansAreThere() {
		assumeTrue(Files.isDirectory(FOLDER), "no data folder, so real scans are not read");
		assertTrue(Files.isReadable(FOLDER));
	}

	@TestFactory
	Stream<DynamicTest> comeBackBitForBit() throws IOException {
		if (!Files.isDirectory(FOLDER)) return Stream.empty();
		final List<Path> scans;
		try (Stream<Path> files = Files.list(FOLDER)) {
			scans = files.filter(f -> f.toString().endsWith(".nii.gz")).sorted().toList();
		}
		return scans.stream().map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> roundTrip(f)));
	}

	private void roundTrip(final Path file) throws IOException {
		final byte[] original = unzip(file);
		final NiftiImage scan = NiftiReader.read(file);
		assertEquals(List.of(), scan.warnings());
		final Path target = temporary.resolve(file.getFileName());
		NiftiWriter.write(scan, target, NiftiWriteOptions.DEFAULT);
		final byte[] written = unzip(target);
		final int voxels = (int) scan.header().number(NiftiField.VOX_OFFSET, 0);
		// Extensions are not written, so the voxels move to the front.
		assertArrayEquals(Arrays.copyOfRange(original, voxels, original.length), Arrays.copyOfRange(written, 352, written.length));
	}

	private static byte[] unzip(final Path file) throws IOException {
		try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
			return in.readAllBytes();
		}
	}
}
