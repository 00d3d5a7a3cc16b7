package org.pediatricdefacer.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.pediatricdefacer.DefacingException;

/** Finds the other file of a .hdr/.img pair by its name, plain or gzipped, in lower or upper case. */
public final class PairedFiles {

	private static final Pattern IMAGE = Pattern.compile("(.*)\\.img(\\.gz)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
	private static final Pattern HEADER = Pattern.compile("(.*)\\.hdr(\\.gz)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private PairedFiles() {}

	/** Tells by its name whether a file holds the voxels of a pair. */
	static boolean isImage(final Path file) {
		return IMAGE.matcher(file.getFileName().toString()).matches();
	}

	/**
	 * Returns the header file of an image file.
	 *
	 * @param image any file
	 * @return empty if the name is not that of an image file, or there is no header
	 */
	public static Optional<Path> headerOf(final Path image) {
		final Matcher matcher = IMAGE.matcher(image.getFileName().toString());
		if (!matcher.matches()) return Optional.empty();
		return candidates(image, matcher.group(1), "hdr").stream().findFirst();
	}

	/**
	 * Returns the files of a scan.
	 *
	 * @param file a single file, or either file of a pair
	 * @return header and image of the pair that the file belongs to, or the file alone
	 */
	public static List<Path> filesOf(final Path file) {
		final Path header = headerOf(file).orElse(file);
		final Matcher matcher = HEADER.matcher(header.getFileName().toString());
		final List<Path> images = matcher.matches() ? candidates(header, matcher.group(1), "img") : List.of();
		return Stream.concat(Stream.of(header), images.stream()).toList();
	}

	/**
	 * Returns the image file of a header file.
	 *
	 * @throws DefacingException if there is none, or more than one
	 */
	static Path imageOf(final Path header) {
		final Matcher matcher = HEADER.matcher(header.getFileName().toString());
		final List<Path> found = matcher.matches() ? candidates(header, matcher.group(1), "img") : List.of();
		if (found.isEmpty()) throw new DefacingException(header +
			" is the header of a pair, but its .img file is missing; put both into one folder under one name, ending in .hdr and .img.");
		if (found.size() > 1) throw new DefacingException(header + " has two image files, " + found.get(0).getFileName() + " and " +
			found.get(1).getFileName() + "; remove the wrong one.");
		return found.get(0);
	}

	private static List<Path> candidates(final Path beside, final String stem, final String suffix) {
		final List<Path> found = new ArrayList<>();
		for (final String end : new String[] {suffix, suffix.toUpperCase(java.util.Locale.ROOT), suffix + ".gz"}) {
			final Path path = beside.resolveSibling(stem + "." + end);
			if (Files.isRegularFile(path) && found.stream().noneMatch(f -> same(f, path))) found.add(path);
		}
		return found;
	}

	/** Tells whether two names are one file, as .img and .IMG are where the file system ignores case. */
	private static boolean same(final Path a, final Path b) {
		try {
			return Files.isSameFile(a, b);
		}
		catch (final java.io.IOException e) {
			return false;
		}
	}
}
