package org.pediatricdefacer.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.PhantomHead.Scene;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.parallel.Parallelization;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

class FaceMaskCleanerTest {

	private static final CleaningSettings DEFAULT = CleaningSettings.DEFAULT;

	private static final VoxelGrid WHOLE = VoxelGrid.ofSpacing(new long[] { 64, 86, 86 }, 3);

	private static byte[] bytes(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] values = new byte[(int) image.size()];
		int i = 0;
		for (final UnsignedByteType value : Views.flatIterable(image))
			values[i++] = (byte) value.get();
		return values;
	}

	private static Lattice lattice(final VoxelGrid grid) {
		return new Lattice((int) grid.size(0), (int) grid.size(1), (int) grid.size(2), grid.spacing_mm(0), grid.spacing_mm(1),
			grid.spacing_mm(2));
	}

	/** Dice of the masks (labels above 1) of two label arrays. */
	private static double dice(final byte[] a, final byte[] b) {
		int both = 0;
		int sum = 0;
		for (int i = 0; i < a.length; i++) {
			both += a[i] > 1 && b[i] > 1 ? 1 : 0;
			sum += (a[i] > 1 ? 1 : 0) + (b[i] > 1 ? 1 : 0);
		}
		return 2.0 * both / sum;
	}

	private static void assertGuarded(final Facemask mask, final double guard_mm) {
		final byte[] classes = bytes(mask.classes());
		final byte[] labels = bytes(mask.labels());
		final boolean[] brain = new boolean[classes.length];
		for (int i = 0; i < brain.length; i++)
			brain[i] = classes[i] == 1;
		final float[] distances = DistanceTransform.distance_mm(brain, lattice(mask.grid()));
		for (int i = 0; i < labels.length; i++)
			assertFalse(labels[i] > 0 && distances[i] <= guard_mm, "a voxel " + distances[i] + " mm from the brain is masked");
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1, 0.8, 0.65 })
	void findsTheWholeFaceOfAnyHeadSize(final double scale) {
		final PhantomHead phantom = new PhantomHead().scale(scale);
		final Scene scene = phantom.scene(WHOLE);
		final Facemask mask = scene.clean(DEFAULT);
		final double dice = dice(bytes(mask.labels()), phantom.classes(lattice(WHOLE)));
		assertTrue(dice > 0.97, "Dice " + dice);
		assertGuarded(mask, 3);
		final HeadFacts facts = mask.facts();
		assertEquals(Basis.EYES_AND_BRAIN, facts.basis());
		assertEquals(phantom.frame(scene.lattice).unit_mm(), facts.unit_mm(), 0.02);
		assertEquals(4.0 / 3 * Math.PI * 66 * 83 * 62 * Math.pow(scale, 3) / 1000, facts.brain_ml(), 0.03 * facts.brain_ml());
		assertEquals(4.0 / 3 * Math.PI * 9 * 18 * 30 * Math.pow(scale, 3) / 1000, facts.leftEar_ml(), 0.3 * facts.leftEar_ml());
		assertEquals(facts.leftEar_ml(), facts.rightEar_ml(), 0.01);
		assertEquals(1, facts.faceInView());
		assertEquals(1, facts.faceTissue());
		assertEquals(1, facts.facePieces());
		assertTrue(mask.confidence() > 0.85 && mask.confidence() <= 1, "confidence " + mask.confidence());
		assertEquals(1, mask.check().skinCovered(), 0.002);
		assertTrue(mask.check().largestUncovered_cm2() < 0.5);
		assertEquals(1, mask.region(Region.EARS).inView());
	}

	@Test
	void dropsIslandsAndFillsCavities() {
		final Scene clean = new PhantomHead().scene(WHOLE);
		final Scene dirty = new PhantomHead().scene(WHOLE);
		dirty.paint(2, 0, -100, 60, 8);
		dirty.paint(4, 60, -60, 80, 9);
		dirty.paint(3, 0, -70, -60, 6);
		dirty.paint(0, 0, 78, -60, 4);
		dirty.paint(1, 30, 70, -60, 5);
		final Facemask expected = clean.clean(DEFAULT);
		final Facemask mask = dirty.clean(DEFAULT);
		final double alike = dice(bytes(mask.labels()), bytes(expected.labels()));
		assertTrue(alike > 0.997, "Dice " + alike);
		assertEquals(4.0 / 3 * Math.PI * 125 / 1000, mask.facts().brainDropped_ml(), 0.15);
		assertTrue(mask.facts().faceFenced_ml() + mask.facts().faceDropped_ml() > 2.5);
		assertEquals(1, mask.facts().brainPieces());
		assertTrue(mask.confidence() < expected.confidence());
	}

	@Test
	void completesSkinThatTheModelLeftOutButBelievesNoFrameItContradicts() {
		final PhantomHead phantom = new PhantomHead();
		final byte[] truth = phantom.classes(lattice(WHOLE));
		final Scene chinless = phantom.scene(WHOLE);
		chinless.paint(0, 0, 70, -90, 25);
		assertTrue(dice(bytes(chinless.clean(DEFAULT).labels()), truth) > 0.95);
		final Scene faceless = phantom.scene(WHOLE);
		faceless.paint(0, 0, 60, -70, 80);
		final Facemask mask = faceless.clean(DEFAULT);
		assertTrue(dice(bytes(mask.labels()), truth) < 0.7);
		assertTrue(mask.check().skinCovered() < 0.8);
	}

	/** Of globes of which the front half was found, and of ears whose upper rim was not, nothing stays. */
	@Test
	void makesGlobesAndEarsWhole() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		final byte[] whole = scene.truth.clone();
		final boolean[] near = new boolean[whole.length];
		for (int i = 0; i < whole.length; i++) {
			final double y_mm = (scene.lattice.y(i) - (scene.lattice.ny() - 1) / 2.0) * scene.lattice.dy_mm();
			final double z_mm = (scene.lattice.z(i) - (scene.lattice.nz() - 1) / 2.0) * scene.lattice.dz_mm();
			near[i] = whole[i] == 3 && y_mm < 57 || whole[i] == 4 && z_mm > 4;
			if (near[i])
				scene.truth[i] = 0;
		}
		scene.paintClasses();
		final byte[] labels = bytes(scene.clean(DEFAULT).labels());
		int lost = 0;
		int taken = 0;
		for (int i = 0; i < whole.length; i++) {
			lost += near[i] ? 1 : 0;
			taken += near[i] && labels[i] > 0 ? 1 : 0;
			assertFalse(whole[i] == 1 && labels[i] > 0, "a brain voxel is masked");
		}
		assertTrue(lost > 100, lost + " voxels");
		assertTrue(taken > 0.95 * lost, taken + " of " + lost);
	}

	/** A voxel at most: more may be an ear too dark to be told from air. */
	@Test
	void takesAVoxelOfAirFromAroundTheMarginOfEars() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		final boolean[] ears = new boolean[scene.truth.length];
		final boolean[] rest = new boolean[ears.length];
		for (int i = 0; i < ears.length; i++)
			ears[i] = scene.truth[i] == 4 && scene.head[i] >= 0.1;
		final float[] toEar_mm = DistanceTransform.distance_mm(ears, scene.lattice, 20);
		for (int i = 0; i < ears.length; i++) {
			if (scene.truth[i] == 0 && scene.head[i] < 0.1 && toEar_mm[i] <= 6) scene.truth[i] = 4;
			rest[i] = scene.truth[i] != 4;
		}
		scene.paintClasses();
		final boolean[] border = DistanceTransform.dilate(rest, scene.lattice, scene.lattice.dx_mm());
		final byte[] labels = bytes(scene.clean(DEFAULT).labels());
		int far = 0, taken = 0, deep = 0, kept = 0;
		for (int i = 0; i < ears.length; i++) {
			if (scene.truth[i] != 4 || ears[i]) continue;
			if (!border[i]) {
				deep++;
				kept += labels[i] == 4 ? 1 : 0;
			}
			else if (toEar_mm[i] > 4.2) {
				far++;
				taken += labels[i] == 4 ? 0 : 1;
			}
		}
		assertTrue(far > 50 && taken > 0.7 * far, taken + " of " + far);
		assertTrue(deep > 50 && kept > 0.9 * deep, kept + " of " + deep);
	}

	@Test
	void neverDropsBrainThatIsLargeOrNear() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		// A tumor taken for face inside the brain, and a small piece of brain apart from it but near.
		scene.paint(2, 20, 10, 50, 15);
		scene.paint(1, 0, 57, -3, 4);
		final Facemask mask = scene.clean(DEFAULT);
		assertEquals(0, mask.facts().brainDropped_ml());
		final byte[] classes = bytes(mask.classes());
		final byte[] labels = bytes(mask.labels());
		final Lattice lattice = lattice(WHOLE);
		for (int i = 0; i < classes.length; i++)
			if (scene.truth[i] == 1)
				assertTrue(classes[i] == 1 && labels[i] == 0, "brain voxel " + lattice.x(i) + " " + lattice.y(i));
		assertGuarded(mask, 3);
	}

	@Test
	void keepsWhatMayBeBrainNearTheBrain() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		// The model takes brain for face, once with a doubt and once without; and doubts a cheek, far from the brain.
		scene.paint(2, 0, 57, 10, 16);
		final Facemask certain = scene.clean(DEFAULT);
		scene.doubt(0, 57, 10, 16);
		scene.doubt(45, 55, -75, 8);
		final Facemask doubtful = scene.clean(DEFAULT);
		final byte[] before = bytes(certain.labels());
		final byte[] after = bytes(doubtful.labels());
		final Lattice lattice = lattice(WHOLE);
		int lost = 0;
		for (int i = 0; i < before.length; i++) {
			lost += before[i] > 0 && scene.truth[i] == 1 ? 1 : 0;
			assertFalse(after[i] > 0 && scene.truth[i] == 1, "a brain voxel is masked");
			if (before[i] == after[i])
				continue;
			assertEquals(0, after[i]);
			final double y_mm = (lattice.y(i) - (lattice.ny() - 1) / 2.0) * lattice.dy_mm();
			assertTrue(y_mm > 57 - 16 - 3 && y_mm < 57 + 16 + 2 * 3, "changed at " + y_mm);
		}
		assertTrue(lost > 0);
	}

	@Test
	void takesNoBrainForFaceWhereTheFieldOfViewCutsTheCrown() {
		final VoxelGrid cut = VoxelGrid.ofSpacing(new long[] { 64, 86, 54 }, 3);
		final Scene scene = new PhantomHead().shift(0, 0, 15).scene(cut);
		// The model takes a slab of brain at the cut for face.
		scene.paint(2, 0, -10, 76, 25);
		final Facemask mask = scene.clean(DEFAULT);
		final byte[] labels = bytes(mask.labels());
		for (int i = 0; i < labels.length; i++)
			assertFalse(scene.truth[i] == 1 && labels[i] > 0, "brain removed");
		assertTrue(dice(labels, scene.truth) > 0.95);
	}

	@Test
	void reachesTheBorderWhereTheNoseIsCut() {
		final VoxelGrid tight = VoxelGrid.ofSpacing(new long[] { 64, 67, 86 }, 3);
		final Scene scene = new PhantomHead().shift(0, 10, 0).scene(tight);
		// A model is unsure in the outermost voxels.
		final int n = scene.truth.length;
		for (int i = 0; i < n; i++)
			if (scene.lattice.y(i) >= 65 && scene.truth[i] > 1) {
				scene.probabilities[i] = 0.9f;
				for (int c = 1; c < Region.CLASSES; c++)
					scene.probabilities[c * n + i] = 0.025f;
			}
		final Facemask mask = scene.clean(DEFAULT);
		final byte[] labels = bytes(mask.labels());
		final Lattice lattice = lattice(tight);
		int atBorder = 0;
		for (int i = 0; i < n; i++)
			if (lattice.y(i) == 64 && labels[i] > 0) {
				assertTrue(labels[lattice.index(lattice.x(i), 66, lattice.z(i))] > 0, "a shell is left at the border");
				atBorder++;
			}
		assertTrue(atBorder > 50);
		assertTrue(mask.region(Region.FACE).touchesBorder());
	}

	@Test
	void airIsAddedAsFarAsAsked() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		int before = -1;
		for (final double air_mm : new double[] { 0, 6, 10, 14 }) {
			final byte[] labels = bytes(scene.clean(DEFAULT.withAir_mm(air_mm)).labels());
			int voxels = 0;
			for (final byte label : labels)
				voxels += label > 0 ? 1 : 0;
			assertTrue(voxels > before || air_mm == 6 && voxels >= before, air_mm + " mm");
			before = voxels;
		}
		// In front of the tip of the nose there is nothing but air: the mask ends as far from it as asked.
		final byte[] labels = bytes(scene.clean(DEFAULT.withAir_mm(14)).labels());
		final Lattice lattice = lattice(WHOLE);
		int last = 0;
		for (int y = 0; y < 86; y++)
			if (labels[lattice.index(32, y, 31)] > 0)
				last = y;
		assertEquals(112 + 14, (last - 42.5) * 3, 4);
	}

	@Test
	void marginGrowsTheMaskByItsLengthButNotIntoTheGuard() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		final Facemask plain = scene.clean(DEFAULT.withBrainGuard_mm(0));
		final Facemask grown = scene.clean(DEFAULT.withBrainGuard_mm(0).withMargin_mm(5));
		final byte[] before = bytes(plain.labels());
		final byte[] after = bytes(grown.labels());
		final boolean[] mask = new boolean[before.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = before[i] > 0;
		final float[] distance = DistanceTransform.distance_mm(mask, lattice(WHOLE));
		final byte[] classes = bytes(grown.classes());
		for (int i = 0; i < mask.length; i++)
			assertEquals(distance[i] <= 5 && classes[i] != 1, after[i] > 0, "voxel " + i + " at " + distance[i] + " mm");
		assertGuarded(scene.clean(DEFAULT.withMargin_mm(5).withBrainGuard_mm(4)), 4);
	}

	@Test
	void onlyChosenRegionsAreRemoved() {
		final Scene scene = new PhantomHead().scene(WHOLE);
		final byte[] all = bytes(scene.clean(DEFAULT).labels());
		final byte[] ears = bytes(scene.clean(DEFAULT.withRegions(EnumSet.of(Region.EARS))).labels());
		final byte[] rest = bytes(scene.clean(DEFAULT.withRegions(EnumSet.of(Region.FACE, Region.EYES))).labels());
		for (int i = 0; i < all.length; i++) {
			assertEquals(all[i] == 4 ? 4 : 0, ears[i]);
			assertEquals(all[i] == 4 ? 0 : all[i], rest[i]);
		}
	}

	@Test
	void oneEarOfAHeadWithOneEar() {
		final Facemask mask = new PhantomHead().ears(false, true).scene(WHOLE).clean(DEFAULT);
		assertEquals(0, mask.facts().leftEar_ml());
		assertTrue(mask.facts().rightEar_ml() > 15);
		assertTrue(mask.facts().leftEarInView());
	}

	@Test
	void worksOnThickSlicesOfAnyOrientationAlike() {
		for (final String codes : new String[] { "RAS", "LPS", "PIR", "SAL" }) {
			final long[] size = { 0, 0, 0 };
			final double[] spacing_mm = { 0, 0, 0 };
			final Orientation orientation = Orientation.of(codes);
			for (int d = 0; d < 3; d++) {
				final int world = Math.max("RAS".indexOf(codes.charAt(d)), "LPI".indexOf(codes.charAt(d)));
				size[d] = new long[] { 107, 142, 26 }[world];
				spacing_mm[d] = new double[] { 1.8, 1.8, 10 }[world];
			}
			final VoxelGrid grid = orientation.grid(size, spacing_mm);
			final Facemask mask = new PhantomHead().scene(grid).clean(DEFAULT);
			assertGuarded(mask, 3);
			final byte[] ras = bytes(orientation.toRas(mask.labels()));
			final byte[] truth = new PhantomHead().classes(new Lattice(107, 142, 26, 1.8, 1.8, 10));
			assertTrue(dice(ras, truth) > 0.93, codes + " " + dice(ras, truth));
		}
	}

	@Test
	void isTheSameForOneAndTwoThreadsAndLeavesItsInputAlone() {
		final Scene scene = new PhantomHead().scene(VoxelGrid.ofSpacing(new long[] { 96, 117, 100 }, 2, 2.2, 2.5));
		final float[] probabilities = scene.probabilities.clone();
		final Facemask one = Parallelization.runWithNumThreads(1, () -> scene.clean(DEFAULT.withMargin_mm(1)));
		final Facemask two = Parallelization.runWithNumThreads(2, () -> scene.clean(DEFAULT.withMargin_mm(1)));
		assertArrayEquals(bytes(one.labels()), bytes(two.labels()));
		assertArrayEquals(bytes(one.classes()), bytes(two.classes()));
		assertEquals(one.facts(), two.facts());
		assertEquals(one.check(), two.check());
		assertArrayEquals(probabilities, scene.probabilities);
	}

	@Test
	void countsWhatIsThere() {
		final Facemask mask = new PhantomHead().shift(0, 40, 0).scene(WHOLE).clean(DEFAULT);
		final byte[] classes = bytes(mask.classes());
		final byte[] labels = bytes(mask.labels());
		final Lattice lattice = lattice(WHOLE);
		for (final Region region : Region.values()) {
			int found = 0;
			int removed = 0;
			boolean atBorder = false;
			for (int i = 0; i < classes.length; i++)
				if (classes[i] == region.label()) {
					found++;
					removed += labels[i] > 0 ? 1 : 0;
					atBorder |= lattice.onBorder(lattice.x(i), lattice.y(i), lattice.z(i));
				}
			assertEquals(found * 0.027, mask.region(region).found_ml(), 1e-6, region.text());
			assertEquals(removed, mask.region(region).voxelsRemoved(), region.text());
			assertEquals(removed * 0.027, mask.region(region).removed_ml(), 1e-6, region.text());
			assertEquals(atBorder, mask.region(region).touchesBorder(), region.text());
		}
		assertTrue(mask.region(Region.FACE).touchesBorder());
		assertEquals(0, mask.region(Region.BRAIN).voxelsRemoved());
	}

	@Test
	void nothingIsFoundInNothing() {
		final Scene scene = new PhantomHead().scene(VoxelGrid.ofSpacing(new long[] { 40, 40, 40 }, 2));
		scene.paint(0, 0, 0, 0, 1000);
		final Facemask mask = scene.clean(DEFAULT);
		for (final byte label : bytes(mask.labels()))
			assertEquals(0, label);
		assertEquals(0, mask.confidence());
		assertEquals(null, mask.facts().basis());
		assertEquals(0, mask.facts().brain_ml());
	}
}
