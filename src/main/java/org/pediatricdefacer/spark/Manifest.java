package org.pediatricdefacer.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.BatchItem;

/** Names the outputs of the scans of a manifest, and deals the scans out to tasks. */
final class Manifest {

	/** Scans of one task: enough that starting it costs little, few enough that little is lost with it. */
	static final int FEWEST = 8;
	static final int MOST = 20;

	/** Tasks that each place of the cluster gets at least while tasks are not smaller than {@link #FEWEST}; the more, the better the balance. */
	private static final int TASKS_PER_SLOT = 4;

	private static final Pattern DETOUR = Pattern.compile("(^|.*/)\\.\\.?(/.*|$)", Pattern.DOTALL);

	private Manifest() {}

	/**
	 * Names the outputs of scans: each lies where its scan lies below the root.
	 *
	 * @param lines names of scans; empty ones are left out, and each is taken once
	 * @param root folder of all scans, or empty for the one common to all
	 * @return the scans in the order given, those refused included: outside the root, or with the same outputs as another
	 * @throws DefacingException if there is no scan
	 */
	static List<ManifestScan> scans(final List<String> lines, final String root) {
		final Set<String> names = new LinkedHashSet<>(lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList());
		if (names.isEmpty()) throw new DefacingException("The manifest names no scan; write one in each line, or into a column uri.");
		final String folder = root.isEmpty() ? commonFolder(names) : root + "/";
		final Map<String, List<String>> twins = new HashMap<>();
		for (final String name : names)
			twins.computeIfAbsent(place(name, folder), place -> new ArrayList<>()).add(name);
		return names.stream().map(name -> scan(name, folder, twins.get(place(name, folder)))).toList();
	}

	private static ManifestScan scan(final String name, final String folder, final List<String> twins) {
		final String place = place(name, folder);
		if (place.isEmpty()) return refused(name, name + " does not lie below " + folder + "; give another --root, or leave it out.");
		final List<String> others = twins.stream().filter(twin -> !twin.equals(name)).toList();
		if (!others.isEmpty()) return refused(name, name + " would have the same outputs as " + String.join(" and ", others) +
			"; rename one of them, or deface them into different folders.");
		return new ManifestScan(name, place, 0, "");
	}

	private static ManifestScan refused(final String name, final String why) {
		return new ManifestScan(name, "", 0, why);
	}

	/** The path below the folder without the ending, or nothing if the scan does not lie there. */
	private static String place(final String name, final String folder) {
		if (!name.startsWith(folder) || name.endsWith("/") || DETOUR.matcher(name).matches()) return "";
		final String below = name.substring(folder.length());
		final int slash = below.lastIndexOf('/') + 1;
		return below.substring(0, slash) + BatchItem.of(Path.of(below.substring(slash)), Path.of("")).outputBase().getFileName();
	}

	/** The longest beginning of all names that ends with a slash. */
	private static String commonFolder(final Set<String> names) {
		final String first = names.iterator().next();
		int length = first.lastIndexOf('/') + 1;
		for (final String name : names)
			while (!name.startsWith(first.substring(0, length)))
				length = length < 2 ? 0 : first.lastIndexOf('/', length - 2) + 1;
		return first.substring(0, length);
	}

	/**
	 * Deals scans out to tasks, the largest first, so that what comes last is small.
	 *
	 * @param scans in any order
	 * @param slots how many tasks run at once, at least 1
	 * @return tasks of {@value #FEWEST} to {@value #MOST} scans, but for the last one; in the order in which they are to be started
	 */
	static List<List<ManifestScan>> tasks(final List<ManifestScan> scans, final int slots) {
		final List<ManifestScan> sorted = scans.stream().sorted(Comparator.comparingLong(ManifestScan::bytes).reversed().thenComparing(
			ManifestScan::uri)).toList();
		final int wanted = (int) Math.ceil(scans.size() / ((double) slots * TASKS_PER_SLOT));
		final int size = Math.max(FEWEST, Math.min(MOST, wanted));
		final List<List<ManifestScan>> tasks = new ArrayList<>();
		for (int from = 0; from < sorted.size(); from += size)
			tasks.add(new ArrayList<>(sorted.subList(from, Math.min(from + size, sorted.size()))));
		return tasks;
	}
}
