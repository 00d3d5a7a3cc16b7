package org.pediatricdefacer.evaluate;

import java.util.function.ToDoubleFunction;

/** The numbers by which a mask is compared with its reference, as columns of tables. */
public enum Score {
	/** Overlap. */
	DICE("dice", "Dice", "", Better.HIGH, MaskScores::dice),
	/** Share of the reference that was found. */
	SENSITIVITY("sensitivity", "Sensitivity", "", Better.HIGH, MaskScores::sensitivity),
	/** Share of the prediction that belongs there. */
	PRECISION("precision", "Precision", "", Better.HIGH, MaskScores::precision),
	/** Hausdorff distance, 95th percentile. */
	HD95("hd95_mm", "Hausdorff distance, 95th percentile", "mm", Better.LOW, MaskScores::hd95_mm),
	/** Average symmetric surface distance. */
	ASSD("assd_mm", "Average symmetric surface distance", "mm", Better.LOW, MaskScores::assd_mm),
	/** Share of the surfaces that lie within 2 mm of each other. */
	SURFACE_DICE("surface_dice_2mm", "Surface Dice at 2 mm", "", Better.HIGH, MaskScores::surfaceDice),
	/** Volume of the prediction minus that of the reference. */
	VOLUME_DIFFERENCE("volume_difference_ml", "Volume difference", "ml", Better.NEAR_ZERO, MaskScores::volumeDifference_ml);

	/** Which values are good. */
	public enum Better {
		/** Larger ones. */
		HIGH,
		/** Smaller ones. */
		LOW,
		/** Those near zero. */
		NEAR_ZERO
	}

	private final String column;
	private final String title;
	private final String unit;
	private final Better better;
	private final ToDoubleFunction<MaskScores> value;

	Score(final String column, final String title, final String unit, final Better better, final ToDoubleFunction<MaskScores> value) {
		this.column = column;
		this.title = title;
		this.unit = unit;
		this.better = better;
		this.value = value;
	}

	/** Returns the name of this score in tables, with its unit. */
	public String column() {
		return column;
	}

	/** Returns the name for people, without unit. */
	public String title() {
		return title;
	}

	/** Returns the unit, mm or ml; empty for a share of 1. */
	public String unit() {
		return unit;
	}

	/** Returns which values are good. */
	public Better better() {
		return better;
	}

	/** Returns this score of a mask; NaN if not defined, infinite if a mask is missing. */
	public double of(final MaskScores scores) {
		return value.applyAsDouble(scores);
	}

	/** Returns how bad a value is: larger is worse. */
	double badness(final double score) {
		switch (better) {
			case HIGH:
				return -score;
			case LOW:
				return score;
			default:
				return Math.abs(score);
		}
	}
}
