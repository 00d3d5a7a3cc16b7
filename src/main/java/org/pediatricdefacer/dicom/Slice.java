package org.pediatricdefacer.dicom;

/**
 * One slice of a volume.
 *
 * @param instance the file that holds it
 * @param frame which of its frames it is
 */
record Slice(Instance instance, Frame frame) {

	/** Names the slice in messages by the number of its instance, and of its frame (from 1) where there are several. */
	String label() {
		return instance.label() + (instance.format().frames() > 1 ? " frame " + (frame.index() + 1) : "");
	}
}
