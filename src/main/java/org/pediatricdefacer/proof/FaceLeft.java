package org.pediatricdefacer.proof;

import java.util.List;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;

/**
 * What is left of a face, as a viewer of the written scan sees it; measured alike by the defacing, by the check and by the report.
 *
 * @param frame upright frame of the head in world coordinates, in which it was measured; null if nobody knows where the face is
 * @param features the features of the face and both ears, in the first volume
 * @param globes both eyeballs, as spheres fitted to what was found; empty where none was found
 * @param volumes volumes of a series that differ from the one in which the face was found; those that are alike are not listed
 * @param dark how dark the skin is, if it is too dark to be told from air as usual; null if it is not
 */
public record FaceLeft(HeadFrame frame, List<Feature> features, List<Globe> globes, List<SeriesVolume> volumes, DarkSkin dark) {

	/** Nothing was measured. */
	public static final FaceLeft UNKNOWN = new FaceLeft(null, List.of(), List.of(), List.of(), null);

	/**
	 * An eyeball.
	 *
	 * @param side {@code left} or {@code right}
	 * @param removed share of the sphere that was removed, 0 to 1
	 */
	public record Globe(String side, double removed) {}

	/**
	 * A volume of a series in which the head lies otherwise.
	 *
	 * @param volume its number, from 1
	 * @param moved_mm distance by which the face is away from where it was found; NaN if the volume does not show that head
	 * @param residual share of the face's skin that is left in it, 0 to 1; NaN if none is seen in it
	 * @param foundAnew whether its face was looked for in it, too, and its brain is protected
	 */
	public record SeriesVolume(int volume, double moved_mm, double residual, boolean foundAnew) {}

	/**
	 * Skin that is so dark beside the brain that the usual threshold shows the brain in its place, as where fat is suppressed.
	 *
	 * @param brainSeen share of the sides of the skull, above the brows, where that threshold shows brain first, 0 to 1
	 * @param threshold where dark skin begins, as a share of the way from air to the head's usual brightness
	 * @param bare share of what is seen of the face where nothing before the brain reaches even that, 0 to 1
	 */
	public record DarkSkin(double brainSeen, double threshold, double bare) {}

	/** Copies the lists. */
	public FaceLeft {
		features = List.copyOf(features);
		globes = List.copyOf(globes);
		volumes = List.copyOf(volumes);
	}
}
