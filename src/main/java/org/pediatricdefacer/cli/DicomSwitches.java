package org.pediatricdefacer.cli;

import org.pediatricdefacer.batch.DicomOptions;

import picocli.CommandLine.Option;

/** The options that say how DICOM series are written. */
final class DicomSwitches {

	@Option(names = "--new-uids", description = "DICOM: replace all identifiers, references included; else those of instances and series only")
	private boolean newUids;

	@Option(names = "--keep-source-reference", description = "DICOM: let each defaced image name the one that it was made from")
	private boolean keepSourceReference;

	@Option(names = "--also-nifti", description = "DICOM: write the defaced volumes and their removed regions as NIfTI, too")
	private boolean alsoNifti;

	/** Returns what these options ask for. */
	DicomOptions options() {
		return new DicomOptions(newUids, keepSourceReference, alsoNifti);
	}
}
