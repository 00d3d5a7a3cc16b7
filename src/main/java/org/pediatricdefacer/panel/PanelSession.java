package org.pediatricdefacer.panel;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Cast;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.Findings;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.ScanEraser;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.proof.HeaderDifference;

/**
 * What is known of the scan in the panel: what was found, how it was edited, and what would be erased. Knows no window.
 * <p>
 * What it works out depends on the labels that it is given alone, so it may do so in another thread than the one that edits.
 */
final class PanelSession {

	/** What the commands do by default, so that a macro does the same. */
	static final DefacingSettings SETTINGS = DefacingSettings.DEFAULT;

	private final PanelScan scan;
	private final Findings found;
	private final FacemaskEditor editor;
	/** Keeps what no edit changes; used by the worker only. */
	private final ScanEraser<?> eraser;

	/** Holds a scan with what was found. */
	private PanelSession(final PanelScan scan, final Findings found) {
		this.scan = scan;
		this.found = found;
		editor = new FacemaskEditor(found.facemask(), SETTINGS.cleaning().brainGuard_mm());
		eraser = eraser(scan.image(), found);
	}

	/**
	 * Finds the face of a scan.
	 *
	 * @param defacer has the network
	 * @param scan to look at
	 * @param progress hears how far it has come, and is asked whether to stop
	 * @return what was found, not yet edited
	 * @throws org.pediatricdefacer.DefacingException if the scan is no image, or on request
	 */
	static PanelSession find(final Defacer defacer, final PanelScan scan, final Progress progress) {
		return new PanelSession(scan, defacer.find(scan.image().volume(), SETTINGS, progress));
	}

	PanelScan scan() {
		return scan;
	}

	FacemaskEditor editor() {
		return editor;
	}

	/** Returns what was found, before it was edited. */
	Findings found() {
		return found;
	}

	/**
	 * Works out what is to be erased.
	 *
	 * @param labels of a facemask on the scan's grid, in its order
	 * @param edited whether they are others than those that were found
	 * @return findings with the removed region; those that were found if nothing was edited
	 */
	Findings findings(final byte[] labels, final boolean edited) {
		return edited ? found.withLabels(ArrayImgs.unsignedBytes(labels, scan.image().grid().size()), SETTINGS) : found;
	}

	/**
	 * Erases and judges, in memory; the first time takes longer than the next.
	 *
	 * @param findings what to erase, of this session
	 * @param progress hears how far it has come, and is asked whether to stop
	 * @return the defaced scan with its proof
	 */
	DefacingResult<?> erase(final Findings findings, final Progress progress) {
		return marked(eraser.erase(findings, progress), scan.image());
	}

	/**
	 * Erases what was found from a scan that was read anew.
	 *
	 * @param image with the voxels of this session's scan
	 * @param findings what to erase, of this session
	 * @param progress hears how far it has come, and is asked whether to stop
	 * @return the defaced scan with its proof
	 */
	static DefacingResult<?> erase(final ScanImage image, final Findings findings, final Progress progress) {
		return marked(eraser(image, findings).erase(findings, progress), image);
	}

	private static DefacingResult<?> marked(final DefacingResult<?> result, final ScanImage image) {
		return result.withHeader(image.isMarkedDefaced(), HeaderDifference.NONE);
	}

	private static ScanEraser<?> eraser(final ScanImage image, final Findings found) {
		return eraser(Cast.unchecked(image.stored()), image, found, SETTINGS.withFill(SETTINGS.fill().withStoredZero(-image.intercept() / image.slope())));
	}

	private static <T extends RealType<T> & NativeType<T>> ScanEraser<T> eraser(final RandomAccessibleInterval<T> stored, final ScanImage image,
		final Findings found, final DefacingSettings settings)
	{
		return new ScanEraser<>(stored, image.volume(), found, settings);
	}
}
