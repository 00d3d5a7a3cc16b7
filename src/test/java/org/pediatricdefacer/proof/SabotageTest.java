package org.pediatricdefacer.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.CleaningSettings;
import org.pediatricdefacer.mask.CutSurface;
import org.pediatricdefacer.mask.Facemask;
import org.pediatricdefacer.mask.PhantomHead;
import org.pediatricdefacer.mask.PhantomHead.Scene;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.removal.Removal;
import org.pediatricdefacer.removal.RemovalFacts;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;

/** Masks and scans that are wrong in known ways must be caught; those that are right must not. */
class SabotageTest {

	private static final VoxelGrid WHOLE = VoxelGrid.ofSpacing(new long[] { 64, 86, 86 }, 3);
	private static final Lattice LATTICE = new Lattice(64, 86, 86, 3, 3, 3);
	private static final OutsideHash SAME = new OutsideHash("a", "a");

	private static Scene scene;
	private static Facemask mask;

	@BeforeAll
	static void makeAGoodMask() {
		scene = new PhantomHead().scene(WHOLE);
		mask = scene.clean(CleaningSettings.DEFAULT);
	}

	private static byte[] labels() {
		return bytes(mask.labels());
	}

	private static byte[] bytes(final RandomAccessibleInterval<UnsignedByteType> image) {
		final byte[] values = new byte[(int) image.size()];
		int i = 0;
		for (final UnsignedByteType value : Views.flatIterable(image))
			values[i++] = (byte) value.get();
		return values;
	}

	private static double[] place(final int i) {
		return new double[] { (LATTICE.x(i) - 31.5) * 3, (LATTICE.y(i) - 42.5) * 3, (LATTICE.z(i) - 42.5) * 3 };
	}

	private static Judgment judge(final Facemask mask, final byte[] labels) {
		return VerdictRules.judge(proof(mask, labels, CutSurface.NONE));
	}

	private static DefacingProof proof(final Facemask mask, final byte[] labels, final CutSurface cut) {
		return proof(SAME, Region.facemask(), mask, ArrayImgs.unsignedBytes(labels, mask.grid().size()), cut);
	}

	/** A proof of a hole that is the mask. */
	private static DefacingProof proof(final OutsideHash hash, final Set<Region> asked, final Facemask mask,
		final RandomAccessibleInterval<UnsignedByteType> labels, final CutSurface cut)
	{
		final RemovedRegion region = RemovedRegion.of(mask, labels, asked, Removal.FACEMASK, 3);
		final RemovalFacts facts = region.facts();
		// What the hole shows of the face is not asked here.
		return DefacingProof.of(hash, asked, mask, labels, new RemovedRegion(region.voxels(), region.air(), new RemovalFacts(Removal.SMOOTH, facts
			.tissue_ml(), facts.beyond_ml(), facts.left_ml(), facts.followed_ml())), cut);
	}

	@ParameterizedTest
	@CsvSource({ "1, 0.02", "0.8, 0.02", "0.7, 0.05" })
	void aGoodMaskPasses(final double scale, final double noise) {
		final Facemask good = new PhantomHead().scale(scale).noise(noise).scene(WHOLE).clean(CleaningSettings.DEFAULT);
		final Judgment judgment = judge(good, bytes(good.labels()));
		assertEquals(Verdict.PASS, judgment.verdict(), judgment.reasons().toString());
		assertTrue(judgment.reasons().isEmpty(), judgment.reasons().toString());
	}

	@ParameterizedTest
	@CsvSource({ "2, 0, 0", "-2, 0, 0", "0, 2, 0", "0, -2, 0", "0, 0, 2", "0, 0, -2" })
	void aMaskShiftedBySixMillimetersIsCaught(final int dx, final int dy, final int dz) {
		final byte[] labels = new byte[LATTICE.voxels()];
		final byte[] right = labels();
		for (int i = 0; i < labels.length; i++) {
			final int x = LATTICE.x(i) - dx;
			final int y = LATTICE.y(i) - dy;
			final int z = LATTICE.z(i) - dz;
			if (x >= 0 && x < 64 && y >= 0 && y < 86 && z >= 0 && z < 86)
				labels[i] = right[LATTICE.index(x, y, z)];
		}
		final Judgment judgment = judge(mask, labels);
		assertFalse(judgment.verdict() == Verdict.PASS, judgment.reasons().toString());
	}

	@Test
	void aMissingEarFails() {
		final byte[] labels = labels();
		for (int i = 0; i < labels.length; i++)
			if (labels[i] == 4 && LATTICE.x(i) < 32)
				labels[i] = 0;
		final Judgment judgment = judge(mask, labels);
		assertEquals(Verdict.FAIL, judgment.verdict());
		assertTrue(judgment.has(Finding.EAR_MISSED));
	}

	@Test
	void anEarThatTheModelMissedIsReviewed() {
		final Scene missed = new PhantomHead().scene(WHOLE);
		missed.paint(0, -75, -25, -23, 35);
		final Facemask oneEar = missed.clean(CleaningSettings.DEFAULT);
		final Judgment judgment = judge(oneEar, bytes(oneEar.labels()));
		assertTrue(judgment.has(Finding.EAR_MISSED), judgment.reasons().toString());
		assertFalse(judgment.verdict() == Verdict.PASS);
	}

	@Test
	void aNoseLeftInTheMaskFails() {
		final byte[] labels = labels();
		for (int i = 0; i < labels.length; i++) {
			final double[] p = place(i);
			if (Math.abs(p[0]) < 18 && p[1] > 80 && Math.abs(p[2] + 35) < 24)
				labels[i] = 0;
		}
		final Judgment judgment = judge(mask, labels);
		assertTrue(judgment.has(Finding.FACE_LEFT), judgment.reasons().toString());
		assertFalse(judgment.verdict() == Verdict.PASS);
	}

	@Test
	void aNoseThatTheModelMissedIsCoveredByGeometryAndReviewed() {
		final Scene missed = new PhantomHead().scene(WHOLE);
		missed.paint(0, 0, 95, -35, 24);
		final Facemask noNose = missed.clean(CleaningSettings.DEFAULT);
		final byte[] labels = bytes(noNose.labels());
		final byte[] right = labels();
		int left = 0;
		for (int i = 0; i < labels.length; i++)
			left += right[i] > 0 && labels[i] == 0 && scene.head[i] > 0.25 ? 1 : 0;
		assertTrue(left * 0.027 < 0.5, left * 0.027 + " ml of tissue are left");
		final Judgment judgment = judge(noNose, labels);
		assertEquals(Verdict.REVIEW, judgment.verdict());
		assertTrue(judgment.has(Finding.FACE_UNUSUAL), judgment.reasons().toString());
	}

	@Test
	void aFaceThatTheModelMostlyMissedFails() {
		final Scene missed = new PhantomHead().scene(WHOLE);
		missed.paint(0, 0, 60, -70, 80);
		final Facemask noFace = missed.clean(CleaningSettings.DEFAULT);
		final Judgment judgment = judge(noFace, bytes(noFace.labels()));
		assertTrue(judgment.has(Finding.FACE_LEFT), judgment.reasons().toString());
		assertEquals(Verdict.FAIL, judgment.verdict());
	}

	@Test
	void aBiteOfTwentyBrainVoxelsFails() {
		final byte[] labels = labels();
		int bitten = 0;
		for (int i = 0; i < labels.length && bitten < 20; i++)
			if (scene.truth[i] == 1 && LATTICE.y(i) > 50) {
				labels[i] = 2;
				bitten++;
			}
		final DefacingProof proof = proof(mask, labels, CutSurface.NONE);
		assertEquals(20, proof.brainVoxelsRemoved());
		final Judgment judgment = VerdictRules.judge(proof);
		assertEquals(Verdict.FAIL, judgment.verdict());
		assertEquals(Finding.BRAIN_REMOVED, judgment.reasons().get(0).kind());
	}

	@Test
	void anEmptyMaskFails() {
		final Judgment judgment = judge(mask, new byte[LATTICE.voxels()]);
		assertEquals(Verdict.FAIL, judgment.verdict());
		assertTrue(judgment.has(Finding.FACE_LEFT) && judgment.has(Finding.EAR_MISSED));
	}

	@Test
	void changedVoxelsOutsideFail() {
		final DefacingProof proof = proof(new OutsideHash("a", "b"), Region.facemask(), mask, mask.labels(), CutSurface.NONE);
		final Judgment judgment = VerdictRules.judge(proof);
		assertEquals(Verdict.FAIL, judgment.verdict());
		assertEquals(Set.of(Finding.OUTSIDE_CHANGED), Set.of(judgment.reasons().get(0).kind()));
	}

	@Test
	void aFaceThatTheModelDoesNotSeeFails() {
		final Scene blind = new PhantomHead().scene(WHOLE);
		for (int i = 0; i < blind.truth.length; i++)
			if (blind.truth[i] == 2 || blind.truth[i] == 3)
				blind.truth[i] = 0;
		blind.paintClasses();
		final Facemask none = blind.clean(CleaningSettings.DEFAULT);
		final Judgment judgment = judge(none, bytes(none.labels()));
		assertEquals(Verdict.FAIL, judgment.verdict(), judgment.reasons().toString());
		assertTrue(judgment.has(Finding.FACE_MISSED));
	}

	@Test
	void aFaceOutsideTheFieldOfViewIsReviewedAndNotCalledMissed() {
		// The field of view ends behind the eyes.
		final VoxelGrid back = VoxelGrid.ofSpacing(new long[] { 64, 44, 56 }, 3);
		final Scene noFace = new PhantomHead().shift(0, 20, -40).scene(back);
		final Facemask none = noFace.clean(CleaningSettings.DEFAULT);
		for (int i = 0; i < noFace.truth.length; i++)
			assertFalse(noFace.truth[i] == 3, "the phantom has eyes");
		final Judgment judgment = judge(none, bytes(none.labels()));
		assertEquals(Verdict.REVIEW, judgment.verdict(), judgment.reasons().toString());
		assertFalse(judgment.has(Finding.FACE_MISSED));
	}

	@Test
	void whatIsNoHeadFails() {
		final Scene nothing = new PhantomHead().scene(WHOLE);
		nothing.paint(0, 0, 0, 0, 1000);
		final Facemask none = nothing.clean(CleaningSettings.DEFAULT);
		final Judgment judgment = judge(none, bytes(none.labels()));
		assertEquals(Verdict.FAIL, judgment.verdict());
		assertTrue(judgment.has(Finding.NOT_A_HEAD));
	}

	@Test
	void onlyWhatWasAskedForIsMissed() {
		final Facemask ears = scene.clean(CleaningSettings.DEFAULT.withRegions(EnumSet.of(Region.EARS)));
		final DefacingProof proof = proof(SAME, EnumSet.of(Region.EARS), ears, ears.labels(), CutSurface.NONE);
		assertEquals(Verdict.PASS, VerdictRules.judge(proof).verdict(), VerdictRules.judge(proof).reasons().toString());
		assertEquals(1, proof.shareRemoved(), 0.02);
	}
}
