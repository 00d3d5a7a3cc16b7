package org.pediatricdefacer.apply;

import java.awt.Color;
import java.util.List;

import org.pediatricdefacer.mask.Region;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

/** Shows the regions of a facemask in colors: as an overlay on another image, or as the color table of the mask itself. */
public final class FaceOverlay {

	private static final List<Region> REGIONS = List.of(Region.FACE, Region.EYES, Region.EARS);

	private FaceOverlay() {}

	/**
	 * Outlines what was removed, slice by slice; such an outline shows no more than the hole that is seen in the scan itself.
	 *
	 * @param removed 8-bit stack: 0 where the scan is untouched
	 * @param scan image with the same slices, in all of whose channels and frames the outlines are to stand
	 * @return outlines for this scan
	 */
	public static Overlay ofRemoved(final ImagePlus removed, final ImagePlus scan) {
		final Overlay overlay = new Overlay();
		for (int z = 1; z <= removed.getNSlices(); z++) {
			final Roi outline = outline(removed, z, 1, 255);
			if (outline != null) overlay.add(styled(outline, "removed", RegionColors.REMOVED, z, scan.isHyperStack()));
		}
		return overlay;
	}

	private static Roi outline(final ImagePlus mask, final int z, final int from, final int to) {
		final ImageProcessor slice = new ByteProcessor(mask.getWidth(), mask.getHeight(), (byte[]) mask.getStack().getPixels(z));
		slice.setThreshold(from, to, ImageProcessor.NO_LUT_UPDATE);
		return ThresholdToSelection.run(new ImagePlus("", slice));
	}

	/**
	 * Outlines the regions of a facemask, slice by slice.
	 *
	 * @param facemask 8-bit stack of labels
	 * @param scan image with the same slices, in all of whose channels and frames the outlines are to stand
	 * @return outlines for this scan
	 */
	public static Overlay of(final ImagePlus facemask, final ImagePlus scan) {
		final Overlay overlay = new Overlay();
		for (int z = 1; z <= facemask.getNSlices(); z++)
			for (final Region region : REGIONS) {
				final Roi outline = outline(facemask, z, region.label(), region.label());
				if (outline != null) overlay.add(styled(outline, region.text(), RegionColors.of(region), z, scan.isHyperStack()));
			}
		return overlay;
	}

	private static Roi styled(final Roi outline, final String name, final Color color, final int z, final boolean hyperStack) {
		outline.setName(name);
		outline.setStrokeColor(color);
		if (hyperStack) outline.setPosition(0, z, 0);
		else outline.setPosition(z);
		return outline;
	}

	/**
	 * Makes the color table of facemasks.
	 *
	 * @return black for 0, the color of its region for each label, white for what is no label
	 */
	public static LUT lut() {
		final byte[] red = new byte[256], green = new byte[256], blue = new byte[256];
		for (int v = 1; v < 256; v++)
			red[v] = green[v] = blue[v] = (byte) 255;
		for (final Region region : Region.values()) {
			final Color color = RegionColors.of(region);
			red[region.label()] = (byte) color.getRed();
			green[region.label()] = (byte) color.getGreen();
			blue[region.label()] = (byte) color.getBlue();
		}
		return new LUT(red, green, blue);
	}
}
