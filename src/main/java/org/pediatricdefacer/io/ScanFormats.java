package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.pediatricdefacer.DefacingException;

/** Reads scans of the formats that need no Fiji: NIfTI, FreeSurfer's MGH and NRRD, told apart by their content. */
public final class ScanFormats {

	/** Endings of files in folders that are scans beside NIfTI and MGH, in lower case with the dot. */
	public static final List<String> ENDINGS = NrrdReader.ENDINGS;

	private ScanFormats() {}

	/**
	 * Tells by its content whether a file is a scan that {@link #read} knows, be it damaged or refused.
	 *
	 * @param file any file
	 * @return true for NIfTI, ANALYZE 7.5, MGH and NRRD files
	 * @throws IOException if the file cannot be read
	 */
	public static boolean recognizes(final Path file) throws IOException {
		return NrrdReader.recognizes(file) || MghReader.recognizes(file) || NiftiReader.recognizes(file);
	}

	/**
	 * Tells by its name whether a file is in the MGH format.
	 *
	 * @param fileName any name
	 * @return true if it ends in {@code .mgh}, {@code .mgz} or {@code .mgh.gz}
	 */
	public static boolean isMghName(final String fileName) {
		final String name = fileName.toLowerCase(Locale.ROOT);
		return name.endsWith(".mgh") || name.endsWith(".mgz") || name.endsWith(".mgh.gz");
	}

	/**
	 * Reads a scan.
	 *
	 * @param file a single file, or either file of a pair
	 * @param options what to do where the file leaves a choice
	 * @return header, stored values and grid
	 * @throws DefacingException if this is no scan that can be read, or its name is that of another format
	 * @throws IOException if the disk fails
	 */
	public static ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
		if (NrrdReader.recognizes(file)) return NrrdReader.read(file, options);
		final boolean named = file.getFileName() != null && isMghName(file.getFileName().toString());
		if (MghReader.recognizes(file)) {
			// What is written is named after it, and FreeSurfer goes by the name.
			if (!named && !isTemporary(file)) throw new DefacingException(file +
				" is a FreeSurfer MGH file, though its name does not say so; rename it to end in .mgz, or .mgh if it is not packed.");
			return MghReader.read(file, options);
		}
		if (named) throw new DefacingException(file + " is no MGH file, though its name says so; " + (NiftiReader.recognizes(file) ?
			"it is NIfTI: rename it." : "it is damaged, or was never one: copy it again from its source."));
		return NiftiReader.read(file, options);
	}

	/**
	 * Reads a scan that leaves no choice.
	 *
	 * @param file a single file, or either file of a pair
	 * @return header, stored values and grid
	 * @throws DefacingException if this is no scan that can be read, or it leaves a choice
	 * @throws IOException if the disk fails
	 */
	public static ScanImage read(final Path file) throws IOException {
		return read(file, NiftiReadOptions.DEFAULT);
	}

	/** What is read back before it appears has a name of its own. */
	private static boolean isTemporary(final Path file) {
		return file.getFileName().toString().endsWith(".tmp");
	}
}
