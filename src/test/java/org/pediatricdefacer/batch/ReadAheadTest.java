package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.volume.Volume;

class ReadAheadTest {

	private static final NiftiReadOptions OPTIONS = NiftiReadOptions.DEFAULT;

	@TempDir
	private Path folder;

	private final BlockingQueue<String> began = new LinkedBlockingQueue<>();
	private final Map<Path, ScanImage> images = new ConcurrentHashMap<>();

	private volatile Thread reading;

	private ScanImage read(final Path file, final NiftiReadOptions options) throws IOException {
		reading = Thread.currentThread();
		began.add(file.getFileName().toString());
		if (file.toString().contains("broken")) throw new DefacingException(file + " is broken.");
		if (file.toString().contains("disk")) throw new IOException("no such sector");
		if (file.toString().contains("huge")) throw new OutOfMemoryError();
		return images.computeIfAbsent(file, unread -> NiftiImage.of(new Volume(PhantomScan.whole().stored(), PhantomScan.GRID)));
	}

	private BatchPlan plan(final String... names) throws IOException {
		final List<BatchItem> items = new ArrayList<>();
		for (final String name : names)
			items.add(BatchItem.of(Files.write(folder.resolve(name), new byte[1]), folder.resolve("out")));
		return new BatchPlan(items);
	}

	private String next() throws InterruptedException {
		return began.poll(1, TimeUnit.MINUTES);
	}

	@Test
	void readsEachScanOnceAndOneAhead() throws Exception {
		final BatchPlan plan = plan("a.nii", "b.nii", "c.nii");
		final ReadAhead ahead = new ReadAhead(this::read, plan, OPTIONS);
		for (int i = 0; i < 3; i++) {
			assertEquals(plan.items().get(i).input().getFileName().toString(), next(), "begins before it is asked for");
			assertTrue(began.isEmpty(), "one at a time");
			final Path file = plan.items().get(i).input();
			final ScanImage image = ahead.read(file, OPTIONS);
			assertSame(images.get(file), image);
		}
		assertTrue(began.isEmpty());
	}

	@Test
	void tellsFailuresWhenTheScanIsAskedFor() throws Exception {
		final BatchPlan plan = plan("broken.nii", "disk.nii", "huge.nii", "d.nii");
		final ReadAhead ahead = new ReadAhead(this::read, plan, OPTIONS);
		final List<Path> files = plan.items().stream().map(BatchItem::input).toList();
		assertEquals(files.get(0) + " is broken.", assertThrows(DefacingException.class, () -> ahead.read(files.get(0), OPTIONS)).getMessage());
		assertEquals("no such sector", assertThrows(IOException.class, () -> ahead.read(files.get(1), OPTIONS)).getMessage());
		assertThrows(OutOfMemoryError.class, () -> ahead.read(files.get(2), OPTIONS));
		assertSame(ahead.read(files.get(3), OPTIONS), images.get(files.get(3)));
		assertEquals(4, began.size());
	}

	/** A scan that is refused before it is read, a mask between two scans, other options: all that was not foreseen. */
	@Test
	void readsWhatWasNotForeseen() throws Exception {
		final BatchPlan plan = plan("a.nii", "b.nii", "c.nii");
		final List<Path> files = plan.items().stream().map(BatchItem::input).toList();
		final ReadAhead ahead = new ReadAhead(this::read, plan, OPTIONS);
		assertEquals("a.nii", next());
		final Path mask = Files.write(folder.resolve("mask.nii"), new byte[1]);
		assertSame(ahead.read(mask, OPTIONS), images.get(mask));
		assertEquals("mask.nii", next());
		assertSame(ahead.read(files.get(1), OPTIONS), images.get(files.get(1)));
		assertEquals(List.of("b.nii", "c.nii"), List.of(next(), next()));
		ahead.read(files.get(2), new NiftiReadOptions(NiftiReadOptions.Prefer.SFORM, null));
		assertEquals("c.nii", next(), "again, with the options asked for");
	}

	@Test
	void leavesLargeScansUntilTheyAreAskedFor() throws Exception {
		final BatchPlan plan = plan("a.nii");
		final Path file = plan.items().get(0).input();
		try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
			large.setLength((64L << 20) + 1); // with no block on the disk
		}
		final ReadAhead ahead = new ReadAhead(this::read, plan, OPTIONS);
		assertSame(ahead.read(file, OPTIONS), images.get(file));
		assertSame(Thread.currentThread(), reading);
	}
}
