package org.pediatricdefacer.io;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

import ij.ImagePlus;
import ij.measure.Calibration;

/** Finds the size of an image's voxels in millimeters. */
final class ImagePlusSpacing {

	/** No scanner makes voxels smaller or larger than these for a head; beyond them, the unit is wrong. */
	private static final double LEAST_MM = 0.05, MOST_MM = 20;

	private ImagePlusSpacing() {}

	/**
	 * Reads the calibration of an image.
	 *
	 * @param image any
	 * @param warnings gets a sentence if the unit had to be assumed
	 * @return distances along x, y and slices
	 * @throws DefacingException if the image is not calibrated, or nonsensically
	 */
	static double[] of(final ImagePlus image, final List<String> warnings) {
		final Calibration calibration = image.getCalibration();
		final double[] sizes = {calibration.pixelWidth, calibration.pixelHeight, calibration.pixelDepth};
		final String[] units = {calibration.getXUnit(), calibration.getYUnit(), calibration.getZUnit()};
		final double[] spacing_mm = new double[3];
		for (int d = 0; d < 3; d++) {
			final double unit_mm = unit_mm(units[d]);
			spacing_mm[d] = Math.abs(sizes[d]) * (unit_mm > 0 ? unit_mm : 1);
		}
		if (unit_mm(units[0]) == 0) {
			if (Arrays.stream(sizes).allMatch(size -> size == 1)) throw new DefacingException(image.getTitle() +
				" does not tell the size of its voxels; set it in mm under Image > Properties, or give spacing_mm.");
			warnings.add(image.getTitle() + " gives the size of its voxels in '" + units[0] + "'; millimeters are assumed.");
		}
		for (final double size : spacing_mm)
			if (!(size >= LEAST_MM && size <= MOST_MM)) throw new DefacingException(image.getTitle() + " has voxels of " + text(spacing_mm) +
				" mm by its calibration, which no scan of a head has; correct it under Image > Properties, or give spacing_mm.");
		return spacing_mm;
	}

	private static String text(final double[] spacing_mm) {
		return String.format(Locale.ROOT, "%.4g x %.4g x %.4g", spacing_mm[0], spacing_mm[1], spacing_mm[2]);
	}

	/** Millimeters per unit; 0 if the unit is not known. */
	private static double unit_mm(final String unit) {
		return switch (unit == null ? "" : unit.trim().toLowerCase(Locale.ROOT)) {
			case "mm", "millimeter", "millimeters", "millimetre", "millimetres" -> 1;
			case "cm", "centimeter", "centimeters", "centimetre", "centimetres" -> 10;
			case "m", "meter", "meters", "metre", "metres" -> 1000;
			case "\u00b5m", "\u03bcm", "um", "micron", "microns", "micrometer", "micrometers", "micrometre", "micrometres" -> 1e-3;
			case "inch", "inches", "in" -> 25.4;
			default -> 0;
		};
	}

	/**
	 * Makes the grid of an image.
	 *
	 * @throws DefacingException if orientation or spacing are nonsensical
	 */
	static VoxelGrid grid(final String title, final String orientation, final long[] size, final double[] spacing_mm) {
		try {
			return Orientation.of(orientation.trim().toUpperCase(Locale.ROOT)).grid(size, spacing_mm);
		}
		catch (final IllegalArgumentException e) {
			throw new DefacingException(title + ": " + e.getMessage() + ".", e);
		}
	}
}
