package org.pediatricdefacer.dicom;

import java.util.List;

import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Slices that make a volume, in the order in which they lie.
 *
 * @param slices one after the other along the third axis of the grid
 * @param grid columns, rows and slices, and their places in the world (RAS+, mm)
 */
public record SliceVolume(List<Slice> slices, VoxelGrid grid) {

	/** Copies the list. */
	public SliceVolume {
		slices = List.copyOf(slices);
	}

	/** Returns how the pixels of all slices are stored. */
	PixelFormat format() {
		return slices.get(0).instance().format();
	}

	/** Returns whether the pixels are magnitudes, as far as the scanner tells. */
	boolean isMagnitude() {
		final String kind = slices.get(0).frame().kind().toUpperCase(java.util.Locale.ROOT);
		return !kind.matches("(?s).*(PHASE|IMAGINARY|REAL|\\\\P\\\\|\\\\P_|\\\\R\\\\|\\\\I\\\\|\\\\R_|\\\\I_).*");
	}
}
