package org.pediatricdefacer.dicom;

import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.volume.VoxelGrid;

/**
 * Volumes of a series on the same grid, such as echoes or points in time, from all of which one region is removed.
 *
 * @param volumes at least one; all of them magnitudes, or none
 * @param grid of all of them
 */
public record VolumeGroup(List<SliceVolume> volumes, VoxelGrid grid) {

	private static final double SAME_PLACE_MM = 1e-2;

	/** Copies the list. */
	public VolumeGroup {
		volumes = List.copyOf(volumes);
	}

	/**
	 * Leaves the other volumes away.
	 *
	 * @return a group of the first volume, in which the face is looked for
	 */
	public VolumeGroup first() {
		return volumes.size() == 1 ? this : new VolumeGroup(volumes.subList(0, 1), grid);
	}

	/**
	 * Returns whether its pixels are magnitudes, and no phases or parts of complex numbers, as far as the scanner tells.
	 *
	 * @return true if they are
	 */
	public boolean hasMagnitude() {
		return volumes.get(0).isMagnitude();
	}

	/**
	 * Returns how the pixels of all volumes are stored, apart from the number of frames of a file.
	 *
	 * @return that of the first slice
	 */
	PixelFormat format() {
		return volumes.get(0).format();
	}

	/** Returns all slices, volume by volume. */
	List<Slice> slices() {
		return volumes.stream().flatMap(volume -> volume.slices().stream()).toList();
	}

	/** Gathers volumes by their grids; phases, in which no skin is seen, are for themselves. */
	static List<VolumeGroup> of(final List<SliceVolume> volumes) {
		final List<List<SliceVolume>> groups = new ArrayList<>();
		for (final SliceVolume volume : volumes)
			groups.stream().filter(group -> isAlike(group.get(0), volume)).findFirst().orElseGet(() -> {
				final List<SliceVolume> made = new ArrayList<>();
				groups.add(made);
				return made;
			}).add(volume);
		return groups.stream().map(group -> new VolumeGroup(group, group.get(0).grid())).toList();
	}

	private static boolean isAlike(final SliceVolume a, final SliceVolume b) {
		final PixelFormat f = a.format(), g = b.format();
		return f.bitsAllocated() == g.bitsAllocated() && f.bitsStored() == g.bitsStored() && f.highBit() == g.highBit() && f.signed() == g
			.signed() && a.isMagnitude() == b.isMagnitude() && a.grid().equalsWithin(b.grid(), SAME_PLACE_MM);
	}
}
