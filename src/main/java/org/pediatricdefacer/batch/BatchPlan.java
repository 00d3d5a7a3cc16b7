package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.FolderTree;

/**
 * Lists the scans of a batch in the order in which they are defaced.
 *
 * @param items no two of which have the same outputs
 */
public record BatchPlan(List<BatchItem> items) {

	/** Endings of NIfTI files, of a pair that of the header. */
	private static final List<String> NIFTI = List.of(".nii", ".nii.gz", ".hdr", ".hdr.gz");

	/** Copies the list. */
	public BatchPlan {
		items = List.copyOf(items);
	}

	/**
	 * Plans a batch of NIfTI files.
	 *
	 * @param inputs files and folders as the user typed them
	 * @param outFolder folder for all outputs
	 * @return the plan
	 * @throws DefacingException if an input does not exist, a folder has no scan, two scans would have the same outputs, or nothing can
	 *           be written to the output folder
	 * @throws IOException if a folder cannot be read
	 */
	public static BatchPlan of(final List<Path> inputs, final Path outFolder) throws IOException {
		return of(inputs, outFolder, List.of());
	}

	/**
	 * Plans a batch.
	 * <p>
	 * A file becomes one item, whatever its name. A folder is walked, through links too, and each NIfTI file (or header of a pair) or
	 * file with one of the other endings in it becomes an item whose outputs lie at the same place below the output folder; hidden
	 * files, this program's own outputs, and what lies in the output folder are left out. Items of one folder are sorted by path,
	 * folders and files are taken in the order given.
	 *
	 * @param inputs files and folders as the user typed them
	 * @param outFolder folder for all outputs
	 * @param otherEndings of scans in folders beside NIfTI, in lower case with the dot
	 * @return the plan
	 * @throws DefacingException if an input does not exist, a folder has no scan, two scans would have the same outputs, or nothing can
	 *           be written to the output folder
	 * @throws IOException if a folder cannot be read
	 */
	public static BatchPlan of(final List<Path> inputs, final Path outFolder, final List<String> otherEndings) throws IOException {
		final List<String> endings = Stream.concat(NIFTI.stream(), otherEndings.stream()).toList();
		final List<BatchItem> items = new ArrayList<>();
		for (final Path input : inputs) {
			requireName(input, "an input");
			if (Files.isDirectory(input)) items.addAll(folder(input, outFolder, endings));
			else if (Files.exists(input)) items.add(BatchItem.of(input, outFolder));
			else throw new DefacingException(input + " does not exist; check the name.");
		}
		requireDifferentOutputs(items);
		requireInputsUntouched(items);
		requireName(outFolder, "the folder to write to");
		requireWritable(outFolder);
		return new BatchPlan(items);
	}

	private static List<BatchItem> folder(final Path folder, final Path outFolder, final List<String> endings) throws IOException {
		final List<Path> files = files(folder, outFolder).stream().filter(file -> BatchItem.mayBeScan(file.getFileName().toString(), endings))
			.sorted().toList();
		if (files.isEmpty()) throw new DefacingException(folder + " holds no scan (" + String.join(", ", endings) + "); check the folder.");
		final List<BatchItem> items = new ArrayList<>();
		for (final Path file : files) {
			final Path relative = folder.relativize(file);
			final String stem = BatchItem.stem(file.getFileName().toString());
			items.add(new BatchItem(file, file.toString(), outFolder.resolve(relative).resolveSibling(stem)));
		}
		return items;
	}

	/**
	 * Walks a folder, through links too, but not into hidden folders and the one for outputs.
	 * <p>
	 * A link whose file is gone is in the list, so that the scan counts as failed instead of being passed over.
	 */
	private static List<Path> files(final Path folder, final Path outFolder) throws IOException {
		final Path out = real(outFolder);
		return FolderTree.entries(folder, below -> below.getFileName().toString().startsWith(".") || real(below).equals(out));
	}

	/** The path without links where it exists, else as good as it gets. */
	private static Path real(final Path path) {
		try {
			return path.toRealPath();
		}
		catch (final IOException e) {
			return path.toAbsolutePath().normalize();
		}
	}

	/** An empty name is the folder at hand to Java; to a user it is a variable that was not set. */
	private static void requireName(final Path path, final String what) {
		if (path.toString().isEmpty()) throw new DefacingException("The name of " + what + " is empty; give it, or . for the folder you are in.");
	}

	/** Finds out before the work whether the folder, or the one that it will be made in, lets itself be written to. */
	private static void requireWritable(final Path outFolder) {
		Path existing = outFolder.toAbsolutePath();
		while (existing.getParent() != null && !Files.exists(existing))
			existing = existing.getParent();
		if (!Files.isDirectory(existing)) throw new DefacingException("Nothing can be written to " + outFolder + ", since " + existing +
			" is no folder; choose another one.");
		if (!Files.isWritable(existing)) throw new DefacingException("Nothing can be written to " + outFolder + ", since " + existing +
			" is read-only or closed to this user; choose another folder, or change its permissions.");
	}

	private static void requireDifferentOutputs(final List<BatchItem> items) {
		final Map<Path, BatchItem> seen = new HashMap<>();
		for (final BatchItem item : items) {
			final BatchItem twin = seen.put(item.outputBase().toAbsolutePath().normalize(), item);
			if (twin != null) throw new DefacingException(twin.name() + " and " + item.name() +
				" would write the same outputs; give the folder that holds both, or deface them into different folders.");
		}
	}

	private static void requireInputsUntouched(final List<BatchItem> items) {
		final Set<Path> inputs = items.stream().map(item -> real(item.input())).collect(Collectors.toSet());
		for (final BatchItem item : items)
			for (final Path output : item.outputs())
				if (inputs.contains(real(output))) throw new DefacingException(output + " is both an input and where " + item.name() +
					" would be written to; choose another output folder.");
	}
}
