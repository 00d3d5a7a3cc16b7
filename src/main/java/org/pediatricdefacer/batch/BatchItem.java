package org.pediatricdefacer.batch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Names one scan of a batch and where its outputs go.
 *
 * @param input the scan's file
 * @param name how to call the scan when speaking to the user: the path as typed, or as found below the folder typed
 * @param outputBase path of the outputs without their endings, such as {@code out/sub-01/sub-01_T1w}
 */
public record BatchItem(Path input, String name, Path outputBase) {

	/** Endings of scan files that are taken off to form names, longest first. */
	private static final List<String> SCAN_ENDINGS = List.of(".nii.gz", ".hdr.gz", ".img.gz", ".nii", ".hdr", ".img");

	/** Endings of the program's own outputs. */
	private static final String DEFACED = "_defaced.nii.gz";
	private static final String FAILED = "_defaced-failed.nii.gz";
	private static final String FACEMASK = "_facemask.nii.gz";
	private static final String RECORD = "_defaced.json";

	/** Checks that nothing is missing. */
	public BatchItem {
		Objects.requireNonNull(input, "input");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(outputBase, "outputBase");
	}

	/**
	 * Names a single scan.
	 *
	 * @param input the scan's file
	 * @param outFolder folder for the outputs
	 * @return the item
	 */
	public static BatchItem of(final Path input, final Path outFolder) {
		return new BatchItem(input, input.toString(), outFolder.resolve(stem(input.getFileName().toString())));
	}

	/**
	 * Returns the file for the defaced scan.
	 *
	 * @return ends in {@code _defaced.nii.gz}
	 */
	public Path defaced() {
		return withEnding(DEFACED);
	}

	/**
	 * Returns the file for a defaced scan that did not pass, if the user wants it all the same.
	 *
	 * @return ends in {@code _defaced-failed.nii.gz}
	 */
	public Path failed() {
		return withEnding(FAILED);
	}

	/**
	 * Returns the file for the facemask.
	 *
	 * @return ends in {@code _facemask.nii.gz}
	 */
	public Path facemask() {
		return withEnding(FACEMASK);
	}

	/**
	 * Returns the file for the record of what was done.
	 *
	 * @return ends in {@code _defaced.json}
	 */
	public Path record() {
		return withEnding(RECORD);
	}

	/**
	 * Returns all files that may be written for the scan.
	 *
	 * @return four paths, of which a run writes some
	 */
	public List<Path> outputs() {
		return List.of(facemask(), defaced(), failed(), record());
	}

	/** The file of a scan, and the names that the other file of a pair may have. */
	static List<Path> scanFiles(final Path file) {
		final String stem = stem(file.getFileName().toString());
		return Stream.concat(Stream.of(file), SCAN_ENDINGS.stream().map(ending -> file.resolveSibling(stem + ending))).toList();
	}

	private Path withEnding(final String ending) {
		return outputBase.resolveSibling(outputBase.getFileName() + ending);
	}

	/** Takes the ending off the name of a scan file. */
	static String stem(final String fileName) {
		for (final String ending : SCAN_ENDINGS)
			if (fileName.length() > ending.length() && fileName.regionMatches(true, fileName.length() - ending.length(), ending, 0, ending
				.length())) return fileName.substring(0, fileName.length() - ending.length());
		return fileName;
	}

	/** Tells whether a file is one of the images that the program writes, by its name. */
	static boolean isOutput(final String fileName) {
		return Stream.of(DEFACED, FAILED, FACEMASK).anyMatch(fileName::endsWith);
	}

	/** Tells whether a file in a folder may be a scan, by its name: the header of each scan once, none of the program's outputs. */
	static boolean mayBeScan(final String fileName, final Collection<String> endings) {
		if (fileName.startsWith(".") || isOutput(fileName)) return false;
		final String name = fileName.toLowerCase(Locale.ROOT);
		return endings.stream().anyMatch(name::endsWith);
	}
}
