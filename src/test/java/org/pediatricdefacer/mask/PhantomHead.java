package org.pediatricdefacer.mask;

import java.util.Random;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Resampler;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;

/**
 * A head of ellipsoids with known classes: what a model would say of it, and what it looks like.
 * <p>
 * Millimeters along RAS axes from the center of the field of view. The face region is made as the training regions are: the
 * outer 15 u of the head in the face zone and 5 u of air in front.
 */
public final class PhantomHead {

	/** Spacing of the phantom's model grid. */
	public static final double SPACING_MM = 3;

	private static final double[] BRAIN = { 0, -21, 34, 66, 83, 62 };
	private static final double[][] HEAD = { { 0, -21, 34, 78, 95, 74 }, { 0, 30, -40, 62, 60, 95 }, { 0, -15, -15, 68, 75, 50 },
		{ 0, -20, -110, 55, 55, 75 } };
	private static final double[] NOSE = { 0, 90, -35, 14, 22, 20 };
	private static final double[] EYE = { 32, 62, 5, 12, 12, 12 };
	private static final double[] EAR = { 75, -25, -23, 9, 18, 30 };

	private double scale = 1;
	private double[] shift_mm = { 0, 0, 0 };
	private boolean leftEar = true;
	private boolean rightEar = true;
	private boolean face = true;
	private double noise = 0.02;
	private double brightness = 0.5;

	/** Makes the head larger or smaller about the center of the field of view. */
	public PhantomHead scale(final double value) {
		scale = value;
		return this;
	}

	/** Moves the head within the field of view. */
	public PhantomHead shift(final double x_mm, final double y_mm, final double z_mm) {
		shift_mm = new double[] { x_mm, y_mm, z_mm };
		return this;
	}

	/** Gives the head only some of its ears. */
	public PhantomHead ears(final boolean left, final boolean right) {
		leftEar = left;
		rightEar = right;
		return this;
	}

	/** Takes the face's tissue away, as another defacer would: the face zone is empty and at value 0. */
	public PhantomHead defaced() {
		face = false;
		return this;
	}

	/** Sets the standard deviation of the noise of intensities. */
	public PhantomHead noise(final double value) {
		noise = value;
		return this;
	}

	/** Sets the intensity of skin, ears and neck; that of the brain is 0.7. */
	public PhantomHead skin(final double value) {
		brightness = value;
		return this;
	}

	private boolean inside(final double[] ellipsoid, final double x, final double y, final double z) {
		final double a = (x - shift_mm[0]) / scale - ellipsoid[0];
		final double b = (y - shift_mm[1]) / scale - ellipsoid[1];
		final double c = (z - shift_mm[2]) / scale - ellipsoid[2];
		return a * a / (ellipsoid[3] * ellipsoid[3]) + b * b / (ellipsoid[4] * ellipsoid[4])
			+ c * c / (ellipsoid[5] * ellipsoid[5]) <= 1;
	}

	private static double[] mirrored(final double[] ellipsoid) {
		final double[] other = ellipsoid.clone();
		other[0] = -other[0];
		return other;
	}

	/** Returns the true frame, in mm from the first voxel of a lattice. */
	public HeadFrame frame(final Lattice lattice) {
		return HeadFrame.of(place(mirrored(EYE), lattice), place(EYE, lattice), place(BRAIN, lattice));
	}

	private double[] place(final double[] ellipsoid, final Lattice lattice) {
		final double[] place = new double[3];
		for (int d = 0; d < 3; d++)
			place[d] = ellipsoid[d] * scale + shift_mm[d] + (lattice.size(d) - 1) / 2.0 * lattice.spacing_mm(d);
		return place;
	}

	/** Returns the true classes on a lattice whose center is the center of the field of view. */
	public byte[] classes(final Lattice lattice) {
		// Worked out on a larger lattice: what lies beyond the field of view is there, and no border is skin.
		final int pad = (int) Math.ceil(36 / lattice.dx_mm());
		final int padZ = (int) Math.ceil(36 / lattice.dz_mm());
		final int padY = (int) Math.ceil(36 / lattice.dy_mm());
		final Lattice wide = new Lattice(lattice.nx() + 2 * pad, lattice.ny() + 2 * padY, lattice.nz() + 2 * padZ,
			lattice.dx_mm(), lattice.dy_mm(), lattice.dz_mm());
		final byte[] all = everywhere(wide);
		final byte[] classes = new byte[lattice.voxels()];
		for (int i = 0; i < classes.length; i++)
			classes[i] = all[wide.index(lattice.x(i) + pad, lattice.y(i) + padY, lattice.z(i) + padZ)];
		return classes;
	}

	private byte[] everywhere(final Lattice lattice) {
		final boolean[] air = new boolean[lattice.voxels()];
		final boolean[] brain = new boolean[air.length];
		final byte[] parts = new byte[air.length];
		for (int i = 0; i < air.length; i++) {
			final double[] p = point(lattice, i);
			air[i] = tissue(p[0], p[1], p[2], true) == 0;
			brain[i] = inside(BRAIN, p[0], p[1], p[2]);
			if (inside(EYE, p[0], p[1], p[2]) || inside(mirrored(EYE), p[0], p[1], p[2]))
				parts[i] = 3;
			else if (rightEar && inside(EAR, p[0], p[1], p[2]) || leftEar && inside(mirrored(EAR), p[0], p[1], p[2]))
				parts[i] = 4;
		}
		final HeadFrame frame = frame(lattice);
		final double u = frame.unit_mm();
		final float[] depth = DistanceTransform.distance_mm(air, lattice, 40);
		final float[] toBrain = DistanceTransform.distance_mm(brain, lattice, 10);
		final boolean[] skin = new boolean[air.length];
		for (int i = 0; i < air.length; i++)
			skin[i] = zone(frame, lattice, i) && depth[i] > 0 && depth[i] <= FaceZone.DEPTH * u;
		final float[] toSkin = DistanceTransform.distance_mm(skin, lattice, 10);
		final byte[] classes = new byte[air.length];
		for (int i = 0; i < air.length; i++) {
			if (brain[i])
				classes[i] = 1;
			else if (toBrain[i] > 3)
				classes[i] = parts[i] > 0 ? parts[i] : (byte) (skin[i] || air[i] && toSkin[i] <= 5 * u ? 2 : 0);
		}
		return classes;
	}

	private static boolean zone(final HeadFrame frame, final Lattice lattice, final int i) {
		final double x = lattice.x(i) * lattice.dx_mm();
		final double y = lattice.y(i) * lattice.dy_mm();
		final double z = lattice.z(i) * lattice.dz_mm();
		return FaceZone.hasFace(frame.coordinate(1, x, y, z), frame.coordinate(2, x, y, z), 0);
	}

	private static double[] point(final Lattice lattice, final int i) {
		return new double[] { (lattice.x(i) - (lattice.nx() - 1) / 2.0) * lattice.dx_mm(),
			(lattice.y(i) - (lattice.ny() - 1) / 2.0) * lattice.dy_mm(), (lattice.z(i) - (lattice.nz() - 1) / 2.0) * lattice.dz_mm() };
	}

	/** Returns the intensity of tissue at a point, 0 in air. */
	private double tissue(final double x, final double y, final double z, final boolean withFace) {
		if (inside(BRAIN, x, y, z))
			return 0.7;
		if (inside(EYE, x, y, z) || inside(mirrored(EYE), x, y, z))
			return withFace ? 0.2 : 0;
		boolean solid = rightEar && inside(EAR, x, y, z) || leftEar && inside(mirrored(EAR), x, y, z);
		for (final double[] part : HEAD)
			solid |= inside(part, x, y, z);
		if (withFace)
			return solid || inside(NOSE, x, y, z) ? brightness : 0;
		// Cut off by a plane through the brow, slanting back, as a quick defacer does.
		return solid && (y - shift_mm[1]) / scale < 45 + 0.35 * ((z - shift_mm[2]) / scale + 10) ? brightness : 0;
	}

	/** Returns intensities on a lattice whose center is the center of the field of view, air noise included. */
	public float[] intensities(final Lattice lattice, final long seed) {
		final Random random = new Random(seed);
		final float[] values = new float[lattice.voxels()];
		for (int i = 0; i < values.length; i++) {
			final double[] p = point(lattice, i);
			final double real = tissue(p[0], p[1], p[2], face) + noise * random.nextGaussian();
			final boolean removed = !face && tissue(p[0], p[1], p[2], true) > 0 && tissue(p[0], p[1], p[2], false) == 0;
			values[i] = removed ? 0 : (float) Math.hypot(real, noise * random.nextGaussian());
		}
		return values;
	}

	/** A phantom on the grids of a scan: what a model would be given and say. */
	public static final class Scene {

		public final VoxelGrid scan;
		public final Lattice lattice;
		public final byte[] truth;
		public final float[] probabilities;
		public final float[] head;

		Scene(final PhantomHead phantom, final VoxelGrid scan, final long seed) {
			this.scan = scan;
			final VoxelGrid grid = Orientation.of(scan).toRas(Resampler.gridOf(scan, SPACING_MM));
			lattice = new Lattice((int) grid.size(0), (int) grid.size(1), (int) grid.size(2), SPACING_MM, SPACING_MM, SPACING_MM);
			truth = phantom.classes(lattice);
			head = phantom.intensities(lattice, seed);
			probabilities = blurred(truth, lattice);
		}

		/** Returns the probabilities as a model gives them. */
		public ArrayImg<FloatType, FloatArray> probabilityImage() {
			return ArrayImgs.floats(probabilities, lattice.nx(), lattice.ny(), lattice.nz(), Region.CLASSES);
		}

		/** Returns the intensities as a model gets them. */
		public ArrayImg<FloatType, FloatArray> headImage() {
			return ArrayImgs.floats(head, lattice.nx(), lattice.ny(), lattice.nz());
		}

		/** Makes a ball of voxels another class, with near certainty; the center in mm from the center of the volume. */
		public void paint(final int label, final double x, final double y, final double z, final double radius_mm) {
			for (int i = 0; i < truth.length; i++) {
				final double[] p = point(lattice, i);
				if (Math.hypot(Math.hypot(p[0] - x, p[1] - y), p[2] - z) <= radius_mm)
					for (int c = 0; c < Region.CLASSES; c++)
						probabilities[c * truth.length + i] = c == label ? 0.92f : 0.02f;
			}
		}

		/** Makes the model hold brain possible in a ball, at a probability of 0.2. */
		public void doubt(final double x, final double y, final double z, final double radius_mm) {
			for (int i = 0; i < truth.length; i++) {
				final double[] p = point(lattice, i);
				if (Math.hypot(Math.hypot(p[0] - x, p[1] - y), p[2] - z) > radius_mm) continue;
				double others = 0;
				for (int c = 0; c < Region.CLASSES; c++)
					others += c == 1 ? 0 : probabilities[c * truth.length + i];
				for (int c = 0; c < Region.CLASSES; c++)
					probabilities[c * truth.length + i] = c == 1 ? 0.2f : (float) (0.8 * probabilities[c * truth.length + i] / others);
			}
		}

		/** Makes the probabilities those of the classes in {@link #truth}, which a test may have changed. */
		public void paintClasses() {
			System.arraycopy(blurred(truth, lattice), 0, probabilities, 0, probabilities.length);
		}

		/** Cleans the scene with the given settings. */
		public Facemask clean(final CleaningSettings settings) {
			return new FaceMaskCleaner(settings).clean(probabilityImage(), headImage(), SPACING_MM, scan);
		}
	}

	/** Returns this phantom as a model would see it in a scan with the given grid. */
	public Scene scene(final VoxelGrid scan) {
		return new Scene(this, scan, 1);
	}

	/** Softens the borders between classes as a model's output is soft: the mean of the six neighbors and the voxel. */
	private static float[] blurred(final byte[] classes, final Lattice lattice) {
		final int n = classes.length;
		final int[] strides = { 1, lattice.nx(), lattice.nx() * lattice.ny() };
		final float[] p = new float[Region.CLASSES * n];
		for (int i = 0; i < n; i++) {
			p[classes[i] * n + i] += 0.4f;
			for (int d = 0; d < 3; d++) {
				final int at = d == 0 ? lattice.x(i) : d == 1 ? lattice.y(i) : lattice.z(i);
				p[classes[at > 0 ? i - strides[d] : i] * n + i] += 0.1f;
				p[classes[at < lattice.size(d) - 1 ? i + strides[d] : i] * n + i] += 0.1f;
			}
		}
		return p;
	}
}
