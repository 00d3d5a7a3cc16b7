package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.lattice.DistanceTransform;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.PrivacyScans;
import org.pediatricdefacer.privacy.PrivacyStudy;
import org.pediatricdefacer.proof.FaceLeft.SeriesVolume;
import org.pediatricdefacer.proof.Judgment;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** What is no usual head must not get through: series that move, stripped skulls, headers that lie, things that are no heads. With the bundled model. */
class UnusualScansTest {

	private static Defacer defacer;
	private static NiftiImage infant;
	private static NiftiImage infantRegions;

	@BeforeAll
	static void open() throws IOException {
		defacer = Defacer.open(null, "cpu", 0);
		infant = NiftiReader.read(Path.of("test-images", "infant_t1.nii.gz"));
		infantRegions = NiftiReader.read(Path.of("test-images", "infant_t1_regions.nii.gz"));
	}

	@AfterAll
	static void close() {
		defacer.close();
	}

	private static DefacingResult<FloatType> deface(final RandomAccessibleInterval<FloatType> scan, final VoxelGrid grid) {
		return defacer.deface(scan, grid, DefacingSettings.DEFAULT, Progress.NONE);
	}

	/** The infant, moved forward by whole voxels. */
	private static RandomAccessibleInterval<FloatType> infant(final int forward) {
		final RandomAccessibleInterval<FloatType> image = ArrayImgs.floats(infant.grid().size());
		final RandomAccess<? extends RealType<?>> source = Views.extendBorder(infant.scaled()).randomAccess();
		final Cursor<FloatType> cursor = image.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			source.setPosition(cursor);
			source.move(-forward, 1);
			cursor.get().set(source.get().getRealFloat());
		}
		return image;
	}

	private static String text(final Judgment judgment) {
		return judgment.reasons().toString();
	}

	@Test
	void aVolumeThatMovedIsFoundAnewAndWhatIsLeftIsNamed() {
		// 12 mm: more than lies between the skin of this forehead and its brain, so no mask removes both faces and no brain.
		final RandomAccessibleInterval<FloatType> series = Views.stack(List.of(infant(0), infant(0), infant(8)));
		final DefacingResult<FloatType> result = deface(series, infant.grid());
		final List<SeriesVolume> volumes = result.proof().left().volumes();
		final SeriesVolume third = volumes.get(volumes.size() - 1);
		assertEquals(3, third.volume());
		assertEquals(12, third.moved_mm(), 2);
		assertTrue(third.foundAnew());
		assertEquals(Verdict.FAIL, result.verdict(), text(result.judgment()));
		assertTrue(result.judgment().reasons().stream().anyMatch(reason -> reason.text().startsWith("Volume 3 moved by 12 mm")), text(result.judgment()));
		// Of the volume that moved nothing is promised, and nothing is written.
		assertBrainKept(result.removed(), 0);
	}

	@Test
	void aVolumeThatMovedALittleIsRemovedWithTheRest() {
		final DefacingResult<FloatType> result = deface(Views.stack(List.of(infant(0), infant(-3))), infant.grid());
		assertEquals(4.5, result.proof().left().volumes().get(0).moved_mm(), 1.5);
		assertTrue(result.proof().left().volumes().get(0).residual() < 0.1, text(result.judgment()));
		assertBrainKept(result.removed(), 0);
		assertBrainKept(result.removed(), -3);
	}

	private static void assertBrainKept(final RandomAccessibleInterval<UnsignedByteType> removed, final int forward) {
		final RandomAccess<? extends RealType<?>> truth = Views.extendBorder(infantRegions.stored()).randomAccess();
		final Cursor<UnsignedByteType> cursor = removed.localizingCursor();
		while (cursor.hasNext()) {
			if (cursor.next().get() == 0) continue;
			truth.setPosition(cursor);
			truth.move(-forward, 1);
			assertNotEquals(Region.BRAIN.label(), (int) truth.get().getRealDouble());
		}
	}

	@Test
	void theMaskOfOneVolumeFailsOnAnotherThatMoved() {
		final RandomAccessibleInterval<FloatType> series = Views.stack(List.of(infant(0), infant(8)));
		final DefacingResult<FloatType> first = deface(infant(0), infant.grid());
		final Volume scan = new Volume(series, infant.grid());
		final DefacingResult<FloatType> result = defacer.applyMask(series, scan, new Volume(first.labels(), infant.grid()), DefacingSettings.DEFAULT,
			Progress.NONE);
		assertNotEquals(Verdict.PASS, result.verdict());
		assertTrue(result.judgment().reasons().get(0).text().startsWith("Volume 2 moved by 12 mm, its face is left"), text(result.judgment()));
		// The check of any tool's scans says so, too.
		final Judgment checked = PrivacyStudy.of(PrivacyScans.of(scan, new Volume(result.defaced(), infant.grid())).withRegions(infantRegions.volume()), Optional
			.empty(), 3).check().judgment();
		assertTrue(checked.reasons().stream().anyMatch(reason -> reason.text().startsWith("Volume 2 moved by 12 mm, its face is left")), text(checked));
	}

	@Test
	void aVolumeOfNoiseShowsNoFace() {
		final RandomAccessibleInterval<FloatType> noise = ArrayImgs.floats(infant.grid().size());
		final Random random = new Random(5);
		for (final FloatType value : Views.flatIterable(noise))
			value.set((float) Math.hypot(random.nextGaussian(), random.nextGaussian()));
		final DefacingResult<FloatType> result = deface(Views.stack(List.of(infant(0), noise)), infant.grid());
		assertEquals(Verdict.PASS, result.verdict(), text(result.judgment()));
		assertEquals(List.of(), result.proof().left().volumes());
	}

	@Test
	void aStrippedSkullLosesNothing() {
		final RandomAccessibleInterval<FloatType> stripped = infant(0);
		final RandomAccess<? extends RealType<?>> region = infantRegions.stored().randomAccess();
		final Cursor<FloatType> cursor = stripped.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			if (region.setPositionAndGet(cursor).getRealDouble() != Region.BRAIN.label()) cursor.get().setZero();
		}
		final DefacingResult<FloatType> result = deface(stripped, infant.grid());
		for (final UnsignedByteType label : Views.flatIterable(result.removed()))
			assertEquals(0, label.get());
		assertEquals(Verdict.FAIL, result.verdict());
		assertEquals("No scalp, no face: the skull was stripped; nothing to remove.", result.judgment().reasons().get(0).text());
	}

	@Test
	void aHeadWithoutBackgroundIsNotTakenForAStrippedBrain() {
		final RandomAccessibleInterval<FloatType> clean = infant(0);
		final RandomAccess<? extends RealType<?>> region = infantRegions.stored().randomAccess();
		final Lattice lattice = new Lattice((int) infant.grid().size(0), (int) infant.grid().size(1), (int) infant.grid().size(2), 1.5, 1.5, 1.5);
		final boolean[] labeled = new boolean[lattice.voxels()];
		for (int i = 0; i < labeled.length; i++)
			labeled[i] = region.setPositionAndGet(lattice.x(i), lattice.y(i), lattice.z(i)).getRealDouble() > 0;
		final boolean[] near = DistanceTransform.dilate(labeled, lattice, 9);
		final RandomAccess<FloatType> access = clean.randomAccess();
		for (int i = 0; i < near.length; i++)
			if (!near[i]) access.setPositionAndGet(lattice.x(i), lattice.y(i), lattice.z(i)).setZero();
		assertFalse(deface(clean, infant.grid()).judgment().has(Finding.SKULL_STRIPPED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "RPS", "LPS", "RAI", "RPI", "PSR", "SAR" })
	void aHeaderThatLiesFailsAndLeavesNothingWritten(final String codes) {
		final DefacingResult<FloatType> result = deface(infant(0), Orientation.of(codes).grid(infant.grid().size(), infant.grid().spacing_mm()));
		assertEquals(Verdict.FAIL, result.verdict(), text(result.judgment()));
		if (codes.endsWith("PS")) assertTrue(result.judgment().reasons().get(0).text().contains(codes.equals("RPS") ? "--orientation RAS" : "--orientation LAS"),
			text(result.judgment()));
	}

	@Test
	void theAxesOfAStackThatNobodyToldAreFound() {
		final VoxelGrid wrong = Orientation.of("PSR").grid(infant.grid().size(), infant.grid().spacing_mm());
		assertEquals(Optional.of("RAS"), defacer.plausibleOrientation(new Volume(infant(0), wrong), Progress.NONE));
	}

	@Test
	void vesselsAreNoHead() {
		final RandomAccessibleInterval<FloatType> tubes = ArrayImgs.floats(104, 130, 96);
		final Random random = new Random(3);
		final RandomAccess<FloatType> access = Views.extendZero(tubes).randomAccess();
		for (int tube = 0; tube < 14; tube++) {
			final double[] at = { 52 + 8 * random.nextGaussian(), 65 + 8 * random.nextGaussian(), 16 };
			final double[] to = { random.nextGaussian(), random.nextGaussian(), 1 };
			for (int step = 0; step < 200; step++) {
				for (int d = 0; d < 3; d++) {
					to[d] += 0.25 * random.nextGaussian();
					at[d] += 0.6 * to[d] / Math.sqrt(to[0] * to[0] + to[1] * to[1] + to[2] * to[2]);
				}
				for (int k = 0; k < 27; k++) {
					final long[] place = { Math.round(at[0]) + k % 3 - 1, Math.round(at[1]) + k / 3 % 3 - 1, Math.round(at[2]) + k / 9 - 1 };
					if (place[0] >= 0 && place[1] >= 0 && place[2] >= 0 && place[0] < 104 && place[1] < 130 && place[2] < 96) access.setPositionAndGet(place).set(250);
				}
			}
		}
		final DefacingResult<FloatType> result = deface(tubes, VoxelGrid.ofSpacing(new long[] { 104, 130, 96 }, 1));
		assertEquals(Verdict.FAIL, result.verdict(), text(result.judgment()));
		assertTrue(result.judgment().has(Finding.NOT_A_HEAD), text(result.judgment()));
	}
}
