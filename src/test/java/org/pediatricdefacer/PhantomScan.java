package org.pediatricdefacer;

import java.util.List;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.ImgUtil;
import net.imglib2.view.Views;

import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.infer.ModelSpec;
import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.mask.PhantomHead;
import org.pediatricdefacer.mask.PhantomHead.Scene;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.volume.VoxelGrid;

/** A phantom head on the grid of a scan, and a network that knows where its regions are. */
public final class PhantomScan {

	/** What the network of a phantom expects. */
	public static final ModelSpec MODEL = new ModelSpec("phantom", "1", PhantomHead.SPACING_MM, List.of(64, 64, 64), 16, 0.25,
		ModelSpec.CLASSES, new ModelSpec.Intensity(0.5, 99.5, 0, 1.5), ModelSpec.Output.PROBABILITIES, new ModelSpec.Weights("phantom.pt", "0"
			.repeat(64), "none"), new ModelSpec.TestTensor("in.npy", "0".repeat(64), false), new ModelSpec.TestTensor("out.npy", "0".repeat(64), false));

	/** A whole head in a field of view of 210 x 258 x 264 mm, stored as LPI sagittal slices. */
	public static final VoxelGrid GRID = Orientation.of("PIR").grid(new long[] { 86, 88, 42 }, 3, 3, 5);

	private final Scene scene;
	private final ArrayImg<ShortType, ShortArray> stored;
	private final RandomAccessibleInterval<UnsignedByteType> truth;

	private PhantomScan(final PhantomHead head, final VoxelGrid grid) {
		scene = head.scene(grid);
		final Orientation orientation = Orientation.of(grid);
		final VoxelGrid ras = orientation.toRas(grid);
		final Lattice lattice = new Lattice((int) ras.size(0), (int) ras.size(1), (int) ras.size(2), ras.spacing_mm(0), ras.spacing_mm(1), ras
			.spacing_mm(2));
		final float[] values = head.intensities(lattice, 7);
		final short[] shorts = new short[values.length];
		for (int i = 0; i < values.length; i++)
			shorts[i] = (short) Math.round(1000 * values[i]);
		stored = ArrayImgs.shorts(grid.size());
		ImgUtil.copy(orientation.fromRas(ArrayImgs.shorts(shorts, ras.size())), stored);
		truth = orientation.fromRas(ArrayImgs.unsignedBytes(head.classes(lattice), ras.size()));
	}

	/**
	 * Puts a phantom on a grid.
	 *
	 * @param head the phantom
	 * @param grid centered on the head, any axes
	 * @return the scan
	 */
	public static PhantomScan of(final PhantomHead head, final VoxelGrid grid) {
		return new PhantomScan(head, grid);
	}

	/**
	 * Puts a whole head on {@link #GRID}.
	 *
	 * @return the scan
	 */
	public static PhantomScan whole() {
		return of(new PhantomHead(), GRID);
	}

	/**
	 * Returns the scan.
	 *
	 * @return i, j, k; a new copy
	 */
	public Img<ShortType> stored() {
		return stored.copy();
	}

	/**
	 * Returns the true classes.
	 *
	 * @return i, j, k
	 */
	public RandomAccessibleInterval<UnsignedByteType> truth() {
		return truth;
	}

	/**
	 * Makes a defacer whose network knows this phantom.
	 *
	 * @return a defacer for scans with this field of view
	 */
	public Defacer defacer() {
		return new Defacer(segmenter(), MODEL, "none", "cpu");
	}

	/**
	 * Makes a network that knows this phantom.
	 *
	 * @return sure outside the head, soft at borders
	 */
	public FaceSegmenter segmenter() {
		final RandomAccessibleInterval<FloatType> known = scene.probabilityImage();
		return new FaceSegmenter() {

			@Override
			public int classes() {
				return Region.CLASSES;
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				final RandomAccess<FloatType> source = Views.extendZero(known).randomAccess();
				final Cursor<FloatType> cursor = probabilities.localizingCursor();
				while (cursor.hasNext()) {
					cursor.fwd();
					cursor.get().set(source.setPositionAndGet(cursor));
				}
			}

			@Override
			public void close() {}
		};
	}
}
