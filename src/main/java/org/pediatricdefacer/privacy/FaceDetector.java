package org.pediatricdefacer.privacy;

import java.util.List;

import org.pediatricdefacer.render.Rendering;

/**
 * Finds faces in pictures of heads.
 * <p>
 * What a detector finds in renderings is a proxy, not a re-identification rate: it tells whether a picture still looks like a face,
 * not whose face it is, and a face that it misses may still be recognized by people or by better programs.
 */
public interface FaceDetector extends AutoCloseable {

	/**
	 * A square part of a picture that looks like a face.
	 *
	 * @param column left edge in pixels
	 * @param row upper edge in pixels
	 * @param size edge in pixels
	 */
	record Box(int column, int row, int size) {}

	/**
	 * Finds faces.
	 *
	 * @param picture of a head
	 * @return where faces were found; empty if nowhere
	 */
	List<Box> detect(Rendering picture);

	/** Returns its name and version for reports. */
	String name();

	@Override
	void close();
}
