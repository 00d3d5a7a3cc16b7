package org.pediatricdefacer.batch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.pediatricdefacer.io.ScanFormats;

/**
 * Names one scan of a batch and where its outputs go.
 *
 * @param input the scan's file
 * @param name how to call the scan when speaking to the user: the path as typed, or as found below the folder typed
 * @param outputBase path of what may be shared without the endings, such as {@code out/sub-01/sub-01_T1w}
 * @param privateBase the same of what identifies a person, or empty if none of that is to be written
 * @param images where the images go that may be shared, if not beside the record under names of this program
 */
public record BatchItem(Path input, String name, Path outputBase, Optional<Path> privateBase, Optional<ImageFiles> images) {

	/** Endings of scan files that are taken off to form names, longest first. */
	private static final List<String> SCAN_ENDINGS = List.of(".nii.gz", ".hdr.gz", ".img.gz", ".mgh.gz", ".nii", ".hdr", ".img", ".mgh",
		".mgz");

	/** Endings of the program's own outputs. */
	private static final String DEFACED = "_defaced.nii.gz";
	private static final String FAILED = "_defaced-failed.nii.gz";
	private static final String REMOVED = "_removed.nii.gz";
	private static final String FACEMASK = "_facemask.nii.gz";
	private static final String RECORD = "_defaced.json";
	private static final String LANDMARKS = "_landmarks.json";

	/**
	 * Names of the images that may be shared.
	 *
	 * @param defaced file for the defaced scan
	 * @param removed file for the removed region
	 */
	public record ImageFiles(Path defaced, Path removed) {}

	/** Names a scan whose images lie beside its record. */
	public BatchItem(final Path input, final String name, final Path outputBase, final Optional<Path> privateBase) {
		this(input, name, outputBase, privateBase, Optional.empty());
	}

	/** Checks that nothing is missing. */
	public BatchItem {
		Objects.requireNonNull(input, "input");
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(outputBase, "outputBase");
		Objects.requireNonNull(privateBase, "privateBase");
		Objects.requireNonNull(images, "images");
	}

	/**
	 * Names a single scan.
	 *
	 * @param input the scan's file
	 * @param outFolder folder for the outputs
	 * @return the item
	 */
	public static BatchItem of(final Path input, final Path outFolder) {
		return new BatchItem(input, input.toString(), outFolder.resolve(stem(input.getFileName().toString())), Optional.empty());
	}

	/**
	 * Lets what identifies a person be written, too.
	 *
	 * @param outFolder the folder that the outputs lie in
	 * @param privateFolder the folder for what identifies, in which it lies at the same place
	 * @return this item with more outputs
	 */
	public BatchItem withPrivate(final Path outFolder, final Path privateFolder) {
		final Path place = outputBase.startsWith(outFolder) ? outFolder.relativize(outputBase) : outputBase.getFileName();
		return new BatchItem(input, name, outputBase, Optional.of(privateFolder.resolve(place)), images);
	}

	/**
	 * Returns the file for the defaced scan.
	 *
	 * @return ends in {@code _defaced.nii.gz}, or {@code .mgz} if the scan does, unless it was given another name
	 */
	public Path defaced() {
		return images.map(ImageFiles::defaced).orElseGet(() -> withEnding(DEFACED));
	}

	/**
	 * Returns the file for a defaced scan that did not pass, if the user wants it all the same.
	 *
	 * @return ends in {@code _defaced-failed.nii.gz}, or {@code .mgz} if the scan does
	 */
	public Path failed() {
		return withEnding(FAILED);
	}

	/**
	 * Returns the file for the removed region.
	 *
	 * @return ends in {@code _removed.nii.gz}, or {@code .mgz} if the scan does, unless it was given another name
	 */
	public Path removed() {
		return images.map(ImageFiles::removed).orElseGet(() -> withEnding(REMOVED));
	}

	/**
	 * Returns the file for the facemask, which draws a face.
	 *
	 * @return ends in {@code _facemask.nii.gz}, or {@code .mgz} if the scan does; empty if nothing that identifies is to be written
	 */
	public Optional<Path> facemask() {
		return privateBase.map(base -> withEnding(base, FACEMASK));
	}

	/**
	 * Returns the file for the landmarks of the face.
	 *
	 * @return ends in {@code _landmarks.json}; empty if nothing that identifies is to be written
	 */
	public Optional<Path> landmarks() {
		return privateBase.map(base -> withEnding(base, LANDMARKS));
	}

	/** The facemask that version 0.1 wrote into the folder that is shared; it draws a face. */
	Path sharedFacemask() {
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
	 * @return paths, of which a run writes some
	 */
	public List<Path> outputs() {
		return Stream.concat(Stream.of(removed(), defaced(), failed(), record(), sharedFacemask()), Stream.concat(facemask().stream(), landmarks()
			.stream())).toList();
	}

	/** A scan is written in the format that it was read in. */
	private static String mgz(final String ending) {
		return ending.replace(".nii.gz", ".mgz");
	}

	/** The file of a scan, and the names that the other file of a pair may have. */
	static List<Path> scanFiles(final Path file) {
		final String stem = stem(file.getFileName().toString());
		return Stream.concat(Stream.of(file), SCAN_ENDINGS.stream().map(ending -> file.resolveSibling(stem + ending))).toList();
	}

	private Path withEnding(final String ending) {
		return withEnding(outputBase, ending);
	}

	private Path withEnding(final Path base, final String ending) {
		return base.resolveSibling(base.getFileName() + (ScanFormats.isMghName(input.getFileName().toString()) ? mgz(ending) : ending));
	}

	/** Takes the ending off the name of a scan file. */
	static String stem(final String fileName) {
		for (final String ending : SCAN_ENDINGS)
			if (fileName.length() > ending.length() && fileName.regionMatches(true, fileName.length() - ending.length(), ending, 0, ending
				.length())) return fileName.substring(0, fileName.length() - ending.length());
		return fileName;
	}

	/**
	 * Tells whether a file is one of the images that the program writes, by its name.
	 *
	 * @param fileName without folders
	 * @return true if it is
	 */
	public static boolean isOutput(final String fileName) {
		return Stream.of(DEFACED, FAILED, REMOVED, FACEMASK).anyMatch(ending -> fileName.endsWith(ending) || fileName.endsWith(mgz(ending)));
	}

	/**
	 * Tells whether a file in a folder may be a scan, by its name: the header of each scan once, none of the program's outputs.
	 *
	 * @param fileName without folders
	 * @param endings of scans, in small letters
	 * @return true if it may be
	 */
	public static boolean mayBeScan(final String fileName, final Collection<String> endings) {
		if (fileName.startsWith(".") || isOutput(fileName)) return false;
		final String name = fileName.toLowerCase(Locale.ROOT);
		return endings.stream().anyMatch(name::endsWith);
	}
}
