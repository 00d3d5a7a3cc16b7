package org.pediatricdefacer.render;

import java.util.Arrays;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;

/**
 * Renders a head in software as today's 3D viewers would show it: the surface of an intensity threshold with gradient
 * shading, or the maximum along each ray.
 * <p>
 * Orthographic rays are cast through the isotropic grid with linear interpolation; blocks of 8 voxels that cannot hold what
 * is sought are skipped. Rows are split among the threads of ImgLib2's task executor; the picture does not depend on how.
 * Where the surface meets the border of the field of view the cut is drawn darker and flat: it is no skin.
 * <p>
 * Source: Levoy, "Display of surfaces from volume data", IEEE Computer Graphics and Applications 8 (1988).
 */
public final class HeadRender {

	/** Ray step in voxels; the crossing is refined afterwards. */
	private static final double STEP = 0.6;
	private static final int BISECTIONS = 4;
	/** Light from above the viewer's left shoulder: shares of the directions up and left beside the one to the viewer. */
	private static final double LIGHT_UP = 0.45;
	private static final double LIGHT_LEFT = 0.3;
	private static final double AMBIENT = 0.12;
	/** Share of brightness lost over {@link #DEPTH_RANGE_MM} of depth. */
	private static final double DEPTH_LOSS = 0.35;
	private static final double DEPTH_RANGE_MM = 160;
	private static final double CUT_BRIGHTNESS = 0.28;
	/** Share of all voxels that a maximum-intensity projection shows in full white. */
	private static final double WHITE_SHARE = 0.0005;

	private final IsotropicScan head;
	private final Lattice lattice;
	private final float[] values;
	private final BlockMaxima blocks;

	/**
	 * Prepares a head for any number of pictures.
	 *
	 * @param head scan on an isotropic grid; smooth it before if it is noisy
	 */
	public HeadRender(final IsotropicScan head) {
		this.head = head;
		lattice = head.lattice();
		values = head.values();
		blocks = new BlockMaxima(values, lattice);
	}

	/**
	 * Renders the outermost surface where the intensity rises to a threshold.
	 *
	 * @param camera where to look from
	 * @param threshold in the units of the scan
	 * @return the picture; black where no ray meets the surface
	 */
	public Rendering surface(final Camera camera, final double threshold) {
		final Rendering picture = blank(camera);
		Slabs.run(camera.height(), (from, to) -> {
			final Ray ray = new Ray(camera);
			for (int row = from; row < to; row++)
				for (int column = 0; column < camera.width(); column++)
					if (ray.aim(column, row) && ray.findSurface(threshold)) {
						final int i = row * camera.width() + column;
						picture.gray()[i] = gray(ray.shade());
						picture.depth_mm()[i] = (float) (-ray.t * head.spacing_mm());
					}
		});
		return picture;
	}

	/**
	 * Renders the largest intensity along each ray.
	 *
	 * @param camera where to look from
	 * @return the picture, from black at the scan's smallest value to white at that which all but one in 2,000 voxels stay under
	 */
	public Rendering maximum(final Camera camera) {
		final Rendering picture = blank(camera);
		final float black = blocks.lowest();
		final float range = Math.max(white() - black, Float.MIN_NORMAL);
		Slabs.run(camera.height(), (from, to) -> {
			final Ray ray = new Ray(camera);
			for (int row = from; row < to; row++)
				for (int column = 0; column < camera.width(); column++)
					if (ray.aim(column, row)) {
						final int i = row * camera.width() + column;
						picture.gray()[i] = gray((ray.findMaximum(black) - black) / range);
						picture.depth_mm()[i] = (float) (-ray.t * head.spacing_mm());
					}
		});
		return picture;
	}

	private static Rendering blank(final Camera camera) {
		final int pixels = Math.multiplyExact(camera.width(), camera.height());
		final float[] depth = new float[pixels];
		Arrays.fill(depth, Float.NEGATIVE_INFINITY);
		return new Rendering(camera.width(), camera.height(), new byte[pixels], depth);
	}

	/** A quantile by histogram: a few thousandths of the range are exact enough for a display window. */
	private float white() {
		final int bins = 4096;
		final int[] histogram = new int[bins];
		final float low = blocks.lowest();
		final float scale = (bins - 1) / Math.max(blocks.highest() - low, Float.MIN_NORMAL);
		for (final float value : values)
			histogram[(int) ((value - low) * scale)]++;
		long above = (long) (WHITE_SHARE * values.length);
		int bin = bins - 1;
		while (bin > 0 && (above -= histogram[bin]) >= 0)
			bin--;
		return low + (bin + 1) / scale;
	}

	private static byte gray(final double brightness) {
		return (byte) Math.round(255 * Math.max(0, Math.min(1, brightness)));
	}

	/** One ray at a time through the grid, in voxel coordinates; t is the distance from the plane of the camera's center. */
	private final class Ray {

		private final double[] direction = new double[3];
		private final double[] light = new double[3];
		private final double[] corner = new double[3];
		private final double[] alongRow = new double[3];
		private final double[] alongColumn = new double[3];
		private final double[] origin = new double[3];
		private final int nx = lattice.nx();
		private final int ny = lattice.ny();
		private final int nz = lattice.nz();
		private double entry;
		private double exit;
		private double t;
		private boolean cut;

		Ray(final Camera camera) {
			final double scale = camera.pixel_mm() / head.spacing_mm();
			final double[] center = head.grid().toVoxel(camera.center_mm());
			final double[] right = camera.right();
			final double[] up = camera.up();
			final double[] towardViewer = camera.toViewer();
			double norm = 0;
			for (int d = 0; d < 3; d++) {
				direction[d] = -towardViewer[d];
				alongRow[d] = right[d] * scale;
				alongColumn[d] = -up[d] * scale;
				corner[d] = center[d] - alongRow[d] * (camera.width() - 1) / 2.0 - alongColumn[d] * (camera.height() - 1) / 2.0;
				light[d] = towardViewer[d] + LIGHT_UP * up[d] - LIGHT_LEFT * right[d];
				norm += light[d] * light[d];
			}
			for (int d = 0; d < 3; d++)
				light[d] /= Math.sqrt(norm);
		}

		/** Places the ray; returns whether it crosses the grid. */
		boolean aim(final int column, final int row) {
			entry = Double.NEGATIVE_INFINITY;
			exit = Double.POSITIVE_INFINITY;
			for (int d = 0; d < 3; d++) {
				origin[d] = corner[d] + column * alongRow[d] + row * alongColumn[d];
				final double last = lattice.size(d) - 1;
				if (Math.abs(direction[d]) < 1e-9) {
					if (origin[d] < 0 || origin[d] > last) return false;
					continue;
				}
				final double a = -origin[d] / direction[d];
				final double b = (last - origin[d]) / direction[d];
				entry = Math.max(entry, Math.min(a, b));
				exit = Math.min(exit, Math.max(a, b));
			}
			return entry <= exit;
		}

		boolean findSurface(final double threshold) {
			cut = false;
			double before = entry;
			double inBlock = Double.NEGATIVE_INFINITY;
			for (double at = entry; at <= exit;) {
				if (at >= inBlock) {
					final double leave = blocks.skip(origin, direction, at, threshold);
					if (leave > at) {
						before = at;
						at = leave;
						continue;
					}
					inBlock = blocks.stay(origin, direction, at);
				}
				if (sample(at) >= threshold) {
					cut = at == entry || !inView(at - 2 * STEP);
					t = at == entry ? at : refine(Math.max(before, at - 2 * STEP), at, threshold);
					return true;
				}
				before = at;
				at += STEP;
			}
			return false;
		}

		private double refine(final double outside, final double inside, final double threshold) {
			double low = outside;
			double high = inside;
			for (int i = 0; i < BISECTIONS; i++) {
				final double middle = (low + high) / 2;
				if (sample(middle) >= threshold) high = middle;
				else low = middle;
			}
			final double a = sample(low);
			final double b = sample(high);
			return b > a ? low + (high - low) * Math.max(0, Math.min(1, (threshold - a) / (b - a))) : high;
		}

		private boolean inView(final double at) {
			final int x = (int) Math.round(position(at, 0, 0, 0));
			final int y = (int) Math.round(position(at, 1, 0, 0));
			return head.inView()[lattice.index(x, y, (int) Math.round(position(at, 2, 0, 0)))];
		}

		double findMaximum(final float lowest) {
			double maximum = lowest;
			t = exit;
			for (double at = entry; at <= exit;) {
				final double leave = blocks.skip(origin, direction, at, Math.nextUp(maximum));
				if (leave > at) {
					at = leave;
					continue;
				}
				final double value = sample(at);
				if (value > maximum) {
					maximum = value;
					t = at;
				}
				at += 1;
			}
			return maximum;
		}

		double shade() {
			final double depth = 1 - DEPTH_LOSS * Math.max(0, Math.min(1, 0.5 + t * head.spacing_mm() / DEPTH_RANGE_MM));
			if (cut) return CUT_BRIGHTNESS * depth;
			double lit = 0;
			double norm = 0;
			for (int d = 0; d < 3; d++) {
				final double gradient = sample(t, d, -1) - sample(t, d, 1);
				lit += gradient * light[d];
				norm += gradient * gradient;
			}
			final double lambert = norm > 0 ? Math.max(0, lit / Math.sqrt(norm)) : 0;
			return (AMBIENT + (1 - AMBIENT) * lambert) * depth;
		}

		private double sample(final double at) {
			return Trilinear.at(values, nx, ny, nz, inside(origin[0] + at * direction[0], nx), inside(origin[1] + at * direction[1], ny), inside(
				origin[2] + at * direction[2], nz));
		}

		private static double inside(final double x, final int n) {
			return Math.max(0, Math.min(n - 1, x));
		}

		private double sample(final double at, final int axis, final double shift) {
			return Trilinear.at(values, lattice.nx(), lattice.ny(), lattice.nz(), position(at, 0, axis, shift), position(at, 1, axis, shift),
				position(at, 2, axis, shift));
		}

		private double position(final double at, final int d, final int axis, final double shift) {
			final double x = origin[d] + at * direction[d] + (d == axis ? shift : 0);
			return Math.max(0, Math.min(lattice.size(d) - 1, x));
		}
	}
}
