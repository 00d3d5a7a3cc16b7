package org.pediatricdefacer.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.evaluate.MaskPairing.Unmatched;
import org.pediatricdefacer.evaluate.NamedFile;
import org.pediatricdefacer.evaluate.ScanName;

/**
 * Which files of some folders belong to one scan, by {@link ScanName}.
 *
 * @param items scans with a defaced version, in the order of their names
 * @param unmatched files that belong to none, with the reason
 */
public record PrivacyFolders(List<Item> items, List<Unmatched> unmatched) {

	/**
	 * The files of one scan.
	 *
	 * @param name of the scan
	 * @param before the scan before defacing
	 * @param after the defaced scan
	 * @param labels facemask or regions, if there are some
	 * @param brain brain mask, if there is one
	 */
	public record Item(String name, Path before, Path after, Optional<Path> labels, Optional<Path> brain) {}

	private static final Set<String> LABEL_ENDINGS = Set.of("facemask", "regions", "classes", "dseg", "labels");
	private static final Set<String> OTHER_ENDINGS = Set.of("defaced", "removed", "mask", "brain", "brainmask", "seg");

	/** Copies the lists. */
	public PrivacyFolders {
		items = List.copyOf(items);
		unmatched = List.copyOf(unmatched);
	}

	/**
	 * Looks for scans.
	 *
	 * @param before folder of the scans; masks and defaced scans in it do not count
	 * @param after folder of the defaced scans; if names there end in {@code _defaced}, the others do not count
	 * @param labels folder of facemasks or regions ({@code NAME_facemask}, {@code NAME_regions}); null for that of the defaced scans
	 * @param brain folder of brain masks, or null; all its files are taken for such
	 * @param pattern found in paths below the folders, its first group names the scan; null to read names as BIDS
	 * @return what belongs together
	 * @throws IOException if a folder cannot be read
	 * @throws DefacingException if one of them is no folder
	 */
	public static PrivacyFolders of(final Path before, final Path after, final Path labels, final Path brain, final Pattern pattern) throws IOException {
		final Predicate<String> plain = ending -> !LABEL_ENDINGS.contains(ending) && !OTHER_ENDINGS.contains(ending);
		final List<Unmatched> unmatched = new ArrayList<>();
		final SortedMap<String, List<Path>> scans = files(before, pattern, plain, unmatched);
		final SortedMap<String, List<Path>> marked = files(after, pattern, "defaced"::equals, unmatched);
		final SortedMap<String, List<Path>> defaced = marked.isEmpty() ? files(after, pattern, plain, unmatched) : marked;
		final SortedMap<String, List<Path>> regions = files(labels == null ? after : labels, pattern, LABEL_ENDINGS::contains, unmatched);
		final SortedMap<String, List<Path>> brains = brain == null ? new TreeMap<>() : files(brain, pattern, ending -> true, unmatched);
		final List<Item> items = new ArrayList<>();
		defaced.forEach((name, found) -> {
			final String problem = problem(name, found, scans, regions, brains);
			if (problem == null) items.add(new Item(name, scans.get(name).get(0), found.get(0), first(regions, name), first(brains, name)));
			else found.forEach(file -> unmatched.add(new Unmatched(file, problem)));
		});
		scans.forEach((name, found) -> {
			if (!defaced.containsKey(name)) found.forEach(file -> unmatched.add(new Unmatched(file, "no defaced scan is named '" + name + "'")));
		});
		return new PrivacyFolders(items, unmatched);
	}

	/** Why the files of a name cannot be told apart or lack their scan; null if all is well. */
	private static String problem(final String name, final List<Path> defaced, final Map<String, List<Path>> scans, final Map<String, List<Path>> regions,
		final Map<String, List<Path>> brains)
	{
		if (!scans.containsKey(name)) return "no scan before defacing is named '" + name + "'";
		for (final List<Path> files : List.of(defaced, scans.get(name), regions.getOrDefault(name, List.of()), brains.getOrDefault(name, List.of())))
			if (files.size() > 1) return files.size() + " files are named '" + name + "' (" + files.get(0).getFileName() + ", ...); tell them apart with --pattern";
		return null;
	}

	private static Optional<Path> first(final Map<String, List<Path>> files, final String name) {
		return files.getOrDefault(name, List.of()).stream().findFirst();
	}

	private static SortedMap<String, List<Path>> files(final Path folder, final Pattern pattern, final Predicate<String> ending,
		final List<Unmatched> unmatched) throws IOException
	{
		if (!Files.isDirectory(folder)) throw new DefacingException(folder + " is not a folder; name the folder that holds the scans.");
		final SortedMap<String, List<Path>> named = new TreeMap<>();
		for (final NamedFile file : NamedFile.below(folder, pattern, path -> ending.test(ending(path)), unmatched))
			named.computeIfAbsent(file.name().key(), k -> new ArrayList<>()).add(file.file());
		return named;
	}

	/** The last word of a file's name. */
	private static String ending(final Path file) {
		final String stem = file.getFileName().toString().replaceFirst("\\..*$", "");
		return stem.substring(stem.lastIndexOf('_') + 1).toLowerCase(Locale.ROOT);
	}
}
