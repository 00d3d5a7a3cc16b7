package org.pediatricdefacer.spark;

import java.io.Serializable;

/**
 * A scan of a manifest.
 *
 * @param uri its name as the manifest has it
 * @param place of its outputs below the output folder, without their endings; empty if it is refused
 * @param bytes its size, or 0 if that is not known
 * @param refusal why it is not defaced, in a sentence for the user; empty if it is to be defaced
 */
public record ManifestScan(String uri, String place, long bytes, String refusal) implements Serializable {

	/**
	 * Adds the size.
	 *
	 * @param value in bytes
	 * @return this scan otherwise
	 */
	ManifestScan withBytes(final long value) {
		return new ManifestScan(uri, place, value, refusal);
	}
}
