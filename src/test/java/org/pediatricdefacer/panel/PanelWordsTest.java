package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Tests what the panel says of scans, and writes into macros. */
class PanelWordsTest {

	private static PanelScan scan(final VoxelGrid grid, final NiftiReadOptions options, final String... warnings) {
		final NiftiImage plain = NiftiImage.of(new Volume(ArrayImgs.shorts(grid.size()), grid));
		final NiftiImage image = new NiftiImage(plain.header(), List.of(), plain.stored(), grid, null, List.of(), List.of(warnings));
		return new PanelScan("head.nii", image, Optional.empty(), options);
	}

	@Test
	void saysHowAScanLies() {
		final List<String> words = ScanWords.of(scan(Orientation.of("LPS").grid(new long[] { 4, 5, 6 }, 1, 1.25, 3), NiftiReadOptions.DEFAULT));
		assertEquals(List.of("head.nii", "4 x 5 x 6 voxels of 1 x 1.25 x 3 mm.",
			"Stored as axial slices, that go to the top; in a slice the axes run to the left and to the back (LPS)."), words);
	}

	@Test
	void warnsWhereSomethingWasAssumedOrChosen() {
		final List<String> words = ScanWords.of(scan(Orientation.of("PIR").grid(new long[] { 4, 5, 6 }, 1, 1, 1), new NiftiReadOptions(Prefer.NEITHER,
			"PIR"), "millimeters are assumed."));
		assertEquals("The orientation is the one you chose.", words.get(3));
		assertEquals("Warning: millimeters are assumed.", words.get(4));
		assertTrue(words.get(2).startsWith("Stored as sagittal slices, that go to the right; "), words.get(2));
	}

	@Test
	void saysByHowMuchAScanIsTurned() {
		final double c = Math.cos(Math.toRadians(20)), s = Math.sin(Math.toRadians(20));
		final VoxelGrid turned = new VoxelGrid(new long[] { 4, 4, 4 }, new double[] { c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0 });
		assertTrue(ScanWords.of(scan(turned, NiftiReadOptions.DEFAULT)).get(2).endsWith("(RAS), turned by up to 20 degrees."));
	}

	@Test
	void writesMacros() {
		assertEquals("run(\"Deface MRI Files...\", \"input=[/in/my head.nii.gz] output=[/out]\");", MacroLines.deface(Path.of("/in/my head.nii.gz"),
			Optional.empty(), Path.of("/out"), Optional.empty(), NiftiReadOptions.DEFAULT, false));
		assertEquals("run(\"Apply Facemask to Files...\", \"mask=[/p/m.nii.gz] input=[/in/a.tif] output=[/out] private_to=[/p] orientation=LPS prefer=sform " +
			"overwrite=true\");", MacroLines.deface(Path.of("/in/a.tif"), Optional.of(Path.of("/p/m.nii.gz")), Path.of("/out"), Optional.of(Path.of("/p")),
				new NiftiReadOptions(Prefer.SFORM, "LPS"), true));
	}
}
