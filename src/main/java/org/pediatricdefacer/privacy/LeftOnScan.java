package org.pediatricdefacer.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import net.imglib2.img.array.ArrayImgs;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.FeatureRemoval.Status;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.FaceLeft.Globe;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.proof.PrivacyFacts.Feature;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Puts what was measured of a face into the words of the proof. */
public final class LeftOnScan {

	private LeftOnScan() {}

	/**
	 * Returns the features of a face and the ears, as far as they were to be removed.
	 *
	 * @param residual what is left
	 * @param asked the regions that were to be removed
	 * @return one for each feature of the face if the face was asked for, one for each ear if the ears were
	 */
	public static List<Feature> features(final FaceResidual residual, final Set<Region> asked) {
		final List<Feature> features = new ArrayList<>();
		residual.features().forEach((feature, removal) -> {
			if (asked.contains(feature.ear() ? Region.EARS : Region.FACE)) features.add(new Feature(feature.text(), feature.ear(), removal.status() != Status.NOT_IN_VIEW,
				removal.residual(), removal.depthMedian_mm(), removal.standsOut_mm()));
		});
		return features;
	}

	/**
	 * Adds to what is left in the first volume what is known of eyeballs and of other volumes.
	 *
	 * @param residual what is left in the first volume
	 * @param scans the scan before and after
	 * @param regions labels of the head before defacing, on any grid
	 * @param changed what was removed, one flag per voxel of the scan
	 */
	static FaceLeft of(final FaceResidual residual, final PrivacyScans scans, final Optional<Volume> regions, final boolean[] changed) {
		// Dark skin is told from brain by the network's brain.
		if (scans.proof().isPresent() && scans.proof().get().left().dark() != null) return scans.proof().get().left();
		final Set<Region> asked = scans.proof().map(RecordedProof::asked).orElse(Region.facemask());
		final List<Globe> globes = scans.proof().map(proof -> proof.left().globes()).orElseGet(() -> regions.map(labels -> globes(labels, changed, scans
			.before().grid(), residual.frame())).orElse(List.of()));
		return new FaceLeft(residual.frame(), features(residual, asked), globes, volumes(scans, residual.frame()), null);
	}

	private static List<Globe> globes(final Volume labels, final boolean[] changed, final VoxelGrid grid, final HeadFrame frame) {
		final byte[] removed = new byte[changed.length];
		for (int i = 0; i < removed.length; i++)
			removed[i] = (byte) (changed[i] ? 1 : 0);
		return GlobeFit.of(ArrayImgs.unsignedBytes(NearestLabels.onto(grid, labels), grid.size()), ArrayImgs.unsignedBytes(removed, grid.size()), grid, frame);
	}

	private static List<SeriesVolume> volumes(final PrivacyScans scans, final HeadFrame frame) {
		final Volume before = scans.before();
		if (before.count() == 1) return List.of();
		final boolean mean = scans.proof().map(RecordedProof::mean).orElse(false);
		final SeriesFaces series = new SeriesFaces(before, new Volume(mean ? before.mean() : before.first(), before.grid()), frame);
		final List<Integer> anew = scans.proof().map(proof -> proof.left().volumes().stream().filter(SeriesVolume::foundAnew).map(v -> v.volume() - 1).toList())
			.orElse(List.of());
		return series.left(series.places(), scans.after(), anew);
	}
}
