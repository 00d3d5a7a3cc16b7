package org.pediatricdefacer.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.pediatricdefacer.DefacingException;

/**
 * Which predicted mask belongs to which reference mask.
 *
 * @param pairs in the order of their names
 * @param unmatched files that found no partner, with the reason; in order, predictions first
 */
public record MaskPairing(List<Pair> pairs, List<Unmatched> unmatched) {

	/**
	 * Two masks of one scan.
	 *
	 * @param name of the scan
	 * @param predicted file
	 * @param reference file
	 */
	public record Pair(ScanName name, Path predicted, Path reference) {}

	/**
	 * A file that is in no pair.
	 *
	 * @param file the file
	 * @param reason why, in words
	 */
	public record Unmatched(Path file, String reason) {}

	/** Copies the lists. */
	public MaskPairing {
		pairs = List.copyOf(pairs);
		unmatched = List.copyOf(unmatched);
	}

	/**
	 * Pairs the NIfTI files below two folders by {@link ScanName}; if only one of the two names tells the contrast, by the other
	 * entities, provided that they are unique on both sides. Where a scan lies beside its mask and no pattern tells them apart, the
	 * mask is taken. Removed regions, which deface writes beside defaced scans, are no facemasks and left out. Images of other formats are among the unmatched.
	 *
	 * @param predicted folder
	 * @param reference folder
	 * @param pattern found in paths below the folders, its first group is the key; null to read names as BIDS
	 * @return pairs and rest
	 * @throws IOException if a folder cannot be read
	 * @throws DefacingException if one of them is no folder
	 */
	public static MaskPairing of(final Path predicted, final Path reference, final Pattern pattern) throws IOException {
		final List<Unmatched> unmatched = new ArrayList<>();
		final List<NamedFile> found = named(predicted, pattern, unmatched);
		final List<Unmatched> unmatchedReferences = new ArrayList<>();
		final List<NamedFile> truths = named(reference, pattern, unmatchedReferences);
		final List<Pair> pairs = new ArrayList<>();
		pair(found, truths, ScanName::key, pairs);
		pair(found, truths, ScanName::entities, pairs);
		reasons(found, truths, "reference", unmatched);
		reasons(truths, found, "predicted", unmatchedReferences);
		unmatched.addAll(unmatchedReferences);
		pairs.sort((a, b) -> a.name().key().compareTo(b.name().key()));
		return new MaskPairing(pairs, unmatched);
	}

	private static List<NamedFile> named(final Path folder, final Pattern pattern, final List<Unmatched> unmatched) throws IOException {
		if (!Files.isDirectory(folder)) throw new DefacingException(folder + " is not a folder; name the folder that holds the masks.");
		final List<NamedFile> named = NamedFile.below(folder, pattern, file -> true, unmatched);
		if (pattern == null) leaveScansOut(named, unmatched);
		return named;
	}

	private static void leaveScansOut(final List<NamedFile> named, final List<Unmatched> unmatched) {
		grouped(named, ScanName::key).forEach((key, twins) -> {
			final List<NamedFile> removed = twins.stream().filter(twin -> ScanName.isRemovedRegion(twin.file())).toList();
			final List<NamedFile> masks = twins.stream().filter(twin -> ScanName.isMask(twin.file()) && !removed.contains(twin)).toList();
			for (final NamedFile region : removed) {
				named.remove(region);
				unmatched.add(new Unmatched(region.file(), "what was erased around a facemask; the facemask itself is in the private folder of deface"));
			}
			if (masks.size() > 1 || masks.isEmpty() && removed.isEmpty()) return;
			for (final NamedFile twin : twins) {
				if (masks.contains(twin) || removed.contains(twin)) continue;
				named.remove(twin);
				unmatched.add(new Unmatched(twin.file(), "taken for a scan, because " + (masks.isEmpty() ? removed : masks).get(0).file().getFileName() +
					" has the name of its mask"));
			}
		});
	}

	/** Pairs what is unique on both sides and takes it off the lists. */
	private static void pair(final List<NamedFile> predicted, final List<NamedFile> references, final Function<ScanName, String> key,
		final List<Pair> pairs)
	{
		final SortedMap<String, List<NamedFile>> byKey = grouped(references, key);
		grouped(predicted, key).forEach((k, found) -> {
			final List<NamedFile> truths = byKey.getOrDefault(k, List.of());
			if (found.size() != 1 || truths.size() != 1) return;
			if (found.get(0).name().contrast().isPresent() && truths.get(0).name().contrast().isPresent() && !found.get(0).name().key().equals(truths.get(
				0).name().key())) return;
			final ScanName fuller = found.get(0).name().contrast().isPresent() ? found.get(0).name() : truths.get(0).name();
			pairs.add(new Pair(fuller, found.get(0).file(), truths.get(0).file()));
			predicted.remove(found.get(0));
			references.remove(truths.get(0));
		});
	}

	private static SortedMap<String, List<NamedFile>> grouped(final List<NamedFile> files, final Function<ScanName, String> key) {
		return files.stream().collect(Collectors.groupingBy(f -> key.apply(f.name()), TreeMap::new, Collectors.toList()));
	}

	private static void reasons(final List<NamedFile> rest, final List<NamedFile> others, final String side, final List<Unmatched> unmatched) {
		final SortedMap<String, List<NamedFile>> own = grouped(rest, ScanName::key);
		final SortedMap<String, List<NamedFile>> other = grouped(others, ScanName::key);
		for (final NamedFile file : rest) {
			final String key = file.name().key();
			final int twins = own.get(key).size();
			final int partners = other.getOrDefault(key, List.of()).size();
			final String reason;
			if (twins > 1) reason = twins + " files are named '" + key + "'; tell them apart with --pattern";
			else if (partners > 1) reason = partners + " " + side + " masks are named '" + key + "'; tell them apart with --pattern";
			else reason = "no " + side + " mask is named '" + key + "'";
			unmatched.add(new Unmatched(file.file(), reason));
		}
	}
}
