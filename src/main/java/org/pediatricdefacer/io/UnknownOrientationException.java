package org.pediatricdefacer.io;

import java.nio.file.Path;

import org.pediatricdefacer.DefacingException;

/** Nobody told how the axes of an image lie in the head, and to guess would leave a face or take a neck. */
public final class UnknownOrientationException extends DefacingException {

	private static final long serialVersionUID = 1;

	UnknownOrientationException(final String name) {
		super(name + " does not tell how its axes lie in the head. Give the orientation, three letters for where x (right on the screen), y (down) and the " +
			"slices grow: LPS for axial slices with the nose up and the neck first, PIR for sagittal ones with the nose left, RAS for most NIfTI data.");
	}

	UnknownOrientationException(final Path file) {
		super(file + " does not say how its axes run: it has neither a qform nor an sform; give --orientation, such as RAS or LPI, if you know it, " +
			"or convert the original again.");
	}
}
