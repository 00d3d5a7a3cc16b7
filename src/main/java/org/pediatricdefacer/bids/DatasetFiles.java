package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.FolderTree;

/**
 * Lists the files of a data set and says what becomes of each.
 * <p>
 * Hidden folders are listed as one file. Where a file is only a link whose content is somewhere else (git-annex), the list says so.
 */
public final class DatasetFiles {

	/** Says that the content of a file has to be fetched. */
	static final String NOT_HERE = "its content is not on this computer; fetch it with: datalad get";

	/** An unlocked file of git-annex whose content is not here is a text that begins so. */
	private static final String POINTER = "/annex/objects/";

	/** Such texts are short. */
	private static final long LONGEST_POINTER = 32_768;

	private DatasetFiles() {}

	/**
	 * Lists a data set.
	 *
	 * @param dataset its folder
	 * @param out folder to write to, which is left out if it lies in the data set; of the data set itself this program's own files are
	 * @return in the order of their paths
	 * @throws DefacingException if there is no such folder
	 * @throws IOException if it cannot be read
	 */
	public static List<DatasetFile> of(final Path dataset, final Path out) throws IOException {
		if (!Files.isDirectory(dataset)) throw new DefacingException(dataset + " is no folder; give the folder of a data set.");
		final List<Path> found = new ArrayList<>();
		final List<Path> hidden = new ArrayList<>();
		final Path outFolder = out.toAbsolutePath().normalize();
		// In place, what this program wrote lies in the data set itself.
		final Set<Path> ours = Set.of(outFolder, outFolder.resolve(Placement.OWN_FOLDER), outFolder.resolve(Placement.ORIGINALS));
		found.addAll(FolderTree.entries(dataset, folder -> {
			if (ours.contains(folder.toAbsolutePath().normalize())) return true;
			final boolean skip = folder.getFileName().toString().startsWith(".");
			if (skip) hidden.add(folder);
			return skip;
		}));
		final List<DatasetFile> files = new ArrayList<>();
		for (final Path file : found)
			files.add(file(dataset, dataset.relativize(file)));
		for (final Path folder : hidden)
			files.add(new DatasetFile(dataset.relativize(folder), new FileFate(FileFate.Kind.WITHHELD, "a hidden folder may hold originals")));
		files.sort((a, b) -> a.path().compareTo(b.path()));
		return withoutClashes(files);
	}

	private static DatasetFile file(final Path dataset, final Path path) throws IOException {
		final FileFate fate = FileFate.of(path);
		final boolean image = fate.kind() == FileFate.Kind.SCAN || fate.kind() == FileFate.Kind.SERIES;
		// A scan keeps its kind, so that it counts as failed and is not passed over.
		if (!image && fate.kind() != FileFate.Kind.WITHHELD && !isHere(dataset.resolve(path))) return new DatasetFile(path, new FileFate(
			FileFate.Kind.WITHHELD, NOT_HERE + " " + FolderTree.relative(dataset, dataset.resolve(path))));
		return new DatasetFile(path, fate);
	}

	/**
	 * Tells whether the content of a file is on this computer.
	 *
	 * @param file a file or a link
	 * @return false for links that lead nowhere and for what stands for a file in git-annex
	 * @throws IOException if the disk fails
	 */
	static boolean isHere(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return false;
		final long size = Files.size(file);
		if (size == 0 || size > LONGEST_POINTER) return true;
		final byte[] start = new byte[POINTER.length()];
		try (var in = Files.newInputStream(file)) {
			return in.readNBytes(start, 0, start.length) < start.length || !new String(start, StandardCharsets.UTF_8).equals(POINTER);
		}
	}

	/** Where names differ only in upper and lower case, not every disk can hold both files: the first is kept. */
	private static List<DatasetFile> withoutClashes(final List<DatasetFile> files) {
		final Map<String, String> first = new HashMap<>();
		final List<DatasetFile> result = new ArrayList<>();
		for (final DatasetFile file : files) {
			final String twin = first.putIfAbsent(file.name().toLowerCase(Locale.ROOT), file.name());
			result.add(twin == null || file.fate().kind() == FileFate.Kind.WITHHELD ? file : new DatasetFile(file.path(), new FileFate(
				FileFate.Kind.WITHHELD, "its name differs from " + twin + " only in upper and lower case; rename it")));
		}
		return result;
	}
}
