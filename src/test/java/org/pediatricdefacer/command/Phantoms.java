package org.pediatricdefacer.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.pediatricdefacer.io.NiftiImage;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;

/** Makes files that ImageJ opens of the test images. */
final class Phantoms {

	private Phantoms() {}

	/** Saves a scan of non-negative values as ImageJ does, in mm and with its voxels in the same order. */
	static Path tiff(final NiftiImage scan, final Path file) {
		final long[] size = scan.grid().size();
		final ImagePlus image = IJ.createImage("head", "16-bit", (int) size[0], (int) size[1], (int) size[2]);
		image.getCalibration().setUnit("mm");
		image.getCalibration().pixelWidth = scan.grid().spacing_mm(0);
		image.getCalibration().pixelHeight = scan.grid().spacing_mm(1);
		image.getCalibration().pixelDepth = scan.grid().spacing_mm(2);
		final RandomAccess<? extends RealType<?>> voxel = scan.stored().randomAccess();
		for (int z = 0; z < size[2]; z++)
			for (int y = 0; y < size[1]; y++)
				for (int x = 0; x < size[0]; x++)
					image.getStack().setVoxel(x, y, z, voxel.setPositionAndGet(x, y, z).getRealDouble());
		assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
		return file;
	}
}
