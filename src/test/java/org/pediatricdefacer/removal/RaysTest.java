package org.pediatricdefacer.removal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import net.imglib2.FinalInterval;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.removal.PolynomialSurface.Domain;
import org.pediatricdefacer.removal.Rays.Extent;
import org.pediatricdefacer.removal.Rays.Sample;
import org.pediatricdefacer.volume.VoxelGrid;

/** Compares the tables of rays with sums over all samples of a small head. */
class RaysTest {

	private static final double U_MM = 1.2;
	private static final int SIDE = 40;
	private static final Lattice LATTICE = new Lattice(SIDE, SIDE, SIDE, 3, 3, 3);
	/** Rays that stand 4 u apart, with 48 samples of 1 u; some leave the lattice, which ends 48.75 u from its center. */
	private static final Extent EXTENT = new Extent(-52, 52, -8, 8, -24, 24);
	private static final double SAMPLE_ML = 4 * 4 * Math.pow(U_MM, 3) / 1000;

	/** A frame whose origin is the center of a lattice. */
	static HeadGeometry geometry(final Lattice lattice, final double unit_mm) {
		final double angle = Math.toRadians(19.2);
		final double center_mm = (lattice.nx() - 1) / 2.0 * lattice.dx_mm();
		final double back_mm = 77.4 * unit_mm;
		final HeadFrame frame = HeadFrame.of(new double[] { center_mm, center_mm - Math.cos(angle) * back_mm, center_mm + Math.sin(angle) *
			back_mm }, 118 * unit_mm);
		final long[] size = { lattice.nx(), lattice.ny(), lattice.nz() };
		return new HeadGeometry(lattice, VoxelGrid.ofSpacing(size, lattice.dx_mm()), new FinalInterval(size), frame,
			new float[lattice.voxels()], true, new boolean[lattice.voxels()]);
	}

	/** Air above a slope, any tissue below it, and what is guarded below that. */
	private static Sample sample(final double x, final double y, final double z) {
		if (x > 40 && y > 14) return Sample.NOTHING;
		if (y > 12 + 0.1 * x) return Sample.AIR;
		if (y < -20 + 0.2 * z) return Sample.GUARDED;
		final int place = (int) Math.floor(x) * 7919 + (int) Math.floor(y) * 104729 + (int) Math.floor(z) * 1299709;
		return new Sample[] { Sample.OTHER, Sample.WANTED, Sample.MUST }[new Random(place).nextInt(3)];
	}

	private static boolean inView(final double x, final double y, final double z) {
		for (final double at : new double[] { x, y, z }) {
			final long voxel = Math.round((SIDE - 1) / 2.0 + at * U_MM / 3);
			if (voxel < 0 || voxel >= SIDE) return false;
		}
		return true;
	}

	private static Rays rays() {
		return new Rays(geometry(LATTICE, U_MM), EXTENT, (p, q, c) -> new double[] { p, c, q }, (voxel, x, y, z) -> {
			assertEquals(LATTICE.x(voxel), Math.round((SIDE - 1) / 2.0 + x * U_MM / 3));
			assertEquals(LATTICE.y(voxel), Math.round((SIDE - 1) / 2.0 + y * U_MM / 3));
			assertEquals(LATTICE.z(voxel), Math.round((SIDE - 1) / 2.0 + z * U_MM / 3));
			return sample(x, y, z);
		});
	}

	private static Sample seen(final Rays rays, final int ray, final int level) {
		final double height = -24 + level + 0.5;
		return inView(rays.p[ray], height, rays.q[ray]) ? sample(rays.p[ray], height, rays.q[ray]) : Sample.NOTHING;
	}

	/** Where a ray comes from the air onto what is no air, else NaN. */
	private static double skin(final Rays rays, final int ray) {
		int level = 47;
		while (level >= 0 && seen(rays, ray, level) == Sample.NOTHING)
			level--;
		if (level < 0 || seen(rays, ray, level) != Sample.AIR) return Double.NaN;
		while (level >= 0 && seen(rays, ray, level) == Sample.AIR)
			level--;
		return level >= 0 && seen(rays, ray, level) != Sample.NOTHING ? -24 + level + 1 : Double.NaN;
	}

	/** What it costs to keep all samples below a level and to remove those above. */
	private static double[] cost(final Rays rays, final int ray, final int end) {
		double cost_ml = 0;
		double must_ml = 0;
		for (int level = 0; level < 48; level++) {
			final Sample sample = seen(rays, ray, level);
			final boolean deep = Math.abs(rays.p[ray]) < 45 && -24 + level < skin(rays, ray) - 24;
			if (level >= end) cost_ml += sample == Sample.OTHER ? SAMPLE_ML : 0;
			else if (sample == Sample.MUST && !deep) {
				cost_ml += 30 * SAMPLE_ML;
				must_ml += SAMPLE_ML;
			}
			else if (sample == Sample.MUST || sample == Sample.WANTED) cost_ml += 0.18 * SAMPLE_ML;
		}
		return new double[] { cost_ml, must_ml };
	}

	@Test
	void standWhereTheyShould() {
		final Rays rays = rays();
		assertEquals(27 * 5, rays.p.length);
		assertEquals(48, rays.levels);
		for (int ray = 0; ray < rays.p.length; ray++) {
			assertEquals(-52 + ray % 27 * 4, rays.p[ray]);
			assertEquals(-8 + ray / 27 * 4, rays.q[ray]);
		}
	}

	@Test
	void costWhatASumOverAllSamplesSays() {
		final Rays rays = rays();
		for (int ray = 0; ray < rays.p.length; ray++)
			for (int end = 0; end <= 48; end++) {
				final double expected = cost(rays, ray, end)[0];
				assertEquals(expected, rays.cost(ray, -24 + end), 1e-5 * (1 + expected), "ray " + ray + ", end " + end);
				final double next = cost(rays, ray, Math.min(48, end + 1))[0];
				assertEquals(0.75 * expected + 0.25 * next, rays.cost(ray, -24 + end + 0.25), 1e-5 * (1 + expected + next));
			}
		assertEquals(rays.cost(3, 24), rays.cost(3, 1e9));
		assertEquals(rays.cost(3, -24), rays.cost(3, -1e9));
	}

	@Test
	void tellWhatASurfaceLeavesThatMustNotStay() {
		final Rays rays = rays();
		double all_ml = 0;
		double half_ml = 0;
		for (int ray = 0; ray < rays.p.length; ray++) {
			all_ml += cost(rays, ray, 48)[1];
			half_ml += cost(rays, ray, 24)[1];
		}
		assertTrue(half_ml > 0 && half_ml < all_ml);
		assertEquals(all_ml, rays.mustLeft_ml(flat(1000)), 1e-4 * all_ml);
		assertEquals(half_ml, rays.mustLeft_ml(flat(0)), 1e-4 * all_ml);
		assertEquals(0, rays.mustLeft_ml(flat(-24)));
	}

	private static PolynomialSurface flat(final double height) {
		return new PolynomialSurface(new Domain(0, 0), new double[] { height, 0, 0, 0, 0, 0 });
	}

	@Test
	void findTheSkinAndTheFloor() {
		final Rays rays = rays();
		int unseen = 0;
		for (int ray = 0; ray < rays.p.length; ray++) {
			assertEquals(skin(rays, ray), rays.skin[ray], "ray " + ray);
			unseen += Double.isNaN(rays.skin[ray]) ? 1 : 0;
			int level = 47;
			while (level >= 0 && (seen(rays, ray, level) == Sample.NOTHING || seen(rays, ray, level) == Sample.AIR))
				level--;
			while (level >= 0 && seen(rays, ray, level) != Sample.GUARDED && seen(rays, ray, level) != Sample.NOTHING)
				level--;
			assertEquals(-24 + level + 1, rays.floor[ray], "ray " + ray);
		}
		assertTrue(unseen > 0 && unseen < rays.p.length / 2, unseen + " rays show no skin");
		final int[] near = rays.withSkin(20);
		assertArrayEquals(Arrays.stream(rays.withSkin(1000)).filter(ray -> Math.abs(rays.p[ray]) <= 20).toArray(), near);
		assertEquals(rays.p.length - unseen, rays.withSkin(1000).length);
	}
}
