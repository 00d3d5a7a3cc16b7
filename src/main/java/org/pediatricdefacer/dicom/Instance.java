package org.pediatricdefacer.dicom;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the program knows of one DICOM file; its pixels stay on the disk.
 *
 * @param file where it is
 * @param sha256 of the file, so that a later look at it is one at the same bytes
 * @param syntax how it is encoded
 * @param sopClass what it is
 * @param sopInstance its own identifier
 * @param study to which it belongs
 * @param series to which it belongs
 * @param frameOfReference in which its coordinates count, empty if not told
 * @param modality such as {@code MR}
 * @param number Instance Number, -1 if not told
 * @param seriesNumber of its series, -1 if not told
 * @param seriesDescription of its series
 * @param imageType values of Image Type
 * @param description texts that may call it a localizer, in capitals
 * @param format how its pixels are stored
 * @param frames its slices
 * @param facts what else decides on what becomes of it
 */
record Instance(Path file, String sha256, TransferSyntax syntax, String sopClass, String sopInstance, String study, String series,
	String frameOfReference, String modality, int number, int seriesNumber, String seriesDescription, List<String> imageType,
	String description, PixelFormat format, List<Frame> frames, Facts facts)
{

	/**
	 * What else decides on what becomes of an instance.
	 *
	 * @param directory whether the file lists others (DICOMDIR)
	 * @param hasPixels whether there are pixels of whole numbers
	 * @param defaced whether the header says that a face was removed before
	 * @param burnedIn whether text is burned into the pixels, as far as the header tells
	 * @param overlays whether drawings lie over the picture
	 * @param nestedPixels sequence that holds another picture and is no icon, empty if none does
	 * @param rangeOfSeries whether the header gives the smallest or largest pixel of the whole series
	 * @param mosaic whether the slices of a volume stand side by side in one picture
	 * @param echoPlanar whether lines were acquired so fast that the picture is distorted
	 */
	record Facts(boolean directory, boolean hasPixels, boolean defaced, boolean burnedIn, boolean overlays, String nestedPixels, boolean rangeOfSeries, boolean mosaic, boolean echoPlanar) {}

	/** Names the instance in messages by its number, or by its file if it has none. */
	String label() {
		return number >= 0 ? String.valueOf(number) : file.getFileName().toString();
	}

	/** Returns whether a word is one of the values of Image Type. */
	boolean isType(final String word) {
		return imageType.stream().anyMatch(value -> value.toUpperCase(Locale.ROOT).equals(word));
	}

	/** Returns whether this is a picture for planning, not for reading. */
	boolean isLocalizer() {
		return isType("LOCALIZER") || isType("SCOUT") || description.matches("(?s).*(LOCALI[ZS]ER|SCOUT|SURVEY|PILOT|3[ -]?PLANE|3[ -]?PL[ -]?LOC).*");
	}

	/** A file is read once, so that its place tells an instance from others. */
	@Override
	public boolean equals(final Object o) {
		return o instanceof Instance other && file.equals(other.file);
	}

	@Override
	public int hashCode() {
		return file.hashCode();
	}
}
