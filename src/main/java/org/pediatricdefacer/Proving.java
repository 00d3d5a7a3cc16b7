package org.pediatricdefacer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.mask.CutSurface;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.privacy.LeftOnScan;
import org.pediatricdefacer.privacy.RecoveryAttacks;
import org.pediatricdefacer.proof.DefacingProof;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.OutsideHash;
import org.pediatricdefacer.proof.Recovery;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.Volume;

/**
 * Measures what a defacing did.
 *
 * @param facemask what was found
 * @param labels the facemask on the scan's grid: the one that was found, or one that was given
 * @param region what was erased
 * @param series what is known of the volumes of a series; null for a single one
 * @param settings what was asked for
 */
record Proving(Facemask facemask, RandomAccessibleInterval<UnsignedByteType> labels, RemovedRegion region, SeriesSearch series, DefacingSettings settings) {

	/**
	 * Measures.
	 *
	 * @param stored stored values of the scan
	 * @param intensities what they mean
	 * @param defaced stored values of the defaced scan
	 */
	<T extends RealType<T> & NativeType<T>> DefacingProof of(final RandomAccessibleInterval<T> stored, final Volume intensities,
		final RandomAccessibleInterval<T> defaced)
	{
		final Volume after = StoredScale.of(stored, intensities).meant(defaced, intensities);
		// This one spreads itself over the threads; the others, which hardly do, go on side by side.
		final FaceLeft left = LeftOnScan.of(intensities, after, facemask, region.voxels(), settings.cleaning().regions(), series == null ? List.of() : series
			.left(after), series == null ? Optional.empty() : series.dark());
		final AtomicReference<OutsideHash> outside = new AtomicReference<>();
		final AtomicReference<CutSurface> cut = new AtomicReference<>();
		final AtomicReference<Recovery> recovery = new AtomicReference<>();
		Parallelization.getTaskExecutor().runAll(List.of(() -> cut.set(CutSurface.of(intensities.first(), facemask)), () -> recovery.set(RecoveryAttacks.of(
			defaced, facemask, region)), () -> outside.set(OutsideHash.of(stored, defaced, region.voxels()))));
		return DefacingProof.of(outside.get(), settings.cleaning().regions(), left.dark() == null ? facemask : facemask.ofDarkSkin(), labels, region, cut
			.get()).withLeft(left).withRecovery(recovery.get());
	}
}
