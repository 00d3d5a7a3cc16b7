package org.pediatricdefacer.infer;

import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Turns a piece of a head on the model's grid into the probability of each class at each voxel.
 * <p>
 * The output comes first and says which piece is wanted; the input is unbounded, as everywhere in ImgLib2. So a tile is a
 * call on a sub-interval. Implementations may be called by several threads at once.
 */
public interface FaceSegmenter extends AutoCloseable {

	/**
	 * Returns the number of classes, which is the size of the last dimension of the output.
	 *
	 * @return at least 2
	 */
	int classes();

	/**
	 * Computes the class probabilities of one piece.
	 *
	 * @param probabilities filled by this call: dimensions x, y, z, class, with any minimum; each of x, y, z a multiple of
	 *            the model's patch multiple; at each voxel the classes sum to 1
	 * @param head normalized intensities in RAS axes at the model's spacing; read exactly on the x, y, z interval of
	 *            {@code probabilities}
	 * @throws IllegalArgumentException if the shape of {@code probabilities} does not fit the model
	 * @throws OutOfDeviceMemoryException if the device has too little memory for a piece of this size; a smaller one may fit
	 * @throws org.pediatricdefacer.DefacingException if the network fails for another reason
	 */
	void segment(RandomAccessibleInterval<FloatType> probabilities, RandomAccessible<FloatType> head);

	/** Frees the network; calling it again does nothing. */
	@Override
	void close();
}
