package org.pediatricdefacer.command;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Path2D;

import org.pediatricdefacer.report.ReviewSheet;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.gui.TextRoi;
import ij.process.ByteProcessor;

/** Makes images of sheets. */
final class ReviewImage {

	static final Color REMOVED = new Color(0xffb000);
	static final Color BRAIN = new Color(0x3fd0ff);
	private static final Color TEXT = new Color(0xd8dee1);
	private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

	private ReviewImage() {}

	/** Shows a sheet with the outlines of what was removed and of the brain as overlay. */
	static ImagePlus of(final ReviewSheet sheet, final String title) {
		final ImagePlus image = new ImagePlus(title, new ByteProcessor(sheet.width(), sheet.height(), sheet.gray()));
		image.setProperty("Info", String.join("\n", sheet.reasons()));
		final Overlay overlay = new Overlay();
		for (final ReviewSheet.Outline outline : sheet.outlines())
			if (!outline.loops().isEmpty()) overlay.add(roi(outline));
		image.setOverlay(overlay);
		return image;
	}

	private static Roi roi(final ReviewSheet.Outline outline) {
		final Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
		for (final int[] loop : outline.loops()) {
			path.moveTo(loop[0], loop[1]);
			for (int i = 2; i < loop.length; i += 2)
				path.lineTo(loop[i], loop[i + 1]);
			path.closePath();
		}
		final Roi roi = new ShapeRoi(path);
		roi.setName(outline.brain() ? "brain" : "removed");
		roi.setStrokeColor(outline.brain() ? BRAIN : REMOVED);
		return roi;
	}

	/** Adds the captions; this needs fonts, which a machine without a screen may lack. */
	static void addCaptions(final ImagePlus image, final ReviewSheet sheet) {
		for (final ReviewSheet.Caption caption : sheet.captions()) {
			final TextRoi text = new TextRoi(caption.x(), caption.y(), caption.text(), FONT);
			text.setStrokeColor(TEXT);
			image.getOverlay().add(text);
		}
	}
}
