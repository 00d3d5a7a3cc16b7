package org.pediatricdefacer.batch;

/**
 * Says how DICOM series are written.
 *
 * @param newUids whether all identifiers are replaced, and not those of instance and series only
 * @param keepSourceReference whether each instance names the one that it was made from
 * @param alsoNifti whether the defaced volumes and their removed regions are written as NIfTI, too
 */
public record DicomOptions(boolean newUids, boolean keepSourceReference, boolean alsoNifti) {

	/** Keeps study and frame of reference, names no source, writes DICOM only. */
	public static final DicomOptions DEFAULT = new DicomOptions(false, false, false);
}
