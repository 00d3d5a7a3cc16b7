package org.pediatricdefacer.io;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImagePlus;

/**
 * Remembers in the properties of an ImageJ image where its voxels lie in the patient, once it was told or found out.
 * <p>
 * ImageJ copies these properties to duplicates and saves them in TIFF files. An image of another size, such as a part that was cut
 * out, has another grid and remembers nothing.
 */
public final class ImagePlusGrid {

	private static final String SIZE = "Head voxels", AFFINE = "Head voxel-to-world affine (RAS, mm)";

	/** Relative difference of spacings that rounding in a file makes. */
	private static final double SAME = 1e-3;

	private ImagePlusGrid() {}

	/**
	 * Writes a grid into the properties of an image.
	 *
	 * @param image with so many voxels
	 * @param grid where they lie
	 */
	public static void remember(final ImagePlus image, final VoxelGrid grid) {
		image.setProp(SIZE, size(image));
		image.setProp(AFFINE, DoubleStream.of(grid.voxelToWorld()).mapToObj(Double::toString).collect(Collectors.joining(" ")));
	}

	/** Copies what one image remembers to another one of the same voxels. */
	static void copy(final ImagePlus from, final ImagePlus to) {
		for (final String key : new String[] {SIZE, AFFINE})
			if (from.getProp(key) != null) to.setProp(key, from.getProp(key));
	}

	/**
	 * Reads the grid of an image.
	 *
	 * @param image any
	 * @param spacing_mm size of its voxels as known now; others than before make what was remembered void
	 * @return empty if nothing was remembered, or the image was changed since
	 */
	static Optional<VoxelGrid> of(final ImagePlus image, final double... spacing_mm) {
		final String affine = image.getProp(AFFINE);
		if (affine == null || !size(image).equals(image.getProp(SIZE))) return Optional.empty();
		try {
			final double[] numbers = Arrays.stream(affine.split(" ")).mapToDouble(Double::parseDouble).toArray();
			final VoxelGrid grid = new VoxelGrid(new long[] {image.getWidth(), image.getHeight(), image.getNSlices()}, numbers);
			for (int d = 0; d < 3; d++)
				if (Math.abs(grid.spacing_mm(d) - spacing_mm[d]) > SAME * spacing_mm[d]) return Optional.empty();
			return Optional.of(grid);
		}
		catch (final IllegalArgumentException e) {
			return Optional.empty(); // somebody else wrote it
		}
	}

	private static String size(final ImagePlus image) {
		return image.getWidth() + " " + image.getHeight() + " " + image.getNSlices();
	}
}
