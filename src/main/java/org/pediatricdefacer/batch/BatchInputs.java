package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.FolderTree;
import org.pediatricdefacer.io.PairedFiles;

/** Collects the scans of a batch from what the user typed, each once, and says which of them cannot be defaced beside the others. */
public final class BatchInputs {

	/** Endings of scans in folders, of a pair that of the header. */
	public static final List<String> SCANS = List.of(".nii", ".nii.gz", ".hdr", ".hdr.gz", ".mgh", ".mgz", ".mgh.gz");

	/** What Java puts where it cannot read a letter. */
	private static final char UNREADABLE = '\uFFFD';

	private final Path outFolder;
	private final List<String> endings;
	private final List<BatchItem> items = new ArrayList<>();
	/** The files of the scans whose names can be read, without detours, and these scans by their outputs. */
	private final Set<Path> seen = new HashSet<>();
	private final Map<Path, List<BatchItem>> byOutputs = new LinkedHashMap<>();
	private final Map<BatchItem, String> refused = new LinkedHashMap<>();

	/**
	 * Makes an empty collection.
	 *
	 * @param outFolder folder for all outputs
	 * @param otherEndings of scans in folders beside those that the program reads itself, in lower case with the dot
	 */
	BatchInputs(final Path outFolder, final List<String> otherEndings) {
		this.outFolder = outFolder;
		endings = Stream.concat(SCANS.stream(), otherEndings.stream()).toList();
	}

	List<BatchItem> items() {
		return items;
	}

	Map<BatchItem, String> refused() {
		return refused;
	}

	/** Says that a name is empty: the folder at hand to Java, but to a user a variable that was not set. */
	static String empty(final String what) {
		return "The name of " + what + " is empty; give it, or . for the folder you are in.";
	}

	/**
	 * Adds a file, or the scans of a folder.
	 *
	 * @throws DefacingException if there is no such file, or no scan in the folder
	 */
	void add(final String typed) throws IOException {
		if (typed.isEmpty()) throw new DefacingException(empty("an input"));
		final Path input;
		try {
			input = Path.of(typed);
		}
		catch (final InvalidPathException e) {
			refuseName(typed);
			return;
		}
		if (Files.isDirectory(input)) addFolder(input);
		// A link whose file is gone is a scan that fails, not a mistyped name.
		else if (Files.exists(input, LinkOption.NOFOLLOW_LINKS)) put(BatchItem.of(input, outFolder));
		else if (typed.indexOf(UNREADABLE) >= 0) refuseName(typed);
		else throw new DefacingException(input + " does not exist; check the name.");
	}

	private void addFolder(final Path folder) throws IOException {
		final List<Path> files = files(folder);
		final List<Path> scans = files.stream().filter(file -> BatchItem.mayBeScan(file.getFileName().toString(), endings)).sorted().toList();
		if (scans.isEmpty()) throw new DefacingException(folder + " holds no scan (" + String.join(", ", endings) + ")" + others(files) + ".");
		for (final Path file : scans) {
			try {
				final String stem = BatchItem.stem(file.getFileName().toString());
				put(new BatchItem(file, file.toString(), outFolder.resolve(folder.relativize(file)).resolveSibling(stem), Optional.empty()));
			}
			catch (final InvalidPathException e) {
				refuseName(file.toString());
			}
		}
	}

	/** Says what a folder without a scan holds instead. */
	private static String others(final List<Path> files) {
		final List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
		final long own = names.stream().filter(BatchItem::isOutput).count();
		if (own > 0) return "; " + own + (own == 1 ? " file was passed over, since its name says that it is" :
			" files were passed over, since their names say that they are") +
			" an output of this program: give the folder of the scans, or name single files";
		final Set<String> endings = names.stream().filter(name -> name.lastIndexOf('.') > 0).map(name -> name.substring(name.lastIndexOf('.')))
			.collect(Collectors.toCollection(TreeSet::new));
		return (endings.isEmpty() ? "" : ", but files that end in " + endings.stream().limit(3).collect(Collectors.joining(", "))) +
			"; check the folder";
	}

	/**
	 * Walks a folder, through links too, but not into hidden folders and the one for outputs.
	 * <p>
	 * A link whose file is gone is in the list, so that the scan counts as failed instead of being passed over.
	 */
	private List<Path> files(final Path folder) throws IOException {
		final Path out = real(outFolder);
		return FolderTree.entries(folder, below -> below.getFileName().toString().startsWith(".") || real(below).equals(out));
	}

	/** Adds a scan if it is not there yet under this path or, with the same outputs, another one. */
	private void put(final BatchItem item) throws IOException {
		final Path header = PairedFiles.headerOf(item.input()).orElse(item.input());
		final List<BatchItem> twins = byOutputs.computeIfAbsent(item.outputBase().toAbsolutePath().normalize(), base -> new ArrayList<>());
		for (final BatchItem twin : twins)
			if (isSame(twin.input(), header)) return;
		if (!seen.add(header.toAbsolutePath().normalize())) return;
		twins.add(item);
		items.add(item);
	}

	private static boolean isSame(final Path file, final Path header) throws IOException {
		final Path other = PairedFiles.headerOf(file).orElse(file);
		return Files.exists(other) && Files.exists(header) && Files.isSameFile(other, header);
	}

	/** Plans a scan whose name is none to this machine as one that fails. */
	private void refuseName(final String name) {
		final Path readable = outFolder.resolve(name.replaceAll("[^\\w.-]", "_"));
		final BatchItem item = new BatchItem(readable, name, readable, Optional.empty());
		items.add(item);
		refused.put(item, name + " has a name that cannot be read on this machine, whose character set is " + System.getProperty(
			"sun.jnu.encoding") + "; rename it, or choose a locale of UTF-8, such as LC_ALL=C.UTF-8.");
	}

	/** Refuses scans that would have the same outputs as another one, and those that would write over one. */
	void refuseClashes() {
		final Set<Path> inputs = seen.stream().map(BatchInputs::real).collect(Collectors.toSet());
		for (final List<BatchItem> twins : byOutputs.values())
			for (final BatchItem item : twins) {
				final String others = twins.stream().filter(twin -> twin != item).map(BatchItem::name).collect(Collectors.joining(" and "));
				if (!others.isEmpty()) refused.put(item, item.name() + " would have the same outputs as " + others +
					"; rename one of them, or deface them into different folders.");
				for (final Path output : item.outputs())
					if (inputs.contains(real(output))) refused.put(item, item.name() + " would be written to " + output +
						", which is an input, too; choose another output folder.");
			}
	}

	/** The path without links, as far as it exists. */
	static Path real(final Path path) {
		final Path absolute = path.toAbsolutePath().normalize();
		try {
			return path.toRealPath();
		}
		catch (final IOException e) {
			return absolute.getParent() == null ? absolute : real(absolute.getParent()).resolve(absolute.getFileName());
		}
	}
}
