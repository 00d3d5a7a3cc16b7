package org.pediatricdefacer.panel;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.DoubleType;

import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.volume.Volume;

/**
 * A scan that the panel works on.
 *
 * @param name how to call it
 * @param image its voxels and where they lie
 * @param file where it is stored; empty for an open image that no file holds
 * @param reading with which its file was read
 * @param dicom folder of the DICOM series that the open image was made of; empty for all else
 */
public record PanelScan(String name, ScanImage image, Optional<Path> file, NiftiReadOptions reading, Optional<Path> dicom) {

	/** Checks that nothing is missing. */
	public PanelScan {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(image, "image");
		Objects.requireNonNull(file, "file");
		Objects.requireNonNull(reading, "reading");
		Objects.requireNonNull(dicom, "dicom");
	}

	/** Takes a scan that is no DICOM series. */
	public PanelScan(final String name, final ScanImage image, final Optional<Path> file, final NiftiReadOptions reading) {
		this(name, image, file, reading, Optional.empty());
	}

	/**
	 * Returns the intensities of other stored values.
	 *
	 * @param stored of the scan's type, on its grid
	 * @return a view
	 */
	public Volume meant(final RandomAccessibleInterval<? extends RealType<?>> stored) {
		final double slope = image.slope(), intercept = image.intercept();
		if (slope == 1 && intercept == 0) return new Volume(stored, image.grid());
		return new Volume(Converters.convert(stored, (in, out) -> out.set(in.getRealDouble() * slope + intercept), new DoubleType()), image.grid());
	}
}
