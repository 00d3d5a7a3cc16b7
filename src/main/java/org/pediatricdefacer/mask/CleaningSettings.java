package org.pediatricdefacer.mask;

import java.util.EnumSet;
import java.util.Set;

import org.pediatricdefacer.DefacingException;

/**
 * Says what a facemask is made of.
 *
 * @param regions which of face, eyes and ears to remove
 * @param margin_mm by how much the mask is grown on all sides; 0 keeps the model's own borders
 * @param air_mm how much of the air in front of the face is removed with it at least; more, up to what the definition of the face asks
 *            for, where eyes and brain tell the size of the head; none if it is 0
 * @param brainGuard_mm no voxel whose center is within this distance of the center of a brain voxel is removed
 */
public record CleaningSettings(Set<Region> regions, double margin_mm, double air_mm, double brainGuard_mm) {

	/** The model's training regions hold the margin they need; more would remove more of the head, not more of the face. */
	public static final double DEFAULT_MARGIN_MM = 0;

	/**
	 * Enough for the partial volume and the ringing of the skin. The model's training regions hold as much in an infant
	 * and more in an adult.
	 */
	public static final double DEFAULT_AIR_MM = 4;

	/** The distance that the model's training regions keep from the brain. */
	public static final double DEFAULT_BRAIN_GUARD_MM = 3;

	/** More than this is a slip of the keyboard. */
	private static final double MOST_MM = 50;

	/** The usual settings: face, eyes and ears. */
	public static final CleaningSettings DEFAULT =
		new CleaningSettings(Region.facemask(), DEFAULT_MARGIN_MM, DEFAULT_AIR_MM, DEFAULT_BRAIN_GUARD_MM);

	/**
	 * Checks the values.
	 *
	 * @throws DefacingException if there is no region, the brain is among them, or a length is negative or above 50 mm
	 */
	public CleaningSettings {
		if (regions.isEmpty() || regions.contains(Region.BRAIN))
			throw new DefacingException("Choose at least one region to remove from face, eyes, ears.");
		regions = Set.copyOf(EnumSet.copyOf(regions));
		check("margin_mm", margin_mm);
		check("air_mm", air_mm);
		check("brainGuard_mm", brainGuard_mm);
	}

	private static void check(final String name, final double value) {
		if (!(value >= 0 && value <= MOST_MM))
			throw new DefacingException(name + " must be from 0 to " + (int) MOST_MM + ", was " + value + ".");
	}

	/** Returns these settings with other regions. */
	public CleaningSettings withRegions(final Set<Region> value) {
		return new CleaningSettings(value, margin_mm, air_mm, brainGuard_mm);
	}

	/** Returns these settings with another margin. */
	public CleaningSettings withMargin_mm(final double value) {
		return new CleaningSettings(regions, value, air_mm, brainGuard_mm);
	}

	/** Returns these settings with another depth of air. */
	public CleaningSettings withAir_mm(final double value) {
		return new CleaningSettings(regions, margin_mm, value, brainGuard_mm);
	}

	/** Returns these settings with another brain guard. */
	public CleaningSettings withBrainGuard_mm(final double value) {
		return new CleaningSettings(regions, margin_mm, air_mm, value);
	}
}
