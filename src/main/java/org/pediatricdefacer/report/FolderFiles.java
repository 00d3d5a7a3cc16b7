package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.io.FolderTree;

/** Lists the files below a folder. */
final class FolderFiles {

	private FolderFiles() {}

	/**
	 * Lists the files of a folder and of all folders in it.
	 *
	 * @return in the order of their paths, without hidden ones
	 * @throws DefacingException if it is no folder
	 */
	static List<Path> below(final Path folder) throws IOException {
		if (!Files.isDirectory(folder)) throw new DefacingException(folder + " is not a folder; check the name.");
		return FolderTree.files(folder).stream().filter(file -> !hidden(folder.relativize(file))).toList();
	}

	private static boolean hidden(final Path relative) {
		for (final Path part : relative)
			if (part.toString().startsWith(".")) return true;
		return false;
	}
}
