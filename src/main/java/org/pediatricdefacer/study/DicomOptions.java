package org.pediatricdefacer.study;

import java.util.Objects;
import java.util.Optional;

import org.pediatricdefacer.dicom.Uids;

/**
 * Says how DICOM series are written.
 *
 * @param newUids whether all identifiers are replaced, and not those of instance and series only
 * @param keepSourceReference whether each instance names the one that it was made from
 * @param alsoNifti whether the defaced volumes and their removed regions are written as NIfTI, too
 * @param skipExisting whether series are passed over that were done before in the same way
 * @param uids makes new identifiers; empty for those of a secret that is kept in the user's settings
 */
public record DicomOptions(boolean newUids, boolean keepSourceReference, boolean alsoNifti, boolean skipExisting, Optional<Uids> uids) {

	/** Keeps study and frame of reference, names no source, writes DICOM only, does everything anew. */
	public static final DicomOptions DEFAULT = new DicomOptions(false, false, false, false, Optional.empty());

	/** Checks that nothing is missing. */
	public DicomOptions {
		Objects.requireNonNull(uids, "uids");
	}

	/**
	 * Changes what makes new identifiers.
	 *
	 * @param value makes them
	 * @return these options otherwise
	 */
	public DicomOptions withUids(final Uids value) {
		return new DicomOptions(newUids, keepSourceReference, alsoNifti, skipExisting, Optional.of(value));
	}
}
