package org.pediatricdefacer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.parallel.Parallelization;
import net.imglib2.test.ImgLib2Assert;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.infer.OutOfDeviceMemoryException;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.removal.Removal;
import org.pediatricdefacer.removal.RemovedRegion;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

class DefacerTest {

	private static final DefacingSettings SETTINGS = DefacingSettings.DEFAULT;

	/** Halfway between air, at most 120 with its noise, and the eyes, the darkest tissue, of 200. */
	private static final int TISSUE = 150;

	private static PhantomScan phantom;
	/** The scan that was given to {@link #usual}, and what came out. */
	private static Img<ShortType> given;
	private static DefacingResult<ShortType> usual;

	@BeforeAll
	static void defacePhantom() {
		phantom = PhantomScan.whole();
		given = phantom.stored();
		usual = deface(given);
	}

	private static DefacingResult<ShortType> deface(final Img<ShortType> scan) {
		try (Defacer defacer = phantom.defacer()) {
			return defacer.deface(scan, PhantomScan.GRID, SETTINGS, Progress.NONE);
		}
	}

	@Test
	void findsTheFace() {
		long both = 0, found = 0, face = 0;
		final RandomAccess<UnsignedByteType> truth = phantom.truth().randomAccess();
		final Cursor<UnsignedByteType> label = usual.labels().localizingCursor();
		while (label.hasNext()) {
			final boolean masked = label.next().get() > 0;
			final int region = truth.setPositionAndGet(label).get();
			found += masked ? 1 : 0;
			face += region > 1 ? 1 : 0;
			both += masked && region > 1 ? 1 : 0;
			assertTrue(!masked || region != Region.BRAIN.label(), "no brain voxel is found to be face");
		}
		// The mask is made on 3 mm voxels and read on 5 mm slices: the borders differ by parts of a voxel.
		assertTrue(2.0 * both / (found + face) > 0.9, "Dice " + 2.0 * both / (found + face));
	}

	/** What is erased becomes values that the scan has in its own air, each of them one that occurs there. */
	@Test
	void removesTheFaceAndNothingElse() {
		ImgLib2Assert.assertImageEquals(phantom.stored(), given);
		final Set<Short> air = air(usual.region(), given);
		long left = 0, face = 0;
		final RandomAccess<ShortType> after = usual.defaced().randomAccess();
		final RandomAccess<UnsignedByteType> truth = phantom.truth().randomAccess();
		final RandomAccess<ShortType> before = given.randomAccess();
		final Cursor<UnsignedByteType> erased = usual.removed().localizingCursor();
		while (erased.hasNext()) {
			final boolean gone = erased.next().get() > 0;
			final int region = truth.setPositionAndGet(erased).get();
			final short was = before.setPositionAndGet(erased).get();
			final short is = after.setPositionAndGet(erased).get();
			if (region > Region.BRAIN.label() && was > TISSUE) {
				face++;
				left += gone ? 0 : 1;
			}
			assertTrue(!gone || region != Region.BRAIN.label(), "no brain voxel is removed");
			assertTrue(gone ? air.contains(is) : is == was, is + " in place of " + was);
		}
		// What is left is deep: the region ends on a smooth surface at least 8 u behind the skin.
		assertTrue(left < 0.1 * face, left + " of " + face + " voxels of the face are left");
		assertTrue(usual.region().facts().left_ml() < 40 && usual.region().facts().followed_ml() < 2, usual.region().facts().toString());
		assertEquals(List.of("crop", "resample", "normalize", "infer", "clean", "region", "apply", "prove"), List.copyOf(usual.seconds().keySet()));
		assertEquals(List.of(), usual.warnings());
		assertEquals(Verdict.PASS, usual.verdict(), usual.judgment().toString());
	}

	/** The noise hangs on the place of a voxel in the file; what is erased does not. */
	@Test
	void givesTheSameForAnyStorageOrder() {
		final Orientation orientation = Orientation.of(PhantomScan.GRID);
		final VoxelGrid ras = orientation.toRas(PhantomScan.GRID);
		final DefacingSettings blank = SETTINGS.withFill(Fill.zero());
		final Img<ShortType> scan = withAir(0);
		try (Defacer defacer = phantom.defacer()) {
			final DefacingResult<ShortType> stored = defacer.deface(scan, PhantomScan.GRID, blank, Progress.NONE);
			final DefacingResult<ShortType> turned = defacer.deface(orientation.toRas(scan), ras, blank, Progress.NONE);
			ImgLib2Assert.assertImageEquals(orientation.toRas(stored.removed()), turned.removed());
			ImgLib2Assert.assertImageEquals(orientation.toRas(stored.defaced()), turned.defaced());
		}
	}

	/** A phantom whose air has one value, as scanners and other programs leave it. */
	private static Img<ShortType> withAir(final int value) {
		final Img<ShortType> scan = phantom.stored();
		for (final ShortType voxel : scan)
			if (voxel.get() < TISSUE) voxel.set((short) value);
		return scan;
	}

	/** The values of what is known to be air. */
	private static Set<Short> air(final RemovedRegion region, final RandomAccessibleInterval<ShortType> scan) {
		final Set<Short> values = new HashSet<>();
		LoopBuilder.setImages(region.air(), scan).forEachPixel((known, value) -> {
			if (known.get() > 0) values.add(value.get());
		});
		return values;
	}

	@Test
	void keepsTheOneValueOfAnEmptyBackground() {
		for (final int value : new int[] {0, 40, -1024}) {
			final Img<ShortType> scan = withAir(value);
			final DefacingResult<ShortType> result = deface(scan);
			LoopBuilder.setImages(result.removed(), result.defaced(), scan).forEachPixel((erased, is, was) -> assertEquals(erased.get() > 0 ? value
				: was.get(), is.get()));
		}
	}

	@Test
	void refusesZeroWhereTheAirIsNot() {
		try (Defacer defacer = phantom.defacer()) {
			final DefacingSettings zero = SETTINGS.withFill(Fill.zero());
			final DefacingException e = assertThrows(DefacingException.class, () -> defacer.deface(withAir(200), PhantomScan.GRID, zero,
				Progress.NONE));
			assertTrue(e.getMessage().contains("stored values of 200.0 to 200.0") && e.getMessage().endsWith("fill with background."), e
				.getMessage());
			final Img<ShortType> black = withAir(0);
			final DefacingResult<ShortType> result = defacer.deface(black, PhantomScan.GRID, zero, Progress.NONE);
			LoopBuilder.setImages(result.removed(), result.defaced(), black).forEachPixel((erased, is, was) -> assertEquals(erased.get() > 0 ? 0
				: was.get(), is.get()));
		}
	}

	/** The hole of a facemask draws the face, so that it is for a person to say whether it may go on. */
	@Test
	void removesTheFacemaskAloneIfAskedButDoesNotPassIt() {
		try (Defacer defacer = phantom.defacer()) {
			final DefacingResult<ShortType> result = defacer.deface(given, PhantomScan.GRID, SETTINGS.withRemoval(Removal.FACEMASK),
				Progress.NONE);
			LoopBuilder.setImages(result.labels(), result.removed()).forEachPixel((label, erased) -> assertEquals(label.get() > 0 ? 1 : 0, erased
				.get()));
			assertEquals(Verdict.REVIEW, result.verdict());
			assertTrue(result.judgment().has(Finding.HOLE_DRAWS_FACE), result.judgment().toString());
		}
	}

	@Test
	void givesTheSameForAnyNumberOfThreads() {
		final RandomAccessibleInterval<ShortType> one = Parallelization.runWithNumThreads(1, () -> deface(phantom.stored())).defaced();
		final RandomAccessibleInterval<ShortType> four = Parallelization.runWithNumThreads(4, () -> deface(phantom.stored())).defaced();
		ImgLib2Assert.assertImageEquals(usual.defaced(), one);
		ImgLib2Assert.assertImageEquals(usual.defaced(), four);
	}

	@Test
	void refusesAScanWithoutANumber() {
		final Img<FloatType> empty = ArrayImgs.floats(PhantomScan.GRID.size());
		for (final FloatType value : empty)
			value.set(Float.NaN);
		try (Defacer defacer = phantom.defacer()) {
			final DefacingException e = assertThrows(DefacingException.class, () -> defacer.deface(empty, PhantomScan.GRID, SETTINGS, Progress.NONE));
			assertTrue(e.getMessage().contains("none of its voxels"), e.getMessage());
		}
	}

	/** A mask can be applied to a slab all the same; whether that is enough, the proof says. */
	@Test
	void refusesToFindAFaceInASlice() {
		final RandomAccessibleInterval<ShortType> slice = Views.interval(phantom.stored(), FinalInterval.createMinSize(0, 0, 20, phantom.stored()
			.dimension(0), phantom.stored().dimension(1), 1));
		final VoxelGrid grid = new VoxelGrid(slice.dimensionsAsLongArray(), PhantomScan.GRID.voxelToWorld());
		try (Defacer defacer = phantom.defacer()) {
			final DefacingException e = assertThrows(DefacingException.class, () -> defacer.deface(slice, grid, SETTINGS, Progress.NONE));
			assertTrue(e.getMessage().contains("5.0 mm thick along axis 3"), e.getMessage());
			final RandomAccessibleInterval<ShortType> stored = Views.zeroMin(slice);
			final DefacingResult<ShortType> applied = defacer.applyMask(stored, new Volume(stored, grid), new Volume(usual.labels(),
				PhantomScan.GRID), SETTINGS, Progress.NONE);
			assertEquals(stored.dimension(2), applied.defaced().dimension(2));
		}
	}

	@Test
	void appliesOneMaskToAllVolumes() {
		final RandomAccessibleInterval<ShortType> first = phantom.stored();
		final Img<ShortType> second = ArrayImgs.shorts(PhantomScan.GRID.size());
		// The second volume has an empty background of its own.
		LoopBuilder.setImages(second, given).forEachPixel((value, one) -> value.set((short) (one.get() < TISSUE ? 7 : 77)));
		final RandomAccessibleInterval<ShortType> series = Views.stack(List.of(first, second));
		try (Defacer defacer = phantom.defacer()) {
			final DefacingResult<ShortType> result = defacer.deface(series, PhantomScan.GRID, SETTINGS, Progress.NONE);
			ImgLib2Assert.assertImageEquals(usual.defaced(), Views.hyperSlice(result.defaced(), 3, 0));
			LoopBuilder.setImages(usual.removed(), result.removed()).forEachPixel((one, other) -> assertEquals(one.get(), other.get()));
			LoopBuilder.setImages(result.removed(), Views.hyperSlice(result.defaced(), 3, 1), second).forEachPixel((erased, is, was) -> assertEquals(
				erased.get() > 0 ? 7 : was.get(), is.get()));
		}
	}

	@Test
	void fillsWithTheValueThatMeansZero() {
		try (Defacer defacer = phantom.defacer()) {
			final Img<ShortType> scan = withAir(-1024);
			final DefacingResult<ShortType> result = defacer.deface(scan, PhantomScan.GRID, SETTINGS.withFill(Fill.zero().withStoredZero(-1024)),
				Progress.NONE);
			LoopBuilder.setImages(result.removed(), result.defaced(), scan).forEachPixel((erased, is, was) -> assertEquals(erased.get() > 0 ? -1024
				: was.get(), is.get()));
		}
	}

	@Test
	void reportsProgressThatNeverGoesBackAndStopsWhenAsked() {
		final List<String> rooms = new ArrayList<>();
		final List<Double> shares = new ArrayList<>();
		class Recorder implements Progress {

			@Override
			public void stage(final String room) {
				rooms.add(room);
			}

			@Override
			public void fraction(final double done) {
				assertTrue(shares.isEmpty() || done > shares.get(shares.size() - 1));
				shares.add(done);
			}
		}
		try (Defacer defacer = phantom.defacer()) {
			defacer.deface(phantom.stored(), PhantomScan.GRID, SETTINGS, new Recorder());
			assertEquals(List.of("crop", "resample", "normalize", "infer", "clean", "region", "apply", "prove"), rooms);
			assertEquals(1, shares.get(shares.size() - 1));
			rooms.clear();
			shares.clear();
			assertThrows(DefacingCanceledException.class, () -> defacer.deface(phantom.stored(), PhantomScan.GRID, SETTINGS, new Recorder() {

				@Override
				public boolean canceled() {
					return rooms.contains("infer");
				}
			}));
			assertEquals(List.of("crop", "resample", "normalize", "infer"), rooms);
		}
	}

	/** Does what another network does, if the piece is small enough. */
	private static FaceSegmenter withMemoryFor(final long voxels, final FaceSegmenter segmenter, final List<Long> asked) {
		return new FaceSegmenter() {

			@Override
			public int classes() {
				return segmenter.classes();
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				asked.add(probabilities.size() / classes());
				if (probabilities.size() / classes() > voxels) throw new OutOfDeviceMemoryException("no memory", null);
				segmenter.segment(probabilities, head);
			}

			@Override
			public void close() {
				segmenter.close();
			}
		};
	}

	@Test
	void triesSmallerTilesWhenTheDeviceIsFull() {
		final List<Long> asked = new ArrayList<>();
		try (Defacer defacer = new Defacer(withMemoryFor(64 * 96 * 96, phantom.segmenter(), asked), PhantomScan.MODEL, "none", "gpu:0")) {
			final DefacingResult<ShortType> result = defacer.deface(phantom.stored(), PhantomScan.GRID, SETTINGS, Progress.NONE);
			assertTrue(asked.size() > 2 && asked.get(0) > 64 * 96 * 96, asked.toString());
			ImgLib2Assert.assertImageEquals(usual.facemask().labels(), result.facemask().labels());
		}
	}

	@Test
	void failsWhenTheNetworkFails() {
		try (Defacer defacer = new Defacer(withMemoryFor(0, phantom.segmenter(), new ArrayList<>()), PhantomScan.MODEL, "none", "gpu:0")) {
			final DefacingException e = assertThrows(DefacingException.class, () -> defacer.deface(phantom.stored(), PhantomScan.GRID, SETTINGS,
				Progress.NONE));
			assertTrue(e.getMessage().contains("64 x 64 x 64"), e.getMessage());
		}
	}

	@Test
	void refusesWhatIsNoScan() {
		try (Defacer defacer = phantom.defacer()) {
			assertThrows(DefacingException.class, () -> defacer.deface(ArrayImgs.shorts(PhantomScan.GRID.size()), PhantomScan.GRID, SETTINGS,
				Progress.NONE));
			final VoxelGrid huge = VoxelGrid.ofSpacing(PhantomScan.GRID.size(), 50);
			final DefacingException e = assertThrows(DefacingException.class, () -> defacer.deface(phantom.stored(), huge, SETTINGS,
				Progress.NONE));
			assertTrue(e.getMessage().contains("4300 x 4400 x 2100 mm"), e.getMessage());
			final long[] size = { 1300, 1300, 1300 };
			final RandomAccessibleInterval<ShortType> large = Views.interval(Views.extendZero(phantom.stored()), new FinalInterval(size));
			final DefacingException tooLarge = assertThrows(DefacingException.class, () -> defacer.deface(large, VoxelGrid.ofSpacing(size, 0.2),
				SETTINGS, Progress.NONE));
			assertTrue(tooLarge.getMessage().contains("1300x1300x1300"), tooLarge.getMessage());
			assertThrows(DefacingException.class, () -> defacer.applyMask(large, new Volume(large, VoxelGrid.ofSpacing(size, 0.2)), new Volume(usual
				.labels(), PhantomScan.GRID), SETTINGS, Progress.NONE));
		}
	}

	@Test
	void keepsAndReportsNumbersThatAreNotFinite() {
		final float[] values = new float[86 * 88 * 42];
		int p = 0;
		for (final ShortType value : phantom.stored())
			values[p++] = value.get();
		final int at = 80 + 86 * (2 + 88 * 3); // low at the back of the neck
		values[at] = Float.intBitsToFloat(0x7fc01234);
		try (Defacer defacer = phantom.defacer()) {
			final DefacingResult<FloatType> result = defacer.deface(ArrayImgs.floats(values, 86, 88, 42), PhantomScan.GRID, SETTINGS,
				Progress.NONE);
			assertEquals(0, result.removed().getAt(80, 2, 3).get());
			assertEquals(0x7fc01234, Float.floatToRawIntBits(result.defaced().getAt(80, 2, 3).get()));
			assertEquals(1, result.warnings().size());
			assertTrue(result.warnings().get(0).startsWith("1 voxel"), result.warnings().get(0));
		}
	}
}
