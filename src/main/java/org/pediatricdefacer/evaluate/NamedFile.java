package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.pediatricdefacer.evaluate.MaskPairing.Unmatched;
import org.pediatricdefacer.io.FolderTree;
import org.pediatricdefacer.io.ScanFormats;

/** A scan file and what its name says. */
public record NamedFile(ScanName name, Path file) {

	private static final String NO_SCAN = "is no scan in NIfTI, MGH or NRRD, or its header is damaged; convert it, or copy it again from its source";

	/**
	 * Lists the scan files below a folder.
	 *
	 * @param pattern found in paths below the folder, its first group is the key; null to read names as BIDS
	 * @param wanted which files count at all
	 * @param unmatched takes those that count and are images of other formats, or damaged, or that the pattern does not know
	 * @return a list of the caller's own, in the order of paths
	 * @throws IOException if a folder cannot be read
	 */
	public static List<NamedFile> below(final Path folder, final Pattern pattern, final Predicate<Path> wanted, final List<Unmatched> unmatched)
		throws IOException
	{
		final List<NamedFile> named = new ArrayList<>();
		for (final Path file : FolderTree.files(folder)) {
			if (!wanted.test(file)) continue;
			if (!ScanFormats.recognizes(file)) {
				if (ScanName.isImage(file)) unmatched.add(new Unmatched(file, NO_SCAN));
				continue;
			}
			final Optional<ScanName> name = pattern == null ? Optional.of(ScanName.of(file)) : ScanName.of(FolderTree.relative(folder, file), pattern);
			if (name.isPresent()) named.add(new NamedFile(name.get(), file));
			else unmatched.add(new Unmatched(file, "the pattern " + pattern + " is not found in its path"));
		}
		return named;
	}
}
