package org.pediatricdefacer.io;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Lists the files of a folder and of all folders in it, through links, too; a link back to a folder around it is not followed. */
public final class FolderTree {

	private FolderTree() {}

	/**
	 * Lists files.
	 *
	 * @param folder where to look
	 * @return regular files in the order of their paths
	 * @throws IOException if a folder cannot be read
	 */
	public static List<Path> files(final Path folder) throws IOException {
		return entries(folder, below -> false).stream().filter(Files::isRegularFile).sorted().toList();
	}

	/**
	 * Lists files and links that lead nowhere.
	 *
	 * @param folder where to look
	 * @param skip tells of a folder below it that it and all in it are left out
	 * @return in no particular order
	 * @throws IOException if a folder cannot be read
	 */
	public static List<Path> entries(final Path folder, final Predicate<Path> skip) throws IOException {
		final List<Path> files = new ArrayList<>();
		Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(final Path below, final BasicFileAttributes attributes) {
				return !below.equals(folder) && skip.test(below) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
				if (attributes.isRegularFile() || attributes.isSymbolicLink()) files.add(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(final Path file, final IOException failure) throws IOException {
				if (failure instanceof FileSystemLoopException) return FileVisitResult.CONTINUE; // a link back to where the walk is
				throw failure;
			}
		});
		return files;
	}

	/**
	 * Tells where a file lies below a folder.
	 *
	 * @param folder around it
	 * @param file in the folder, at any depth
	 * @return path with forward slashes on all systems
	 */
	public static String relative(final Path folder, final Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}
}
