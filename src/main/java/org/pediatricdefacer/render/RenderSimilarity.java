package org.pediatricdefacer.render;

import java.util.stream.IntStream;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;

/**
 * How alike two renderings of a head look from the same place.
 * <p>
 * The structural similarity index with a Gaussian window of sigma 1.5 pixels over 11 x 11, K1 = 0.01, K2 = 0.03 and a range of
 * 255 (Wang et al., IEEE Transactions on Image Processing 13, 2004), averaged over the pixels that showed the face zone before.
 * A proxy: what looks unlike may still be recognized.
 *
 * @param ssim mean index over the face zone, -1 to 1, 1 if nothing changed there; NaN if the view shows no face zone
 * @param pixels pixels that it is averaged over
 * @param silhouetteChange pixels that only one of the two silhouettes covers, as a share of the silhouette before; NaN if that is
 *            empty
 */
public record RenderSimilarity(double ssim, int pixels, double silhouetteChange) {

	private static final int RADIUS = 5;
	private static final double SIGMA = 1.5;
	private static final double[] WEIGHTS = IntStream.rangeClosed(0, RADIUS).mapToDouble(i -> Math.exp(-i * i / (2 * SIGMA * SIGMA))).toArray();
	private static final double C1 = 0.01 * 255 * 0.01 * 255;
	private static final double C2 = 0.03 * 255 * 0.03 * 255;

	/**
	 * Compares two renderings.
	 *
	 * @param before picture of the head before defacing
	 * @param after picture of the defaced head from the same camera
	 * @param zone pixels that show the face zone before; see {@link #zone}
	 * @return the similarity
	 * @throws IllegalArgumentException if the sizes differ
	 */
	public static RenderSimilarity of(final Rendering before, final Rendering after, final boolean[] zone) {
		if (before.width() != after.width() || before.height() != after.height() || zone.length != before.gray().length)
			throw new IllegalArgumentException("pictures must have the same size, were " + before.width() + " x " + before.height() + " and " + after
				.width() + " x " + after.height());
		double sum = 0;
		int pixels = 0;
		for (int i = 0; i < zone.length; i++)
			if (zone[i]) {
				sum += ssim(before, after, i % before.width(), i / before.width());
				pixels++;
			}
		return new RenderSimilarity(sum / pixels, pixels, silhouetteChange(before.silhouette(), after.silhouette()));
	}

	/**
	 * Finds the pixels of a rendering that show the face zone.
	 *
	 * @param picture surface of the head before defacing
	 * @param camera it was taken with
	 * @param frame upright frame of the head in world coordinates
	 * @return one flag per pixel
	 */
	public static boolean[] zone(final Rendering picture, final Camera camera, final HeadFrame frame) {
		final boolean[] zone = new boolean[picture.gray().length];
		final double[] right = camera.right();
		final double[] up = camera.up();
		final double[] toViewer = camera.toViewer();
		for (int i = 0; i < zone.length; i++) {
			if (picture.depth_mm()[i] == Float.NEGATIVE_INFINITY) continue;
			final double a = (i % picture.width() - (picture.width() - 1) / 2.0) * camera.pixel_mm();
			final double b = (i / picture.width() - (picture.height() - 1) / 2.0) * camera.pixel_mm();
			final double[] p = new double[3];
			for (int d = 0; d < 3; d++)
				p[d] = camera.center_mm()[d] + a * right[d] - b * up[d] + picture.depth_mm()[i] * toViewer[d];
			zone[i] = FaceZone.hasFace(frame.coordinate(1, p[0], p[1], p[2]), frame.coordinate(2, p[0], p[1], p[2]), 0);
		}
		return zone;
	}

	/** The index at one pixel; at the border of the picture the window is cut and its weights renormalized. */
	private static double ssim(final Rendering a, final Rendering b, final int column, final int row) {
		double weights = 0;
		double sumA = 0;
		double sumB = 0;
		double sumAA = 0;
		double sumBB = 0;
		double sumAB = 0;
		for (int y = Math.max(0, row - RADIUS); y <= Math.min(a.height() - 1, row + RADIUS); y++)
			for (int x = Math.max(0, column - RADIUS); x <= Math.min(a.width() - 1, column + RADIUS); x++) {
				final double weight = WEIGHTS[Math.abs(y - row)] * WEIGHTS[Math.abs(x - column)];
				final int valueA = a.gray()[y * a.width() + x] & 0xff;
				final int valueB = b.gray()[y * a.width() + x] & 0xff;
				weights += weight;
				sumA += weight * valueA;
				sumB += weight * valueB;
				sumAA += weight * valueA * valueA;
				sumBB += weight * valueB * valueB;
				sumAB += weight * valueA * valueB;
			}
		final double meanA = sumA / weights;
		final double meanB = sumB / weights;
		final double varianceA = sumAA / weights - meanA * meanA;
		final double varianceB = sumBB / weights - meanB * meanB;
		final double covariance = sumAB / weights - meanA * meanB;
		return (2 * meanA * meanB + C1) * (2 * covariance + C2) / ((meanA * meanA + meanB * meanB + C1) * (varianceA + varianceB + C2));
	}

	private static double silhouetteChange(final boolean[] before, final boolean[] after) {
		int covered = 0;
		int changed = 0;
		for (int i = 0; i < before.length; i++) {
			if (before[i]) covered++;
			if (before[i] != after[i]) changed++;
		}
		return (double) changed / covered;
	}
}
