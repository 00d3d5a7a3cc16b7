package org.pediatricdefacer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.proof.CarriedMask;
import org.pediatricdefacer.proof.HeadDoubt;
import org.pediatricdefacer.removal.RemovedRegion;

/**
 * Holds what was found on a scan before anything is erased.
 *
 * @param facemask what was found of the head
 * @param labels what of it is to be removed, on the scan's grid: 0 nothing, 2 face, 3 eyes, 4 ears
 * @param region what is to be erased
 * @param series what is known of the volumes of a series; null for a scan of one volume
 * @param doubt what makes the head none that can be defaced
 * @param carried what of the region was found on other scans; null if nothing was
 * @param seconds wall time of each room so far
 * @param warnings sentences for the user on what was assumed
 */
public record Findings(Facemask facemask, RandomAccessibleInterval<UnsignedByteType> labels, RemovedRegion region, SeriesSearch series,
	HeadDoubt doubt, CarriedMask carried, Map<String, Double> seconds, List<String> warnings)
{

	/** Checks that nothing is missing, and copies the collections. */
	public Findings {
		Objects.requireNonNull(facemask, "facemask");
		Objects.requireNonNull(labels, "labels");
		Objects.requireNonNull(region, "region");
		Objects.requireNonNull(doubt, "doubt");
		seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
		warnings = List.copyOf(warnings);
	}

	/**
	 * Adds what was found on other scans.
	 *
	 * @param found the facemask that all agree on, on the same grid: 0 nothing, 2 face, 3 eyes, 4 ears
	 * @param joined what is to be erased now, likewise
	 * @param from where it was found
	 * @return these findings otherwise
	 */
	public Findings withRegion(final RandomAccessibleInterval<UnsignedByteType> found, final RemovedRegion joined, final CarriedMask from) {
		return new Findings(facemask, found, joined, series, doubt, from, seconds, warnings);
	}

	/**
	 * Puts other labels, such as those that a person has edited, in the place of what was found.
	 *
	 * @param edited on the same grid: 0 nothing, 2 face, 3 eyes, 4 ears
	 * @param settings what to remove around them
	 * @return these findings otherwise, with the region that {@link Defacer#applyMask} makes of such a mask
	 */
	public Findings withLabels(final RandomAccessibleInterval<UnsignedByteType> edited, final DefacingSettings settings) {
		final RemovedRegion around = RemovedRegion.of(facemask, edited, settings.cleaning().regions(), settings.removal(), settings.cleaning()
			.brainGuard_mm());
		return new Findings(facemask, edited, around, series, doubt, carried, seconds, warnings);
	}
}
