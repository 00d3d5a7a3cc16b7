package org.pediatricdefacer.report;

import java.util.Locale;

/** What the table of a report has a column for. */
enum ReportMeasure {
	/** Share of the face's skin that is left. */
	FACE_LEFT("Face left", "%", true, 1, "Share of the original skin of the face that lies within 2 mm of the new outer surface: what a viewer can " +
		"still see in its place. Parts outside the field of view are not counted."),
	/** Share of the ears' skin that is left. */
	EARS_LEFT("Ears left", "%", true, 1, "The same for the ears; the worse of the two."),
	/** How deep the cut is where it is thin. */
	DEPTH("Thinnest cut", "mm", false, 1, "Distance from the original skin of the face to the new surface, 5th percentile. A thin cut leaves the " +
		"shape of the face, which generative models may restore."),
	/** Volume of brain that was removed. */
	BRAIN_REMOVED("Brain removed", "ml", false, 2, "Volume of the brain mask inside the removed region. Our own brain mask, found by intensity and " +
		"morphology, is uncertain by 2 to 3 mm at its edge; a mask given with --brain is not."),
	/** Distance from what was removed to the brain. */
	BRAIN_DISTANCE("Removed to brain", "mm", false, 1, "Smallest distance between the removed region and the brain mask; 0 where they overlap."),
	/** Similarity of the renderings. */
	SIMILARITY("Similarity", "SSIM", false, 2, "How alike the renderings before and after look inside the face zone: 1 is the same picture. " +
		"A proxy, no rate of re-identification."),
	/** Volume removed. */
	REMOVED("Removed", "ml", false, 0, "Volume of the removed region, the air in it included."),
	/** Expected Dice. */
	CONFIDENCE("Confidence", "", false, 2, "Dice between the mask and what the model saw, as the model itself expects it.");

	private final String label;
	private final String unit;
	private final boolean percent;
	private final int digits;
	private final String help;

	ReportMeasure(final String label, final String unit, final boolean percent, final int digits, final String help) {
		this.label = label;
		this.unit = unit;
		this.percent = percent;
		this.digits = digits;
		this.help = help;
	}

	/** Returns the name by which the page finds the value. */
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Returns the words of the column's head. */
	String label() {
		return label;
	}

	/** Returns the unit, or nothing. */
	String unit() {
		return unit;
	}

	/** Returns whether a share is shown in percent. */
	boolean percent() {
		return percent;
	}

	/** Returns how many digits are shown behind the point. */
	int digits() {
		return digits;
	}

	/** Returns what the number means, for people. */
	String help() {
		return help;
	}
}
