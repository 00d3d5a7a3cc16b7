package org.pediatricdefacer.removal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.test.ImgLib2Assert;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.frame.FaceZone;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.frame.HeadFrame.Basis;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.HeadGeometry;
import org.pediatricdefacer.mask.KnownHead;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.PhantomHead;
import org.pediatricdefacer.mask.PhantomHead.Scene;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** What is erased of a phantom whose scan has the grid of the model, so that a voxel is one thing in both. */
class RemovedRegionTest {

	private static final VoxelGrid WHOLE = VoxelGrid.ofSpacing(new long[] { 64, 86, 86 }, 3);
	private static final Lattice LATTICE = new Lattice(64, 86, 86, 3, 3, 3);
	private static final Set<Region> ALL = Region.facemask();
	/** The zone's borders are soft by less than this, in u. */
	private static final double BORDER = 6;

	private static Scene scene;
	private static Facemask found;
	private static HeadGeometry head;
	private static byte[] labels;
	private static RemovedRegion usual;
	private static byte[] removed;

	@BeforeAll
	static void removeAFace() {
		scene = new PhantomHead().scene(WHOLE);
		found = scene.clean(CleaningSettings.DEFAULT);
		head = found.evidence().geometry();
		labels = LabelBytes.of(found.labels());
		usual = region(found, ALL, 3);
		removed = LabelBytes.of(usual.voxels());
	}

	private static RemovedRegion region(final Facemask facemask, final Set<Region> asked, final double guard_mm) {
		return RemovedRegion.of(facemask, facemask.labels(), asked, Removal.SMOOTH, guard_mm);
	}

	private static double[] place(final int voxel) {
		final double[] place = new double[3];
		for (int d = 0; d < 3; d++)
			place[d] = head.frame().coordinate(d, 3 * LATTICE.x(voxel), 3 * LATTICE.y(voxel), 3 * LATTICE.z(voxel));
		return place;
	}

	/** The voxel at a place of the frame, or -1 outside the field of view. */
	private static int voxel(final double x, final double y, final double z) {
		final double[] mm = head.frame().place_mm(x, y, z);
		final int[] at = new int[3];
		for (int d = 0; d < 3; d++) {
			at[d] = (int) Math.round(mm[d] / 3);
			if (at[d] < 0 || at[d] >= LATTICE.size(d)) return -1;
		}
		return LATTICE.index(at[0], at[1], at[2]);
	}

	private static void requireBrainKept(final byte[] gone, final Facemask facemask, final double guard_mm) {
		final byte[] classes = LabelBytes.of(facemask.classes());
		final boolean[] brain = new boolean[classes.length];
		for (int i = 0; i < brain.length; i++)
			brain[i] = classes[i] == Region.BRAIN.label();
		final float[] toBrain = DistanceTransform.distance_mm(brain, LATTICE, 20);
		for (int i = 0; i < gone.length; i++)
			assertFalse(gone[i] != 0 && toBrain[i] <= guard_mm, "voxel " + i + " at " + toBrain[i] + " mm");
	}

	/** Whatever was labeled face, eyes or ears and is shown by the skin is gone. */
	private static void requireFaceGone(final byte[] gone, final byte[] mask, final HeadGeometry of) {
		for (int i = 0; i < gone.length; i++)
			if (mask[i] == Region.EYES.label() || mask[i] != 0 && of.depth_mm()[i] > 0 && of.depth_mm()[i] <= 8 * of.frame().unit_mm()) assertEquals(1, gone[i],
				"voxel " + i + " of label " + mask[i]);
	}

	/** As where fat is suppressed; what is air is told by the same head with bright skin. */
	@ParameterizedTest
	@ValueSource(doubles = { 0.05, 0.1, 0.15 })
	void darkSkinIsRemovedAsBrightSkinIsAndNotTakenForAir(final double brightness) {
		final Facemask dark = new PhantomHead().skin(brightness).noise(0.004).scene(WHOLE).clean(CleaningSettings.DEFAULT);
		final RemovedRegion region = region(dark, ALL, 3);
		final byte[] gone = LabelBytes.of(region.voxels());
		requireFaceGone(gone, LabelBytes.of(dark.labels()), dark.evidence().geometry());
		requireBrainKept(gone, dark, 3);
		long face = 0, left = 0;
		for (int i = 0; i < gone.length; i++)
			if (labels[i] != 0 && head.depth_mm()[i] > 0 && head.depth_mm()[i] <= 8 * head.frame().unit_mm()) {
				face++;
				left += gone[i] == 0 ? 1 : 0;
			}
		assertTrue(left < 0.01 * face, left + " of " + face + " voxels of the bright head's mask stay");
		final byte[] air = LabelBytes.of(region.air());
		for (int i = 0; i < air.length; i++)
			assertFalse(air[i] != 0 && head.depth_mm()[i] > 0, "the fill is drawn from the head at voxel " + i);
		assertEquals(usual.facts().tissue_ml(), region.facts().tissue_ml(), 0.15 * usual.facts().tissue_ml());
	}

	@ParameterizedTest
	@ValueSource(doubles = { 3, 8 })
	void keepsTheBrainAndItsGuard(final double guard_mm) {
		final Facemask wary = scene.clean(CleaningSettings.DEFAULT.withBrainGuard_mm(guard_mm));
		final byte[] gone = LabelBytes.of(region(wary, ALL, guard_mm).voxels());
		requireBrainKept(gone, wary, guard_mm);
		for (int i = 0; i < gone.length; i++)
			assertFalse(gone[i] != 0 && scene.truth[i] == Region.BRAIN.label(), "brain at " + i);
	}

	@Test
	void leavesNothingOfTheFaceNearTheSkin() {
		requireFaceGone(removed, labels, head);
		int globes = 0;
		for (int i = 0; i < removed.length; i++)
			if (scene.truth[i] == Region.EYES.label()) {
				globes++;
				assertEquals(1, removed[i], "globe at " + i);
			}
		assertTrue(globes > 300, "the phantom has two of " + globes + " voxels");
	}

	/** From every removed voxel of the face straight forward, all is removed up to the border of the field of view: nowhere ends it in the air. */
	@Test
	void reachesThroughTheAirBeforeTheFace() {
		int rays = 0;
		for (int i = 0; i < removed.length; i++) {
			final double[] at = place(i);
			if (removed[i] == 0 || Math.abs(at[0]) > 36 || !FaceZone.hasFace(at[1], at[2], -BORDER) || guardedBefore(at)) continue;
			rays++;
			for (double y = at[1] + 4; voxel(at[0], y, at[2]) >= 0; y++)
				assertEquals(1, removed[voxel(at[0], y, at[2])], "before voxel " + i + " at y = " + y);
		}
		assertTrue(rays > 5000, rays + " rays");
	}

	private static boolean guardedBefore(final double[] at) {
		for (double y = at[1]; voxel(at[0], y, at[2]) >= 0; y++)
			if (head.guarded()[voxel(at[0], y, at[2])]) return true;
		return false;
	}

	@Test
	void reachesTheBorderOfTheFieldOfViewInFrontAndAtTheSides() {
		int front = 0;
		int sides = 0;
		for (int i = 0; i < removed.length; i++) {
			final double[] at = place(i);
			if (!FaceZone.hasFace(at[1], at[2], -BORDER)) continue;
			final boolean inFront = LATTICE.y(i) == 85;
			final boolean aside = LATTICE.x(i) == 0 || LATTICE.x(i) == 63;
			front += inFront ? 1 : 0;
			sides += aside ? 1 : 0;
			if (inFront || aside) assertEquals(1, removed[i], "border at " + LATTICE.x(i) + ", " + LATTICE.y(i) + ", " + LATTICE.z(i));
		}
		assertTrue(front > 2000 && sides > 2000, front + " and " + sides);
	}

	/** A facemask's border runs along the face; that of the region does not: it holds all air of the zone, or none. */
	@Test
	void endsNowhereAtTheBorderOfTheFacemaskInTheAir() {
		for (int i = 0; i < removed.length; i++) {
			final double[] at = place(i);
			if (head.depth_mm()[i] == 0 && FaceZone.hasFace(at[1], at[2], -BORDER) && at[1] > 0) assertEquals(1, removed[i], "air at " + i);
		}
	}

	@Test
	void knowsAirThatIsNeitherErasedNorTissue() {
		final byte[] air = LabelBytes.of(usual.air());
		int count = 0;
		for (int i = 0; i < air.length; i++) {
			if (air[i] == 0) continue;
			count++;
			assertTrue(removed[i] == 0 && head.depth_mm()[i] == 0 && scene.head[i] < 0.12, "voxel " + i);
		}
		assertTrue(count > 500, count + " voxels of air");
	}

	@Test
	void countsWhatItCostsAndLeaves() {
		int tissue = 0;
		int beyond = 0;
		int left = 0;
		for (int i = 0; i < removed.length; i++) {
			if (head.depth_mm()[i] == 0) continue;
			tissue += removed[i];
			beyond += removed[i] != 0 && labels[i] == 0 ? 1 : 0;
			left += removed[i] == 0 && labels[i] != 0 ? 1 : 0;
		}
		final RemovalFacts facts = usual.facts();
		assertEquals(Removal.SMOOTH, facts.removal());
		assertEquals(tissue * 0.027, facts.tissue_ml(), 1e-6);
		assertEquals(beyond * 0.027, facts.beyond_ml(), 1e-6);
		assertEquals(left * 0.027, facts.left_ml(), 1e-6);
		assertTrue(facts.followed_ml() < 2, facts.toString());
		assertTrue(facts.beyond_ml() < 0.5 * facts.tissue_ml(), facts.toString());
	}

	private static HeadFrame frame(final Basis basis) {
		final double[][] eyes = { head.frame().place_mm(-27.5, 0, 0), head.frame().place_mm(27.5, 0, 0) };
		final double angle = Math.toRadians(19.2);
		return switch (basis) {
			case EYES -> HeadFrame.of(eyes[0], eyes[1]);
			case BRAIN -> HeadFrame.of(head.frame().place_mm(0, -77.4 * Math.cos(angle), 77.4 * Math.sin(angle)), 118 * head.frame().unit_mm());
			default -> head.frame();
		};
	}

	/** Where less of a frame is known the region is less sure of its place, but promises the same. */
	@ParameterizedTest
	@EnumSource(value = Basis.class, names = { "EYES", "BRAIN" })
	void promisesTheSameForFramesOfLess(final Basis basis) {
		final Facemask less = KnownHead.withFrame(found, frame(basis));
		assertEquals(basis, less.evidence().geometry().frame().basis());
		final RemovedRegion region = region(less, ALL, 3);
		final byte[] gone = LabelBytes.of(region.voxels());
		assertEquals(Removal.SMOOTH, region.facts().removal());
		requireBrainKept(gone, less, 3);
		requireFaceGone(gone, labels, less.evidence().geometry());
	}

	/** The field of view cuts the brain, so that its surface tells the frame. */
	@Test
	void promisesTheSameForAFrameOfABrainsSurface() {
		final Scene cut = new PhantomHead().shift(0, 0, 40).scene(WHOLE);
		for (int i = 0; i < cut.truth.length; i++)
			if (cut.truth[i] == Region.EYES.label()) cut.truth[i] = (byte) Region.FACE.label();
		cut.paintClasses();
		final Facemask surface = cut.clean(CleaningSettings.DEFAULT);
		final HeadGeometry geometry = surface.evidence().geometry();
		assertEquals(Basis.BRAIN_SURFACE, geometry.frame().basis());
		final RemovedRegion region = region(surface, ALL, 3);
		final byte[] gone = LabelBytes.of(region.voxels());
		final byte[] mask = LabelBytes.of(surface.labels());
		assertEquals(Removal.SMOOTH, region.facts().removal());
		requireBrainKept(gone, surface, 3);
		for (int i = 0; i < gone.length; i++)
			if (mask[i] != 0 && geometry.depth_mm()[i] > 0 && geometry.depth_mm()[i] <= 8 * geometry.frame().unit_mm()) assertEquals(1, gone[i]);
	}

	@Test
	void fallsBackToTheFacemaskWithoutAFrameAndSaysSo() {
		final RemovedRegion region = region(KnownHead.withFrame(found, null), ALL, 3);
		assertEquals(Removal.FACEMASK, region.facts().removal());
		requireFacemask(region);
	}

	@Test
	void isTheFacemaskIfAsked() {
		final RemovedRegion region = RemovedRegion.of(found, found.labels(), ALL, Removal.FACEMASK, 3);
		assertEquals(Removal.FACEMASK, region.facts().removal());
		assertEquals(0, region.facts().left_ml());
		assertEquals(0, region.facts().beyond_ml());
		requireFacemask(region);
	}

	private static void requireFacemask(final RemovedRegion region) {
		final byte[] gone = LabelBytes.of(region.voxels());
		for (int i = 0; i < gone.length; i++)
			assertEquals(labels[i] != 0 ? 1 : 0, gone[i], "voxel " + i);
	}

	/** The head lies the same in the room; only the order of the voxels is another, mirrored or not. */
	@ParameterizedTest
	@CsvSource({ "PIR, 86, 86, 64", "LPS, 64, 86, 86", "SAL, 86, 86, 64" })
	void isTheSameForAnyStorage(final String codes, final int nx, final int ny, final int nz) {
		final VoxelGrid grid = Orientation.of(codes).grid(new long[] { nx, ny, nz }, 3, 3, 3);
		final Facemask stored = new PhantomHead().scene(grid).clean(CleaningSettings.DEFAULT);
		final RemovedRegion region = region(stored, ALL, 3);
		final Orientation orientation = Orientation.of(grid);
		ImgLib2Assert.assertImageEquals(found.labels(), orientation.toRas(stored.labels()));
		ImgLib2Assert.assertImageEquals(usual.voxels(), orientation.toRas(region.voxels()));
		ImgLib2Assert.assertImageEquals(usual.air(), orientation.toRas(region.air()));
	}

	@Test
	void removesEarsAlone() {
		final Set<Region> asked = EnumSet.of(Region.EARS);
		final Facemask ears = scene.clean(CleaningSettings.DEFAULT.withRegions(asked));
		final byte[] gone = LabelBytes.of(region(ears, asked, 3).voxels());
		final int[] sides = new int[2];
		for (int i = 0; i < gone.length; i++) {
			if (gone[i] == 0) continue;
			final double[] at = place(i);
			assertTrue(Math.abs(at[0]) > 36 && at[1] < -40 && at[2] > -90 && at[2] < 40, "voxel " + i);
			sides[at[0] > 0 ? 1 : 0]++;
		}
		assertTrue(sides[0] > 1000 && sides[1] > 1000, sides[0] + " and " + sides[1]);
		requireFaceGone(gone, LabelBytes.of(ears.labels()), head);
	}

	@Test
	void removesEyesAloneInABand() {
		final Set<Region> asked = EnumSet.of(Region.EYES);
		final Facemask eyes = scene.clean(CleaningSettings.DEFAULT.withRegions(asked));
		final byte[] gone = LabelBytes.of(region(eyes, asked, 3).voxels());
		int count = 0;
		for (int i = 0; i < gone.length; i++) {
			if (gone[i] == 0) continue;
			count++;
			assertTrue(Math.abs(place(i)[2]) < 24.1, "voxel " + i);
		}
		assertTrue(count > 1000);
		requireFaceGone(gone, LabelBytes.of(eyes.labels()), head);
	}

	@Test
	void doesNotDependOnTheRun() {
		assertArrayEquals(removed, LabelBytes.of(region(found, ALL, 3).voxels()));
	}

	@Test
	void refusesAMaskOfAnotherSize() {
		assertThrows(IllegalArgumentException.class, () -> RemovedRegion.of(found, ArrayImgs.unsignedBytes(64, 86, 85), ALL, Removal.SMOOTH, 3));
	}
}
