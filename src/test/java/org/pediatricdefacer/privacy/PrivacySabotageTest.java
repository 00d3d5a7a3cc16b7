package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import net.imglib2.img.array.ArrayImgs;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.render.IsotropicScan;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** Scans that were defaced wrongly in known ways must be caught without a reference; one that was defaced well must pass. */
class PrivacySabotageTest {

	private static final double SPACING_MM = 2;
	private static final VoxelGrid GRID = BallHead.grid(SPACING_MM);
	private static final Lattice LATTICE = new Lattice((int) GRID.size(0), (int) GRID.size(1), (int) GRID.size(2), SPACING_MM, SPACING_MM, SPACING_MM);
	private static final float[] HEAD = values(BallHead.scan(SPACING_MM));
	private static final Volume LABELS = BallHead.labels(SPACING_MM);
	private static final boolean[] BRAIN = NearestLabels.above0(NearestLabels.onto(GRID, Balls.sample(GRID, (x, y, z) -> BallHead.brain(x, y, z) ? 1 : 0)));

	/** A place in the world. */
	private interface Place {

		boolean at(double x, double y, double z);
	}

	private static float[] values(final Volume volume) {
		return IsotropicScan.of(volume, SPACING_MM).values();
	}


	private static boolean[] mask(final Place place) {
		final boolean[] mask = new boolean[HEAD.length];
		for (int i = 0; i < mask.length; i++) {
			final double[] w = GRID.toWorld(LATTICE.x(i), LATTICE.y(i), LATTICE.z(i));
			mask[i] = place.at(w[0], w[1], w[2]);
		}
		return mask;
	}

	/** The outer 15 mm of the face zone with the air before it, and the ears with a margin of 3 mm. */
	private static boolean[] goodMask() {
		final boolean[] air = mask((x, y, z) -> !BallHead.head(x, y, z));
		final float[] depth_mm = DistanceTransform.distance_mm(air, LATTICE);
		final boolean[] ears = DistanceTransform.dilate(mask(BallHead::ear), LATTICE, 3);
		final boolean[] zone = mask((x, y, z) -> FaceZone.hasFace(y - 60, z + 5, 0));
		final boolean[] nearBrain = DistanceTransform.dilate(BRAIN, LATTICE, 3);
		final boolean[] good = new boolean[air.length];
		for (int i = 0; i < good.length; i++)
			good[i] = (ears[i] || zone[i] && depth_mm[i] <= 15) && !nearBrain[i];
		return good;
	}

	private static boolean[] shifted(final boolean[] mask, final int dx, final int dy, final int dz) {
		final boolean[] shifted = new boolean[mask.length];
		for (int i = 0; i < mask.length; i++) {
			final int x = LATTICE.x(i) - dx;
			final int y = LATTICE.y(i) - dy;
			final int z = LATTICE.z(i) - dz;
			shifted[i] = x >= 0 && y >= 0 && z >= 0 && x < LATTICE.nx() && y < LATTICE.ny() && z < LATTICE.nz() && mask[LATTICE.index(x, y, z)];
		}
		return shifted;
	}

	private static boolean[] without(final boolean[] mask, final Place place) {
		final boolean[] left = mask(place);
		for (int i = 0; i < left.length; i++)
			left[i] = mask[i] && !left[i];
		return left;
	}

	/** A mask and 20 voxels of the brain: those nearest to a place. */
	private static boolean[] withBite(final boolean[] mask, final double x, final double y, final double z) {
		final List<Integer> brain = new ArrayList<>();
		for (int i = 0; i < BRAIN.length; i++)
			if (BRAIN[i]) brain.add(i);
		final Map<Integer, Double> distance = new LinkedHashMap<>();
		for (final int i : brain) {
			final double[] w = GRID.toWorld(LATTICE.x(i), LATTICE.y(i), LATTICE.z(i));
			distance.put(i, Balls.distance(w[0] - x, w[1] - y, w[2] - z));
		}
		final boolean[] bitten = mask.clone();
		distance.entrySet().stream().sorted(Map.Entry.comparingByValue()).limit(20).forEach(e -> bitten[e.getKey()] = true);
		return bitten;
	}

	private static Volume volume(final float[] values) {
		return new Volume(ArrayImgs.floats(values, GRID.size()), GRID);
	}

	private static float[] removed(final float[] scan, final boolean[] mask) {
		final float[] values = scan.clone();
		for (int i = 0; i < values.length; i++)
			if (mask[i]) values[i] = 0;
		return values;
	}

	private static Judgment judge(final float[] scan, final boolean[] mask, final boolean brainGiven) {
		final PrivacyScans scans = PrivacyScans.of(volume(scan), volume(removed(scan, mask))).withRegions(LABELS);
		final Volume brain = Balls.sample(GRID, (x, y, z) -> BallHead.brain(x, y, z) ? 1 : 0);
		return PrivacyStudy.of(brainGiven ? scans.withBrain(brain) : scans, Optional.empty(), SPACING_MM).check().judgment();
	}

	@Test
	void everySabotageIsCaught() {
		final boolean[] good = goodMask();
		final Map<String, Judgment> cases = new LinkedHashMap<>();
		cases.put("nothing wrong", judge(HEAD, good, false));
		cases.put("shifted 6 mm aside", judge(HEAD, shifted(good, 3, 0, 0), false));
		cases.put("shifted 6 mm forward", judge(HEAD, shifted(good, 0, 3, 0), false));
		cases.put("shifted 6 mm back", judge(HEAD, shifted(good, 0, -3, 0), false));
		cases.put("shifted 6 mm up", judge(HEAD, shifted(good, 0, 0, 3), false));
		cases.put("shifted 6 mm down", judge(HEAD, shifted(good, 0, 0, -3), false));
		cases.put("an ear missing", judge(HEAD, without(good, (x, y, z) -> x < -60), false));
		cases.put("nose left", judge(HEAD, without(good, (x, y, z) -> Math.abs(x) < 14 && Math.abs(z + 35) < 20), false));
		cases.put("20 voxels of brain, at its front", judge(HEAD, withBite(good, 0, 60, 20), false));
		cases.put("20 voxels of brain, deep", judge(HEAD, withBite(good, 20, 0, 40), false));
		cases.put("20 voxels of brain, mask given", judge(HEAD, withBite(good, 0, -80, 20), true));
		cases.put("empty mask", judge(HEAD, new boolean[good.length], false));
		cases.put("scan without a face", judge(removed(HEAD, good), good, false));
		print(cases);
		assertEquals(Verdict.PASS, cases.remove("nothing wrong").verdict());
		cases.forEach((sabotage, judgment) -> assertNotEquals(Verdict.PASS, judgment.verdict(), sabotage));
	}

	private static void print(final Map<String, Judgment> cases) {
		final StringBuilder table = new StringBuilder("\nSabotage, judged without a reference:\n");
		cases.forEach((sabotage, judgment) -> table.append(String.format(Locale.ROOT, "| %-34s | %-6s | %-6s | %s%n", sabotage, judgment
			.verdict() == Verdict.PASS ? "passed" : "caught", judgment.verdict().text(), judgment.reasons().stream().filter(reason -> reason.weight() != Verdict.PASS).map(Judgment.Reason::text).reduce((a, b) -> a + " " + b).orElse(""))));
		System.out.println(table);
	}
}
