package org.pediatricdefacer.removal;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import net.imglib2.parallel.Parallelization;

import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.removal.PolynomialSurface.Domain;
import org.pediatricdefacer.removal.Rays.Extent;
import org.pediatricdefacer.removal.Rays.Sample;
import org.pediatricdefacer.removal.SurfaceFit.Usual;

/** Fits the shape of a removed region to a facemask on the model's grid. */
final class RegionFit {

	/** Nothing of a face within this of the air around the head, in u, may stay. */
	static final double LEAST_DEPTH = 8;

	/** The zone and an ear's window are grown in steps of this until less than so much of the mask lies beyond, in u and ml. */
	private static final double SLACK_STEP = 2;
	private static final double MOST_SLACK = 12;
	private static final double MAY_LIE_BEYOND_ML = 0.2;

	/** Half the thickness of a pinna, in u: what is thinner beside one may be its rim. */
	private static final double PINNA = 4;

	/** Without the face, the region of the eyes ends so far above and below them, in u. */
	private static final double EYES_ALONE = 24;

	private static final double LOWEST_CHIN = -110;

	private static final double LEAST_EAR_ML = 0.3;

	/** Average over the heads of the training maps and real scans, and their standard deviations. */
	private static final Usual FACE = new Usual(new Domain(0, -40), new double[] { 9, 0, -7, -85, 0, -25, 0, 47, 0, 15 }, new double[] { 6, 6,
		12, 20, 10, 20, 8, 18, 12, 18 });
	private static final Usual EAR = new Usual(new Domain(-77, -25), new double[] { 60, 12, 10, 18, 0, 10 }, new double[] { 6, 8, 6, 10, 10,
		8 });

	private final HeadGeometry geometry;
	private final byte[] labels;
	private final Set<Region> asked;

	/**
	 * Prepares a fit.
	 *
	 * @param geometry of the head, with a frame
	 * @param labels what was found, on the model's grid
	 * @param asked the regions to remove
	 */
	RegionFit(final HeadGeometry geometry, final byte[] labels, final Set<Region> asked) {
		this.geometry = geometry;
		this.labels = labels;
		this.asked = asked;
	}

	/** Returns the shape of the region. */
	RegionShape shape() {
		final boolean face = asked.contains(Region.FACE);
		final boolean any = has(Region.FACE) || has(Region.EYES);
		final double slack = any ? slack(false, 0) : 0;
		final double leftSlack = slack(true, -1);
		final double rightSlack = slack(true, 1);
		final Rays front = any ? faceRays(slack) : null;
		final Rays left = earRays(-1, leftSlack);
		final Rays right = earRays(1, rightSlack);
		final List<Supplier<PolynomialSurface>> fits = List.of(() -> any ? SurfaceFit.fit(front, FACE, true) : null, () -> ear(left), () -> ear(right));
		final List<PolynomialSurface> surfaces = Parallelization.getTaskExecutor().forEachApply(fits, Supplier::get);
		return new RegionShape(surfaces.get(0), slack, face ? Double.NEGATIVE_INFINITY : -EYES_ALONE, face ? Double.POSITIVE_INFINITY : EYES_ALONE, surfaces
			.get(1), leftSlack, surfaces.get(2), rightSlack);
	}

	private boolean has(final Region region) {
		for (final byte label : labels)
			if (label == region.label()) return true;
		return false;
	}

	private boolean tissue(final int voxel) {
		return geometry.depth_mm()[voxel] > 0;
	}

	private boolean isFace(final int voxel) {
		return labels[voxel] == Region.FACE.label() || labels[voxel] == Region.EYES.label();
	}

	private boolean isEar(final int voxel) {
		return labels[voxel] == Region.EARS.label();
	}

	/** By how much the face's zone, or an ear's window, must grow to hold the tissue of the mask. */
	private double slack(final boolean ear, final int side) {
		final int steps = (int) (MOST_SLACK / SLACK_STEP);
		final long[] beyond = new long[steps + 1];
		final Lattice lattice = geometry.lattice();
		for (int z = 0, voxel = 0; z < lattice.nz(); z++)
			for (int y = 0; y < lattice.ny(); y++)
				for (int x = 0; x < lattice.nx(); x++, voxel++) {
					if (!(ear ? isEar(voxel) : isFace(voxel)) || !tissue(voxel)) continue;
					final double[] place = { x * lattice.dx_mm(), y * lattice.dy_mm(), z * lattice.dz_mm() };
					if (ear && side * coordinate(0, place) < 0) continue;
					final double a = coordinate(1, place);
					final double b = coordinate(2, place);
					for (int s = 0; s <= steps && !(ear ? RegionShape.besideEar(a, b, s * SLACK_STEP) : FaceZone.hasFace(a, b, s * SLACK_STEP)); s++)
						beyond[s]++;
				}
		int s = 0;
		while (s < steps && beyond[s] * lattice.voxelVolume_mm3() / 1000 > MAY_LIE_BEYOND_ML)
			s++;
		return s * SLACK_STEP;
	}

	private double coordinate(final int d, final double[] place_mm) {
		return geometry.frame().coordinate(d, place_mm[0], place_mm[1], place_mm[2]);
	}

	private Rays faceRays(final double slack) {
		final boolean wholeZone = asked.contains(Region.FACE) && geometry.firm() && geometry.airVisible();
		final double nearSkin_mm = LEAST_DEPTH * geometry.frame().unit_mm();
		return new Rays(geometry, new Extent(-84, 84, FaceZone.BOTTOM - slack, FaceZone.TOP + slack, -72, 64), (p, q, c) -> new double[] { p, c,
			q }, (voxel, x, y, z) -> {
				if (!FaceZone.hasFace(y, z, slack)) return Sample.NOTHING;
				if (!tissue(voxel)) return Sample.AIR;
				if (geometry.guarded()[voxel]) return Sample.GUARDED;
				final boolean near = !geometry.airVisible() || geometry.depth_mm()[voxel] <= nearSkin_mm;
				if (labels[voxel] == Region.EYES.label() || isFace(voxel) && near) return Sample.MUST;
				if (wholeZone && near && z > LOWEST_CHIN && FaceZone.hasFace(y, z, 0)) return Sample.MUST;
				return isFace(voxel) ? Sample.WANTED : Sample.OTHER;
			});
	}

	private Rays earRays(final int side, final double slack) {
		final double unit_mm = geometry.frame().unit_mm();
		return new Rays(geometry, new Extent(RegionShape.EAR_Y[0] - slack, RegionShape.EAR_Y[1] + slack, RegionShape.EAR_Z[0] - slack,
			RegionShape.EAR_Z[1] + slack, RegionShape.LEAST_EAR_X, 104), (p, q, c) -> new double[] { side * c, p, q }, (voxel, x, y, z) -> {
				if (!tissue(voxel)) return Sample.AIR;
				if (geometry.guarded()[voxel]) return Sample.GUARDED;
				if (isEar(voxel)) return Sample.MUST;
				return geometry.depth_mm()[voxel] <= PINNA * unit_mm ? Sample.THIN : Sample.OTHER;
			});
	}

	/** The surface beside an ear; null where there is none. */
	private PolynomialSurface ear(final Rays rays) {
		final double highest = Double.MAX_VALUE;
		final double ear_ml = rays.mustLeft_ml(new PolynomialSurface(EAR.domain(), new double[] { highest, 0, 0, 0, 0, 0 }));
		if (ear_ml < LEAST_EAR_ML * Math.pow(geometry.frame().unit_mm(), 3)) return null;
		return SurfaceFit.fit(rays, EAR, false);
	}
}
