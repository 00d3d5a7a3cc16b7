package org.pediatricdefacer.apply;

import java.awt.Color;
import java.util.Map;

import org.pediatricdefacer.mask.Region;

/**
 * The colors in which regions are drawn over scans, the same everywhere.
 * <p>
 * People with any kind of color vision tell them apart, and none of them is gray like a scan. Source: Okabe and Ito, "Color universal
 * design" (2008).
 */
public final class RegionColors {

	/** White, which no region of a facemask has. */
	public static final Color REMOVED = Color.WHITE;

	private static final Map<Region, Color> COLORS = Map.of(Region.FACE, new Color(230, 159, 0), Region.EYES, new Color(86, 180, 233),
		Region.EARS, new Color(204, 121, 167), Region.BRAIN, new Color(0, 158, 115));

	private RegionColors() {}

	/** Returns the color of a region. */
	public static Color of(final Region region) {
		return COLORS.get(region);
	}
}
