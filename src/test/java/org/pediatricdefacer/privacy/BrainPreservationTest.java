package org.pediatricdefacer.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.BallHead;
import org.pediatricdefacer.Balls;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.table.Quantiles;
import org.pediatricdefacer.volume.NearestLabels;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class BrainPreservationTest {

	private static final VoxelGrid GRID = BallHead.grid(2);

	private static boolean[] mask(final Balls.Field field) {
		final byte[] labels = NearestLabels.onto(GRID, Balls.sample(GRID, field));
		final boolean[] mask = new boolean[labels.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = labels[i] > 0;
		return mask;
	}

	private static double dice(final boolean[] a, final boolean[] b) {
		long both = 0;
		long sum = 0;
		for (int i = 0; i < a.length; i++) {
			if (a[i] && b[i]) both += 2;
			sum += (a[i] ? 1 : 0) + (b[i] ? 1 : 0);
		}
		return (double) both / sum;
	}

	@Test
	void findsTheBrainOfAHeadOfBallsInNoiseAndShading() {
		final Random noise = new Random(2);
		final Volume head = Balls.sample(BallHead.grid(2), (x, y, z) -> BallHead.value(x, y, z) * (1 + z / 400) + 30 * noise.nextGaussian());
		final BrainMask brain = BrainMask.of(head, GRID);
		assertTrue(brain.plausible());
		assertTrue(dice(brain.voxels(), mask((x, y, z) -> BallHead.brain(x, y, z) ? 1 : 0)) > 0.95);
	}

	/** Fat above the eyes, as bright as the brain and parted from it by a sheet of bone that is half blurred away. */
	private static double valueWithOrbits(final double x, final double y, final double z) {
		final double fromBrain = Balls.distance(x, y + 13.7, z - 20.4);
		final boolean orbit = Math.abs(x) < 45 && y > 35 && z > -25 && z < 5 && BallHead.head(x, y, z);
		if (!orbit || fromBrain < 66) return BallHead.value(x, y, z);
		return fromBrain < 69 ? 0.6 * BallHead.BRAIN : BallHead.BRAIN;
	}

	@Test
	void doesNotLeakIntoOrbitsThroughThinBone() {
		final Volume head = Balls.sample(GRID, BrainPreservationTest::valueWithOrbits);
		final BrainMask brain = BrainMask.of(head, GRID);
		assertTrue(brain.plausible());
		assertTrue(dice(brain.voxels(), mask((x, y, z) -> BallHead.brain(x, y, z) ? 1 : 0)) > 0.95);
		final boolean[] orbits = mask((x, y, z) -> Balls.distance(x, y + 13.7, z - 20.4) > 69 && valueWithOrbits(x, y, z) == BallHead.BRAIN ? 1 : 0);
		final BrainPreservation orbitsRemoved = BrainPreservation.classical(orbits, head);
		assertEquals(0, orbitsRemoved.removedInside_voxels());
	}

	@Test
	void thereIsNoBrainInAnEmptyImage() {
		final BrainMask brain = BrainMask.of(Balls.sample(GRID, (x, y, z) -> 3), GRID);
		assertFalse(brain.plausible());
		assertTrue(Arrays.equals(new boolean[brain.voxels().length], brain.voxels()));
	}

	@Test
	void aMaskThatLeaksIsNotPlausible() {
		// Without a skull nothing keeps brain and neck apart.
		final Volume skinOnly = Balls.sample(BallHead.grid(2), (x, y, z) -> BallHead.head(x, y, z) ? BallHead.SOFT : BallHead.AIR);
		assertFalse(BrainMask.of(skinOnly, GRID).plausible());
		assertEquals(BrainPreservation.Source.DOUBTFUL, BrainPreservation.classical(new boolean[(int) GRID.voxels()], skinOnly).source());
	}

	@Test
	void agreesWithReferencesOnRealHeads() throws IOException {
		final Path heads = Path.of("../shared/heads/real");
		assumeTrue(Files.isDirectory(heads), "the real heads are not here");
		final List<Path> references;
		try (Stream<Path> files = Files.list(heads)) {
			references = files.filter(f -> f.toString().endsWith("_regions.nii.gz")).sorted().toList();
		}
		assumeTrue(!references.isEmpty());
		final double[] dice = new double[references.size()];
		for (int n = 0; n < dice.length; n++) {
			final Volume reference = NiftiReader.read(references.get(n)).volume();
			final byte[] labels = NearestLabels.onto(reference.grid(), reference);
			final boolean[] truth = new boolean[labels.length];
			for (int i = 0; i < truth.length; i++)
				truth[i] = labels[i] == 1;
			final Path scan = Path.of(references.get(n).toString().replace("_regions", ""));
			final Volume head = NiftiReader.read(scan).volume();
			dice[n] = dice(BrainMask.of(head, reference.grid()).voxels(), truth);
			// In slices of 5 mm and more the edge that the mask is uncertain of is a slice, a tenth of the brain.
			final double thickest_mm = Arrays.stream(head.grid().spacing_mm()).max().getAsDouble();
			assertTrue(dice[n] >= (thickest_mm < 5 ? 0.91 : 0.87), scan.getFileName() + " has Dice " + dice[n]);
		}
		assertTrue(Quantiles.of(dice, 0.1) >= 0.9, Arrays.toString(dice));
	}

	@Test
	void countsWhatWasTakenFromTheBrain() {
		final Volume brain = Balls.sample(GRID, (x, y, z) -> BallHead.brain(x, y, z) ? 1 : 0);
		// A bite of two voxels' depth from the front of the brain, which reaches to y = 52.3.
		final BrainPreservation bite = BrainPreservation.given(mask((x, y, z) -> y > 48 ? 1 : 0), GRID, brain);
		long brute = 0;
		long all = 0;
		for (int i = 0; i < GRID.voxels(); i++) {
			final double[] w = GRID.toWorld(i % GRID.size(0), i / GRID.size(0) % GRID.size(1), i / (GRID.size(0) * GRID.size(1)));
			if (!BallHead.brain(w[0], w[1], w[2])) continue;
			all++;
			if (w[1] > 48) brute++;
		}
		assertEquals(brute, bite.removed_voxels());
		assertEquals(brute * 0.008, bite.removed_ml(), 1e-9);
		assertEquals(all * 0.008, bite.brain_ml(), 1e-9);
		assertEquals(0, bite.nearest_mm(), 0);
		assertTrue(bite.removedInside_voxels() < brute / 2);
		assertEquals(BrainPreservation.Source.GIVEN, bite.source());
	}

	@Test
	void measuresTheGapBetweenMaskAndBrain() {
		final Volume brain = Balls.sample(GRID, (x, y, z) -> y < 21 ? 1 : 0);
		// Brain voxels end at y = 19 or 21, removed ones begin at 31.
		final BrainPreservation safe = BrainPreservation.given(mask((x, y, z) -> y > 30 ? 1 : 0), GRID, brain);
		assertEquals(0, safe.removed_voxels());
		assertEquals(12, safe.nearest_mm(), 1e-5);
		assertEquals(Double.POSITIVE_INFINITY, BrainPreservation.given(new boolean[(int) GRID.voxels()], GRID, brain).nearest_mm(), 0);
	}

	@Test
	void aBiteIsSeenWithOurOwnBrainMaskToo() {
		final Volume head = BallHead.scan(2);
		final BrainPreservation bite = BrainPreservation.classical(mask((x, y, z) -> Balls.distance(x, y - 40, z - 20) < 8 ? 1 : 0), head);
		assertTrue(bite.removedInside_voxels() > 100);
		final BrainPreservation face = BrainPreservation.classical(mask((x, y, z) -> y > 66 ? 1 : 0), head);
		assertEquals(0, face.removed_voxels());
		assertTrue(face.nearest_mm() > 5);
		assertEquals(BrainPreservation.Source.CLASSICAL, face.source());
	}

	@Test
	void tellsWhichVoxelsChanged() {
		final VoxelGrid grid = VoxelGrid.ofSpacing(new long[] { 4, 1, 1 }, 1);
		final Volume before = Balls.sample(grid, (x, y, z) -> x < -1 ? Double.NaN : x);
		final Volume after = Balls.sample(grid, (x, y, z) -> x < -1 ? Double.NaN : x > 1 ? 0 : x);
		assertTrue(Arrays.equals(new boolean[] { false, false, false, true }, BrainPreservation.changed(before, after)));
		assertThrows(IllegalArgumentException.class, () -> BrainPreservation.changed(before, BallHead.scan(8)));
	}
}
