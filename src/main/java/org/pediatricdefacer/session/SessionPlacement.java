package org.pediatricdefacer.session;

import java.util.Optional;

import org.pediatricdefacer.session.HeadRegistration.Found;
import org.pediatricdefacer.session.HeadRegistration.Way;
import org.pediatricdefacer.volume.Volume;

/**
 * How a scan lies in the world of the reference of its session.
 *
 * @param toReference from the world of the scan
 * @param by how that is known, in words that follow "by"
 * @param checked whether it was seen on the scan
 */
record SessionPlacement(RigidTransform toReference, String by, boolean checked) {

	/** Intensities that tell of a head bind two scans by this many times more than when they lie beside each other. */
	private static final double TELLING = 2.5;

	/** Distance at which two scans lie beside each other. */
	private static final double BESIDE_MM = 25;

	/** A scan distorted as echo-planar ones are lies this near to the others, if the head did not move. */
	private static final double STILL_MM = 3;

	/** Places a scan in which a head was found; empty if it cannot be brought together with the reference. */
	static Optional<SessionPlacement> of(final SessionHeads heads, final FoundHead head) {
		final Found found = heads.found(head);
		if (found.way() == Way.NONE) return Optional.empty();
		return Optional.of(of(found));
	}

	/** Says in words how a head was brought together with the reference. */
	static SessionPlacement of(final Found found) {
		return new SessionPlacement(found.transform(), found.way() == Way.COORDINATES ? "scanner coordinates" : "registration", true);
	}

	/** Places a scan in which no head was looked for, or none was found. */
	static SessionPlacement of(final SessionHeads heads, final SessionScan scan, final Volume volume) {
		final Optional<SessionPlacement> twin = heads.sameAcquisition(scan, volume.grid());
		if (twin.isPresent()) return new SessionPlacement(twin.get().toReference(), "its acquisition, on the same grid", twin.get().checked());
		final HeadShape reference = heads.reference().shape();
		final boolean[] noBrain = new boolean[Math.toIntExact(volume.grid().voxels())];
		final MutualInformation information = new MutualInformation(HeadShape.of(volume, noBrain, volume.grid()), reference);
		final RigidTransform refined = information.refine(RigidTransform.IDENTITY);
		final boolean telling = information.at(refined) - 1 > TELLING * (beside(information) - 1);
		final boolean still = !telling || HeadRegistration.motion_mm(refined, reference) <= STILL_MM;
		final SessionPlacement placement = still ? new SessionPlacement(RigidTransform.IDENTITY, "scanner coordinates", telling) :
			new SessionPlacement(refined.inverse(), "registration of intensities", true);
		if (telling) heads.place(scan, volume.grid(), placement);
		return placement;
	}

	private static double beside(final MutualInformation information) {
		double sum = 0;
		for (int d = 0; d < 3; d++)
			for (int side = -1; side <= 1; side += 2) {
				final double[] shift = new double[3];
				shift[d] = side * BESIDE_MM;
				sum += information.at(RigidTransform.of(new double[3], new double[3], shift));
			}
		return sum / 6;
	}
}
