package org.pediatricdefacer.render;

import java.awt.image.BufferedImage;

/**
 * A picture of a head.
 *
 * @param width pixels
 * @param height pixels
 * @param gray one brightness per pixel, row by row from the top, 0 to 255 unsigned
 * @param depth_mm distance of what is seen from the plane through the camera's center, positive toward the viewer; negative
 *            infinity where nothing is
 */
public record Rendering(int width, int height, byte[] gray, float[] depth_mm) {

	/**
	 * Checks the lengths.
	 *
	 * @throws IllegalArgumentException if an array has another length than width times height
	 */
	public Rendering {
		if (gray.length != width * height || depth_mm.length != gray.length)
			throw new IllegalArgumentException("expected " + width + " x " + height + " pixels, were " + gray.length + " and " + depth_mm.length);
	}

	/** Returns the pixels where something is seen, row by row. */
	public boolean[] silhouette() {
		final boolean[] seen = new boolean[depth_mm.length];
		for (int i = 0; i < seen.length; i++)
			seen[i] = depth_mm[i] > Float.NEGATIVE_INFINITY;
		return seen;
	}

	/** Returns the picture as an 8-bit gray image. */
	public BufferedImage image() {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		image.getRaster().setDataElements(0, 0, width, height, gray);
		return image;
	}

	/**
	 * Returns several pictures side by side on black, each centered vertically.
	 *
	 * @param pictures at least one
	 * @return an 8-bit gray image
	 */
	public static BufferedImage sideBySide(final Rendering... pictures) {
		int width = 0;
		int height = 0;
		for (final Rendering picture : pictures) {
			width += picture.width;
			height = Math.max(height, picture.height);
		}
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		int x = 0;
		for (final Rendering picture : pictures) {
			image.getRaster().setDataElements(x, (height - picture.height) / 2, picture.width, picture.height, picture.gray);
			x += picture.width;
		}
		return image;
	}
}
