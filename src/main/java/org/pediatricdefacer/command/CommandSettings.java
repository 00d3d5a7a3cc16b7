package org.pediatricdefacer.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.removal.Removal;

/** Makes settings of what people enter in dialogs. */
final class CommandSettings {

	private CommandSettings() {}

	/** Returns the chosen regions. */
	static Set<Region> regions(final boolean face, final boolean eyes, final boolean ears) {
		final Set<Region> regions = EnumSet.noneOf(Region.class);
		if (face) regions.add(Region.FACE);
		if (eyes) regions.add(Region.EYES);
		if (ears) regions.add(Region.EARS);
		return regions;
	}

	/** Returns the settings; an impossible value is a {@link DefacingException}. */
	static DefacingSettings defacing(final Set<Region> regions, final double margin_mm, final double brainGuard_mm, final String removal,
		final Fill fill)
	{
		return DefacingSettings.DEFAULT.withRemoval(Removal.parse(removal))
			.withCleaning(CleaningSettings.DEFAULT.withRegions(regions).withMargin_mm(margin_mm).withBrainGuard_mm(
			brainGuard_mm)).withFill(fill);
	}

	/** Returns the fill of a name. */
	static Fill fill(final String name, final boolean allowReversible, final long seed) {
		return Fill.of(Fill.Mode.parse(name), allowReversible).withSeed(seed);
	}

	/**
	 * Reads the size of voxels.
	 *
	 * @param text three numbers, or blank
	 * @return millimeters along x, y and z, or null if the text is blank
	 */
	static double[] spacing_mm(final String text) {
		if (text == null || text.isBlank()) return null;
		try {
			final double[] spacing_mm = Arrays.stream(text.strip().split("[\\s,;x]+")).mapToDouble(Double::parseDouble).toArray();
			if (spacing_mm.length == 3 && Arrays.stream(spacing_mm).allMatch(size -> size > 0 && Double.isFinite(size))) return spacing_mm;
		}
		catch (final NumberFormatException e) {
			throw new DefacingException("'" + text + "' is no size of voxels; give three numbers in mm, such as 1, 1, 1.2.", e);
		}
		throw new DefacingException("'" + text + "' is no size of voxels; give three numbers in mm, such as 1, 1, 1.2.");
	}
}
