package org.pediatricdefacer.privacy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.FaceLeft.DarkSkin;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.volume.FloatVolume;
import org.pediatricdefacer.volume.Volume;

/**
 * What is seen of a head before it is defaced: its skin from all sides, and its eyeballs.
 * <p>
 * It is the same whatever is removed, so a mask that is edited is measured again and again without looking at the scan anew.
 */
public final class HeadBefore {

	/** Empty if nobody knows where the face is. */
	private final Optional<SeenSkin> skin;
	private final List<GlobeFit> globes;

	private HeadBefore(final Optional<SeenSkin> skin, final List<GlobeFit> globes) {
		this.skin = skin;
		this.globes = globes;
	}

	/**
	 * Looks at a head.
	 *
	 * @param scan the scan before defacing, of which the first volume is looked at
	 * @param found what was found in it
	 * @return what is seen
	 */
	public static HeadBefore of(final Volume scan, final Facemask found) {
		Objects.requireNonNull(scan, "scan");
		return found.frame().map(frame -> new HeadBefore(Optional.of(SeenSkin.of(FloatVolume.of(scan, 0, FaceResidual.FINEST_MM), frame, Optional.of(BrainPlace
			.of(found)), FaceResidual.STEP)), GlobeFit.fit(found.classes(), found.grid(), frame))).orElseGet(() -> new HeadBefore(Optional.empty(), List.of()));
	}

	/**
	 * Measures what a defacing left.
	 *
	 * @param after the defaced scan, in the same unit
	 * @param removed what was removed, on the scan's grid; voxels above 0
	 * @param asked the regions that were to be removed
	 * @param volumes what is left in the other volumes of a series
	 * @param dark how dark the skin is in any volume of a series
	 * @return the measures; {@link FaceLeft#UNKNOWN} if nobody knows where the face is
	 */
	public FaceLeft left(final Volume after, final RandomAccessibleInterval<UnsignedByteType> removed, final Set<Region> asked,
		final List<SeriesVolume> volumes, final Optional<DarkSkin> dark)
	{
		return skin.map(before -> {
			final FaceResidual residual = FaceResidual.of(before, FloatVolume.of(after, 0, FaceResidual.FINEST_MM));
			return new FaceLeft(before.frame(), LeftOnScan.features(residual, asked), asked.contains(Region.EYES) ? globes.stream().map(globe -> globe.without(
				removed)).toList() : List.of(), volumes, DarkHead.darkest(Stream.of(residual.dark(), dark).flatMap(Optional::stream)).orElse(null));
		}).orElse(FaceLeft.UNKNOWN);
	}
}
