package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.pediatricdefacer.DefacingException;

/**
 * Lists the scans of a batch in the order in which they are defaced.
 *
 * @param items the scans, of which no two that are not refused have the same outputs
 * @param refused those of them that fail before any work, each with a sentence for the user that says why
 */
public record BatchPlan(List<BatchItem> items, Map<BatchItem, String> refused) {

	/** Copies list and map. */
	public BatchPlan {
		items = List.copyOf(items);
		refused = Map.copyOf(refused);
	}

	/**
	 * Makes a plan in which nothing is refused.
	 *
	 * @param items no two of which have the same outputs
	 */
	public BatchPlan(final List<BatchItem> items) {
		this(items, Map.of());
	}

	/**
	 * Plans a batch of files that the program reads itself.
	 *
	 * @param inputs files and folders as the user typed them
	 * @param outFolder folder for all outputs
	 * @return the plan
	 * @throws DefacingException if an input does not exist, a folder has no scan, or nothing can be written to the output folder
	 * @throws IOException if a folder cannot be read
	 */
	public static BatchPlan of(final List<String> inputs, final Path outFolder) throws IOException {
		return of(inputs, outFolder, List.of());
	}

	/**
	 * Plans a batch.
	 * <p>
	 * A file becomes one item, whatever its name, and however often it is given. A folder is walked, through links too, and each scan
	 * (of a pair the header) or file with one of the other endings in it becomes an item whose outputs lie at the same place below the
	 * output folder; hidden files, this program's own outputs, and what lies in the output folder are left out. Items of one folder are
	 * sorted by path, folders and files are taken in the order given. Refused are scans that would have the same outputs as another
	 * one, or write over one, and those whose names cannot be read on this machine.
	 *
	 * @param inputs files and folders as the user typed them
	 * @param outFolder folder for all outputs
	 * @param otherEndings of scans in folders beside those that the program reads itself, in lower case with the dot
	 * @return the plan
	 * @throws DefacingException if an input does not exist, a folder has no scan, or nothing can be written to the output folder
	 * @throws IOException if a folder cannot be read
	 */
	public static BatchPlan of(final List<String> inputs, final Path outFolder, final List<String> otherEndings) throws IOException {
		final BatchInputs scans = new BatchInputs(outFolder, otherEndings);
		for (final String input : inputs)
			scans.add(input);
		scans.refuseClashes();
		if (outFolder.toString().isEmpty()) throw new DefacingException(BatchInputs.empty("the folder to write to"));
		requireWritable(outFolder);
		return new BatchPlan(scans.items(), scans.refused());
	}

	/**
	 * Lists the scans of a folder as a batch would, before it is known where outputs go.
	 *
	 * @param folder to walk
	 * @param otherEndings of scans beside those that the program reads itself, in lower case with the dot
	 * @return files in the order of a batch; the program's own outputs are left out
	 * @throws DefacingException if the folder has no scan
	 * @throws IOException if it cannot be read
	 */
	public static List<Path> scans(final Path folder, final List<String> otherEndings) throws IOException {
		final BatchInputs scans = new BatchInputs(folder, otherEndings);
		scans.add(folder.toString());
		return scans.items().stream().map(BatchItem::input).toList();
	}

	/**
	 * Lets what identifies a person be written, too.
	 *
	 * @param outFolder the folder that the plan was made for
	 * @param privateFolder another one, neither in it nor around it
	 * @return this plan with more outputs
	 * @throws DefacingException if the folders are not apart, or nothing can be written to the private one
	 */
	public BatchPlan withPrivate(final Path outFolder, final Path privateFolder) {
		if (privateFolder.toString().isEmpty()) throw new DefacingException(BatchInputs.empty("the private folder"));
		if (!isApart(outFolder, privateFolder)) throw new DefacingException("The private folder " + privateFolder +
			" is not apart from " + outFolder + ", which is shared; choose one beside it.");
		requireWritable(privateFolder);
		final Map<BatchItem, String> stillRefused = new HashMap<>();
		refused.forEach((item, why) -> stillRefused.put(item.withPrivate(outFolder, privateFolder), why));
		return new BatchPlan(items.stream().map(item -> item.withPrivate(outFolder, privateFolder)).toList(), stillRefused);
	}

	/**
	 * Tells whether neither of two folders lies in the other, through links, too.
	 *
	 * @param folder that need not exist
	 * @param other that need not exist
	 * @return false if they are the same, or one holds the other
	 */
	public static boolean isApart(final Path folder, final Path other) {
		final Path first = BatchInputs.real(folder);
		final Path second = BatchInputs.real(other);
		return !first.startsWith(second) && !second.startsWith(first);
	}

	/** Finds out before the work whether the folder, or the one that it will be made in, lets itself be written to. */
	private static void requireWritable(final Path outFolder) {
		Path existing = outFolder.toAbsolutePath();
		while (existing.getParent() != null && !Files.exists(existing))
			existing = existing.getParent();
		if (!Files.isDirectory(existing)) throw new DefacingException("Nothing can be written to " + outFolder + ", since " + existing +
			" is no folder; choose another one.");
		try {
			// Only trying tells: rights alone say nothing of file systems such as /proc, nor of a full or locked disk.
			Files.delete(existing.equals(outFolder.toAbsolutePath()) ? Files.createTempFile(existing, ".deface", ".tmp") : Files
				.createTempDirectory(existing, ".deface"));
		}
		catch (final IOException e) {
			throw new DefacingException("Nothing can be written to " + outFolder + ", since " + existing +
				" is read-only, full or closed to this user; choose another folder, or change its permissions.", e);
		}
	}
}
