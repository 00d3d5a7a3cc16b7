package org.pediatricdefacer.session;

/**
 * Finds how a head lies in one scan, given how it lies in another.
 * <p>
 * The surfaces of brain and skin are laid on each other, then the intensities. Where that leaves the head within a millimeter of
 * where the scanner's coordinates have it, those are right and are kept. Otherwise the head moved between the scans, or came again
 * another day, and the registration is believed if brain and skin lie on each other by it.
 */
public final class HeadRegistration {

	/**
	 * Median distance of two brains up to which they lie on each other: what the network takes for brain in a T1w and in a T2w scan of
	 * one head differs by 2 mm.
	 */
	static final double BRAIN_FITS_MM = 3;

	/** The same for nine of ten points. */
	static final double BRAIN_NINETY_FITS_MM = 6;

	/** The same for skin, which is dark where fat is suppressed and bright where it is not. */
	static final double SKIN_FITS_MM = 4;

	/** Registrations are this exact; what they change less is no motion. */
	static final double STILL_MM = 1;

	/** Distance from the center of the brain to the face. */
	private static final double RADIUS_MM = 80;

	private HeadRegistration() {}

	/** How two scans of a head were brought together. */
	public enum Way {
		/** By the coordinates of the scanner, checked on brain and skin. */
		COORDINATES,
		/** By registration of brain, skin and intensities. */
		REGISTRATION,
		/** Not at all: neither fits. */
		NONE
	}

	/**
	 * What came of a registration.
	 *
	 * @param transform from the world of the moving to that of the fixed scan
	 * @param way how it was found
	 * @param fit how well the surfaces lie on each other by it
	 */
	public record Found(RigidTransform transform, Way way, HeadFit fit) {}

	/**
	 * Brings two scans of one head together.
	 *
	 * @param fixed the head that stays
	 * @param moving the head that is moved
	 * @return the transform and how far to trust it
	 */
	public static Found find(final HeadShape fixed, final HeadShape moving) {
		final HeadFit coordinates = HeadFit.of(fixed, moving, RigidTransform.IDENTITY);
		final RigidTransform transform = fixed.hasBrain() && moving.hasBrain() ? register(fixed, moving) : RigidTransform.IDENTITY;
		final HeadFit fit = HeadFit.of(fixed, moving, transform);
		if (fits(fit) && motion_mm(transform, moving) > STILL_MM) return new Found(transform, Way.REGISTRATION, fit);
		return new Found(RigidTransform.IDENTITY, fits(coordinates) ? Way.COORDINATES : Way.NONE, coordinates);
	}

	/**
	 * Registers two heads, whatever their coordinates say.
	 *
	 * @param fixed the head that stays
	 * @param moving the head that is moved
	 * @return from the world of the moving to that of the fixed scan
	 */
	public static RigidTransform register(final HeadShape fixed, final HeadShape moving) {
		return new MutualInformation(fixed, moving).refine(SurfaceAlignment.align(fixed, moving));
	}

	/**
	 * Returns how far a transform moves a head.
	 *
	 * @param transform of the head's world
	 * @param head where it lies before
	 * @return mean over six places around the brain, mm
	 */
	public static double motion_mm(final RigidTransform transform, final HeadShape head) {
		double sum = 0;
		for (int d = 0; d < 3; d++)
			for (int side = -1; side <= 1; side += 2) {
				final double[] place = head.center_mm();
				place[d] += side * RADIUS_MM;
				sum += transform.distance_mm(place);
			}
		return sum / 6;
	}

	/** Whatever could not be compared does not fit. */
	private static boolean fits(final HeadFit fit) {
		return fit.brain_mm() <= BRAIN_FITS_MM && fit.brainNinety_mm() <= BRAIN_NINETY_FITS_MM && fit.skin_mm() <= SKIN_FITS_MM;
	}
}
