package org.pediatricdefacer.evaluate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.imageio.ImageIO;

import org.pediatricdefacer.io.FolderTree;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.table.Html;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/**
 * One of the worst scans of an evaluation, with the outlines of both masks.
 *
 * @param caption name and scores
 * @param png axial, coronal and sagittal plane side by side
 */
record OutlierPicture(String caption, byte[] png) {

	private static final double GRID_MM = 1.5;

	/**
	 * Draws the scans with the worst Dice and Hausdorff distances of the facemask.
	 *
	 * @param evaluation of a method
	 * @param scans folder that holds scans by their names, or null
	 * @throws IOException if a mask or scan cannot be read any more
	 */
	static List<OutlierPicture> all(final FacemaskEvaluation evaluation, final Path scans) throws IOException {
		final Set<FacemaskEvaluation.Scan> worst = new LinkedHashSet<>(evaluation.worst(LabelScheme.WHOLE, Score.DICE));
		worst.addAll(evaluation.worst(LabelScheme.WHOLE, Score.HD95));
		final List<OutlierPicture> pictures = new ArrayList<>();
		for (final FacemaskEvaluation.Scan scan : worst)
			pictures.add(of(scan, scans == null ? Optional.empty() : find(scans, scan.name())));
		return pictures;
	}

	/** The NIfTI file below a folder whose name is that of a scan without any ending. */
	private static Optional<Path> find(final Path folder, final String name) throws IOException {
		return FolderTree.files(folder).stream()
			.filter(file -> file.getFileName().toString().matches("\\Q" + name + "\\E(?i)\\.(nii|hdr)(\\.gz)?")).findFirst();
	}

	private static OutlierPicture of(final FacemaskEvaluation.Scan scan, final Optional<Path> file) throws IOException {
		final Volume reference = ScanFormats.read(scan.pair().reference()).volume();
		final Volume predicted = ScanFormats.read(scan.pair().predicted()).volume();
		final VoxelGrid grid = IsotropicScan.gridOver(reference.grid(), GRID_MM);
		final boolean[] truth = mask(reference, grid);
		final boolean[] found = mask(predicted, grid);
		final float[] gray = file.isPresent() ? IsotropicScan.of(ScanFormats.read(file.get()).volume(), grid).values() : null;
		final String caption = String.format(Locale.ROOT, "%s: Dice %.3f, Hausdorff 95 %.1f mm%s", scan.name(), scan.score(LabelScheme.WHOLE, Score.DICE),
			scan.score(LabelScheme.WHOLE, Score.HD95), file.isPresent() ? "" : " (outlines only)");
		return new OutlierPicture(caption, png(new OutlinePlanes(grid, truth, found, gray).image()));
	}

	private static boolean[] mask(final Volume labels, final VoxelGrid grid) {
		final LabelScheme scheme = LabelScheme.guess(NearestLabels.onto(labels.grid(), labels));
		return scheme.masks(NearestLabels.onto(grid, labels)).get(LabelScheme.WHOLE);
	}

	private static byte[] png(final BufferedImage image) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(image, "png", bytes);
		return bytes.toByteArray();
	}

	/** Returns the figure for a page. */
	String html() {
		final String text = Html.escape(caption);
		return "<figure><img alt=\"Outlines of both masks in three planes. " + text + "\" src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(
			png) + "\"><figcaption>" + text + "</figcaption></figure>";
	}
}
