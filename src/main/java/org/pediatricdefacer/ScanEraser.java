package org.pediatricdefacer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.pediatricdefacer.apply.FaceRemover;
import org.pediatricdefacer.mask.CutSurface;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.privacy.HeadBefore;
import org.pediatricdefacer.privacy.RecoveryAttacks;
import org.pediatricdefacer.proof.DefacingProof;
import org.pediatricdefacer.proof.FaceLeft;
import org.pediatricdefacer.proof.OutsideHash;
import org.pediatricdefacer.proof.Recovery;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.Volume;

/**
 * Erases from one scan and proves it, once or again and again, as when a facemask is edited and its verdict is to follow.
 * <p>
 * What hangs on the scan and the head in it alone is worked out when it is needed first, and kept; and so is what hangs on the region that was
 * erased last, since most strokes of a brush change the facemask within the region and not the region itself. The result is that of
 * {@link Defacer#erase}, which is made by this class. For one thread at a time; needs no network.
 *
 * @param <T> pixel type of the scan
 */
public final class ScanEraser<T extends RealType<T> & NativeType<T>> {

	private final RandomAccessibleInterval<T> stored;
	private final Volume intensities;
	private final Facemask facemask;
	private final SeriesSearch series;
	private final DefacingSettings settings;
	private StoredScale scale;
	private volatile CutSurface cut;
	private HeadBefore head;
	private Erased<T> last;

	/** A region with what came of erasing it, whatever the labels are. */
	private record Erased<T>(RemovedRegion region, RandomAccessibleInterval<T> defaced, OutsideHash outside, FaceLeft left, Recovery recovery) {

		boolean isOf(final RemovedRegion other) {
			return Arrays.equals(bytes(region.voxels()), bytes(other.voxels())) && Arrays.equals(bytes(region.air()), bytes(other.air()));
		}

		private static byte[] bytes(final ArrayImg<UnsignedByteType, ByteArray> image) {
			return image.update(null).getCurrentStorageArray();
		}
	}

	/**
	 * Begins with a scan.
	 *
	 * @param stored stored values, which are copied outside the region bit by bit; minimum 0
	 * @param intensities what the stored values mean, and where they lie
	 * @param findings what was found of the head, on the grid of the image
	 * @param settings what to put in the place of what is erased
	 * @throws IllegalArgumentException if stored values and intensities differ in size
	 */
	public ScanEraser(final RandomAccessibleInterval<T> stored, final Volume intensities, final Findings findings, final DefacingSettings settings) {
		this(stored, intensities, findings.facemask(), findings.series(), settings);
	}

	/** Begins with a scan and a head; {@code series} is null for a scan of one volume. */
	ScanEraser(final RandomAccessibleInterval<T> stored, final Volume intensities, final Facemask facemask, final SeriesSearch series,
		final DefacingSettings settings)
	{
		Defacer.requireSameSize(stored, intensities);
		this.stored = stored;
		this.intensities = intensities;
		this.facemask = facemask;
		this.series = series;
		this.settings = settings;
	}

	/**
	 * Erases.
	 *
	 * @param findings the same head with any labels and region
	 * @param progress hears how far the work has come, and is asked whether to stop
	 * @return a defaced copy of the stored values, which results of the same region share, and the proof
	 * @throws DefacingCanceledException on request
	 * @throws IllegalArgumentException if the findings are those of another head
	 */
	public DefacingResult<T> erase(final Findings findings, final Progress progress) {
		if (findings.facemask() != facemask) throw new IllegalArgumentException("the findings must be those of the scan's own head");
		return remove(findings.labels(), findings.region(), new RoomClock(progress), findings.warnings()).after(findings);
	}

	DefacingResult<T> remove(final RandomAccessibleInterval<UnsignedByteType> labels, final RemovedRegion region, final RoomClock clock,
		final List<String> warnings)
	{
		if (last != null && !last.isOf(region)) last = null;
		final RandomAccessibleInterval<T> defaced = last != null ? last.defaced() : clock.run("apply", 0.94, progress -> new FaceRemover(settings.fill())
			.remove(stored, region.voxels(), region.air(), facemask.grid().spacing_mm()));
		final DefacingProof proof = clock.run("prove", 1, progress -> {
			if (last == null) last = erased(region, defaced);
			return DefacingProof.of(last.outside(), settings.cleaning().regions(), last.left().dark() == null ? facemask : facemask.ofDarkSkin(), labels, region, cut).withLeft(last.left()).withRecovery(last
				.recovery());
		});
		return new DefacingResult<>(defaced, labels, region, facemask, proof, clock.seconds(), warnings);
	}

	/** Measures what was done; what does not hang on each other is worked out side by side. */
	private Erased<T> erased(final RemovedRegion region, final RandomAccessibleInterval<T> defaced) {
		// This one spreads itself over the threads; the others, which hardly do, go on side by side.
		final FaceLeft left = left(defaced, region);
		final AtomicReference<OutsideHash> outside = new AtomicReference<>();
		final AtomicReference<Recovery> recovery = new AtomicReference<>();
		final List<Runnable> tasks = new ArrayList<>(List.of(() -> recovery.set(RecoveryAttacks.of(defaced, facemask, region)), () -> outside.set(OutsideHash.of(
			stored, defaced, region.voxels()))));
		if (cut == null) tasks.add(() -> cut = CutSurface.of(intensities.first(), facemask));
		Parallelization.getTaskExecutor().runAll(tasks);
		return new Erased<>(region, defaced, outside.get(), left, recovery.get());
	}

	private FaceLeft left(final RandomAccessibleInterval<T> defaced, final RemovedRegion region) {
		if (scale == null) scale = StoredScale.of(stored, intensities);
		if (head == null) head = HeadBefore.of(intensities, facemask);
		final Volume after = scale.meant(defaced, intensities);
		return head.left(after, region.voxels(), settings.cleaning().regions(), series == null ? List.of() : series.left(after),
			series == null ? Optional.empty() : series.dark());
	}
}
