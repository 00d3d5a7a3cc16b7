package org.pediatricdefacer.mask;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

import org.pediatricdefacer.lattice.Lattice;
import org.pediatricdefacer.lattice.Slabs;

/**
 * A head as the model saw it: intensities, class probabilities and the class of every voxel, on the model's grid.
 * <p>
 * Classes are changed by exchanging two probabilities, so that the changed voxels, too, travel to the scan's grid with
 * smooth borders.
 */
final class ModelHead {

	final Lattice lattice;
	/** Class after class, each x-fastest; a copy of the model's output that the cleaning changes. */
	final float[] probabilities;
	final float[] intensities;
	/** The most probable class of each voxel, the lowest of equals. */
	final byte[] classes;
	private final int voxels;

	ModelHead(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessibleInterval<FloatType> head,
		final double spacing_mm)
	{
		final long[] size = head.dimensionsAsLongArray();
		for (int d = 0; d < 3; d++) {
			if (probabilities.numDimensions() != 4 || size.length != 3 || probabilities.dimension(d) != size[d])
				throw new IllegalArgumentException("probabilities must have the size of the head and a class axis");
		}
		if (probabilities.dimension(3) != Region.CLASSES)
			throw new IllegalArgumentException("expected " + Region.CLASSES + " classes, were " + probabilities.dimension(3));
		lattice = new Lattice((int) size[0], (int) size[1], (int) size[2], spacing_mm, spacing_mm, spacing_mm);
		voxels = lattice.voxels();
		this.probabilities = copy(probabilities);
		intensities = copy(head);
		classes = new byte[voxels];
		classify();
	}

	private void classify() {
		Slabs.run(lattice.nz(), (from, to) -> {
			final int plane = lattice.nx() * lattice.ny();
			for (int i = from * plane; i < to * plane; i++)
				classes[i] = (byte) mostProbable(i, -1);
		});
	}

	private static float[] copy(final RandomAccessibleInterval<FloatType> image) {
		if (image instanceof ArrayImg<?, ?> img && img.update(null) instanceof FloatArray array)
			return array.getCurrentStorageArray().clone();
		final float[] values = new float[Math.toIntExact(image.size())];
		final Cursor<FloatType> cursor = Views.flatIterable(image).cursor();
		for (int i = 0; i < values.length; i++)
			values[i] = cursor.next().get();
		return values;
	}

	float probability(final int voxel, final int label) {
		return probabilities[label * voxels + voxel];
	}

	/** Returns the most probable class of a voxel other than {@code except}; the lowest of equals. */
	int mostProbable(final int voxel, final int except) {
		int best = except == 0 ? 1 : 0;
		for (int c = best + 1; c < Region.CLASSES; c++) {
			if (c != except && probability(voxel, c) > probability(voxel, best))
				best = c;
		}
		return best;
	}

	/** Multiplies the probabilities of regions, which makes them larger wherever another class was hardly more probable. */
	void weigh(final float weight, final Region... regions) {
		for (final Region region : regions)
			for (int i = region.label() * voxels; i < (region.label() + 1) * voxels; i++)
				probabilities[i] *= weight;
		classify();
	}

	/** Gives a voxel another class, whose probability it exchanges with that of the class it had. */
	void reclassify(final int voxel, final int label) {
		final int had = classes[voxel];
		final int a = had * voxels + voxel;
		final int b = label * voxels + voxel;
		final float p = probabilities[a];
		probabilities[a] = probabilities[b];
		probabilities[b] = p;
		classes[voxel] = (byte) label;
	}

	boolean is(final int voxel, final Region region) {
		return classes[voxel] == region.label();
	}

	/** Returns the voxels of regions. */
	boolean[] voxelsOf(final Region... regions) {
		final boolean[] mask = new boolean[voxels];
		for (int i = 0; i < voxels; i++)
			for (final Region region : regions)
				mask[i] |= is(i, region);
		return mask;
	}

	double volume_ml(final long count) {
		return count * lattice.voxelVolume_mm3() / 1000;
	}

	/** Returns the probabilities as an image: x, y, z, class. */
	ArrayImg<FloatType, FloatArray> probabilityImage() {
		return ArrayImgs.floats(probabilities, lattice.nx(), lattice.ny(), lattice.nz(), Region.CLASSES);
	}
}
