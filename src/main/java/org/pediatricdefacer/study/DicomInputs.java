package org.pediatricdefacer.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.pediatricdefacer.batch.BatchInputs;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.dicom.DicomIndex;
import org.pediatricdefacer.io.FolderTree;


/**
 * What of the user's inputs is DICOM, by the files' content.
 * <p>
 * In a folder that holds DICOM every file counts that is no scan of another format, so that none is passed over unseen; hidden files,
 * hidden folders and the one for outputs are left out.
 *
 * @param files of DICOM folders and single DICOM files, each with how to call it: its path below the folder that was typed
 * @param others inputs as typed that are, or hold, something else
 */
public record DicomInputs(Map<Path, String> files, List<String> others) {

	/** Headers and images of scans of other formats. */
	private static final List<String> OTHER_SCANS = Stream.concat(BatchInputs.SCANS.stream(), Stream.of(".img", ".img.gz")).toList();

	/**
	 * Looks at inputs.
	 *
	 * @param typed files and folders as the user typed them; those that do not exist are others
	 * @param outFolder folder for all outputs
	 * @return what is DICOM and what is not
	 * @throws IOException if a folder or a file cannot be read
	 */
	public static DicomInputs of(final List<String> typed, final Path outFolder) throws IOException {
		final Map<Path, String> files = new LinkedHashMap<>();
		final List<String> others = new ArrayList<>();
		for (final String input : typed) {
			final Path path = path(input);
			if (path == null || !Files.exists(path)) others.add(input);
			else if (Files.isDirectory(path)) addFolder(path, input, outFolder, files, others);
			else if (!isOtherScan(path) && DicomIndex.mayBeDicom(path)) files.putIfAbsent(path.toRealPath(), path.getFileName().toString());
			else others.add(input);
		}
		return new DicomInputs(files, others);
	}

	private static void addFolder(final Path folder, final String typed, final Path outFolder, final Map<Path, String> files,
		final List<String> others) throws IOException
	{
		final List<Path> found = FolderTree.entries(folder, below -> isHidden(below) || isSame(below, outFolder)).stream().filter(
			file -> !isHidden(file) && Files.isRegularFile(file)).sorted().toList();
		final List<Path> candidates = found.stream().filter(file -> !isOtherScan(file)).toList();
		boolean holdsDicom = false;
		for (final Path file : candidates)
			holdsDicom = holdsDicom || DicomIndex.mayBeDicom(file);
		if (!holdsDicom || candidates.size() < found.size()) others.add(typed);
		if (!holdsDicom) return;
		for (final Path file : candidates)
			files.putIfAbsent(file.toRealPath(), FolderTree.relative(folder, file));
	}

	private static Path path(final String typed) {
		try {
			return typed.isEmpty() ? null : Path.of(typed);
		}
		catch (final InvalidPathException e) {
			return null; // the plan of the others says so
		}
	}

	private static boolean isHidden(final Path path) {
		return path.getFileName() != null && path.getFileName().toString().startsWith(".");
	}

	private static boolean isOtherScan(final Path file) {
		return BatchItem.mayBeScan(file.getFileName().toString(), OTHER_SCANS) || BatchItem.isOutput(file.getFileName().toString());
	}

	private static boolean isSame(final Path a, final Path b) {
		try {
			return Files.exists(b) && Files.isSameFile(a, b);
		}
		catch (final IOException e) {
			return false;
		}
	}
}
