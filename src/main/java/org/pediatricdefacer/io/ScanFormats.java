package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.pediatricdefacer.DefacingException;

/** Reads scans of all formats that the program knows without a Fiji around it, each told by its content. */
public final class ScanFormats {

	/** Endings of files in folders that are scans beside NIfTI, in lower case with the dot. */
	public static final List<String> ENDINGS = NrrdReader.ENDINGS;

	private ScanFormats() {}

	/**
	 * Tells by its content whether a file is a scan that {@link #read} knows, be it damaged or refused.
	 *
	 * @param file any file
	 * @throws IOException if the file cannot be read
	 */
	public static boolean recognizes(final Path file) throws IOException {
		return NrrdReader.recognizes(file) || NiftiReader.recognizes(file);
	}

	/**
	 * Reads a scan.
	 *
	 * @param file of any of the formats
	 * @param options what to do where the file leaves a choice
	 * @return the scan as NIfTI has it; its header may have been made for it
	 * @throws DefacingException if this is no scan that can be read
	 * @throws IOException if the disk fails
	 */
	public static NiftiImage read(final Path file, final NiftiReadOptions options) throws IOException {
		return NrrdReader.recognizes(file) ? NrrdReader.read(file, options) : NiftiReader.read(file, options);
	}
}
