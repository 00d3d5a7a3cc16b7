package org.pediatricdefacer.command;

import java.util.Set;
import java.util.TreeSet;

import org.pediatricdefacer.DefacingException;

import ij.ImagePlus;
import ij.process.ImageProcessor;

/** Tells images of labels from scans, which look alike in a list of open images. */
final class LabelImages {

	/** More values than any image of head regions has, and far fewer than a scan with its noise. */
	private static final int MOST_LABELS = 12;

	private LabelImages() {}

	/** Refuses an image of labels where a scan is wanted. */
	static void refuse(final ImagePlus image) {
		if (isLabels(image)) throw new DefacingException(image.getTitle() + " has no more than " + MOST_LABELS +
			" different values, as masks and labels have, and is no scan; make the scan the active image, or choose it.");
	}

	/** Refuses anything but an image of labels. */
	static void require(final ImagePlus image) {
		if (!isLabels(image)) throw new DefacingException(image.getTitle() + " has more than " + MOST_LABELS +
			" different values, as scans have, and is no facemask; choose the facemask.");
	}

	private static boolean isLabels(final ImagePlus image) {
		final Set<Float> values = new TreeSet<>();
		for (int n = 1; n <= image.getStackSize(); n++) {
			final ImageProcessor slice = image.getStack().getProcessor(n);
			for (int i = 0; i < slice.getPixelCount(); i++)
				if (values.add(slice.getf(i)) && values.size() > MOST_LABELS) return false;
		}
		return true;
	}
}
