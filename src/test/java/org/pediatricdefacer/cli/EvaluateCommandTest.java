package org.pediatricdefacer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.ImageIO;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import picocli.CommandLine;

class EvaluateCommandTest {

	@TempDir
	private Path temp;
	private final StringWriter lines = new StringWriter();

	private int run(final Object command, final String... arguments) {
		return new CommandLine(command).setOut(new PrintWriter(lines, true)).setErr(new PrintWriter(lines, true)).execute(arguments);
	}

	/** A cube of the given value in the middle. */
	private Path write(final String file, final int value) throws IOException {
		final byte[] pixels = new byte[20 * 20 * 20];
		for (int i = 0; i < pixels.length; i++)
			if (Math.abs(i % 20 - 9.5) < 5 && Math.abs(i / 20 % 20 - 9.5) < 5 && Math.abs(i / 400 - 9.5) < 5) pixels[i] = (byte) value;
		final Path path = temp.resolve(file);
		Files.createDirectories(path.getParent());
		final Volume volume = new Volume(ArrayImgs.unsignedBytes(pixels, 20, 20, 20), VoxelGrid.ofSpacing(new long[] { 20, 20, 20 }, 2));
		NiftiWriter.write(NiftiImage.of(volume), path, NiftiWriteOptions.DEFAULT);
		return path;
	}

	@Test
	void evaluatesAFolder() throws IOException {
		write("p/a_facemask.nii", 2);
		write("p/lonely_facemask.nii", 2);
		write("r/a_regions.nii", 2);
		assertEquals(0, run(new EvaluateCommand(), "--predicted", temp + "/p", "--reference", temp + "/r", "--out", temp + "/out"));
		assertTrue(lines.toString().contains("1 scans compared"));
		assertTrue(lines.toString().contains("lonely_facemask.nii: no reference mask"));
		assertTrue(lines.toString().matches("(?s).*facemask +dice +1\\.000 +1\\.000- +1\\.000.*"), lines.toString());
		assertTrue(lines.toString().contains("worst Dice of the facemask: a 1.000"), lines.toString());
		assertTrue(Files.exists(temp.resolve("out/evaluation.json")));
	}

	/** The private folder holds facemasks and landmarks; what is shared beside defaced scans is more than the facemask. */
	@Test
	void evaluatesThePrivateFolderAndNotWhatWasErased() throws IOException {
		write("private/sub-1/a_facemask.nii.gz", 2);
		Files.writeString(temp.resolve("private/sub-1/a_landmarks.json"), "{}");
		write("out/sub-1/a_removed.nii.gz", 1);
		write("out/sub-1/a_defaced.nii.gz", 2);
		write("r/a_regions.nii.gz", 2);
		assertEquals(0, run(new EvaluateCommand(), "--predicted", temp + "/private", "--reference", temp + "/r", "--out", temp + "/table"),
			lines::toString);
		assertTrue(lines.toString().contains("worst Dice of the facemask: a 1.000"), lines.toString());
		assertEquals(1, run(new EvaluateCommand(), "--predicted", temp + "/out", "--reference", temp + "/r", "--out", temp + "/none"));
		assertTrue(lines.toString().contains("a_removed.nii.gz: what was erased around a facemask"), lines.toString());
		assertTrue(lines.toString().contains("a_defaced.nii.gz: taken for a scan"), lines.toString());
	}

	@Test
	void tellsWhatTheOtherMethodLeavesOut() throws IOException {
		for (final String file : new String[] { "p/a.nii", "p/b.nii", "r/a.nii", "r/b.nii", "other/a.nii", "other/stray.nii" })
			write(file, 2);
		Files.write(temp.resolve("other/b.nii"), Arrays.copyOf(Files.readAllBytes(temp.resolve("p/b.nii")), 600));
		assertEquals(1, run(new EvaluateCommand(), "--predicted", temp + "/p", "--compare", temp + "/other", "--reference", temp + "/r", "--out", temp
			+ "/out"));
		assertTrue(lines.toString().matches("(?s).*other method, not compared: .*stray\\.nii.*other method, failed: b: .*"), lines.toString());
		final String unmatched = Files.readString(temp.resolve("out/unmatched.csv"));
		assertTrue(unmatched.contains("stray.nii,other method: no reference mask") && unmatched.contains("b.nii,"), unmatched);
	}

	@Test
	void comparingNothingIsAFailure() throws IOException {
		write("p/a.nii", 2);
		write("r/b.nii", 2);
		assertEquals(1, run(new EvaluateCommand(), "--predicted", temp + "/p", "--reference", temp + "/r", "--out", temp + "/out"));
	}

	@Test
	void aWrongPatternIsWrongUsage() throws IOException {
		write("p/a.nii", 2);
		write("r/a.nii", 2);
		assertEquals(2, run(new EvaluateCommand(), "--predicted", temp + "/p", "--reference", temp + "/r", "--out", temp + "/out", "--pattern", "("));
	}

	@Test
	void picturesAScan() throws IOException {
		final Path scan = write("scan.nii.gz", 100);
		assertEquals(0, run(new RenderCommand(), scan.toString(), "--out", temp + "/all.png"));
		assertEquals(0, run(new RenderCommand(), scan.toString(), "--out", temp + "/front.png", "--views", "FRONT", "--pixel-mm", "0.5"));
		assertEquals(80, ImageIO.read(temp.resolve("front.png").toFile()).getWidth());
		final var all = ImageIO.read(temp.resolve("all.png").toFile());
		assertEquals(3 * 40 + 2 * Math.ceil(40 * Math.sqrt(2)), all.getWidth(), 0);
		assertTrue(all.getRaster().getSample(20, all.getHeight() / 2, 0) > 50, "the cube is bright");
		assertEquals(0, all.getRaster().getSample(2, 2, 0));
	}

	@Test
	void picturesScansSideBySide() throws IOException {
		final String[] scans = { write("before.nii.gz", 100).toString(), write("after.nii.gz", 0).toString() };
		assertEquals(0, run(new RenderCommand(), scans[0], scans[1], "--out", temp + "/both.png", "--views", "FRONT", "--threshold", "50"));
		final var both = ImageIO.read(temp.resolve("both.png").toFile());
		assertEquals(80, both.getWidth());
		assertTrue(both.getRaster().getSample(20, both.getHeight() / 2, 0) > 50, "the cube is bright");
		assertEquals(0, both.getRaster().getSample(60, both.getHeight() / 2, 0), "nothing is left of it");
	}

	@Test
	void picturesSeveralThresholds() throws IOException {
		final Path scan = write("scan.nii.gz", 100);
		assertEquals(0, run(new RenderCommand(), scan.toString(), "--out", temp + "/two.png", "--views", "FRONT", "--threshold", "50,150"));
		final var two = ImageIO.read(temp.resolve("two.png").toFile());
		assertEquals(80, two.getWidth());
		assertTrue(two.getRaster().getSample(20, two.getHeight() / 2, 0) > 50, "the cube is brighter than the first");
		assertEquals(0, two.getRaster().getSample(60, two.getHeight() / 2, 0), "but not than the second");
	}

	@Test
	void doesNotOverwriteAPictureUnasked() throws IOException {
		final Path scan = write("scan.nii.gz", 100);
		Files.writeString(temp.resolve("mine.png"), "mine");
		assertEquals(1, run(new RenderCommand(), scan.toString(), "--out", temp + "/mine.png"));
		assertEquals("mine", Files.readString(temp.resolve("mine.png")));
		assertEquals(0, run(new RenderCommand(), scan.toString(), "--out", temp + "/mine.png", "--overwrite"));
	}
}
