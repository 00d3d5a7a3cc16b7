package org.pediatricdefacer.evaluate;

import java.util.function.ToDoubleFunction;

/** The numbers by which a mask is compared with its reference, as columns of tables. */
public enum Score {
	/** Overlap. */
	DICE("dice", Better.HIGH, MaskScores::dice),
	/** Share of the reference that was found. */
	SENSITIVITY("sensitivity", Better.HIGH, MaskScores::sensitivity),
	/** Share of the prediction that belongs there. */
	PRECISION("precision", Better.HIGH, MaskScores::precision),
	/** Hausdorff distance, 95th percentile. */
	HD95("hd95_mm", Better.LOW, MaskScores::hd95_mm),
	/** Average symmetric surface distance. */
	ASSD("assd_mm", Better.LOW, MaskScores::assd_mm),
	/** Share of the surfaces that lie within 2 mm of each other. */
	SURFACE_DICE("surface_dice_2mm", Better.HIGH, MaskScores::surfaceDice),
	/** Volume of the prediction minus that of the reference. */
	VOLUME_DIFFERENCE("volume_difference_ml", Better.NEAR_ZERO, MaskScores::volumeDifference_ml);

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
	private final Better better;
	private final ToDoubleFunction<MaskScores> value;

	Score(final String column, final Better better, final ToDoubleFunction<MaskScores> value) {
		this.column = column;
		this.better = better;
		this.value = value;
	}

	/** Returns the name of this score in tables, with its unit. */
	public String column() {
		return column;
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
