package org.pediatricdefacer.io;

import java.util.Arrays;
import java.util.Optional;

import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImageStack;

/**
 * Reads where slices lie from the DICOM tags that ImageJ keeps in their labels.
 * <p>
 * DICOM coordinates grow to the patient's left, posterior and superior; rows and columns run as Image Orientation (Patient)
 * says, slices from the Image Position (Patient) of the first to that of the last. Source: DICOM PS3.3, C.7.6.2.
 */
final class DicomTags {

	private static final String ORIENTATION = "0020,0037";
	private static final String POSITION = "0020,0032";

	private static final String SOP_CLASS = "0008,0016";

	private DicomTags() {}

	/** Returns whether a text is a DICOM header as ImageJ writes it down. */
	static boolean isHeader(final String text) {
		return text != null && text.lines().anyMatch(line -> line.startsWith(SOP_CLASS));
	}

	/** Returns the grid of a stack, empty if a tag is missing or the axes do not span the space. */
	static Optional<VoxelGrid> grid(final ImageStack stack, final long[] size, final double... spacing_mm) {
		final String first = stack.getSliceLabel(1), last = stack.getSliceLabel((int) Math.min(size[2], stack.size()));
		final double[] orientation = numbers(first, ORIENTATION, 6);
		final double[] from = numbers(first, POSITION, 3), to = numbers(last, POSITION, 3);
		if (orientation.length == 0 || from.length == 0 || to.length == 0) return Optional.empty();
		final double[][] axes = {Arrays.copyOf(orientation, 3), Arrays.copyOfRange(orientation, 3, 6), {to[0] - from[0], to[1] - from[1],
			to[2] - from[2]}};
		final double[] affine = new double[12];
		for (int row = 0; row < 3; row++) {
			final int ras = row < 2 ? -1 : 1;
			for (int d = 0; d < 3; d++)
				affine[4 * row + d] = ras * axes[d][row] / Math.sqrt(Arrays.stream(axes[d]).map(a -> a * a).sum()) * spacing_mm[d];
			affine[4 * row + 3] = ras * from[row];
		}
		try {
			return Optional.of(new VoxelGrid(size, affine));
		}
		catch (final IllegalArgumentException e) {
			return Optional.empty();
		}
	}

	/** Returns the numbers of a tag, which stands in a line of its own as {@code group,element name: a\b\c}; none if they are not so many. */
	private static double[] numbers(final String label, final String tag, final int count) {
		if (label == null) return new double[0];
		final Optional<String> line = label.lines().filter(l -> l.startsWith(tag) && l.indexOf(':') > 0).findFirst();
		try {
			final String value = line.map(l -> l.substring(l.indexOf(':') + 1)).orElse("");
			final double[] numbers = Arrays.stream(value.split("\\\\")).mapToDouble(n -> Double.parseDouble(n.trim())).toArray();
			return numbers.length == count ? numbers : new double[0];
		}
		catch (final NumberFormatException e) {
			return new double[0];
		}
	}
}
