package org.pediatricdefacer.mask;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.pediatricdefacer.DefacingException;

/**
 * A labelled region of a head, with the value it has in class images and facemasks.
 * <p>
 * Value 0 is everything else. {@link #BRAIN} is the intracranial space (brain, cerebrospinal fluid and sinuses) and is
 * never part of a facemask; the other regions are.
 */
public enum Region {
	/** The intracranial space; protected, never removed. */
	BRAIN(1, "brain"),
	/** The outer layer of the head from brow to chin and ear to ear, and a little air in front of it. */
	FACE(2, "face"),
	/** The globes of the eyes. */
	EYES(3, "eyes"),
	/** Both pinnae. */
	EARS(4, "ears");

	/** The number of classes of a segmentation, the rest included. */
	public static final int CLASSES = 5;

	private final int label;
	private final String text;

	Region(final int label, final String text) {
		this.label = label;
		this.text = text;
	}

	/** Returns the value of this region in class and label images. */
	public int label() {
		return label;
	}

	/** Returns the lower-case name of this region, as used in settings and reports. */
	public String text() {
		return text;
	}

	/** Returns whether this region may be part of a facemask. */
	public boolean removable() {
		return this != BRAIN;
	}

	/** Returns the regions that make up a complete facemask: face, eyes and ears. */
	public static Set<Region> facemask() {
		return EnumSet.of(FACE, EYES, EARS);
	}

	/**
	 * Reads a comma-separated choice of regions such as {@code "face,eyes,ears"}.
	 *
	 * @throws DefacingException if the text names no region, an unknown one or the brain
	 */
	public static Set<Region> parse(final String text) {
		final Set<Region> chosen = EnumSet.noneOf(Region.class);
		for (final String part : text.toLowerCase(Locale.ROOT).split("[,;\\s]+")) {
			if (!part.isEmpty())
				chosen.add(removableNamed(part));
		}
		if (chosen.isEmpty())
			throw new DefacingException("No region to remove was named; choose from face, eyes, ears.");
		return chosen;
	}

	private static Region removableNamed(final String name) {
		for (final Region region : facemask()) {
			if (region.text.equals(name))
				return region;
		}
		throw new DefacingException("'" + name + "' is no region that can be removed; choose from face, eyes, ears.");
	}
}
