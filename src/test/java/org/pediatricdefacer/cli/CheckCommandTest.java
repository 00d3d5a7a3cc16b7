package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.io.MghFiles;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import picocli.CommandLine;

class CheckCommandTest {

	@TempDir
	private Path temp;
	private final StringWriter lines = new StringWriter();

	private int run(final String... arguments) {
		return new CommandLine(new CheckCommand()).setOut(new PrintWriter(lines, true)).setErr(new PrintWriter(lines, true)).execute(arguments);
	}

	/** A cube in the middle, whose front may be cut off. */
	private NiftiImage write(final String file, final int front) throws IOException {
		final byte[] pixels = new byte[20 * 20 * 20];
		for (int i = 0; i < pixels.length; i++)
			if (Math.abs(i % 20 - 9.5) < 5 && i / 20 % 20 > 4 && i / 20 % 20 < front && Math.abs(i / 400 - 9.5) < 5) pixels[i] = 100;
		final Path path = temp.resolve(file);
		Files.createDirectories(path.getParent());
		final Volume volume = new Volume(ArrayImgs.unsignedBytes(pixels, 20, 20, 20), VoxelGrid.ofSpacing(new long[] { 20, 20, 20 }, 2));
		NiftiWriter.write(NiftiImage.of(volume), path, NiftiWriteOptions.DEFAULT);
		return NiftiImage.of(volume);
	}

	/** FreeSurfer's users have MGH, and get MGH from deface. */
	@Test
	void checksMgh() throws IOException {
		for (final String folder : new String[] {"before", "after"})
			Files.createDirectories(temp.resolve(folder));
		MghFiles.write(temp.resolve("before/a.mgz"), write("other/a.nii", 15));
		MghFiles.write(temp.resolve("after/a_defaced.mgz"), write("other/b.nii", 12));
		assertEquals(0, run("--before", temp + "/before", "--after", temp + "/after", "--out", temp + "/out"), lines::toString);
		assertTrue(lines.toString().contains("1 scans checked: 0 pass, 1 review, 0 fail"), lines::toString);
		assertTrue(Files.readAllLines(temp.resolve("out/privacy.csv")).get(1).contains(",2.40000,"));
	}

	@Test
	void checksFolders() throws IOException {
		write("before/a.nii", 15);
		write("after/a_defaced.nii", 12);
		write("before/lonely.nii", 15);
		assertEquals(0, run("--before", temp + "/before", "--after", temp + "/after", "--out", temp + "/out"));
		assertTrue(lines.toString().contains("review a"), lines.toString());
		assertTrue(lines.toString().contains("nobody knows where the face is"));
		assertTrue(lines.toString().contains("lonely.nii: no defaced scan"));
		assertTrue(lines.toString().contains("1 scans checked: 0 pass, 1 review, 0 fail"));
		// 10 x 3 x 10 voxels of 8 mm^3 were cut off.
		assertTrue(Files.readAllLines(temp.resolve("out/privacy.csv")).get(1).contains(",2.40000,"));
	}

	@Test
	void whatWasNotDefacedFails() throws IOException {
		write("before/a.nii", 15);
		write("after/a_defaced.nii", 15);
		assertEquals(1, run("--before", temp + "/before", "--after", temp + "/after", "--out", temp + "/out"));
		assertTrue(lines.toString().contains("No voxel was changed."));
	}

	@Test
	void checkingNothingIsAFailure() throws IOException {
		write("before/a.nii", 15);
		write("after/b_defaced.nii", 15);
		assertEquals(1, run("--before", temp + "/before", "--after", temp + "/after", "--out", temp + "/out"));
	}
}
