package org.pediatricdefacer.removal;

import java.util.Objects;

/**
 * What a removed region costs and leaves, measured on the scan's grid.
 *
 * @param removal how the region was made; {@link Removal#FACEMASK} also where the head's frame, which a smooth region needs, was not found
 * @param tissue_ml tissue of the head in the region
 * @param beyond_ml tissue in the region that is no part of the facemask
 * @param left_ml tissue of the facemask that is not in the region; all of it is deeper than 8 u
 * @param followed_ml tissue of the facemask within 8 u of the skin, of the globes, or beyond the places of face and ears, that lies beyond the smooth surfaces and is removed all the same, so that the hole follows the facemask there
 */
public record RemovalFacts(Removal removal, double tissue_ml, double beyond_ml, double left_ml, double followed_ml) {

	/** Checks that nothing is missing. */
	public RemovalFacts {
		Objects.requireNonNull(removal, "removal");
	}
}
