package org.pediatricdefacer.privacy;

import java.util.List;

import org.pediatricdefacer.frame.FaceZone;

/**
 * A part of the outside of a head by which people are told apart.
 * <p>
 * Places are in u in the upright frame of {@link org.pediatricdefacer.frame.HeadFrame}: x to the right of, y in front of, z above
 * the point midway between the eyes. All but the ears share out the face zone without overlap.
 */
public enum FaceFeature {
	/** The forehead of the face zone and the brows. */
	FOREHEAD_BROW("forehead and brow", new double[][] { { 0, 22, 22 }, { -30, 16, 22 }, { 30, 16, 22 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return z >= BROW;
		}
	},
	/** Both eyes with their lids. */
	EYES("eyes", new double[][] { { -30, 12, 0 }, { 30, 12, 0 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return z < BROW && z >= BELOW_EYES && Math.abs(x) >= 12 && Math.abs(x) < 50 && y > -22;
		}
	},
	/** The nose from its root to its base. */
	NOSE("nose", new double[][] { { 0, 20, 0 }, { 0, 30, -20 }, { 0, 31, -35 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return z < BROW && z >= BASE_OF_NOSE && (Math.abs(x) < 12 || z < BELOW_EYES && Math.abs(x) < 20) && y > 0;
		}
	},
	/** Lips and chin. */
	MOUTH_CHIN("mouth and chin", new double[][] { { 0, 22, -55 }, { 0, 20, -68 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return z < BASE_OF_NOSE && Math.abs(x) < 32 && y > -20;
		}
	},
	/** The rest of the face zone: cheeks, temples and jaws. */
	CHEEKS("cheeks", new double[][] { { -48, -10, -35 }, { 48, -10, -35 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return true;
		}
	},
	/** The pinna on the patient's left. */
	LEFT_EAR("left ear", new double[][] { { -66, -77, -8 }, { -66, -77, -25 }, { -66, -77, -45 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return x < 0;
		}
	},
	/** The pinna on the patient's right. */
	RIGHT_EAR("right ear", new double[][] { { 66, -77, -8 }, { 66, -77, -25 }, { 66, -77, -45 } }) {

		@Override
		boolean has(final double x, final double y, final double z) {
			return x > 0;
		}
	};

	/** Where the forehead begins. */
	static final double BROW = 14;
	private static final double BELOW_EYES = -16;
	private static final double BASE_OF_NOSE = -46;

	private final String text;
	private final double[][] landmarks;

	FaceFeature(final String text, final double[][] landmarks) {
		this.text = text;
		this.landmarks = landmarks;
	}

	/** Returns the name for reports. */
	public String text() {
		return text;
	}

	/** Returns whether this is an ear. */
	public boolean ear() {
		return this == LEFT_EAR || this == RIGHT_EAR;
	}

	/** Returns points on an average head that must be in view for the feature to be in view, in u. */
	List<double[]> landmarks() {
		return List.of(landmarks);
	}

	/** Tells whether skin of the feature's zone belongs to it and not to one named before. */
	abstract boolean has(double x, double y, double z);

	/** Returns the feature of the face that a place on the skin belongs to, or null outside the face zone. */
	static FaceFeature at(final double x, final double y, final double z, final double slack) {
		if (!FaceZone.hasFace(y, z, slack)) return null;
		for (final FaceFeature feature : values())
			if (feature.has(x, y, z)) return feature;
		throw new IllegalStateException("cheeks take what is left");
	}

	/** Returns the ear on the side of a place. */
	static FaceFeature earAt(final double x) {
		return x < 0 ? LEFT_EAR : RIGHT_EAR;
	}
}
