package org.pediatricdefacer.mask;

/**
 * What came out of checking a facemask against what was seen of the head, however the mask was made.
 *
 * @param confidence 0 to 1: the Dice coefficient to expect between the mask and the truth if the model's probabilities
 *            are right; 0 for an empty mask
 * @param skinCovered share of the skin in the inner part of the face zone that is inside the mask, 0 to 1; NaN if no skin
 *            is in view there, or the head's frame is not firm
 * @param largestUncovered_cm2 area of the largest piece of that skin that is not covered; NaN where the share is
 * @param largestKnown_cm2 area of the largest piece of uncovered skin that the model itself took for face; NaN likewise
 */
public record MaskCheck(double confidence, double skinCovered, double largestUncovered_cm2,
	double largestKnown_cm2) {}
