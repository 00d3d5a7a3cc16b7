package org.pediatricdefacer.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.pediatricdefacer.mask.Region;

/** What the values of a mask image mean. */
public enum LabelScheme {
	/** Values as in {@link Region}: 1 brain, 2 face, 3 eyes, 4 ears; the facemask is 2 to 4. */
	REGIONS,
	/** Every value above 0 is facemask. */
	FACEMASK;

	/** Name of all removable regions together. */
	public static final String WHOLE = "facemask";

	/**
	 * Tells the scheme of an image that has no other values than 0 and one more: such a mask has no regions.
	 *
	 * @param labels values of an image
	 * @return {@link #FACEMASK} if the only value above 0 is 1 or larger than 4, or if there are several larger than 4
	 */
	public static LabelScheme guess(final byte[] labels) {
		final boolean[] present = new boolean[Byte.MAX_VALUE + 1];
		for (final byte label : labels)
			if (label > 0) present[label] = true;
		boolean unknown = false;
		boolean removable = false;
		for (int value = 1; value < present.length; value++) {
			unknown |= present[value] && value >= Region.CLASSES;
			removable |= present[value] && value > Region.BRAIN.label() && value < Region.CLASSES;
		}
		return unknown || present[Region.BRAIN.label()] && !removable ? FACEMASK : REGIONS;
	}

	/**
	 * Returns the masks that an image holds, by name: the facemask first, then regions.
	 *
	 * @param labels values of an image; negative ones belong to nothing
	 * @return one flag per voxel for each name; regions without a voxel are there, too
	 */
	Map<String, boolean[]> masks(final byte[] labels) {
		final Map<String, boolean[]> masks = new LinkedHashMap<>();
		final int lowest = this == REGIONS ? Region.FACE.label() : 1;
		final boolean[] whole = new boolean[labels.length];
		for (int i = 0; i < whole.length; i++)
			whole[i] = labels[i] >= lowest;
		masks.put(WHOLE, whole);
		if (this == FACEMASK) return masks;
		for (final Region region : Region.values()) {
			final boolean[] mask = new boolean[labels.length];
			for (int i = 0; i < mask.length; i++)
				mask[i] = labels[i] == region.label();
			masks.put(region.text(), mask);
		}
		return masks;
	}
}
