package org.pediatricdefacer.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

import org.pediatricdefacer.AtomicFile;

/**
 * Fetches and puts files of local disks, of shared ones, and of any file system that Hadoop knows.
 * <p>
 * Files appear whole: they are written under a hidden name that no other attempt has, and renamed. Names are as {@link SparkJob} has them.
 */
final class FileStore {

	private final Configuration configuration;

	FileStore(final Configuration configuration) {
		this.configuration = configuration;
	}

	/** A file that was written, but has not yet appeared. */
	interface Prepared {

		/** Makes it appear under its name, in place of what was there. */
		void commit() throws IOException;

		/** Deletes it if it has not appeared. */
		void discard() throws IOException;
	}

	private Path qualified(final String name) throws IOException {
		final Path path = new Path(name);
		return path.getFileSystem(configuration).makeQualified(path);
	}

	private FileContext files(final Path path) throws IOException {
		return FileContext.getFileContext(path.toUri(), configuration);
	}

	/**
	 * Finds a file that this machine reads as its own.
	 *
	 * @return its path; empty if it has to be fetched
	 */
	Optional<java.nio.file.Path> local(final String name) throws IOException {
		final Path path = qualified(name);
		return "file".equals(path.toUri().getScheme()) ? Optional.of(java.nio.file.Path.of(path.toUri().getPath())) : Optional.empty();
	}

	/** Returns the size of a file in bytes; 0 if it is not there. */
	long size(final String name) throws IOException {
		final Optional<java.nio.file.Path> local = local(name);
		if (local.isPresent()) return Files.isRegularFile(local.get()) ? Files.size(local.get()) : 0;
		final Path path = qualified(name);
		return files(path).util().exists(path) ? files(path).getFileStatus(path).getLen() : 0;
	}

	/** Tells whether there is a file. */
	boolean exists(final String name) throws IOException {
		final Optional<java.nio.file.Path> local = local(name);
		return local.isPresent() ? Files.exists(local.get()) : files(qualified(name)).util().exists(qualified(name));
	}

	/** Copies a file to this machine. */
	void fetch(final String name, final java.nio.file.Path target) throws IOException {
		final Optional<java.nio.file.Path> local = local(name);
		final Path path = qualified(name);
		try (InputStream in = local.isPresent() ? Files.newInputStream(local.get()) : files(path).open(path)) {
			Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/** Deletes a file, if it is there. */
	void delete(final String name) throws IOException {
		final Optional<java.nio.file.Path> local = local(name);
		if (local.isPresent()) Files.deleteIfExists(local.get());
		else if (exists(name)) files(qualified(name)).delete(qualified(name), false);
	}

	/** Writes a file beside its place; folders are made where they are missing. */
	Prepared put(final java.nio.file.Path file, final String name) throws IOException {
		final Optional<java.nio.file.Path> local = local(name);
		return local.isPresent() ? putLocal(file, local.get()) : putRemote(file, qualified(name));
	}

	private static Prepared putLocal(final java.nio.file.Path file, final java.nio.file.Path target) throws IOException {
		Files.createDirectories(target.getParent());
		final AtomicFile copy = AtomicFile.create(target, true);
		try {
			Files.copy(file, copy.stream());
			copy.finish();
		}
		catch (final IOException | RuntimeException | Error e) {
			copy.close();
			throw e;
		}
		return new Prepared() {

			@Override
			public void commit() throws IOException {
				copy.commit();
			}

			@Override
			public void discard() {
				copy.close();
			}
		};
	}

	private Prepared putRemote(final java.nio.file.Path file, final Path target) throws IOException {
		final FileContext files = files(target);
		final Path hidden = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
		final FSDataOutputStream out = files.create(hidden, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent());
		try (OutputStream closed = out) {
			Files.copy(file, closed);
			out.hsync();
		}
		catch (final IOException | RuntimeException | Error e) {
			files.delete(hidden, false);
			throw e;
		}
		return new Prepared() {

			@Override
			public void commit() throws IOException {
				files.rename(hidden, target, Options.Rename.OVERWRITE);
			}

			@Override
			public void discard() throws IOException {
				if (files.util().exists(hidden)) files.delete(hidden, false);
			}
		};
	}

	/** Makes an empty file; folders are made where they are missing. */
	void touch(final String name) throws IOException {
		final Optional<java.nio.file.Path> local = local(name);
		if (local.isPresent()) Files.write(Files.createDirectories(local.get().getParent()).resolve(local.get().getFileName()), new byte[0]);
		else files(qualified(name)).create(qualified(name), EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE), Options.CreateOpts.createParent())
			.close();
	}

	/** Reads the lines of a text. */
	List<String> lines(final String name) throws IOException {
		final java.nio.file.Path copy = Files.createTempFile("manifest", ".txt");
		try {
			fetch(name, copy);
			return Files.readAllLines(copy);
		}
		finally {
			Files.delete(copy);
		}
	}

	/** Makes the one file of a folder that ends in a certain way appear under a name, in place of what was there. */
	void take(final String folder, final String ending, final String name) throws IOException {
		final Path path = qualified(folder);
		final FileSystem system = path.getFileSystem(configuration);
		final Path part = Stream.of(system.listStatus(path)).map(FileStatus::getPath).filter(file -> file.getName().endsWith(ending) && !file
			.getName().startsWith(".")).findFirst().orElseThrow(() -> new IOException(folder + " holds no file " + ending));
		final java.nio.file.Path copy = Files.createTempFile("table", ending);
		try {
			fetch(part.toString(), copy);
			put(copy, name).commit();
		}
		finally {
			Files.delete(copy);
		}
	}

	/** Deletes a folder and all in it. */
	void deleteFolder(final String name) throws IOException {
		qualified(name).getFileSystem(configuration).delete(qualified(name), true);
	}
}
