package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.io.NiftiReadOptions;

/**
 * Reads the next scan of a batch while the one before is worked on, and the first one while the engine starts.
 * <p>
 * One scan more is in memory at a time, and only where its file is small. Failures are told when the scan is asked for, as without
 * reading ahead. One caller at a time.
 */
public final class ReadAhead implements ScanReader {

	/** Reading takes a small part of the time of larger files, and their voxels a large one of the memory. */
	private static final long MOST_BYTES = 64L << 20;

	/** A scan that is being read, or was. */
	private record Begun(Path file, NiftiReadOptions options, CompletableFuture<ScanImage> image) {}

	private final ScanReader reader;
	private final List<Path> files;
	private Begun begun;

	/**
	 * Begins to read the first scan.
	 *
	 * @param reader reads each scan, in a thread of its own
	 * @param plan the scans in their order
	 * @param options with which the scans will be asked for
	 */
	public ReadAhead(final ScanReader reader, final BatchPlan plan, final NiftiReadOptions options) {
		this.reader = Objects.requireNonNull(reader, "reader");
		files = plan.items().stream().filter(item -> !plan.refused().containsKey(item)).map(BatchItem::input).toList();
		begin(0, options);
	}

	/** Returns a scan, and begins to read the one after it; files that are not of the batch are simply read. */
	@Override
	public ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
		final int index = files.indexOf(file);
		if (index < 0) return reader.read(file, options);
		final Begun ready = begun;
		begun = null;
		final boolean hit = ready != null && ready.file().equals(file) && ready.options().equals(options);
		try {
			return hit ? join(ready.image()) : reader.read(file, options);
		}
		finally {
			begin(index + 1, options);
		}
	}

	private void begin(final int index, final NiftiReadOptions options) {
		if (index >= files.size()) return;
		final Path file = files.get(index);
		if (!isSmall(file)) return;
		final CompletableFuture<ScanImage> image = new CompletableFuture<>();
		final Thread thread = new Thread(() -> {
			try {
				image.complete(reader.read(file, options));
			}
			catch (final IOException | RuntimeException | Error e) {
				image.completeExceptionally(e);
			}
		}, "read ahead");
		thread.setDaemon(true);
		begun = new Begun(file, options, image);
		thread.start();
	}

	private static boolean isSmall(final Path file) {
		try {
			for (final Path part : BatchItem.scanFiles(file))
				if (Files.exists(part) && Files.size(part) > MOST_BYTES) return false;
			return true;
		}
		catch (final IOException e) {
			// Whoever asks for the scan hears what is wrong with it.
			return false;
		}
	}

	private static ScanImage join(final CompletableFuture<ScanImage> image) throws IOException {
		try {
			return image.join();
		}
		catch (final CompletionException e) {
			if (e.getCause() instanceof IOException disk) throw disk;
			if (e.getCause() instanceof RuntimeException failure) throw failure;
			throw (Error) e.getCause();
		}
	}
}
