package org.pediatricdefacer.privacy;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.proof.Recovery;
import org.pediatricdefacer.proof.Recovery.Surface;
import org.pediatricdefacer.removal.RemovedRegion;

/**
 * Tries to get a face back from the shape of what was erased, as one would who has the published files alone, and measures how
 * near that comes to the skin that was there.
 * <p>
 * The region is looked at along parallel rays in the frame of the head, 3 u apart: from the front over the face zone down to the
 * chin, and from either side over the place of the ear. Its outer surface is where it begins in the air, its inner one where it ends.
 */
public final class RecoveryAttacks {

	private static final double RAY_STEP = 3;
	private static final double SAMPLE_STEP = 1;
	private static final double LOWEST_CHIN = -110;
	private static final double MOST_X = 81;

	/** The place of an ear: y and z, in u. */
	private static final double[] EAR_Y = { -108, -50 };
	private static final double[] EAR_Z = { -62, 16 };

	/** From where rays come: the axis of the frame that they run along, and where on it they begin and end, in u. */
	private enum Ray {
		FROM_THE_FRONT(1, 1, 70, -80), FROM_THE_LEFT(0, -1, 110, 40), FROM_THE_RIGHT(0, 1, 110, 40);

		private final int axis;
		private final int sign;
		private final double outside;
		private final double inside;

		Ray(final int axis, final int sign, final double outside, final double inside) {
			this.axis = axis;
			this.sign = sign;
			this.outside = outside;
			this.inside = inside;
		}
	}

	private final Lattice lattice;
	private final HeadFrame frame;
	private final boolean[] air;
	private final boolean[] removed;

	/**
	 * Attacks what is published of a scan.
	 *
	 * @param defaced the defaced scan, of which the first volume is looked at
	 * @param facemask what was found of the head
	 * @param region what was erased
	 * @return how much can be got back; {@link Recovery#NONE} of a head without a frame, whose scan never passes
	 */
	public static <T extends RealType<T>> Recovery of(final RandomAccessibleInterval<T> defaced, final Facemask facemask,
		final RemovedRegion region)
	{
		final HeadGeometry geometry = facemask.evidence().geometry();
		if (geometry.frame() == null) return Recovery.NONE;
		RandomAccessibleInterval<T> first = defaced;
		while (first.numDimensions() > 3)
			first = Views.hyperSlice(first, first.numDimensions() - 1, 0);
		final FillAgainstAir fill = FillAgainstAir.of(first, region, facemask.grid().spacing_mm());
		return new RecoveryAttacks(geometry.lattice(), geometry.frame(), geometry.air(), geometry.onLatticeMask(region.voxels())).run(fill.level(),
			fill.spread());
	}

	/**
	 * Prepares the attacks.
	 *
	 * @param lattice grid of the two masks, with axes along RAS
	 * @param frame of the head, in mm on the lattice
	 * @param air the air around the head before defacing, one flag per voxel
	 * @param removed what was erased
	 */
	public RecoveryAttacks(final Lattice lattice, final HeadFrame frame, final boolean[] air, final boolean[] removed) {
		this.lattice = lattice;
		this.frame = frame;
		this.air = air;
		this.removed = removed;
	}

	/**
	 * Attacks.
	 *
	 * @param fillLevel what was measured of the fill, see {@link Recovery}
	 * @param fillSpread the same
	 * @return how much can be got back
	 */
	public Recovery run(final double fillLevel, final double fillSpread) {
		final SurfaceAttack outer = new SurfaceAttack();
		final SurfaceAttack inner = new SurfaceAttack();
		for (double x = -MOST_X; x <= MOST_X; x += RAY_STEP)
			for (double z = LOWEST_CHIN; z < FaceZone.TOP; z += RAY_STEP)
				look(x, z, new double[] { x, 0, z }, Ray.FROM_THE_FRONT, outer, inner);
		final AverageFace average = AverageFace.load();
		final double unit_mm = frame.unit_mm();
		return new Recovery(outer.measure(unit_mm, average), inner.measure(unit_mm, average), ear(Ray.FROM_THE_LEFT), ear(Ray.FROM_THE_RIGHT), fillLevel, fillSpread);
	}

	private Surface ear(final Ray ray) {
		final SurfaceAttack inner = new SurfaceAttack();
		for (double y = EAR_Y[0]; y <= EAR_Y[1]; y += RAY_STEP)
			for (double z = EAR_Z[0]; z <= EAR_Z[1]; z += RAY_STEP)
				look(y, z, new double[] { 0, y, z }, ray, new SurfaceAttack(), inner);
		return inner.measure(frame.unit_mm(), null);
	}

	/** Follows a ray from the air inward and notes where skin and region begin and end on it. */
	private void look(final double p, final double q, final double[] place, final Ray ray, final SurfaceAttack outer, final SurfaceAttack inner) {
		double begin = Double.NaN;
		double end = Double.NaN;
		boolean airSeen = false;
		boolean inView = false;
		for (double c = ray.outside; c > ray.inside; c -= SAMPLE_STEP) {
			place[ray.axis] = ray.sign * c;
			final int voxel = voxel(place);
			if (voxel < 0) {
				if (inView) return;
				continue;
			}
			if (removed[voxel] && Double.isNaN(begin)) begin = inView ? c : Double.POSITIVE_INFINITY;
			if (!removed[voxel] && !Double.isNaN(begin) && Double.isNaN(end)) end = c;
			inView = true;
			if (air[voxel]) {
				airSeen = true;
				continue;
			}
			if (!airSeen || Double.isNaN(begin) || ray == Ray.FROM_THE_FRONT && !FaceZone.hasFace(c, q, 0)) return;
			if (begin < Double.POSITIVE_INFINITY) outer.add(p, q, c, begin);
			end = Double.isNaN(end) ? end(place, ray, c) : end;
			if (!Double.isNaN(end)) inner.add(p, q, c, end);
			return;
		}
	}

	/** Returns where the region ends that has reached the skin. */
	private double end(final double[] place, final Ray ray, final double skin) {
		for (double c = skin; c > ray.inside; c -= SAMPLE_STEP) {
			place[ray.axis] = ray.sign * c;
			final int voxel = voxel(place);
			if (voxel < 0) return Double.NaN;
			if (!removed[voxel]) return c;
		}
		return Double.NaN;
	}

	/** The voxel at a place in u, or -1 out of view. */
	private int voxel(final double[] place) {
		final double[] mm = frame.place_mm(place[0], place[1], place[2]);
		final int x = (int) Math.round(mm[0] / lattice.dx_mm());
		final int y = (int) Math.round(mm[1] / lattice.dy_mm());
		final int z = (int) Math.round(mm[2] / lattice.dz_mm());
		if (x < 0 || y < 0 || z < 0 || x >= lattice.nx() || y >= lattice.ny() || z >= lattice.nz()) return -1;
		return lattice.index(x, y, z);
	}
}
