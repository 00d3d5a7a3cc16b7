package org.pediatricdefacer.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.evaluate.BrainMask;
import org.pediatricdefacer.evaluate.BrainPreservation;
import org.pediatricdefacer.evaluate.FaceFeature;
import org.pediatricdefacer.evaluate.FaceResidual;
import org.pediatricdefacer.evaluate.FeatureRemoval;
import org.pediatricdefacer.evaluate.IsotropicScan;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.report.ResultRecord.Remark;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** Looks at one result: reads its files, measures, and makes its pictures. Keeps nothing; one object per result. */
final class ScanExaminer {

	private final ReportItem item;
	private final boolean showBefore;
	private final double pixel_mm;
	private final List<Remark> remarks = new ArrayList<>();
	private final Map<ReportMeasure, Double> values = new EnumMap<>(ReportMeasure.class);
	private final List<List<String>> features = new ArrayList<>();
	private String brainSource = "brain, not known";
	private HeadPictures pictures = HeadPictures.NONE;

	private ScanExaminer(final ReportItem item, final boolean showBefore, final double pixel_mm) {
		this.item = item;
		this.showBefore = showBefore;
		this.pixel_mm = pixel_mm;
	}

	/**
	 * Examines a result. What cannot be read becomes a reason to fail it, not an exception.
	 *
	 * @param item its files
	 * @param showBefore whether pictures of the original are made
	 * @param originalsAsked whether an original was to be there
	 * @param pixel_mm edge of the voxels to measure and of the pixels to show
	 * @return what was found
	 */
	static ExaminedScan examine(final ReportItem item, final boolean showBefore, final boolean originalsAsked, final double pixel_mm) {
		return new ScanExaminer(item, showBefore, pixel_mm).examine(originalsAsked);
	}

	private ExaminedScan examine(final boolean originalsAsked) {
		Optional<ResultRecord> record = Optional.empty();
		String digest = "";
		try {
			digest = ResultFiles.digest(item);
			record = record();
			if (originalsAsked && item.original().isEmpty()) remark(Verdict.REVIEW,
				"No original was found for this result, so what is left of the face was not measured.");
			look(ResultImages.read(item));
		}
		catch (final DefacingException e) {
			remark(Verdict.FAIL, anonymous(e.getMessage()));
		}
		catch (final IOException e) {
			remark(Verdict.FAIL, "A file could not be read: " + anonymous(String.valueOf(e.getMessage())) + ".");
		}
		return new ExaminedScan(ScanEntry.of(item.name(), digest, record.map(ResultRecord::verdict).orElse(Verdict.PASS), remarks, values),
			pictures, brainSource, record.map(ResultRecord::warnings).orElse(List.of()), record.map(ResultRecord::settings).orElse(List.of()),
			features);
	}

	private void remark(final Verdict weight, final String text) {
		remarks.add(new Remark(weight, text));
	}

	/** Reports may be handed on: they name files, not where these lie. */
	private String anonymous(final String text) {
		return item.files().reduce(text, (sentence, file) -> sentence.replace(file.toString(), file.getFileName().toString()), (a, b) -> b);
	}

	private Optional<ResultRecord> record() throws IOException {
		if (item.record().isEmpty()) {
			remark(Verdict.REVIEW, "There is no record (NAME_defaced.json) of this result, so the program's own proof is not known.");
			return Optional.empty();
		}
		final ResultRecord record = ResultRecord.read(item.record().get());
		remarks.addAll(record.reasons());
		values.put(ReportMeasure.CONFIDENCE, record.confidence());
		values.put(ReportMeasure.REMOVED, record.removed_ml());
		if (item.defaced().isEmpty()) remark(record.verdict() == Verdict.FAIL ? Verdict.PASS : Verdict.REVIEW,
			"No defaced scan was written.");
		return Optional.of(record);
	}

	private void look(final ResultImages images) throws IOException {
		remarks.addAll(images.remarks());
		if (images.scan().isEmpty()) return;
		final VoxelGrid scanGrid = images.scan().get().grid();
		final Optional<Volume> labels = images.labels().map(removed -> new Volume(removed, scanGrid));
		final VoxelGrid grid = HeadGrid.of(images.scan().get(), labels, pixel_mm);
		final Optional<IsotropicScan> after = images.defaced().map(image -> IsotropicScan.of(image.volume(), grid));
		final Optional<IsotropicScan> before = images.original().map(image -> IsotropicScan.of(image.volume(), grid));
		final IsotropicScan any = before.or(() -> after).orElseThrow();
		final byte[] facemask = labels.map(any::labels).orElse(new byte[any.lattice().voxels()]);
		final HeadImages head = new HeadImages(after, before, facemask, brain(images, any), any.lattice());
		pictures = HeadPictures.of(head, showBefore);
		if (before.isPresent() && after.isPresent()) FaceResidual.of(before.get(), after.get(), facemask, head.threshold().skin()).ifPresent(
			this::residual);
	}

	private void residual(final FaceResidual residual) {
		values.put(ReportMeasure.FACE_LEFT, residual.face().residual());
		values.put(ReportMeasure.DEPTH, residual.face().depth5_mm());
		values.put(ReportMeasure.EARS_LEFT, residual.features().entrySet().stream().filter(entry -> entry.getKey().ear()).mapToDouble(
			entry -> entry.getValue().residual()).filter(Double::isFinite).max().orElse(Double.NaN));
		residual.features().forEach((feature, removal) -> features.add(line(feature, removal)));
	}

	private static List<String> line(final FaceFeature feature, final FeatureRemoval removal) {
		if (removal.status() != FeatureRemoval.Status.MEASURED) return List.of(feature.text(), removal.status().text(), "", "");
		return List.of(feature.text(), String.format(Locale.ROOT, "%.1f %%", 100 * removal.residual()), millimeters(removal.depth5_mm()),
			millimeters(removal.depthMedian_mm()));
	}

	private static String millimeters(final double mm) {
		return String.format(Locale.ROOT, "%.1f mm", mm);
	}

	/** The brain on the grid of the pictures; measures what was lost of it on the way. */
	private boolean[] brain(final ResultImages images, final IsotropicScan pictured) throws IOException {
		final Volume scan = images.scan().orElseThrow();
		final Optional<boolean[]> removed = images.labels().map(ScanExaminer::inside);
		if (item.brain().isPresent()) {
			final Volume mask = NiftiReader.read(item.brain().get()).volume();
			brainSource = "brain, as given";
			removed.ifPresent(flags -> preservation(BrainPreservation.given(flags, scan.grid(), mask)));
			return inside(pictured.labels(mask));
		}
		brainSource = "brain, found by intensity and morphology";
		if (images.original().isPresent()) removed.ifPresent(flags -> preservation(BrainPreservation.classical(flags, scan)));
		return BrainMask.of(scan, pictured.grid());
	}

	private void preservation(final BrainPreservation preservation) {
		values.put(ReportMeasure.BRAIN_REMOVED, preservation.removed_ml());
		values.put(ReportMeasure.BRAIN_DISTANCE, preservation.nearest_mm());
	}

	private static boolean[] inside(final byte[] labels) {
		final boolean[] inside = new boolean[labels.length];
		for (int i = 0; i < inside.length; i++)
			inside[i] = labels[i] != 0;
		return inside;
	}

	private static boolean[] inside(final RandomAccessibleInterval<UnsignedByteType> labels) {
		final boolean[] inside = new boolean[Math.toIntExact(labels.size())];
		int i = 0;
		for (final UnsignedByteType label : Views.flatIterable(labels))
			inside[i++] = label.get() > 0;
		return inside;
	}
}
