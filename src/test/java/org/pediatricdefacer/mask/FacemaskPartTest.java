package org.pediatricdefacer.mask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.volume.VoxelGrid;

import net.imglib2.Cursor;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/** A facemask made on a part of a scan is the same on the whole scan. */
class FacemaskPartTest {

	private static final long[] SIZE = { 96, 128, 128 };
	private static final VoxelGrid GRID = VoxelGrid.ofSpacing(SIZE, 2);
	private static final long[] FIRST = { 11, 7, 20 };
	private static final VoxelGrid WHOLE = GRID.part(new long[] { -11, -7, -20 }, new long[] { 120, 140, 160 });
	private static final Interval PART = Intervals.translate(new FinalInterval(SIZE), FIRST);
	private static final PhantomHead PHANTOM = new PhantomHead();
	private static final Facemask MASK = PHANTOM.scene(GRID).clean(CleaningSettings.DEFAULT);

	private static RandomAccessibleInterval<FloatType> values(final PhantomHead phantom) {
		return ArrayImgs.floats(phantom.intensities(new Lattice(96, 128, 128, 2, 2, 2), 5), SIZE);
	}

	private static <T extends net.imglib2.type.numeric.RealType<T>> RandomAccessibleInterval<T> padded(final RandomAccessibleInterval<T> image) {
		return Views.zeroMin(Views.interval(Views.extendZero(image), new FinalInterval(new long[] { -11, -7, -20 }, new long[] { 108, 132, 139 })));
	}

	@Test
	void keepsTheLabelsAndHasNoneBeyond() {
		final Facemask whole = MASK.in(WHOLE, PART);
		assertTrue(whole.grid().equalsWithin(WHOLE, 0));
		final RandomAccess<UnsignedByteType> labels = padded(MASK.labels()).randomAccess(), classes = padded(MASK.classes()).randomAccess();
		final Cursor<UnsignedByteType> cursor = whole.labels().localizingCursor();
		long masked = 0;
		while (cursor.hasNext()) {
			cursor.fwd();
			assertEquals(labels.setPositionAndGet(cursor), cursor.get());
			assertEquals(classes.setPositionAndGet(cursor), whole.classes().getAt(cursor));
			masked += cursor.get().get() > 0 ? 1 : 0;
		}
		assertTrue(masked > 10_000);
		assertEquals(MASK.region(Region.FACE).voxelsRemoved(), whole.region(Region.FACE).voxelsRemoved());
	}

	@Test
	void theWholeScanIsAPartOfItself() {
		assertSame(MASK, MASK.in(GRID, new FinalInterval(SIZE)));
	}

	/** What is not cut by the field of view any more does not touch its border. */
	@Test
	void theBorderIsThatOfTheWholeScan() {
		final Facemask low = new PhantomHead().scene(VoxelGrid.ofSpacing(new long[] { 96, 100, 128 }, 2)).clean(CleaningSettings.DEFAULT);
		assertTrue(low.region(Region.FACE).touchesBorder());
		final Facemask whole = low.in(low.grid().part(new long[] { -4, -4, -4 }, new long[] { 104, 108, 136 }), FinalInterval.createMinSize(4, 4, 4,
			96, 100, 128));
		assertTrue(!whole.region(Region.FACE).touchesBorder());
	}

	/** Masks of the whole scan are checked at the right places. */
	@Test
	void theEvidenceMovesAlong() {
		final Facemask whole = MASK.in(WHOLE, PART);
		assertEquals(MASK.check(), whole.evidence().check(whole.labels()));
		assertEquals(MASK.check(), whole.check());
		final MaskCheck none = whole.evidence().check(ArrayImgs.unsignedBytes(WHOLE.size()));
		assertEquals(MASK.evidence().check(ArrayImgs.unsignedBytes(SIZE)), none);
	}

	@Test
	void cutsAreLookedForInThePart() {
		final RandomAccessibleInterval<FloatType> cut = values(new PhantomHead().noise(0).defaced());
		final CutSurface found = CutSurface.of(cut, MASK);
		assertTrue(found.face_cm2() > 20, found.toString());
		assertEquals(found, CutSurface.of(padded(cut), MASK.in(WHOLE, PART)));
	}
}
