package org.pediatricdefacer.cli;

import java.util.Optional;

import org.pediatricdefacer.dicom.Uids;
import org.pediatricdefacer.study.DicomOptions;

import picocli.CommandLine.Option;

/** The options that say how DICOM series are written. */
final class DicomSwitches {

	@Option(names = "--new-uids", description = "DICOM: replace all identifiers, references included; else those of instances and series only")
	private boolean newUids;

	@Option(names = "--keep-source-reference", description = "DICOM: let each defaced image name the one that it was made from")
	private boolean keepSourceReference;

	@Option(names = "--also-nifti", description = "DICOM: write the defaced volumes and their removed regions as NIfTI, too")
	private boolean alsoNifti;

	@Option(names = "--uid-salt", paramLabel = "TEXT", description = "DICOM: secret that new identifiers are made with, the same for all computers that "
		+ "are to give the same; else one of your own is made once and kept")
	private String uidSalt;

	/**
	 * Returns what these options ask for.
	 *
	 * @param skipExisting whether series are passed over that were done before
	 * @throws org.pediatricdefacer.DefacingException if the secret is too short
	 */
	DicomOptions options(final boolean skipExisting) {
		return new DicomOptions(newUids, keepSourceReference, alsoNifti, skipExisting, Optional.ofNullable(uidSalt).map(Uids::new));
	}
}
