package org.pediatricdefacer.report;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.render.AirThreshold;
import org.pediatricdefacer.render.IsotropicScan;

/**
 * Three planes through the face: sagittal through its middle, coronal and axial through the eyes, or else through where they usually are.
 * <p>
 * Seen as radiologists do: the patient's right on the left, the nose to the left in the sagittal plane, the top of the head up.
 */
final class HeadPlanes {

	private static final double WHITE_PERCENTILE = 0.995;
	private static final int LEAST_EYE_VOXELS = 200;

	private final HeadImages head;
	private final boolean showBefore;
	private final Lattice lattice;
	private final float black;
	private final float white;

	private HeadPlanes(final HeadImages head, final double air, final boolean showBefore) {
		this.head = head;
		this.showBefore = showBefore;
		lattice = head.lattice();
		black = (float) air;
		white = white(head.reference(), air);
	}

	/** Makes the three pictures; those of the original only if asked for. */
	static List<PlanePicture> of(final HeadImages head, final boolean showBefore) {
		return new HeadPlanes(head, AirThreshold.of(head.reference()).air(), showBefore).planes();
	}

	private List<PlanePicture> planes() {
		final int[] at = place();
		final int nx = lattice.nx();
		final int ny = lattice.ny();
		final int nz = lattice.nz();
		return List.of(
			plane("sagittal", "A", "P", ny, nz, p -> lattice.index(at[0], ny - 1 - p % ny, nz - 1 - p / ny)),
			plane("coronal", "R", "L", nx, nz, p -> lattice.index(nx - 1 - p % nx, at[1], nz - 1 - p / nx)),
			plane("axial", "R", "L", nx, ny, p -> lattice.index(nx - 1 - p % nx, ny - 1 - p / nx, at[2])));
	}

	private PlanePicture plane(final String label, final String left, final String right, final int width, final int height,
		final IntUnaryOperator voxel)
	{
		return new PlanePicture(label, left, right, head.after().map(scan -> gray(scan, width, height, voxel)), head.before().filter(
			scan -> showBefore).map(scan -> gray(scan, width, height, voxel)), outline(width, height, p -> head.removed()[voxel.applyAsInt(p)] != 0),
			outline(width, height, p -> head.brain()[voxel.applyAsInt(p)] != 0));
	}

	private GrayPicture gray(final IsotropicScan scan, final int width, final int height, final IntUnaryOperator voxel) {
		final byte[] gray = new byte[width * height];
		for (int p = 0; p < gray.length; p++) {
			final float share = (scan.values()[voxel.applyAsInt(p)] - black) / (white - black);
			gray[p] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
		}
		return new GrayPicture(width, height, gray);
	}

	private static MaskOutline outline(final int width, final int height, final IntPredicate mask) {
		final boolean[] flags = new boolean[width * height];
		for (int p = 0; p < flags.length; p++)
			flags[p] = mask.test(p);
		return MaskOutline.of(flags, width);
	}

	/** Voxel through which the planes go. */
	private int[] place() {
		final int[] face = center(1, voxel -> head.removed()[voxel] != 0);
		final int[] labeled = center(LEAST_EYE_VOXELS, voxel -> head.removed()[voxel] == Region.EYES.label());
		final int[] eyes = labeled == null ? usualEyes() : labeled;
		if (face == null) return new int[] { lattice.nx() / 2, lattice.ny() / 2, lattice.nz() / 2 };
		return eyes == null ? face : new int[] { face[0], eyes[1], eyes[2] };
	}

	/** Where the eyes usually are, by center and width of the brain: a removed region does not tell; null without a brain. */
	private int[] usualEyes() {
		final int[] brain = center(1, voxel -> head.brain()[voxel] != 0);
		if (brain == null) return null;
		final boolean[] columns = new boolean[lattice.nx()];
		for (int i = 0; i < head.brain().length; i++)
			if (head.brain()[i] != 0) columns[lattice.x(i)] = true;
		final int width = (int) IntStream.range(0, columns.length).filter(x -> columns[x]).count();
		final double[] eyes_mm = HeadFrame.of(new double[] { brain[0] * lattice.dx_mm(), brain[1] * lattice.dy_mm(), brain[2] * lattice.dz_mm() },
			width * lattice.dx_mm()).place_mm(0, 0, 0);
		final int[] eyes = new int[3];
		for (int d = 0; d < 3; d++)
			eyes[d] = (int) Math.max(0, Math.min(lattice.size(d) - 1, Math.round(eyes_mm[d] / lattice.spacing_mm(d))));
		return eyes;
	}

	private int[] center(final int least, final IntPredicate wanted) {
		final long[] sum = new long[3];
		long count = 0;
		for (int i = 0; i < head.removed().length; i++)
			if (wanted.test(i)) {
				sum[0] += lattice.x(i);
				sum[1] += lattice.y(i);
				sum[2] += lattice.z(i);
				count++;
			}
		if (count < least) return null;
		return new int[] { (int) (sum[0] / count), (int) (sum[1] / count), (int) (sum[2] / count) };
	}

	/** A percentile of what is brighter than air, by a histogram. */
	private static float white(final IsotropicScan scan, final double air) {
		float high = Float.NEGATIVE_INFINITY;
		for (final float value : scan.values())
			high = Math.max(high, value);
		final int[] histogram = new int[4096];
		long count = 0;
		for (final float value : scan.values())
			if (value > air) {
				histogram[(int) Math.min(histogram.length - 1, (value - air) / (high - air) * histogram.length)]++;
				count++;
			}
		long seen = 0;
		int bin = 0;
		while (bin < histogram.length && (seen += histogram[bin]) < WHITE_PERCENTILE * count)
			bin++;
		final float white = (float) (air + (high - air) * (bin + 1.0) / histogram.length);
		// A constant image is black.
		return white > air ? white : Math.nextUp((float) air);
	}
}
