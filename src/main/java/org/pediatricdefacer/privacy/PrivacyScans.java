package org.pediatricdefacer.privacy;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Volume;

/**
 * What a privacy check looks at.
 *
 * @param before the scan before defacing
 * @param after the defaced scan, voxel by voxel on the same grid
 * @param regions labels of the head before defacing as in {@link org.pediatricdefacer.mask.Region}, on any grid, to find the face by
 *            its eyes: a facemask of this program, all classes of its network, or a reference; a mask without regions tells nothing
 * @param brain brain mask on any grid, every value above 0 is brain; not from the network that made the facemask
 * @param proof what this program wrote down when it defaced the scan
 */
public record PrivacyScans(Volume before, Volume after, Optional<Volume> regions, Optional<Volume> brain, Optional<RecordedProof> proof) {

	private static final double SAME_PLACE_MM = 0.1;

	/**
	 * Checks that the two scans lie on the same grid.
	 *
	 * @throws DefacingException if they do not: then nobody can tell which voxels changed
	 */
	public PrivacyScans {
		Objects.requireNonNull(regions, "regions");
		Objects.requireNonNull(brain, "brain");
		Objects.requireNonNull(proof, "proof");
		if (!Arrays.equals(before.grid().size(), after.grid().size()) || !before.grid().equalsWithin(after.grid(), SAME_PLACE_MM))
			throw new DefacingException("the defaced scan lies on another grid (" + after.grid() + ") than the scan (" + before.grid()
				+ "); bring it back to the grid of the scan, by nearest neighbors.");
	}

	/** Takes a scan and its defaced version alone; the face is then found by the brain, roughly. */
	public static PrivacyScans of(final Volume before, final Volume after) {
		return new PrivacyScans(before, after, Optional.empty(), Optional.empty(), Optional.empty());
	}

	/** Returns the same scans with labels of the head. */
	public PrivacyScans withRegions(final Volume labels) {
		return new PrivacyScans(before, after, Optional.of(labels), brain, proof);
	}

	/** Returns the same scans with a brain mask. */
	public PrivacyScans withBrain(final Volume mask) {
		return new PrivacyScans(before, after, regions, Optional.of(mask), proof);
	}

	/** Returns the same scans with what this program wrote down when it defaced them, if it did. */
	public PrivacyScans withProof(final Optional<RecordedProof> recorded) {
		return new PrivacyScans(before, after, regions, brain, recorded);
	}
}
