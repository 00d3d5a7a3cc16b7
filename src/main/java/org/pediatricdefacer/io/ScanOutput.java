package org.pediatricdefacer.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.NativeType;

/** Prepares files of header, voxels and footer, which appear when they are whole and never in place of the scan they were made from. */
final class ScanOutput {

	private ScanOutput() {}

	/**
	 * Prepares a file.
	 *
	 * @param source the scan that it is made from, or null
	 * @param target file to write
	 * @param gzip whether it is packed
	 * @param options overwriting, threads, cancellation
	 * @param content writes all bytes
	 * @return the file, whole and on the disk, to be committed and closed by the caller
	 * @throws DefacingException if the target may not be written, or on cancellation
	 */
	static AtomicFile prepare(final Path source, final Path target, final boolean gzip, final NiftiWriteOptions options,
		final Content content) throws IOException
	{
		if (source != null && Files.exists(target) && Files.exists(source) && Files.isSameFile(source, target))
			throw new DefacingException(target + " is the scan itself, which is never overwritten; choose another name or folder.");
		final AtomicFile file = AtomicFile.create(target, options.overwrite());
		try {
			try (OutputStream out = gzip ? new ParallelGzip(file.stream(), ParallelGzip.DEFAULT_LEVEL, options.threads()) : //
				new BufferedOutputStream(file.stream())) {
				content.write(out);
			}
			options.progress().check();
			file.finish();
			return file;
		}
		catch (final IOException | RuntimeException | Error e) {
			file.close();
			throw e;
		}
	}

	/** What is in a file. */
	interface Content {
		void write(OutputStream out) throws IOException;
	}

	// Every RealType that is stored is a NativeType; the compiler cannot know.
	@SuppressWarnings("unchecked")
	static <T extends NativeType<T>> void writePixels(final RandomAccessibleInterval<?> pixels, final ByteOrder order, final OutputStream out,
		final NiftiWriteOptions options) throws IOException
	{
		StoredPixels.write((RandomAccessibleInterval<T>) pixels, order, out, options.progress());
	}
}
