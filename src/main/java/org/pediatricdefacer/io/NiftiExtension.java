package org.pediatricdefacer.io;

/**
 * Tells of a header extension that a file has; its content, which may identify, is not kept.
 *
 * @param code registered code: 2 DICOM, 4 AFNI, 6 comment, 32 CIFTI, ...
 * @param bytes its size in the file
 */
public record NiftiExtension(int code, long bytes) {

	/**
	 * Returns the extension in words.
	 *
	 * @return such as {@code extension 6 (comment)}
	 */
	@Override
	public String toString() {
		final String meaning = switch (code) {
			case 2 -> " (DICOM)";
			case 4 -> " (AFNI)";
			case 6 -> " (comment)";
			case 18 -> " (workflow)";
			case 32 -> " (CIFTI)";
			case 44 -> " (MRS)";
			default -> "";
		};
		return "extension " + code + meaning;
	}
}
