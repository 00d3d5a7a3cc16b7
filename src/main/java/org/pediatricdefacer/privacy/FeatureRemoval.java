package org.pediatricdefacer.privacy;

/**
 * What became of one feature of the face.
 *
 * @param status whether there was anything to measure
 * @param inView share of the feature's landmarks inside the field of view, 0 to 1
 * @param skin_cm2 area of its original skin, one voxel face each; somewhat less than the true area
 * @param residual share of that skin behind which the new outer surface lies within 2 mm, 0 to 1; NaN unless measured
 * @param depth5_mm 5th percentile of the distance from the original skin to the new surface; NaN unless measured
 * @param depthMedian_mm median of that distance; NaN unless measured
 * @param standsOut_mm of an ear, by how much what is left stands out from the scalp carried on under it ({@link CarriedScalp}), 95th percentile; NaN unless measured
 */
public record FeatureRemoval(Status status, double inView, double skin_cm2, double residual, double depth5_mm, double depthMedian_mm,
	double standsOut_mm) {

	/** Whether a feature could be measured. */
	public enum Status {
		/** Its skin was in view and was measured. */
		MEASURED("measured"),
		/** It lies outside the field of view: nothing can be said, least of all that it was removed. */
		NOT_IN_VIEW("not in view"),
		/** Its place is in view, but no such skin was found before defacing: look at the scan. */
		NOT_FOUND("not found");

		private final String text;

		Status(final String text) {
			this.text = text;
		}

		/** Returns the words for reports. */
		public String text() {
			return text;
		}
	}

	static FeatureRemoval unmeasured(final Status status, final double inView, final double skin_cm2) {
		return new FeatureRemoval(status, inView, skin_cm2, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
	}
}
