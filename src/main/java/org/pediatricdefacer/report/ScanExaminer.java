package org.pediatricdefacer.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.privacy.BrainMask;
import org.pediatricdefacer.privacy.BrainPreservation.Source;
import org.pediatricdefacer.privacy.FaceFeature;
import org.pediatricdefacer.privacy.FaceResidual;
import org.pediatricdefacer.privacy.FeatureRemoval;
import org.pediatricdefacer.privacy.PrivacyCheck;
import org.pediatricdefacer.privacy.PrivacyScans;
import org.pediatricdefacer.privacy.PrivacyStudy;
import org.pediatricdefacer.privacy.RecordedProof;
import org.pediatricdefacer.proof.Judgment.Reason;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.render.Camera.View;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.report.ResultRecord.Remark;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.img.array.ArrayImgs;

/** Looks at one result: reads its files, measures, and makes its pictures. Keeps nothing; one object per result. */
final class ScanExaminer {

	/** Larger fields of view are measured in larger voxels, which bounds the memory that a report takes. */
	private static final double MOST_VOXELS = 16e6;

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
		catch (final DefacingException | ArithmeticException | IllegalArgumentException e) {
			remark(Verdict.FAIL, anonymous(String.valueOf(e.getMessage())));
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
		final ResultRecord record;
		try {
			record = ResultRecord.read(item.record().get());
		}
		catch (final DefacingException e) {
			// The images can be looked at all the same.
			remark(Verdict.FAIL, e.getMessage());
			return Optional.empty();
		}
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
		final Volume scan = images.scan().get();
		final Optional<Volume> labels = images.labels().map(removed -> new Volume(removed, scan.grid()));
		final Optional<Volume> brainMask = item.brain().isPresent() ? Optional.of(ScanFormats.read(item.brain().get()).volume()) : Optional.empty();
		final Optional<PrivacyStudy> study = images.original().isPresent() && images.defaced().isPresent() ? Optional.of(study(images, labels,
			brainMask)) : Optional.empty();
		study.ifPresent(found -> numbers(found.check()));
		if (images.defaced().isEmpty() && !showBefore) return;
		final VoxelGrid grid = HeadGrid.of(scan, labels, pixel_mm);
		final HeadImages head = images(images, grid, labels, brain(study, scan, brainMask));
		final List<ViewPicture> views = study.map(found -> HeadViews.of(found.views(), showBefore)).orElseGet(() -> HeadViews.alone(head
			.reference(), images.defaced().isEmpty()));
		pictures = new HeadPictures(views, HeadPlanes.of(head, showBefore));
	}

	private PrivacyStudy study(final ResultImages images, final Optional<Volume> labels, final Optional<Volume> brain) throws IOException {
		final Optional<RecordedProof> proof = item.record().isPresent() ? RecordedProof.read(item.record().get()) : Optional.empty();
		final Volume before = images.original().orElseThrow().volume();
		final double spacing_mm = Math.max(pixel_mm, Math.cbrt(before.grid().voxels() * before.grid().voxelVolume_mm3() / MOST_VOXELS));
		return PrivacyStudy.of(new PrivacyScans(before, images.defaced().orElseThrow().volume(), labels, brain, proof), Optional.empty(), spacing_mm);
	}

	private void numbers(final PrivacyCheck check) {
		for (final Reason reason : check.judgment().reasons())
			if (remarks.stream().noneMatch(remark -> remark.text().equals(reason.text()))) remark(reason.weight(), reason.text());
		check.face().ifPresent(this::residual);
		if (check.brain().source() != Source.DOUBTFUL) {
			values.put(ReportMeasure.BRAIN_REMOVED, check.brain().removed_ml());
			values.put(ReportMeasure.BRAIN_DISTANCE, check.brain().nearest_mm());
		}
		values.put(ReportMeasure.SIMILARITY, check.views().get(View.FRONT).ssim());
		brainSource = "brain, " + check.brain().source().text();
	}

	private static HeadImages images(final ResultImages images, final VoxelGrid grid, final Optional<Volume> labels, final Volume brain) {
		final Optional<IsotropicScan> after = images.defaced().map(image -> IsotropicScan.of(image.volume(), grid));
		final Optional<IsotropicScan> before = images.original().map(image -> IsotropicScan.of(image.volume(), grid));
		final IsotropicScan any = before.or(() -> after).orElseThrow();
		return new HeadImages(after, before, labels.map(any::labels).orElse(new byte[any.values().length]), any.labels(brain), any.lattice());
	}

	/** The brain that was measured, or the best that there is without an original. */
	private Volume brain(final Optional<PrivacyStudy> study, final Volume scan, final Optional<Volume> given) {
		if (study.isEmpty() && given.isPresent()) {
			brainSource = "brain, given";
			return given.get();
		}
		if (study.isEmpty()) brainSource = "brain, found in the defaced scan by intensity and morphology";
		final boolean[] flags = study.map(PrivacyStudy::brain).orElseGet(() -> BrainMask.of(scan, scan.grid()).voxels());
		final byte[] mask = new byte[flags.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = (byte) (flags[i] ? 1 : 0);
		return new Volume(ArrayImgs.unsignedBytes(mask, scan.grid().size()), scan.grid());
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
}
