package org.pediatricdefacer.command;

import java.util.ArrayList;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.apply.FaceOverlay;
import org.pediatricdefacer.io.ImagePlusGrid;
import org.pediatricdefacer.io.ImagePlusSource;
import org.pediatricdefacer.io.ImagePlusVolumes;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.VoxelGrid;
import org.scijava.thread.ThreadService;

import ij.ImagePlus;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;

/**
 * Makes images of what became of an open scan.
 *
 * @param defaced the scan without face, with a removable overlay that shows where it was
 * @param facemask labels on the same grid
 * @param status pass, review or fail
 * @param remarks sentences for the user: why the scan needs a review or failed, and what was assumed
 */
record ImageDefacing(ImagePlus defaced, ImagePlus facemask, Verdict status, List<String> remarks) {

	/** Where a defaced image says what became of it; macros read it by {@code Property.get}. */
	static final String STATUS = "Defacing status", REMARKS = "Defacing remarks";

	/** What the title of a facemask says, so that nobody passes it on with the defaced scan. */
	static final String SHOWS_THE_FACE = " (shows the face)";

	/**
	 * Makes the images, which remember where their voxels lie.
	 *
	 * @param result of the scan of {@code image}
	 * @param grid where the voxels lie
	 * @param image stays as it is
	 * @param warnings of reading it
	 * @param evenIfFailed whether to make images of a scan that failed its check, under a name that says so
	 * @throws DefacingException if it failed and that is not wanted
	 */
	static <T extends RealType<T> & NativeType<T>> ImageDefacing of(final DefacingResult<T> result, final VoxelGrid grid,
		final ImagePlus image, final List<String> warnings, final boolean evenIfFailed)
	{
		final Judgment judgment = result.judgment();
		final boolean failed = judgment.verdict() == Verdict.FAIL;
		if (failed && !evenIfFailed) throw new DefacingException(image.getTitle() + " failed its check: " + String.join(" ", texts(judgment)));
		final List<String> remarks = new ArrayList<>(texts(judgment));
		remarks.addAll(warnings);
		remarks.addAll(result.warnings());
		final String name = stem(image.getTitle());
		final ImagePlus facemask = ImagePlusVolumes.labels(result.labels(), image, name + "_facemask" + SHOWS_THE_FACE);
		facemask.setLut(FaceOverlay.lut());
		facemask.setDisplayRange(0, 255);
		final ImagePlus defaced = ImagePlusVolumes.image(result.defaced(), image, name + (failed ? "_defaced-failed" : "_defaced"));
		defaced.setOverlay(FaceOverlay.ofRemoved(ImagePlusVolumes.labels(result.removed(), image, "removed"), defaced));
		defaced.setProp(STATUS, judgment.verdict().text());
		defaced.setProp(REMARKS, String.join(" ", remarks));
		ImagePlusGrid.remember(defaced, grid);
		ImagePlusGrid.remember(facemask, grid);
		ImagePlusSource.remember(defaced, image, result.removed());
		// Closing what is nowhere saved asks first.
		defaced.changes = true;
		facemask.changes = true;
		return new ImageDefacing(defaced, facemask, judgment.verdict(), remarks);
	}

	private static List<String> texts(final Judgment judgment) {
		return judgment.reasons().stream().map(Judgment.Reason::text).toList();
	}

	private static String stem(final String title) {
		return title.replaceFirst("(?i)(\\.nii\\.gz|\\.[a-z]{2,5})$", "");
	}

	/**
	 * Shows facemask and scan as the image that they were made of is shown, and makes the scan the active image.
	 * <p>
	 * ImageJ knows the active image by the thread that asks for it, and a macro waits in another thread than a command works in.
	 *
	 * @param threads know the thread of the macro
	 * @param like the image that they were made of, which may be closed by now
	 */
	void show(final ThreadService threads, final ImagePlus like) {
		ShownImage.show(threads, facemask, like);
		ShownImage.show(threads, defaced, like);
	}

	/** Returns whether the user should read the remarks. */
	boolean needsAttention() {
		return status != Verdict.PASS || !remarks.isEmpty();
	}
}
