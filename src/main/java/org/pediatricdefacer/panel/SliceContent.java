package org.pediatricdefacer.panel;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.pediatricdefacer.apply.RegionColors;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.panel.ViewState.Layer;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** What the planes show of a scan: its first volume, and what lies over it. Draws slices one pixel a voxel. */
final class SliceContent {

	private static final int SAMPLES = 1 << 16;
	/** Shares of the voxels that the first window shows as black and as white. */
	private static final double BLACK = 0.02, WHITE = 0.995;

	/** How many times as opaque the border of the removed region is. */
	private static final int BORDER = 4;

	private final RasAxes axes;
	private final RandomAccessibleInterval<? extends RealType<?>> ras;
	private final byte[][] layers = new byte[Layer.values().length][];

	/** Shows a scan without anything over it. */
	SliceContent(final PanelScan scan) {
		final VoxelGrid grid = scan.image().grid();
		axes = new RasAxes(grid);
		ras = Orientation.of(grid).toRas(scan.image().volume().first());
	}

	RasAxes axes() {
		return axes;
	}

	/** Puts a layer over the scan. */
	void layer(final Layer layer, final byte[] labels) {
		layers[layer.ordinal()] = labels;
	}

	/** Returns the intensities that are black and white at first. */
	double[] range() {
		final long step = Math.max(1, ras.size() / SAMPLES) | 1;
		final double[] values = new double[(int) (ras.size() / step)];
		final Cursor<? extends RealType<?>> cursor = Views.flatIterable(ras).cursor();
		int count = 0;
		for (int i = 0; i < values.length; i++) {
			cursor.jumpFwd(step);
			final double value = cursor.get().getRealDouble();
			if (Double.isFinite(value)) values[count++] = value;
		}
		if (count == 0) return new double[] { 0, 1 };
		Arrays.sort(values, 0, count);
		final double black = values[(int) (BLACK * (count - 1))], white = values[(int) (WHITE * (count - 1))];
		return new double[] { black, white > black ? white : black + 1 };
	}

	/** Draws the scan itself, 8-bit gray. */
	BufferedImage gray(final SlicePlane plane, final int[] place, final double level, final double window) {
		final int columns = plane.columns(axes), rows = plane.rows(axes);
		final BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
		final byte[] pixels = new byte[columns * rows];
		final RandomAccess<? extends RealType<?>> voxel = ras.randomAccess();
		final double scale = 255 / window, black = level - window / 2;
		final int[] at = place.clone();
		for (int row = 0; row < rows; row++)
			for (int column = 0; column < columns; column++) {
				at[plane.across] = columns - 1 - column;
				at[plane.up] = rows - 1 - row;
				final double value = (voxel.setPositionAndGet(at).getRealDouble() - black) * scale;
				pixels[row * columns + column] = (byte) Math.max(0, Math.min(255, value));
			}
		image.getRaster().setDataElements(0, 0, columns, rows, pixels);
		return image;
	}

	/** Draws what lies over the scan, transparent where nothing does. */
	BufferedImage overlay(final SlicePlane plane, final int[] place, final ViewState view) {
		final int columns = plane.columns(axes), rows = plane.rows(axes);
		final BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_ARGB);
		final int[] pixels = new int[columns * rows];
		for (final Layer layer : new Layer[] { Layer.BRAIN, Layer.REMOVED, Layer.FACEMASK }) {
			final byte[] labels = layers[layer.ordinal()];
			if (labels == null || view.alpha(layer) == 0) continue;
			final int[] at = place.clone();
			for (int row = 0; row < rows; row++)
				for (int column = 0; column < columns; column++) {
					at[plane.across] = columns - 1 - column;
					at[plane.up] = rows - 1 - row;
					final Color color = color(layer, labels[axes.index(at)]);
					if (color == null) continue;
					final boolean border = layer == Layer.REMOVED && isBorder(labels, plane, at);
					pixels[row * columns + column] = over(color, border ? Math.min(255, BORDER * view.alpha(layer)) : view.alpha(layer), pixels[row * columns +
						column]);
				}
		}
		image.setRGB(0, 0, columns, rows, pixels, 0, columns);
		return image;
	}

	/** White lies over white skin, too, so what is removed has a border. */
	private boolean isBorder(final byte[] labels, final SlicePlane plane, final int[] voxel) {
		return isOutside(labels, voxel, plane.across, -1) || isOutside(labels, voxel, plane.across, 1) || isOutside(labels, voxel, plane.up, -1) ||
			isOutside(labels, voxel, plane.up, 1);
	}

	private boolean isOutside(final byte[] labels, final int[] voxel, final int axis, final int step) {
		final int was = voxel[axis], next = was + step;
		if (next < 0 || next >= axes.size(axis)) return false;
		voxel[axis] = next;
		final boolean outside = labels[axes.index(voxel)] == 0;
		voxel[axis] = was;
		return outside;
	}

	private static Color color(final Layer layer, final byte label) {
		return switch (layer) {
			case BRAIN -> label == Region.BRAIN.label() ? RegionColors.of(Region.BRAIN) : null;
			case REMOVED -> label != 0 ? RegionColors.REMOVED : null;
			case FACEMASK -> label == Region.EYES.label() ? RegionColors.of(Region.EYES) : label == Region.EARS.label() ? RegionColors.of(Region.EARS) :
				label != 0 ? RegionColors.of(Region.FACE) : null;
		};
	}

	/** Lays a color over a pixel that may be transparent (Porter and Duff's "over"). */
	private static int over(final Color color, final int alpha, final int below) {
		final int under = (below >>> 24) * (255 - alpha) / 255, sum = alpha + under;
		final int red = (color.getRed() * alpha + (below >> 16 & 255) * under) / sum;
		final int green = (color.getGreen() * alpha + (below >> 8 & 255) * under) / sum;
		final int blue = (color.getBlue() * alpha + (below & 255) * under) / sum;
		return sum << 24 | red << 16 | green << 8 | blue;
	}
}
