package org.pediatricdefacer.dicom;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves of a written series, read back from the disk, what was and what was not changed.
 *
 * @param instances number of files
 * @param files SHA-256 over the SHA-256 of each written file, in the order of their names
 * @param elementsBefore SHA-256 over all untouched elements of all read files
 * @param elementsAfter the same of the written files
 * @param pixelsBefore SHA-256 over all pixels outside the removed region of all read files, with all their bits
 * @param pixelsAfter the same of the written files
 * @param pixelsRemoved number of pixels in the removed region, of all slices
 * @param changes which elements were changed and how
 */
public record SeriesProof(int instances, String files, String elementsBefore, String elementsAfter, String pixelsBefore, String pixelsAfter,
	long pixelsRemoved, Map<String, String> changes)
{

	/** Copies the map, in the order of the tags. */
	public SeriesProof {
		changes = Collections.unmodifiableMap(new TreeMap<>(changes));
	}

	/**
	 * Returns whether nothing was changed but what is listed.
	 *
	 * @return true if the hashes agree
	 */
	public boolean unchanged() {
		return elementsBefore.equals(elementsAfter) && pixelsBefore.equals(pixelsAfter);
	}
}
